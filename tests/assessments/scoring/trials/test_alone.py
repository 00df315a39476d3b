"""What each thing would cost alone: what the try-out of the map says of it, by other ways of working it out."""

import math

import numpy as np
import pytest

from assessments.engine.losses import RECOVERED_AT_TARGET
from assessments.register.queries import TIKTOK, Trial, thing_mark, things_that_fail
from assessments.scoring.trials.alone import _failures, _pairs, _together, alone_of
from assessments.scoring.trials.failing import event_of, least_of, tried
from assessments.scoring.trials.present import present_of
from assessments.scoring.trials.replays import alone
from assessments.ui import words
from tests.factories.examples import NAMES, profile_of
from tests.factories.profiles import profile_with

LENGTHS = (("day", 24.0), ("week", 168.0))
SHOP_A_DAY = 365_000 / 365 * 0.40


def found_in(profile):
    present = present_of(profile)
    return present, alone_of(present.statement, present.model)


def shop(**answers):
    """A shop that earns £400 a day through one activity, of which customers bring nothing later."""
    return profile_with({"MON-06": 0, "MON-07": 0, **answers})


@pytest.mark.parametrize("name", [name for name in NAMES if name != "regional_broadcaster"])
def test_everything_costs_what_its_own_try_out_says(name):
    present, found = found_in(profile_of(name))
    by_mark = {one["mark"]: one for one in (*found["things"], found["whole"])}
    trials = [
        *things_that_fail(present.statement.course, 168.0),
        Trial(TIKTOK, TIKTOK, "", "TikTok", 168.0, 100.0),
    ]
    assert {thing_mark(trial.id, trial.name) for trial in trials} == {
        mark for mark in by_mark if not mark.startswith("p-")
    }
    for trial in trials:
        one, event = by_mark[thing_mark(trial.id, trial.name)], event_of(present.statement, present.model, trial)
        for start, own in (("", event), ("bare_", alone(event))):
            for length, hours in LENGTHS:
                single = np.add(*present.model.event_loss(present.model.course_of(own, hours + 1.0), hours)).sum()
                assert one[start + length] == pytest.approx(float(single), rel=1e-9, abs=1e-9), (trial.id, length)
        said = tried(present, "it", trial)
        if one["week"] >= least_of(present.currency):
            assert f" about {words.money(one['week'], present.currency)} until" in said.finding
        assert set(one["reaches"]) == set(said.failure.first_hit_h)
        assert set(one["stops"]) == said.failure.stopped


def test_a_shop_without_an_alternative_loses_all_that_it_earns():
    """£400 a day; nobody loses more than was to be earned, so that no way back comes on top."""
    _, found = found_in(shop())
    (one,) = found["things"]
    assert (one["mark"], one["kind"]) == ("s-shop", "part")
    assert (one["day"], one["week"]) == (pytest.approx(SHOP_A_DAY), pytest.approx(7 * SHOP_A_DAY))
    assert one["bare_week"] == one["week"] == found["whole"]["week"]
    assert one["reaches"] == one["stops"] == ["social_commerce"]


def test_one_account_of_two_takes_half_of_what_the_only_one_takes_and_its_way_back():
    """Half of £400 a day; after it income comes back as fast as the recovery target says."""
    rows = [{"name": f"Shop {number}", "kind": "shop", "admins": 2} for number in (1, 2)]
    only, (present, either) = found_in(shop(**{"USE-03": rows[:1]}))[1], found_in(shop(**{"USE-03": rows}))
    weeks = {one["mark"]: one["week"] for one in either["things"]}
    assert {one["mark"]: one["week"] for one in only["things"]}["a-Shop 1"] == pytest.approx(7 * SHOP_A_DAY)
    back_h = min(float(present.model.money.recovery_h[0]), 168.0) / -math.log1p(-RECOVERED_AT_TARGET)
    assert weeks["a-Shop 1"] == weeks["a-Shop 2"] == pytest.approx(SHOP_A_DAY / 2 * (7 + back_h / 24))
    assert set(weeks) == {"s-shop", "a-Shop 1", "a-Shop 2"}


