"""Mixes of recommendations: each leaves what the engine says of all of them together."""

from assessments.scoring.advice.library import library
from assessments.scoring.mixes import SMALL, mixes_of
from assessments.scoring.worth import _together
from tests.factories.assessments import found_of, result_of
from tests.factories.examples import evaluation_of


def stored(name="beauty_brand"):
    return found_of(name)[1]["mixes"]


def test_what_a_mix_leaves_is_what_a_run_with_all_of_it_in_place_says():
    evaluation = evaluation_of("one_person_shop")
    found = mixes_of(evaluation)
    by_key = {one.key: one for one in evaluation.recommendations}
    assert len(found["sets"]) == 2 ** len(found["measures"]) == 16
    for taken, left in zip(found["sets"], found["left"], strict=True):
        inside = [by_key[key] for m, key in enumerate(found["measures"]) if taken >> m & 1]
        case = _together(evaluation, inside).case
        assert abs(evaluation.model.run([case]).expected_losses().sum() - left) < 1e-9 * found["left"][0]
    assert abs(found["left"][0] - evaluation.yearly.expected) < 1e-12 * found["left"][0]


def test_a_mix_has_what_its_actions_need_and_no_two_that_act_in_the_same_way():
    found = stored()
    places = {key: 1 << m for m, key in enumerate(found["measures"])}
    assert ["creator_clauses", "creator_multi"] in found["rivals"]
    assert not any(taken & places[a] and taken & places[b] for taken in found["sets"] for a, b in found["rivals"])
    assert library()["exercise_programme"].needs == ("plan_write",)
    with_exercise = [taken for taken in found["sets"] if taken & places["exercise_programme"]]
    assert with_exercise
    assert all(taken & places["plan_write"] for taken in with_exercise)


def test_more_in_place_never_leaves_more_and_small_ones_only_lower_the_bound():
    found = stored()
    left = dict(zip(found["sets"], found["left"], strict=True))
    for taken, loss in left.items():
        for m in range(len(found["measures"])):
            fewer = taken & ~(1 << m)
            assert loss <= left.get(fewer, loss) + 1e-6
    assert found["small"]
    assert all(floor <= loss for floor, loss in zip(found["floor"], found["left"], strict=True))
    alone = {one["key"]: one["removes_per_year"] for one in result_of("beauty_brand").data["recommendations"]}
    assert all(alone[key] < SMALL * found["left"][0] for key in found["small"])


def test_its_weakest_and_strongest_effects_enclose_what_a_mix_removes():
    found = stored("agency")
    left = dict(zip(found["sets"], found["left"], strict=True))
    assert found["ranges"]
    for taken, (low, high) in found["ranges"].items():
        assert low - 1e-3 <= left[0] - left[int(taken)] <= high + 1e-3


def test_where_nothing_removes_anything_there_is_no_mix():
    assert stored("cafe") is None
