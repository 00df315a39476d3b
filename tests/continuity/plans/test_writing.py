"""The whole plan of every example, read as its readers would read it."""

import re
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from assessments.catalogue.glossary import glossary
from continuity.plans.basis import Basis, basis_of
from continuity.plans.blocks import Heading, Message, Missing, StepTable, Table
from continuity.plans.document import Document, prose
from continuity.plans.lint import lint
from continuity.plans.standing import Contact, Decision, Standing
from continuity.plans.writing import plan_of
from tests.factories.examples import NAMES, profile_of, results_of_example

TODAY = date(2026, 11, 22)
SECTIONS = [f"P{number}" for number in range(1, 17)]


def basis(name: str, **standing) -> Basis:
    return basis_of(profile_of(name), results_of_example(name), Standing(issued_on=TODAY, **standing))


@cache
def plan(name: str) -> Document:
    return plan_of(basis(name))


def section(document: Document, key: str):
    return next(section for section in document.sections if section.id == key)


def text(node) -> str:
    return "\n".join(prose(node))


@pytest.mark.parametrize("name", NAMES)
def test_every_section_stands_in_its_order_and_says_something(name):
    found = [section.id for section in plan(name).sections if section.id.startswith("P")]
    assert found == SECTIONS
    assert all(section.blocks for section in plan(name).sections)


@pytest.mark.parametrize("name", NAMES)
def test_no_text_is_garbled_and_every_gap_says_where_to_mend_it(name):
    findings = lint(plan(name))
    assert [finding for finding in findings if finding.kind in ("text", "character", "empty")] == []
    assert all(finding.mend for finding in findings)


@pytest.mark.parametrize("name", NAMES)
def test_no_value_is_printed_that_did_not_arrive(name):
    words = text(plan(name))
    assert not re.search(r"\bNone\b|\bnan\b|\binf\b|[{}]|Decimal\(|\bTrue\b|\bFalse\b", words)


@pytest.mark.parametrize("name", NAMES)
def test_dates_and_reasons_read_as_people_write_them(name):
    """No date as a computer keeps it, no path of a result, no full stop before a semicolon."""
    found = "\n".join(text(section) for section in plan(name).sections)
    assert not re.search(r"\b20\d\d-\d\d-\d\d\b|\b(functions|scenarios)\.[a-z]|\.;", found)


def test_what_a_person_set_and_who_owns_the_channels_is_said_in_words():
    appendix = text(section(plan("beauty_brand"), "P16"))
    assert "Longest stop of “Creator and affiliate partnerships”" in appendix
    assert "Meta" in text(section(plan("one_person_shop"), "P6"))


@pytest.mark.parametrize("name", NAMES)
def test_sections_for_the_day_hold_no_scores(name):
    for key in ("P3", "P4", "P8", "P9"):
        assert not re.search(r"\bscore\b|\bout of 100\b", text(section(plan(name), key)), re.IGNORECASE)


@pytest.mark.parametrize("name", NAMES)
def test_every_activity_has_its_place_in_priorities_strategies_and_runbooks(name):
    for function in results_of_example(name)["functions"]:
        for key in ("P5", "P6", "P7", "P8"):
            assert function["name"] in text(section(plan(name), key)), key


@pytest.mark.parametrize("name", NAMES)
def test_every_party_ticked_has_a_message(name):
    wanted = basis(name)
    messages = [message.audience for message in plan(name).messages()]
    for party in wanted.facts.parties or ():
        templates = wanted.library.parties[party].templates
        audiences = {wanted.library.audiences[wanted.library.template(key).audience] for key in templates}
        assert audiences & set(messages), party


@pytest.mark.parametrize("name", NAMES)
def test_no_step_speaks_of_what_the_organisation_does_not_use(name):
    used = profile_of(name).capabilities
    steps = "\n".join(f"{step.what}\n{step.done}" for table in plan(name).runbooks() for step in table.steps)
    forbidden = {"shop": r"\bShop\b", "api": r"\bAPI\b|circuit breaker", "live": r"\bLIVE\b", "ads": r"\bbids?\b"}
    for capability, pattern in forbidden.items():
        if capability not in used:
            assert re.findall(rf".*(?:{pattern}).*", steps) == [], capability


