"""Runbooks are assembled by the rules at the head of the library, for this organisation and no other."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.catalogue.vocabulary import vocabulary
from continuity.plans.blocks import KeyValues, Missing, Paragraph, StepTable, plain
from continuity.plans.facts import Facts, FunctionFacts, Person, StepEdit
from continuity.plans.fitting import lines_that_hold
from continuity.plans.library import SIZES, TOOL_KINDS, library
from continuity.plans.lint import BROKEN
from continuity.plans.runbooks import (
    CARD_LINES,
    assemble,
    assemble_own,
    card_steps,
    level_table,
    runbook_blocks,
    scenarios_for,
)
from tests.factories.plan_facts import beauty_brand, one_person

SLOW_MACHINES_TOO = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SCENARIOS = list(vocabulary().scenarios)
FUNCTIONS = list(vocabulary().functions)
CAPABILITIES = list(vocabulary().capabilities)
ORDERS = beauty_brand().functions[0]


def book(facts, scenario="partial_degradation", function=ORDERS):
    return assemble(library(), facts, scenario=scenario, function=function)


def words(runbook):
    steps = " ".join(f"{step.what} {step.done} {step.limits}" for step in runbook.steps)
    return " ".join([steps, runbook.looks_like, *runbook.starts_when, *runbook.ends_when, *runbook.leave_alone])


def some(codes):
    return st.none() | st.frozensets(st.sampled_from(codes))


@st.composite
def organisations(draw):
    functions = tuple(
        FunctionFacts(key, key.replace("_", " ").title(), key)
        for key in draw(st.lists(st.sampled_from(FUNCTIONS), unique=True, min_size=1, max_size=3))
    )
    return Facts(
        organisation="Example Ltd",
        size=draw(st.sampled_from(SIZES)),
        industry=draw(st.sampled_from(["", "creator", "logistics", "ecommerce"])),
        capabilities=draw(some(CAPABILITIES)),
        tools=draw(some(sorted(TOOL_KINDS))),
        parties=draw(some(list(library().parties))),
        markets=draw(st.sampled_from([None, ("GB",), ("GB", "IE")])),
        functions=functions,
        people=draw(st.sampled_from([{}, {"decision_maker": Person("Ruth Okafor", ("Jo",))}])),
    )


@SLOW_MACHINES_TOO
@given(organisations(), st.sampled_from(SCENARIOS))
def test_any_runbook_is_in_time_order_numbered_and_whole(facts, scenario):
    runbook = book(facts, scenario, facts.functions[0])
    order = [box.id for box in runbook.boxes]
    places = [order.index(step.box) for step in runbook.steps]
    assert places == sorted(places)
    assert [step.number for step in runbook.steps] == list(range(1, len(runbook.steps) + 1))
    assert all(step.what and step.done and step.role for step in runbook.steps)
    assert not BROKEN.search(words(runbook))
    assert len({step.id for step in runbook.steps}) == len(runbook.steps)


@SLOW_MACHINES_TOO
@given(organisations(), st.sampled_from(SCENARIOS))
def test_the_action_card_holds_at_most_sixteen_steps_of_the_runbook(facts, scenario):
    runbook = book(facts, scenario, facts.functions[0])
    card = card_steps(runbook)
    assert 1 <= len(card.steps) <= CARD_LINES
    assert {step.id for step in card.steps} <= {step.id for step in runbook.steps if step.on_card}


@pytest.mark.parametrize("scenario", [key for key in SCENARIOS if key not in {"api_change", "third_party_failure"}])
def test_nobody_reads_of_what_they_do_not_have(scenario):
    """A one-person firm that only posts reads nothing of Shop, stock, ads, creators, APIs, clients or departments."""
    facts = replace(one_person(), capabilities=frozenset({"organic"}), parties=frozenset({"followers"}))
    text = words(book(facts, scenario, None))
    for word in (
        "Shop",
        "shop ",
        "dispatch",
        "stock",
        "ad spend",
        "bids",
        "bidding",
        "creator",
        "API",
        "clients",
        "sellers",
    ):
        assert word not in text, (word, text)
    for word in ("colleague", "Owners", "owners", "board", "deput", "hiring", "Staff", "staff", "the next shift"):
        assert word not in text, (word, text)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_in_a_one_person_firm_every_step_is_yours(scenario):
    facts = one_person()
    assert {(step.role, step.person) for step in book(facts, scenario, facts.functions[0]).steps} == {
        ("You", "Leo Hart")
    }


def test_no_creator_step_without_creators_and_no_shop_step_without_shop():
    bare = replace(beauty_brand(), capabilities=frozenset({"organic"}), parties=frozenset({"buyers"}))
    partner = beauty_brand().functions[3]
    assert not [step for step in book(bare, function=partner).steps if step.id.startswith("IP")]
    assert not {"SC2", "SC3", "SC7"} & {step.id for step in book(bare).steps}
    assert {"SC2", "SC3", "SC7"} <= {step.id for step in book(beauty_brand()).steps}


def test_scenario_filters_and_exceptions_hold():
    ids = {scenario: {step.id for step in book(beauty_brand(), scenario).steps} for scenario in SCENARIOS}
    assert "C07" in ids["short_outage"]
    assert "C07" not in ids["market_ban"]
    assert "SC8" in ids["market_ban"]
    assert "SC8" not in ids["short_outage"]
    assert "SC9" not in ids["market_ban"]
    assert {"MB1", "MB9"} <= ids["market_ban"]
    assert not {"MB1", "PD1"} & ids["short_outage"]


def test_steps_stand_in_the_order_core_scenario_function_inside_a_time_box():
    first = [step.id for step in book(beauty_brand()).steps if step.box == "t15m"]
    assert first == ["C05", "C06", "C07", "C08", "PD2", "SC1", "SC2"]


def test_an_activity_of_its_own_takes_the_steps_of_what_it_is_like():
    own = FunctionFacts("styling_clips", "Styling clips", "social_publishing")
    alone = FunctionFacts("fan_mail", "Fan mail", None)
    assert {"SP1", "SP3"} <= {step.id for step in book(beauty_brand(), function=own).steps}
    assert {step.id[:2] for step in book(beauty_brand(), function=alone).steps} <= {"C0", "C1", "C2", "PD"}


def test_what_is_not_known_keeps_the_step_and_marks_it():
    unknown = replace(beauty_brand(), capabilities=None)
    steps = {step.id: step for step in book(unknown).steps}
    assert steps["SC2"].is_uncertain
    assert not {step.id: step for step in book(beauty_brand()).steps}["SC2"].is_uncertain


def test_lists_in_a_step_name_what_is_used():
    steps = {step.id: step for step in book(beauty_brand()).steps}
    assert "viewing, posting, LIVE, checkout, messages, ads, statistics, payouts and sign-in" in steps["PD1"].what
    alone = {step.id: step for step in book(one_person()).steps}
    assert (
        alone["PD1"].what
        == "Test and mark each feature in use: viewing, posting, payouts and sign-in. Write works, broken or wrong."
    )


def test_a_step_names_the_messages_of_the_parties_that_were_ticked():
    steps = {step.id: step for step in book(beauty_brand()).steps}
    assert "Creators: please hold" in steps["C10"].messages
    assert "Clients: first message" not in steps["C10"].messages
    assert "Send the first messages to buyers, followers, creators and affiliates" in steps["C10"].what


def test_nobody_downstream_means_no_step_about_messages_to_them():
    ids = {step.id for step in book(replace(beauty_brand(), parties=frozenset())).steps}
    assert not {"C10", "C21", "CO2"} & ids


def test_scenarios_that_cannot_hit_the_organisation_are_left_out():
    assert "third_party_failure" not in scenarios_for(library(), one_person())
    assert "api_change" not in scenarios_for(library(), one_person())
    assert "api_change" in scenarios_for(library(), beauty_brand())  # through its tools
    assert scenarios_for(library(), replace(beauty_brand(), capabilities=None, tools=None)) == tuple(SCENARIOS)


def test_an_edited_step_has_the_words_of_the_organisation_and_is_marked():
    edits = (
        StepEdit("change", "SC4", do="Open light.example.", done="Test order paid"),
        StepEdit("remove", "C11"),
        StepEdit(
            "add",
            "own1",
            do="Ring the landlord.",
            done="Rung",
            role="ops_lead",
            box="t1h",
            functions=("social_commerce",),
        ),
        StepEdit("change", "C24", after="C09"),
    )
    steps = {step.id: step for step in book(replace(beauty_brand(), edits=edits)).steps}
    assert (steps["SC4"].what, steps["SC4"].is_own, steps["SC4"].on_card) == ("Open light.example.", True, True)
    assert "C11" not in steps
    assert (steps["own1"].person, steps["own1"].box) == ("Ana Price", "t1h")
    assert steps["C24"].number == steps["C09"].number + 1


def test_an_added_step_for_one_activity_stays_out_of_the_others():
    edits = (StepEdit("add", "own1", do="Ring.", done="Rung", role="ops_lead", box="t1h", functions=("live_selling",)),)
    assert "own1" not in {step.id for step in book(replace(beauty_brand(), edits=edits)).steps}


def test_shared_and_own_steps_together_are_the_whole_runbook():
    facts = beauty_brand()
    for scenario in SCENARIOS:
        shared = assemble(library(), facts, scenario=scenario, function=None)
        own = assemble_own(library(), facts, function=ORDERS, scenarios=[scenario])
        whole = book(facts, scenario)
        assert {step.id for step in whole.steps} == {step.id for step in (*shared.steps, *own.steps)}


def test_a_step_for_some_scenarios_only_says_for_which():
    own = assemble_own(
        library(), beauty_brand(), function=ORDERS, scenarios=["short_outage", "account_loss", "market_ban"]
    )
    limits = {step.id: step.limits for step in own.steps}
    assert limits["SC8"] == "Not for: Whole service down for hours."
    assert limits["SC4"] == ""
    assert limits["SC9"] == "Not for: Banned or withdrawn in a market."


def test_an_activity_without_steps_of_its_own_adds_no_runbook():
    alone = FunctionFacts("fan_mail", "Fan mail", None)
    assert assemble_own(library(), beauty_brand(), function=alone, scenarios=SCENARIOS) is None


def test_the_page_of_a_runbook_carries_owner_limits_workaround_and_contacts():
    blocks = runbook_blocks(book(beauty_brand()))
    head = {name: plain(runs) for block in blocks if isinstance(block, KeyValues) for name, runs in block.items}
    assert head["Owner"] == "Tom Reyes; stands in: Ana Price"
    assert head["Time to recover (RTO)"] == "18 hours"
    assert head["Longest you can stop (MTPD)"] == "24 hours; in a peak 12 hours"
    assert "northlight.example/shop" in head["Without TikTok"]
    assert head["Contacts"] == "StockLink support desk; Parcel partner duty line"
    assert any(isinstance(block, StepTable) for block in blocks)
    assert any(isinstance(block, Paragraph) and plain(block.runs).startswith("Over when:") for block in blocks)


def test_an_activity_without_an_alternative_says_that_it_is_missing():
    partner = beauty_brand().functions[3]
    missing = [block for block in runbook_blocks(book(beauty_brand(), function=partner)) if isinstance(block, Missing)]
    assert "Creator and affiliate partnerships" in missing[0].what


def test_the_levels_name_the_people_who_declare_them():
    rows = [[cell.value for cell in row] for row in level_table(library(), beauty_brand()).rows]
    assert rows[0][2] == "Maya Lind"
    assert rows[3][2:] == ["Ruth Okafor", "4 hours, owners or board daily"]
    alone = [[cell.value for cell in row] for row in level_table(library(), one_person()).rows]
    assert alone[3][2:] == ["Leo Hart", "4 hours"]


def test_what_starts_a_scenario_fits_the_organisation():
    lines = lines_that_hold(library().scenario("account_loss").activate_when, one_person())
    assert "two or more administrators locked out" not in lines
    assert "sign-in from an unknown place" in lines
