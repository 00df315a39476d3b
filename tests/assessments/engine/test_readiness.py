"""Readiness: levels with proof, effects with ceilings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.errors import InvalidInput
from assessments.engine.readiness import (
    control_effect,
    joint_effect,
    maturity,
    overall,
    readiness_index,
    sooner,
    supported_level,
)
from tests.assessments.engine.situations import modest


@pytest.mark.parametrize(
    ("claimed", "report", "review", "level"),
    [
        (5, None, None, 3),
        (4, None, None, 3),
        (4, None, 2.0, 3),
        (4, 12.0, None, 4),
        (4, 12.1, None, 3),
        (5, 3.0, None, 4),
        (5, 3.0, 11.0, 5),
        (5, 3.0, 13.0, 4),
        (2, 1.0, 1.0, 2),
        (0, None, None, 0),
    ],
)
def test_levels_above_three_need_dated_proof(claimed, report, review, level):
    assert supported_level(claimed, report, review) == level


def test_the_lowest_domain_leads():
    assert overall({"governance": 3, "detection": 1, "exercising": 1}) == ("detection", pytest.approx(5 / 3))


def test_an_effect_is_ceiling_times_maturity_times_evidence_times_freshness():
    assert control_effect(0.9, 1.0, "tested", 0.0) == pytest.approx(0.9)
    assert control_effect(0.9, 1.0, "stated", 18.0) == pytest.approx(0.9 * 0.6 * 0.5)
    assert control_effect(0.9, 1.0, "stated", 600.0) == pytest.approx(0.9 * 0.6 * 0.5)
    assert maturity([0, 4]) == 0.5


@modest
@given(effects=st.lists(st.floats(0, 0.95), min_size=1, max_size=4), more=st.floats(0, 0.95))
def test_one_more_control_never_lowers_the_joint_effect(effects, more):
    alone = joint_effect({"a": effects})
    assert alone == pytest.approx(max(effects))
    assert joint_effect({"a": [*effects, more]}) >= alone
    assert alone <= joint_effect({"a": effects, "b": [more]}) <= 1.0


def test_a_runbook_brings_the_start_forward_on_a_logarithmic_scale():
    assert sooner(100.0, 1.0, 0.5) == pytest.approx(10.0)
    assert sooner(100.0, 1.0, 0.0) == pytest.approx(100.0)


def test_the_index_weighs_controls_by_what_they_would_take_away():
    assert readiness_index([1.0, 0.2], worths=[9_000.0, 1_000.0]) == pytest.approx(92.0)
    assert readiness_index([1.0, 0.2]) == pytest.approx(60.0)
    assert readiness_index([0.7], worths=0.0) == 0.0


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: supported_level(6), "claimed"),
        (lambda: supported_level(2.5), "claimed"),
        (lambda: supported_level(4, -1.0), "report_months"),
        (lambda: overall({}), "levels"),
        (lambda: readiness_index([1.2]), "parts[0]"),
        (lambda: readiness_index([0.5], [-1.0]), "worths[0]"),
        (lambda: maturity([5]), "answers[0]"),
        (lambda: maturity([1], [1, 2]), "weights"),
        (lambda: control_effect(0.99, 1.0, "tested", 0.0), "ceiling"),
        (lambda: control_effect(0.9, 1.0, "heard", 0.0), "evidence"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name