def test_one_person_has_no_departments():
    words = text(plan("one_person_shop"))
    for role in ("Incident lead", "Decision maker", "Finance", "Communications lead"):
        assert role not in words


@pytest.mark.parametrize("name", NAMES)
def test_each_step_is_printed_once_outside_the_card(name):
    keys = [(table.function, step.id) for table in plan(name).runbooks() for step in table.steps]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", NAMES)
def test_the_card_fits_and_names_who_decides(name):
    card = plan(name).card
    assert 4 <= len(card.steps.steps) <= 16
    assert all(decider.person for decider in card.deciders)


def test_amounts_stand_only_where_money_is_at_stake():
    assert plan("regional_broadcaster").amounts == ""
    assert "expected loss a year" not in text(plan("regional_broadcaster").figures).lower()
    assert plan("beauty_brand").figures[0].value.startswith("£")


@pytest.mark.parametrize("name", NAMES)
def test_no_other_currency_is_printed(name):
    own = {"GBP": "£", "EUR": "€", "USD": "$", None: ""}.get(profile_of(name).currency, "")
    others = {"£", "€", "$"} - {own}
    assert not any(sign in text(plan(name)) for sign in others)


def test_the_numbers_of_the_triggers_are_those_of_the_organisation():
    words = text(section(plan("beauty_brand"), "P3"))
    shortest = min(results_of_example("beauty_brand")["functions"], key=lambda it: it["rto_h"])
    assert f"{shortest['rto_h'] / 2:g} hours" in words
    assert shortest["name"] in words


def test_a_launch_with_a_fixed_date_has_a_day_on_which_it_is_decided():
    assert "decide by 11 Jan 2027" in text(section(plan("beauty_brand"), "P3"))


def test_the_credits_and_exit_rights_owed_to_clients_stand_in_dependencies():
    words = text(section(plan("agency"), "P6"))
    for credit in results_of_example("agency")["credits"]:
        assert credit["sentence"] in words


def test_a_scenario_that_can_come_through_a_tool_only_has_steps_without_software_of_ones_own():
    document = plan("beauty_brand")
    assert "API, permission or technical rule changed" in text(section(document, "P7"))
    assert "circuit breaker" not in text(section(document, "P8"))
    assert "Ask the vendor of the tool" in text(section(document, "P8"))


def test_decisions_move_actions_out_of_the_roadmap_and_into_what_is_accepted():
    first = results_of_example("beauty_brand")["recommendations"][0]
    decision = Decision("rejected", reason="We sell the business in May.", by="Helen Marsh")
    document = plan_of(basis("beauty_brand", decisions={first["key"]: decision}))
    assert first["title"] not in text(section(document, "P11"))
    accepted = text(section(document, "P7"))
    assert first["title"] in accepted
    assert "We sell the business in May. Accepted by Helen Marsh." in accepted


def test_contact_details_stand_on_their_own_pages_and_on_the_card():
    contacts = (Contact("Helen Marsh", "decides", "+44 7700 900101", "helen@northlight.example"),)
    document = plan_of(basis("beauty_brand", contacts=contacts))
    page = section(document, "contacts")
    assert page.personal
    assert "+44 7700 900101" in text(page)
    assert "+44 7700 900101" in document.card.deciders[0].reach
    assert "+44 7700 900101" not in text(section(document, "P4"))


def test_a_plan_without_a_named_decider_says_so_and_where_to_enter_it():
    missing = [block for _, block in plan("cafe").blocks() if isinstance(block, Missing)]
    assert any("GOV-02" in block.where for block in missing)


def test_brief_plans_keep_the_full_runbook_for_the_end():
    document = plan("one_person_shop")
    assert document.brief
    assert [section.id for section in document.sections[-3:-1]] == ["runbook", "later-messages"]
    core = [step for table in section(document, "P8").blocks if isinstance(table, StepTable) for step in table.steps]
    assert all(not step.id.startswith("C0") for step in core)


