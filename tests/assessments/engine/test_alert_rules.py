"""Alert rules replayed: the table of docs/methods/alert-rules.md, exactness, worst phases, price."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.alert_rules import Rule, Series, beyond, firings_per_week, proposals, replay
from assessments.engine.errors import InvalidInput
from tests.assessments.engine.situations import modest

SEED = Series.ramp(85, 100, 180)  # 85 flat, then 85 to 100 in 3 minutes, then 100


def _value(series, at):
    points = series.points
    for (t0, v0), (t1, v1) in pairwise(points):
        if t0 <= at <= t1:
            return Fraction(v0) + (Fraction(v1) - Fraction(v0)) * Fraction(at - t0, t1 - t0)
    return Fraction(points[0][1] if at < points[0][0] else points[-1][1])


def _measured(rule, series, at):
    """Return the measure in exact fractions; trapezoids a second wide are exact for lines that bend at whole seconds."""
    if rule.measure == "value":
        return _value(series, at)
    if rule.measure == "rise":
        return _value(series, at) - _value(series, at - rule.window_s)
    return sum((_value(series, s) + _value(series, s + 1)) / 2 for s in range(at - rule.window_s, at)) / rule.window_s


def _by_hand(rule, series, last):
    """Return the first firing second, walking from check to check in exact fractions."""
    pending = None
    for at in range(rule.phase_s, last + 1, rule.every_s):
        if _measured(rule, series, at) >= Fraction(rule.threshold):
            pending = at if pending is None else pending
            if at - pending >= rule.lasts_s:
                return at
        else:
            pending = None
    return None


@pytest.mark.parametrize(
    ("rule", "fires_min", "against_min"),
    [
        (Rule(95, every_s=60), 2.0, 1.0),
        (Rule(95, every_s=300), 5.0, -2.0),
        (Rule(95, every_s=60, lasts_s=300), 7.0, -4.0),
        (Rule(95, every_s=60, measure="mean", window_s=300), 5.0, -2.0),
        (Rule(90, every_s=30), 1.0, 2.0),
        (Rule(90, every_s=60, lasts_s=120), 3.0, 0.0),
        (Rule(4, every_s=30, measure="rise", window_s=60), 1.0, 2.0),
    ],
)
def test_every_row_of_the_table(rule, fires_min, against_min):
    outcome = replay(rule, SEED)
    assert outcome.fires_at_s == fires_min * 60
    assert outcome.before_failure_s == against_min * 60


def test_the_worst_phase_of_a_five_minute_check_is_just_under_seven_minutes():
    outcome = replay(Rule(95, every_s=300), SEED)
    assert outcome.worst_fires_at_s == 7 * 60 - 1
    assert outcome.worst_before_failure_s == -(4 * 60 - 1)


def test_verdicts_by_the_time_needed_to_react():
    assert replay(Rule(95, every_s=60), SEED, react_s=60).verdict == "in_time"
    assert replay(Rule(95, every_s=60), SEED, react_s=61).verdict == "late"
    assert replay(Rule(90, every_s=60, lasts_s=120), SEED).verdict == "in_time"
    assert replay(Rule(101, every_s=60), SEED).verdict == "never"
    assert replay(Rule(4, every_s=600, measure="rise", window_s=60), SEED).verdict == "never"
    assert replay(None, SEED).verdict == "not_checked"
    assert replay(Rule(95, every_s=60), None).verdict == "not_checked"


def test_a_falling_value_is_the_mirror_of_a_rising_one():
    falling = Series.ramp(15, 0, 180)
    assert replay(Rule(5, every_s=60, below=True), falling) == replay(Rule(95, every_s=60), SEED)
    assert replay(Rule(4, every_s=30, measure="rise", window_s=60, below=True), falling).fires_at_s == 60


def test_equality_counts_even_where_floats_would_miss_it():
    """0.1 to 0.7 in 3 s passes 0.3 at 1 s exactly; in floats 0.1 + 0.6/3 is 0.30000000000000004 or less."""
    steps = Series(((0, 0.0), (10, 1.0)))
    for second in range(11):
        threshold = float(Fraction(second, 10))
        exact = Fraction(second, 10) >= Fraction(threshold)
        assert beyond(Rule(threshold, every_s=1), steps, 20)[second] == exact


@pytest.mark.parametrize("measure", ["value", "mean", "rise"])
def test_a_value_that_creeps_past_the_threshold_is_compared_exactly(measure):
    """All hundred seconds lie within the distance at which floats are not trusted."""
    creep = Series(((0, 1.0), (100, 1.0 + 1e-8), (200, 1.0 + 3e-9)))
    threshold = 4e-9 if measure == "rise" else 1.0 + 6e-9
    rule = Rule(threshold, every_s=1, measure=measure, window_s=60)
    exact = [_measured(rule, creep, at) >= Fraction(threshold) for at in range(251)]
    assert beyond(rule, creep, 250).tolist() == exact
    assert len(set(exact)) == 2


def test_a_value_resting_on_the_threshold_counts_as_beyond_it():
    assert replay(Rule(100, every_s=60), SEED).fires_at_s == 180
    assert replay(Rule(100, every_s=60, measure="mean", window_s=300), SEED).fires_at_s == 480


def test_a_check_inside_the_limit_resets_the_waiting():
    wave = Series(((0, 0.0), (10, 100.0), (20, 100.0), (30, 0.0), (40, 100.0), (100, 100.0)))
    assert replay(Rule(90, every_s=5, lasts_s=15), wave).fires_at_s == 55  # beyond at 10, 15, 20; then from 40 on
    assert firings_per_week(Rule(90, every_s=5), wave) == pytest.approx(2 * 7 * 24 * 3600 / 100)


def test_the_price_is_counted_on_normal_data():
    points = [(0, 10.0)]
    for hour in range(1, 24 * 7):  # a spike of two minutes every hour
        points += [(hour * 3600, 10.0), (hour * 3600 + 60, 96.0), (hour * 3600 + 120, 10.0)]
    normal = Series((*points, (7 * 24 * 3600, 10.0)))
    assert firings_per_week(Rule(90, every_s=5), normal) == 167
    assert firings_per_week(Rule(90, every_s=5, lasts_s=60), normal) == 0
    assert firings_per_week(Rule(60, every_s=600, measure="mean", window_s=600), normal) == 0


@modest
@given(data=st.data())
def test_any_rule_on_any_series_fires_when_a_walk_by_hand_says(data):
    seconds = sorted(data.draw(st.sets(st.integers(1, 60), min_size=1, max_size=4)))
    values = data.draw(st.lists(st.integers(0, 20), min_size=len(seconds) + 1, max_size=len(seconds) + 1))
    series = Series(tuple(zip([0, *seconds], [float(v) for v in values], strict=True)))
    every = data.draw(st.integers(1, 15))
    rule = Rule(
        float(data.draw(st.integers(1, 20))),
        every_s=every,
        lasts_s=data.draw(st.integers(0, 30)),
        measure=data.draw(st.sampled_from(["value", "mean", "rise"])),
        window_s=data.draw(st.integers(1, 20)),
        phase_s=data.draw(st.integers(0, every - 1)),
    )
    outcome = replay(rule, series)
    assert outcome.fires_at_s == _by_hand(rule, series, series.seconds + 20 + every * (rule.checks_needed + 1))
    phases = [_by_hand(Rule(**{**vars(rule), "phase_s": p}), series, 400) for p in range(every)]
    assert outcome.worst_fires_at_s == (None if None in phases else max(phases))


def test_advice_comes_in_its_order_with_its_effect():
    late = Rule(95, every_s=300, lasts_s=300)
    found = proposals(late, SEED, react_s=60, normal=Series(((0, 85.0), (604_800, 85.0))))
    assert [p.advice for p in found] == ["shorten_interval", "lower_threshold", "use_rate_rule", "pair_windows"]
    now = replay(late, SEED, 60)
    assert all(p.replay.worst_fires_at_s < now.worst_fires_at_s for p in found)
    assert found[2].replay.verdict == "in_time"
    assert [p.false_alarms for p in found] == [0, 0, 0, 0]


def test_a_rule_that_is_always_in_time_needs_no_advice():
    assert proposals(Rule(88, every_s=10), SEED, react_s=30) == []


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: Rule(95, every_s=0), "every_s"),
        (lambda: Rule(95, every_s=60, phase_s=60), "phase_s"),
        (lambda: Rule(95, every_s=60, measure="mean"), "window_s"),
        (lambda: Rule(float("nan"), every_s=60), "threshold"),
        (lambda: Series(()), "points"),
        (lambda: Series(((0, 1.0), (0, 2.0))), "points"),
        (lambda: Series.ramp(1, 2, 0), "seconds"),
        (lambda: firings_per_week(Rule(95, every_s=60), Series(((0, 1.0),))), "normal"),
        (lambda: replay(Rule(95, every_s=60), SEED, react_s=-1), "react_s"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name


@pytest.mark.parametrize("seconds", [180, 181, 282, 283])
def test_a_rate_rule_is_proposed_for_a_change_of_any_length(seconds):
    """A quarter of the change within a span cut down to whole seconds would never be reached."""
    slow = Rule(88, lasts_s=3_600, every_s=60)
    found = {one.advice for one in proposals(slow, Series.ramp(85, 100, seconds), react_s=0)}
    assert "use_rate_rule" in found
