"""Roles go to people who were named; no position is printed that nobody holds."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from continuity.plans.blocks import Missing, Table
from continuity.plans.facts import Facts, FunctionFacts, Person
from continuity.plans.library import SIZES, library
from continuity.plans.roles import TO_BE_NAMED, assign, roster_table
from tests.factories.plan_facts import beauty_brand, one_person

SLOW_MACHINES_TOO = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ROLES = [role.id for role in library().roles]


def facts(size, people=None, functions=()):
    return Facts(
        "Example Ltd", size, capabilities=frozenset({"organic", "shop"}), people=people or {}, functions=functions
    )


@SLOW_MACHINES_TOO
@given(
    size=st.sampled_from(SIZES),
    people=st.dictionaries(st.sampled_from(ROLES), st.sampled_from(["Ann", "Ben", "Cem"]).map(Person), max_size=6),
)
def test_every_role_has_one_holder_and_every_holder_is_somebody(size, people):
    roster = assign(library(), facts(size, people))
    carried = [role for holder in roster.holders for role in holder.roles]
    assert sorted(carried) == sorted(ROLES)
    nameless = [holder for holder in roster.holders if holder.person is None]
    assert len(nameless) <= 1
    assert all("decision_maker" in holder.roles for holder in nameless)


def test_alone_every_role_is_yours_and_no_department_is_named():
    roster = assign(library(), one_person())
    assert [holder.title for holder in roster.holders] == ["You"]
    assert roster.holders[0].name == "Leo Hart"
    assert roster.warnings == ()


def test_alone_nobody_has_to_be_named():
    assert assign(library(), facts("p1")).holder("legal_lead").name == ""


def test_a_firm_of_three_folds_its_roles_into_owner_marketing_and_operations():
    people = {"decision_maker": Person("Ann"), "social_lead": Person("Ben"), "ops_lead": Person("Cem")}
    roster = assign(library(), facts("p2_9", people))
    assert [(holder.title, holder.name) for holder in roster.holders] == [
        ("Owner", "Ann"),
        ("Marketing", "Ben"),
        ("Operations", "Cem"),
    ]
    assert roster.holder("creator_manager").name == "Ben"


def test_in_a_small_firm_one_person_has_one_title():
    people = {"decision_maker": Person("Ann"), "social_lead": Person("Ann"), "ops_lead": Person("Ann")}
    assert [holder.title for holder in assign(library(), facts("p2_9", people)).holders] == ["Owner"]


def test_the_owner_of_an_activity_carries_its_role():
    function = FunctionFacts("orders", "Orders", "social_commerce", Person("Tom", ("Ana",)))
    roster = assign(library(), facts("p50_249", {"decision_maker": Person("Ruth", ("Jo",))}, (function,)))
    assert roster.holder("commerce_lead").name == "Tom"
    assert roster.holder("ops_lead").name == "Tom"
    assert roster.holder("legal_lead").title == "Decision maker"


def test_a_person_named_for_a_role_comes_before_the_owner_of_an_activity():
    function = FunctionFacts("orders", "Orders", "social_commerce", Person("Tom"))
    roster = assign(library(), facts("p50_249", {"commerce_lead": Person("Ida")}, (function,)))
    assert roster.holder("commerce_lead").name == "Ida"


def test_where_nobody_is_named_one_position_stands_and_the_plan_says_so():
    roster = assign(library(), facts("p10_49"))
    assert [(holder.title, holder.name) for holder in roster.holders] == [("Decision maker", TO_BE_NAMED)]
    assert any("Nobody is named as decision maker" in warning for warning in roster.warnings)
    assert isinstance(roster_table(library(), facts("p10_49"), roster), Missing)


def test_from_ten_people_a_missing_deputy_is_a_warning():
    people = {"decision_maker": Person("Ruth"), "incident_lead": Person("Maya", ("Tom",))}
    assert any(
        "Decision maker (Ruth) has no deputy" in warning
        for warning in assign(library(), facts("p10_49", people)).warnings
    )
    assert not assign(library(), facts("p2_9", people)).warnings


def test_a_large_organisation_needs_two_deputies_for_each_role():
    people = {"decision_maker": Person("Ruth", ("Jo",)), "incident_lead": Person("Maya", ("Tom", "Ana"))}
    warnings = assign(library(), facts("p250", people)).warnings
    assert any(
        "Decision maker (Ruth) has only one deputy; an organisation of your size needs two" in w for w in warnings
    )
    assert not any("Maya) has" in warning for warning in warnings)


def test_one_person_with_every_role_is_a_warning_from_ten_people_on():
    people = {"decision_maker": Person("Ruth", ("Jo",))}
    assert any(
        "One person holds every role" in warning for warning in assign(library(), facts("p50_249", people)).warnings
    )


def test_the_table_of_roles_names_only_what_the_organisation_needs():
    content = roster_table(library(), beauty_brand(), assign(library(), beauty_brand()))
    assert isinstance(content, Table)
    titles = [row[0].value for row in content.rows]
    assert "LIVE producer" in titles
    quiet = replace(one_person(), size="p50_249", capabilities=frozenset({"organic"}), parties=frozenset())
    table = roster_table(library(), quiet, assign(library(), quiet))
    words = " ".join(str(cell.value) for row in table.rows for cell in row)
    for absent in ("shows, hosts", "creators", "shop", "clients"):
        assert absent not in words


@pytest.mark.parametrize("size", SIZES)
def test_the_table_of_roles_never_shows_an_empty_cell(size):
    brand = replace(beauty_brand(), size=size)
    table = roster_table(library(), brand, assign(library(), brand))
    assert all(cell.value for row in table.rows for cell in row)