def test_messages_keep_their_open_places_listed_at_the_end():
    document = plan("beauty_brand")
    openings = {opening.label for message in document.messages() for opening in message.openings}
    assert openings
    assert openings <= set(prose(document.sections[-1]))


def test_the_same_basis_gives_the_same_plan():
    assert plan_of(basis("agency")) == plan_of(basis("agency"))


def test_registers_hold_numbers_as_numbers():
    functions = plan("beauty_brand").register("Activities").content
    assert isinstance(functions, Table)
    kinds = {column.label: column.kind for column in functions.columns}
    assert kinds["RTO"] == "hours"
    assert kinds["Loss after 1 week"] == "money"


def test_a_changed_step_keeps_its_place():
    from continuity.plans.facts import StepEdit

    edit = StepEdit("change", "C01", do="Write the first line in the red book by the till.")
    document = plan_of(basis("beauty_brand", edits=(edit,)))
    first = next(table for table in document.runbooks()).steps[0]
    assert first.what == "Write the first line in the red book by the till."


def test_a_message_that_was_settled_has_no_open_place_left():
    filled = {
        "where": "northlight.example",
        "contact": "care@northlight.example",
        "pay_rule": "in full",
        "makegood": "10% off",
    }
    document = plan_of(basis("beauty_brand", filled=filled))
    assert [it for it in lint(document) if it.kind == "open"] == []
    assert any(isinstance(block, Message) and "northlight.example" in text(block) for _, block in document.blocks())


def test_an_approved_plan_names_its_endorser_and_asks_for_none():
    document = plan_of(
        replace(
            basis("beauty_brand"),
            standing=Standing(issued_on=TODAY, status="approved", endorser="Helen Marsh", endorsed_on=TODAY),
        )
    )
    assert "who approves this plan" not in text(section(document, "P1"))


@pytest.mark.parametrize("name", NAMES)
def test_the_appendix_explains_the_words_that_the_plan_uses_and_no_others(name):
    appendix = section(plan(name), "P16")
    assert appendix.blocks[-2] == Heading("Words")
    explained = [runs[0].text.removesuffix(": ") for runs in appendix.blocks[-1].items]
    others = [part for part in plan(name).sections if part.id != "P16"]
    elsewhere = text((plan(name).statement, plan(name).figures, tuple(others), appendix.blocks[:-2]))
    assert explained == [it.word for it in glossary().printed if it.is_in(elsewhere)]
    assert ("RPO" in explained) == bool(re.search(r"\bRPO\b", elsewhere))
    assert {"MTPD", "RTO"} <= set(explained)


def test_roles_and_promises_say_what_the_organisation_has_and_has_stated():
    assert "packing, delivery" not in text(section(plan("creator"), "P4"))
    assert "packing, delivery" in text(section(plan("beauty_brand"), "P4"))
    assert "Contract without times" in text(section(plan("creator"), "P6"))


def test_the_roadmap_says_whether_its_goal_is_the_limit_already_and_why_another_share_stands_elsewhere():
    goals = {name: text(section(plan(name), "P11")) for name in ("beauty_brand", "one_person_shop", "creator")}
    assert "from 38% to 25%, your own limit for one platform." in goals["beauty_brand"]
    assert "from 74% to 54%, a step towards 40%, the limit we propose for one platform." in goals["one_person_shop"]
    assert "a step towards 50%, your own limit" in goals["creator"]
    assert "for the last 30 days; 84% of a year depends on TikTok" in goals["creator"]


def test_a_plan_speaks_to_those_the_organisation_has_and_of_what_it_does():
    creator, warehouse, software = (text(plan(name)) for name in ("creator", "parcel_warehouse", "scheduling_software"))
    assert "Sponsors: first message" in creator
    assert not re.search(r"Clients: |incident code|finance, legal|0\.5 of 1", creator)
    for words in (warehouse, software):
        assert not re.search(r"leaving TikTok|reposting|[Pp]inned on every account", words)
    assert not re.search(r"Your main account is lost|no protection is in place", warehouse)
    assert "penalty" not in text(section(plan("parcel_warehouse"), "P11"))
