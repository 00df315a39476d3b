"""What moved the loss between two assessments: the parts add up, what did not matter counts nothing, either way round."""

from dataclasses import replace
from datetime import timedelta
from math import fsum

import pytest

from assessments.engine.errors import InvalidInput
from assessments.questionnaires.profile import Override
from assessments.scoring import moved as room
from assessments.scoring.evaluate import evaluate
from assessments.scoring.moved import Before, before_of, figures_of, groups_between, mixed, moved
from tests.factories.assessments import result_of
from tests.factories.examples import profile_of
from tests.factories.profiles import profile_with

NOW = profile_of("one_person_shop")
FIRST = {"MON-01": 25, "RSK-05": 2, "GOV-09": "weekly"}
LATER = {"MON-01": 40, "RSK-05": 0, "GOV-09": "daily"}


def shop(answers, **activity):
    """A small shop with these answers."""
    return profile_with(answers, {"social_commerce": {"FUN-02": 100, "WRK-01": "s0", **activity}})


def before(profile, **changes):
    """The assessment before, as it was printed."""
    expected, week = figures_of(profile)
    printed = {"currency": profile.currency, "is_share": False, "expected": expected, "week": week}
    return Before(1, profile, **{**printed, **changes})


@pytest.fixture(scope="module")
def both_ways():
    """Two states of a shop, split forwards and backwards."""
    old, new = shop(FIRST), shop(LATER, **{"FUN-02": 60})
    return [moved(before(start), evaluate(end)) for start, end in ((old, new), (new, old))]


def parts_of(found, figure="expected"):
    """The parts of a figure by what changed."""
    return {group["key"]: part for group, part in zip(found["groups"], found["figures"][figure]["parts"], strict=True)}


def test_the_light_calculation_is_the_one_of_the_results():
    expected, week = figures_of(NOW)
    result = result_of("one_person_shop")
    assert expected == pytest.approx(result.data["losses"]["expected_annual"], rel=1e-8)
    assert week == pytest.approx(result.outage_loss(168), rel=1e-6)
    assert before_of(1, NOW, result.data).week == pytest.approx(week, rel=1e-6)


def test_the_parts_add_up_to_the_difference_of_both_figures(both_ways):
    for found in both_ways:
        for figure in found["figures"].values():
            change = figure["after"] - figure["before"]
            assert fsum(figure["parts"]) == pytest.approx(change, rel=1e-12, abs=1e-12)
            assert change


def test_what_moves_nothing_counts_nothing_and_what_raises_the_share_raises_the_loss(both_ways):
    parts = parts_of(both_ways[0])
    assert parts["GOV"] == 0
    assert parts["MON"] > 0 > parts["social_commerce"]
    assert parts_of(both_ways[0], "week")["RSK"] == 0


def test_the_way_back_is_the_way_there_with_the_signs_turned(both_ways):
    there, back = (parts_of(found) for found in both_ways)
    assert back == pytest.approx({key: -part for key, part in there.items()}, rel=1e-9, abs=1e-9)


def test_nothing_changed_leaves_no_group_and_no_difference():
    found = moved(before(NOW), evaluate(NOW))
    assert found["groups"] == []
    assert all(figure["before"] == figure["after"] and not figure["parts"] for figure in found["figures"].values())


def test_where_too_much_changed_what_moves_least_stands_together_and_the_sum_is_the_same(monkeypatch, both_ways):
    monkeypatch.setattr(room, "MOST_GROUPS", 2)
    found = moved(before(shop(FIRST)), evaluate(shop(LATER, **{"FUN-02": 60})))
    assert [group["kind"] for group in found["groups"]] == ["section", "others"]
    assert found["groups"][0]["key"] == "MON"
    assert len(found["groups"][1]["answers"]) == 3
    assert fsum(found["figures"]["expected"]["parts"]) == pytest.approx(fsum(parts_of(both_ways[0]).values()))


def test_what_the_method_itself_moved_is_a_part_of_its_own():
    found = moved(before(NOW, expected=500.0), evaluate(NOW))
    assert [group["kind"] for group in found["groups"]] == ["method"]
    assert found["figures"]["expected"]["before"] == 500
    assert found["figures"]["expected"]["parts"] == pytest.approx([figures_of(NOW)[0] - 500])


def test_amounts_of_different_kinds_are_not_compared():
    assert moved(before(NOW, currency="EUR"), evaluate(NOW)) is None
    assert moved(before(NOW, is_share=True), evaluate(NOW)) is None


def test_a_mixture_that_cannot_be_calculated_leaves_no_split(monkeypatch):
    start, now = before(NOW), evaluate(NOW)

    def refuse(_profile):
        raise InvalidInput("rate", -1, "0 or more")

    monkeypatch.setattr(room, "figures_of", refuse)
    assert moved(start, now) is None


def test_time_depth_and_what_a_person_set_are_groups_beside_the_answers():
    old = replace(NOW, as_of=NOW.as_of - timedelta(days=90), stated_depth="full")
    new = replace(NOW, overrides=(Override("functions.social_commerce.rto_h", 24, "Sam"),))
    assert [group.kind for group in groups_between(old, new)] == ["time", "depth", "overrides"]
    assert mixed(old, new, groups_between(old, new)) == replace(new, what_ifs=())


def test_an_activity_that_came_or_went_is_mixed_in_like_any_other_change():
    old = profile_of("beauty_brand")
    kept = [entry for entry in old.value("USE-02") if entry["key"] != "live_selling"]
    new = replace(
        old,
        answers={**old.answers, "USE-02": replace(old.answers["USE-02"], value=kept)},
        functions={key: given for key, given in old.functions.items() if key != "live_selling"},
    )
    groups = groups_between(old, new)
    assert [(group.kind, group.key) for group in groups] == [("section", "USE"), ("activity", "live_selling")]
    assert groups[1].label == old.activity("live_selling").label
    assert mixed(old, new, groups) == replace(new, what_ifs=())
    assert mixed(new, old, groups) == replace(old, what_ifs=())
    assert mixed(old, new, []) == replace(old, what_ifs=())
    assert all(figure >= 0 for part in groups for figure in figures_of(mixed(old, new, [part])))
