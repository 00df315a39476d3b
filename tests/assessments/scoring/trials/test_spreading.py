"""Where to spread: the best mix under what is assumed, against programmes solved in full and cases that can be seen through."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from assessments.engine.diversification import diversify, worst_years
from assessments.scoring.trials.joint import LEFT_OUT, YEARS, failing
from assessments.scoring.trials.places import Place, Places, places_of
from assessments.scoring.trials.present import present_of
from assessments.scoring.trials.spread_settings import asked_of
from assessments.scoring.trials.spreading import (
    LEVEL,
    Assumed,
    Assumptions,
    channels_for,
    in_tenths,
    spread_of,
)
from tests.factories.examples import profile_of

EVERY_20TH = 0.95


@dataclass(frozen=True)
class Drawn:
    """Channels whose years were written down by hand."""

    places: Places
    table: np.ndarray
    unit: float = 1.0

    def returns(self, _often):
        return self.table


def place(key, today=0.0, kind="platform", owner="Some company"):
    return Place(key, key.capitalize(), kind, key, owner, today, is_stated=True, is_used=True)


def places(*others, tiktok=20.0):
    return Places((place("tiktok", tiktok, "tiktok", "TikTok"), *others), scaled=False)


def assumed(moved=100.0, fall=100.0, **channels):
    return Assumptions(tuple(channels.items()), moved, fall)


@pytest.fixture(scope="module")
def brand():
    present = present_of(profile_of("beauty_brand"))
    return present, places_of(present.statement)


def spread(brand, **raw):
    present, found = brand
    return spread_of(present, found, asked_of(found, {k.replace("__", "."): v for k, v in raw.items()}).assumptions)


# ------------------------------------------------------------------------------------------- cases seen through by eye
def test_two_channels_that_are_alike_and_independent_get_the_same():
    years = np.ones((20, 3))
    years[:, 0] = 0.2
    years[3, 1] = years[7, 2] = 0.0
    _, channels = channels_for(Drawn(places(place("a"), place("b")), years), assumed())
    assert diversify(channels, EVERY_20TH).amounts == pytest.approx([0, 10, 10], abs=1e-6)


def test_two_channels_of_one_company_are_one_way_out(brand):
    present, found = brand
    two = [replace(place(key), fate="meta") for key in ("instagram", "facebook")]
    alone = place("youtube")
    returns = failing(present, Places((found.tiktok, *two, alone), scaled=False)).returns({})
    assert np.array_equal(returns[:, 1], returns[:, 2])
    assert abs(np.corrcoef(returns[:, 1], returns[:, 3])[0, 1]) < 0.1
    half = failing(present, Places((found.tiktok, *two, alone), scaled=False)).returns({"facebook": "half"})
    assert np.all(half[:, 2] >= half[:, 1])
    assert half[:, 2].mean() > half[:, 1].mean()


def test_a_channel_that_never_fails_takes_all_it_may(brand):
    found = spread(brand, often__youtube="never", most__youtube="7", moved="12")
    names = [one.key for one in found.places]
    gained = dict(zip(names, found.best.amounts - found.today, strict=True))
    assert gained["youtube"] == pytest.approx(7.0)
    assert found.moved == pytest.approx(12.0)


def test_with_nothing_that_may_take_on_more_the_mix_is_todays(brand):
    _, found = brand
    shut = {f"use__{one.key}": "no" for one in found.others}
    result = spread(brand, **shut)
    assert result.moved == 0
    assert result.room == 0
    assert result.steps == ()
    assert result.best.worst_mean == result.now.worst_mean


def test_what_does_not_arrive_is_gone_from_what_is_moved_and_from_nothing_else():
    years = np.ones((20, 2))
    years[5, 0] = 0.0
    _, channels = channels_for(Drawn(places(place("a", 30.0)), years), assumed(a=Assumed(True, arrives=60.0)))
    best = diversify(channels, EVERY_20TH, 47.0)
    assert channels.exposure(np.array([20.0, 30.0])).tolist() == [20.0, 30.0]
    assert best.mean == pytest.approx(47.0)
    gone = (50 - 1 - 47.0) / (0.95 - 0.60)  # TikTok's 20 points bring 19 in an average year, so that 2 may be lost
    assert best.amounts == pytest.approx([20 - gone, 30 + gone])


# ------------------------------------------------------------------------------------------------ against other methods
def test_the_best_mix_is_that_of_the_whole_linear_programme(brand):
    present, found = brand
    raw = {
        "arrives.email": "97",
        "arrives.own_site": "92",
        "arrives.retail": "94",
        "arrives.instagram": "99",
        "fall": "0.2",
    }
    asked = asked_of(found, raw).assumptions
    result = spread_of(present, found, asked)
    _, channels = channels_for(failing(present, found), asked)
    table, (n, k) = channels.table, channels.table.shape
    arrives = np.asarray(channels.response.slope)[:, 1]
    # columns: TikTok's points, what goes to each other, z, u; the result of a year is a fixed part plus these
    others = table[:, 1:] * arrives[1:]
    fixed = (table[:, 1:] * result.today[1:]).sum(axis=1)
    gain = np.concatenate([table[:, :1], others], axis=1)
    cost = np.concatenate([np.zeros(k), [-1.0], np.full(n, 1 / ((1 - LEVEL) * n))])
    shortfall = np.concatenate([-gain, np.ones((n, 1)), -np.eye(n)], axis=1)
    mean = np.concatenate([-gain.mean(axis=0), np.zeros(n + 1)])
    moved = np.concatenate([[0.0], np.ones(k - 1), np.zeros(n + 1)])
    whole = np.concatenate([np.ones(k), np.zeros(n + 1)])
    least = result.now.mean - result.unit * asked.may_fall
    solved = linprog(
        cost,
        A_ub=np.vstack([shortfall, mean, moved]),
        b_ub=np.concatenate([fixed, [fixed.mean() - least, asked.most_moved]]),
        A_eq=whole[None],
        b_eq=[result.today[0]],
        bounds=[(0, None)] * k + [(None, None)] + [(0, None)] * n,
    )
    assert -solved.fun == pytest.approx(result.exact.worst_mean, rel=1e-6)
    assert result.exact.mean >= least - 1e-6 * abs(least)


def test_what_a_point_on_tiktok_loses_is_on_average_what_the_model_expects(brand):
    present, found = brand
    drawn = failing(present, found)
    expected = float(drawn.run.expected_losses().sum()) / drawn.at_stake
    assert 1 - drawn.returns({})[:, 0].mean() / drawn.unit == pytest.approx(expected, rel=0.02)
    assert drawn.returns({}).shape == (YEARS, len(found.all))


def test_what_one_point_more_is_worth_is_what_a_point_more_brings(brand):
    present, found = brand
    result = spread(brand, moved="10")
    _, channels = channels_for(failing(present, found), asked_of(found, {"moved": "10"}).assumptions)
    email = [one.key for one in result.places].index("email")
    step = np.zeros(len(result.places))
    step[0], step[email] = -0.01, 0.01
    years = channels.table @ (result.best.amounts + step)
    places_, weights = worst_years(years, LEVEL)
    brought = float((years[places_] * weights).sum()) - result.best.worst_mean
    assert brought / 0.01 == pytest.approx(result.worth(email), rel=0.02)


# -------------------------------------------------------------------------------------------------------- what holds
SHARES = st.floats(0, 100)
OFTEN = st.sampled_from(["never", "half", "same", "twice"])


@settings(max_examples=25, deadline=None)
@given(
    moved=SHARES,
    fall=st.floats(0, 5),
    channels=st.lists(
        st.builds(Assumed, is_on=st.booleans(), often=OFTEN, arrives=SHARES, most=SHARES), min_size=8, max_size=8
    ),
)
def test_the_best_mix_keeps_every_limit_and_is_never_worse_than_todays(brand, moved, fall, channels):
    present, found = brand
    asked = Assumptions(tuple((one.key, what) for one, what in zip(found.others, channels, strict=True)), moved, fall)
    result = spread_of(present, found, asked)
    gained = result.exact.amounts - result.today
    slack = 1e-6 * result.full
    assert gained.sum() == pytest.approx(0, abs=1e-6)
    assert gained[1:].min(initial=0) >= -1e-6
    assert 0 <= result.moved <= min(moved, result.today[0]) + 1e-6
    for one, more, printed in zip(result.places[1:], gained[1:], (result.best.amounts - result.today)[1:], strict=True):
        limit = asked.of(one).most if asked.of(one).is_on else 0.0
        assert more <= limit + 1e-6
        assert printed <= limit + 1e-4
    assert result.exact.mean >= result.now.mean - fall * result.unit - slack
    assert result.best.worst_mean >= result.now.worst_mean - slack
    assert result.best.worst_mean <= result.exact.proven + slack
    worst = [mix.worst_mean for mix in result.steps]
    assert all(later >= earlier - slack for earlier, later in pairwise(worst))


@given(st.lists(st.floats(0, 100), min_size=1, max_size=12))
def test_tenths_add_up_and_no_part_is_off_by_a_tenth(points):
    found = in_tenths(points)
    assert np.allclose(found * 10, np.round(found * 10))
    assert found.sum() <= sum(points) + 1e-3
    assert found.sum() > sum(points) - 0.1 - 1e-3
    assert np.all(np.abs(found - points) < 0.1 + 1e-6)


def test_no_part_is_moved_up_beyond_its_room():
    assert in_tenths([0.56, 0.34, 0.1]).tolist() == [0.6, 0.3, 0.1]
    assert in_tenths([0.56, 0.34, 0.1], [0.56, 1.0, 1.0]).tolist() == [0.5, 0.4, 0.1]
    assert in_tenths([0.56, 0.34, 0.1], [0.56, 0.34, 0.1]).tolist() == [0.5, 0.3, 0.1]


def test_the_same_assumptions_give_the_same_mix(brand):
    first = spread(brand, arrives__email="93.5")
    spread_of.cache_clear()
    failing.cache_clear()
    again = spread(brand, arrives__email="93.5")
    assert first is not again
    assert np.array_equal(first.best.amounts, again.best.amounts)


# ---------------------------------------------------------------------------------------------------------- channels
def test_every_scenario_that_is_left_out_is_one_of_the_library(brand):
    present, _ = brand
    known = {entry.id for entry in present.statement.library.scenarios}
    assert {scenario for left in LEFT_OUT.values() for scenario in left} < known
    assert LEFT_OUT["tiktok"] == ()


def test_a_channel_of_ones_own_loses_less_than_one_of_another_company_and_that_less_than_tiktok(brand):
    found = failing(*brand)
    tails = [float(found.loss(kind, "same").tail_mean(LEVEL)) for kind in ("own", "platform", "tiktok")]
    assert tails == sorted(tails)
    assert len(set(tails)) == 3


def test_shares_that_come_to_more_than_all_are_cut_beside_what_depends_on_tiktok():
    found = places_of(present_of(profile_of("creator")).statement)
    assert found.scaled
    assert found.total == pytest.approx(100.0)
    assert [round(one.today, 2) for one in found.all[:4]] == [84.2, 2.18, 7.08, 6.54]


def test_a_share_that_was_not_stated_is_none_and_is_said_to_be(brand):
    shop = places_of(present_of(profile_of("one_person_shop")).statement)
    assert [(one.key, one.today, one.is_stated, one.is_used) for one in shop.all][:2] == [
        ("tiktok", 74.0, True, True),
        ("instagram", 0.0, False, True),
    ]
    assert not any(one.is_used for one in shop.all[2:])
    assert len({one.fate for one in brand[1].all if one.kind == "own"}) == 3


def test_channels_of_tiktoks_owner_fail_with_it_and_several_of_a_kind_have_keys_of_their_own():
    rows = [
        {"channel": "tiktok", "audience": 10, "last_used": "this_week"},
        {"channel": "other", "name": "Lemon8", "audience": 5, "last_used": "this_week", "owner_group": "ByteDance"},
        {"channel": "other", "name": "Fair", "audience": 5, "last_used": "this_week", "owner_group": " fair ltd"},
    ]
    from assessments.questionnaires.profile import Answer

    profile = profile_of("one_person_shop").with_changes({"DIV-01": Answer(rows)})
    present = present_of(profile)
    found = places_of(present.statement)
    used = {one.label: one for one in found.all if one.is_used}
    assert sorted(one.key for one in used.values()) == ["other", "other-2", "tiktok"]
    assert used["Lemon8"].fate == used["TikTok"].fate
    returns = failing(present, found).returns({used["Lemon8"].key: "never"})
    order = [one.label for one in found.all]
    assert np.array_equal(returns[:, order.index("Lemon8")], returns[:, 0])


def test_organisations_without_channels_have_no_places():
    for name in ("scheduling_software", "parcel_warehouse"):
        assert places_of(present_of(profile_of(name)).statement) is None


# ---------------------------------------------------------------------------------------------------- what was typed
def test_what_is_typed_is_read_and_what_cannot_be_used_is_said(brand):
    _, found = brand
    asked = asked_of(found, {"arrives.email": "87,5", "most.email": " ", "use.instagram": "no", "nothing": "1"})
    assert not asked.entered.mistakes
    assert asked.changed == {"arrives.email": "87.5", "use.instagram": "no"}
    assert asked.assumptions.of(found.others[0]) == Assumed(True, arrives=87.5, most=38.0)
    wrong = asked_of(found, {"moved": "all", "fall": "-1", "often.email": "daily", "most.retail": "101"})
    assert set(wrong.entered.mistakes) == {"moved", "fall", "often.email", "most.retail"}
    assert asked_of(found, asked.changed).assumptions == asked.assumptions


@given(
    st.dictionaries(
        st.sampled_from(["moved", "fall", "use.email", "often.email", "arrives.email", "most.retail"]), st.text()
    )
)
def test_nothing_that_is_typed_breaks_the_reading(brand, raw):
    asked = asked_of(brand[1], raw)
    assert set(asked.entered.mistakes) <= set(raw)


def test_what_is_printed_lies_between_the_best_mixes_of_the_drawings(brand):
    for raw in ({}, {"arrives__email": "95", "arrives__own_site": "95", "arrives__retail": "95"}):
        result = spread(brand, **raw)
        assert len(result.drawings) == 6
        assert np.all(result.best.amounts >= result.drawings.min(axis=0) - 0.1)
        assert np.all(result.best.amounts <= result.drawings.max(axis=0) + 0.1 + 1e-6)


@pytest.mark.parametrize("fall", ["0.3", "0.5", "1"])
def test_the_mix_that_is_printed_keeps_the_limit_of_an_average_year(brand, fall):
    raw = {f"arrives__{key}": "94" for key in ("email", "own_site", "retail", "youtube", "instagram")}
    result = spread(brand, fall=fall, moved="38", **raw)
    tenth = 0.1 * result.unit * 0.06
    assert result.best.mean >= result.now.mean - float(fall) * result.unit - tenth
    assert result.moved == pytest.approx(float(result.today[0] - result.exact.amounts[0]), abs=0.2)


def test_channels_that_are_alike_share_what_is_moved_at_next_to_no_loss(brand):
    result = spread(brand)
    gained = [float(more) for more in (result.best.amounts - result.today)[1:] if more > 0]
    assert len(gained) > 1
    assert max(gained) < 15
    assert result.gap <= 0.01 * (result.exact.worst_mean - result.now.worst_mean) + 1e-6
