"""Conditions of the library are true, false, or hang on a fact not known."""

import pytest
from pydantic import ValidationError

from continuity.plans.conditions import Joined, facts_named, holds
from tests.factories.plan_facts import beauty_brand, one_person

KNOWN = {"yes": True, "no": False, "open": None}.get


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        (None, True),
        ("yes", True),
        ("no", False),
        ("open", None),
        (Joined(any=("no", "yes")), True),
        (Joined(any=("no", "open")), None),
        (Joined(any=("open", "yes")), True),
        (Joined(any=("no", "no")), False),
        (Joined(all=("yes", "yes")), True),
        (Joined(all=("yes", "open")), None),
        (Joined(all=("open", "no")), False),
        (Joined.model_validate({"not": "yes"}), False),
        (Joined.model_validate({"not": "open"}), None),
        (Joined.model_validate({"all": ["yes", {"not": {"any": ["no"]}}]}), True),
    ],
)
def test_conditions_join_in_three_values(condition, answer):
    assert holds(condition, KNOWN) is answer


@pytest.mark.parametrize("raw", [{}, {"any": ["a"], "all": ["b"]}, {"some": ["a"]}])
def test_a_condition_joins_in_exactly_one_way(raw):
    with pytest.raises(ValidationError):
        Joined.model_validate(raw)


def test_the_facts_of_a_condition_can_be_listed():
    assert list(facts_named(Joined.model_validate({"all": ["a", {"not": "b"}]}))) == ["a", "b"]


@pytest.mark.parametrize(
    ("fact", "brand", "alone"),
    [
        ("uses.shop", True, False),
        ("party.any", True, True),
        ("party.sponsors", False, True),
        ("tool.any", True, False),
        ("tool.scheduler", True, False),
        ("function.live_selling", True, False),
        ("industry.creator", False, True),
        ("size.p1", False, True),
        ("team", True, False),
        ("staffed", True, False),
        ("markets.several", True, False),
        ("duty", False, False),
    ],
)
def test_facts_are_read_from_what_the_organisation_said(fact, brand, alone):
    assert beauty_brand().holds(fact) is brand
    assert one_person().holds(fact) is alone
