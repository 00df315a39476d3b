"""The five statuses of an alternative, and that better is never worse (invariant V2)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.errors import InvalidInput
from assessments.engine.gaps import Alternative, Need, Readied, Status, achievable_hours, judge, judge_by_scenario
from tests.assessments.engine.situations import modest

NEED = Need(target_h=20.0, minimum=50.0, severe_h=72.0)
GOOD = Alternative(Readied.TESTED, start_h=8.0, output=80.0, endurance_h=168.0, proven=True)


def _status(**changed):
    return judge(replace(GOOD, **changed), NEED, detection_h=1.0)


def test_covered_when_proven_fast_full_and_lasting():
    assert _status().status is Status.COVERED
    assert _status(start_h=14.0).status is Status.COVERED  # 1 + 1 + 14 = 16 = 80 % of 20
    assert _status(output=55.0).status is Status.COVERED


def test_tight_with_little_room_in_time_or_output():
    assert _status(start_h=14.1).status is Status.TIGHT
    assert _status(start_h=18.0).status is Status.TIGHT
    assert _status(output=54.9).status is Status.TIGHT


def test_unproven_when_the_numbers_fit_but_nobody_tried():
    assert _status(proven=False).status is Status.UNPROVEN
    assert _status(proven=False, start_h=18.0).status is Status.UNPROVEN


def test_a_gap_says_what_is_lacking_and_by_how_much():
    judged = _status(start_h=31.0, output=30.0, endurance_h=48.0)
    assert judged.status is Status.GAP
    assert judged.achievable_h == 33.0
    assert [(s.lack, s.needed, s.available, s.by) for s in judged.shortfalls] == [
        ("time", 20.0, 33.0, 13.0),
        ("output", 50.0, 30.0, 20.0),
        ("endurance", 72.0, 48.0, 24.0),
    ]


def test_nothing_when_there_is_none_or_it_is_not_known():
    assert judge(Alternative(Readied.NOTHING), NEED, 1.0).status is Status.NOTHING
    assert judge(None, NEED, 1.0).status is Status.NOTHING
    assert judge(None, NEED, 1.0).achievable_h is None


def test_improvised_is_a_gap_where_time_is_short_and_may_do_where_it_is_not():
    for target, status in ((4.0, Status.GAP), (24.0, Status.GAP), (100.0, Status.UNPROVEN)):
        improvised = Alternative(Readied.IMPROVISED, 0.5, 90.0, 720.0)
        assert judge(improvised, replace(NEED, target_h=target), 1.0).status is status


def test_an_alternative_that_carries_everything_needs_no_time_and_counts_as_full_for_a_month():
    running = Alternative(Readied.RUNNING, start_h=24.0, proven=True, carries_all=True)
    assert achievable_hours(running, detection_h=24.0) == 0.0
    assert judge(running, NEED, detection_h=24.0).status is Status.COVERED
    assert judge(running, replace(NEED, severe_h=720.0), 24.0).status is Status.COVERED
    assert judge(running, replace(NEED, severe_h=17_520.0), 24.0).shortfalls[0].lack == "endurance"
    assert judge(replace(running, output=40.0), NEED, 24.0).shortfalls[0].lack == "output"


def test_an_alternative_that_runs_but_needs_a_switch_counts_like_any_other():
    assert judge(Alternative(Readied.RUNNING, 24.0, 90.0, 720.0, True), NEED, 1.0).status is Status.GAP


def test_endurance_is_judged_by_each_scenario():
    two_days = replace(GOOD, endurance_h=48.0)
    judged = judge_by_scenario(two_days, NEED, {"short_outage": 14.0, "market_ban": 17_520.0}, 1.0)
    assert {key: value.status for key, value in judged.items()} == {
        "short_outage": Status.COVERED,
        "market_ban": Status.GAP,
    }


alternatives = st.builds(
    Alternative,
    st.sampled_from(Readied),
    st.sampled_from([0.0, 4.0, 15.0, 24.0]),
    st.sampled_from([0.0, 48.0, 52.0, 58.0, 100.0]),
    st.sampled_from([4.0, 72.0, 720.0]),
    st.booleans(),
    st.booleans(),
)
needs = st.builds(
    Need,
    st.sampled_from([2.0, 18.0, 24.0, 90.0]),
    st.sampled_from([0.0, 50.0, 95.0]),
    st.sampled_from([4.0, 72.0, 800.0]),
)


@modest
@given(alternative=alternatives, need=needs, detection=st.sampled_from([0.0, 1.0, 12.0]))
def test_v2_faster_fuller_longer_proven_or_better_prepared_is_never_worse(alternative, need, detection):
    now = judge(alternative, need, detection)
    better = [
        replace(alternative, start_h=alternative.start_h / 2),
        replace(alternative, output=alternative.output + 20),
        replace(alternative, endurance_h=alternative.endurance_h * 2),
        replace(alternative, proven=True),
        replace(alternative, readied=Readied(min(alternative.readied + 1, 4))),
        replace(alternative, carries_all=True),
    ]
    for changed in better:
        assert judge(changed, need, detection).status >= now.status
    assert judge(alternative, need, detection / 2).status >= now.status
    assert (now.status is Status.GAP) == bool(now.shortfalls)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: judge(GOOD, replace(NEED, target_h=0.0), 1.0), "target_h"),
        (lambda: judge(replace(GOOD, output=None), NEED, 1.0), "output"),
        (lambda: judge(replace(GOOD, endurance_h=None), NEED, 1.0), "endurance_h"),
        (lambda: judge(replace(GOOD, output=151.0), NEED, 1.0), "output"),
        (lambda: judge(GOOD, NEED, -1.0), "detection_h"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name