def test_without_a_person_nothing_takes_the_place_of_what_only_they_can_do():
    """The alternative would keep half; without the one who can do it there is nobody to start it."""
    alternative = {"FUN-02": 100, "WRK-01": "s3", "WRK-02": "h1", "WRK-03": 50, "WRK-04": "m1"}
    of_ana = {"FUN-01": {"owner": "Ana Ruiz"}, "FUN-05": 1}
    found = {}
    for size in ("p2_9", "p1"):
        profile = profile_with(
            {"MON-06": 0, "MON-07": 0, "PRO-02": size}, {"social_commerce": {**alternative, **of_ana}}
        )
        found[size] = {one["mark"]: one for one in found_in(profile)[1]["things"]}
    ana, part = found["p2_9"]["p-Ana Ruiz"], found["p2_9"]["s-shop"]
    assert ana["week"] == ana["bare_week"] == pytest.approx(part["bare_week"])
    assert part["week"] < 0.7 * part["bare_week"]
    assert "p-Ana Ruiz" not in found["p1"]


def test_where_no_money_is_lost_there_is_nothing_to_rank():
    assert found_in(profile_of("regional_broadcaster"))[1] is None


@pytest.mark.parametrize("name", NAMES)
def test_the_costliest_stands_first_and_nothing_costs_less_without_what_takes_its_place(name):
    found = found_in(profile_of(name))[1]
    if found is None:
        return
    weeks = [one["week"] for one in found["things"]]
    assert weeks == sorted(weeks, reverse=True)
    for one in (*found["things"], found["whole"]):
        assert 0 <= one["day"] <= one["week"] + 1e-9
        assert one["bare_day"] >= one["day"] - 1e-9
        assert one["bare_week"] >= one["week"] - 1e-9


def two_shops(starts_after):
    """Two accounts that carry half each of an activity, on which another one depends after a while."""
    rows = [{"name": f"Shop {number}", "kind": "shop", "admins": 2} for number in (1, 2)]
    link = {"from": "social_commerce", "to": "customer_care", "starts_after": starts_after, "share": 100}
    functions = {
        "social_commerce": {"FUN-02": 100, "FUN-06": 40, "WRK-01": "s0"},
        "customer_care": {"FUN-02": 0, "FUN-06": 60, "WRK-01": "s0"},
    }
    answers = {"MON-06": 0, "MON-07": 0, "USE-03": rows, "DEP-05": ["buyers"], "DEP-06": [link]}
    return found_in(profile_with({**answers, "USE-02": list(functions)}, functions))[1]


def test_two_that_empty_a_buffer_sooner_together_cost_more_than_each_alone():
    """Half of the work gone uses up three days of reserve in six; with both accounts gone they are all of it."""
    found = two_shops("d3")
    weeks = {one["mark"]: one["week"] for one in found["things"]}
    assert found["pair"]["names"] == ["Shop 1", "Shop 2"]
    assert found["pair"]["week"] == pytest.approx(weeks["s-shop"])
    assert found["pair"]["alone"] == pytest.approx(weeks["a-Shop 1"] + weeks["a-Shop 2"])
    assert found["pair"]["week"] > 1.2 * found["pair"]["alone"]


def test_two_that_only_add_up_are_no_pair():
    assert two_shops("h1")["pair"] is None
    for name in NAMES:
        found = found_in(profile_of(name))[1]
        assert found is None or found["pair"] is None


def test_two_tools_of_one_kind_are_a_pair_and_of_two_kinds_are_none():
    """Each carries the same share, and where both fail what one leaves goes with the other."""
    kinds = {}
    for second in ("scheduler", "inbox_tool"):
        rows = [{"name": "One", "kind": "scheduler"}, {"name": "Two", "kind": second}]
        present, _ = found_in(shop(**{"DEP-01": ["scheduler", "inbox_tool"], "DEP-02": rows, "DEP-03": "cannot"}))
        failures = _failures(present.statement, present.model)
        kinds[second] = list(_pairs(present.statement, failures))
    assert kinds["inbox_tool"] == []
    ((one, other),) = kinds["scheduler"]
    share = one.event.route["social_commerce"]
    assert 0 < share < 1
    assert _together(one, other).route["social_commerce"] == pytest.approx(1 - (1 - share) ** 2)
