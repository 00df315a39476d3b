"""What the plans of the examples tell their readers can be done by them, on that day, with what they have."""

import re
from datetime import date, timedelta
from functools import cache

import pytest

from continuity.plans.basis import Basis, basis_of
from continuity.plans.blocks import Table, plain
from continuity.plans.document import Document, prose
from continuity.plans.facts import Facts
from continuity.plans.library import library
from continuity.plans.lint import lint
from continuity.plans.messages import for_plan
from continuity.plans.runbook_parts import role_choices
from continuity.plans.sections.activation import times
from continuity.plans.standing import Standing
from continuity.plans.writing import plan_of
from tests.factories.examples import NAMES, profile_of, results_of_example

TODAY = date(2026, 11, 22)


@cache
def basis(name: str) -> Basis:
    return basis_of(profile_of(name), results_of_example(name), Standing(issued_on=TODAY))


@cache
def plan(name: str) -> Document:
    return plan_of(basis(name))


def section(name: str, key: str):
    return next(section for section in plan(name).sections if section.id == key)


def text(node) -> str:
    return "\n".join(prose(node))


def rows(name: str, key: str, caption: str) -> list[list]:
    tables = (block for block in section(name, key).blocks if isinstance(block, Table))
    return [[cell.value for cell in row] for row in next(it for it in tables if it.caption == caption).rows]


def during(name: str) -> dict[str, str]:
    return {row[0]: row[3] for row in rows(name, "P7", "Before, during and after")}


def steps(name: str) -> dict[str, str]:
    return {step.id: f"{step.what} {step.done}" for table in plan(name).runbooks() for step in table.steps}


def messages(name: str) -> dict[str, str]:
    return {message.id: plain(message.text) for message in plan(name).messages()}


def test_a_switch_slower_than_the_usual_fault_is_prepared_and_not_made():
    found = during("one_person_shop")
    assert found["Whole service down for hours"].startswith("Prepare the switch at once, and switch if it lasts longer")
    assert found["Your account, shop or ad account is lost"].startswith("Switch as far as it goes")


def test_a_switch_that_is_quicker_than_the_usual_fault_is_made():
    assert during("scheduling_software")["Whole service down for hours"].startswith("Switch: “Publishing to TikTok”")


def test_what_runs_elsewhere_anyway_goes_on_and_is_not_switched():
    assert during("parcel_warehouse")["Banned or withdrawn in a market"].startswith(
        "Goes on elsewhere, as it does today: “Returns desk”; Switch as far as it goes"
    )


def test_what_goes_on_elsewhere_sets_no_clock_for_the_levels():
    levels = text(section("regional_broadcaster", "P3"))
    assert "half of the time to recover “Reaching the public or readers”" in levels
    assert "Urgent public information" not in levels


def test_a_level_is_not_set_for_a_time_before_anybody_knows():
    results = results_of_example("beauty_brand")
    results["scores"]["detection"]["delay_h"] = 12
    late = plan_of(basis_of(profile_of("beauty_brand"), results, Standing(issued_on=TODAY)))
    levels = text(next(section for section in late.sections if section.id == "P3"))
    assert (
        "as soon as you know of it: by then half of the time to recover “Selling through TikTok Shop” is over" in levels
    )
    assert "at the latest 18 hours after the start: three quarters" in levels


def test_the_loss_of_an_account_is_no_trigger_for_those_who_have_none():
    assert "account you depend on is lost or a ban" in text(section("beauty_brand", "P3"))
    warehouse = text((plan("parcel_warehouse").card, section("parcel_warehouse", "P3")))
    assert "at once when a ban is adopted" in warehouse
    assert "account you depend on" not in warehouse


@pytest.mark.parametrize("name", NAMES)
def test_exercises_fall_on_working_days_clear_of_the_peaks(name):
    found = rows(name, "P14", "Exercises of the next twelve months")
    peaks = basis(name).statement.timing.stated_peaks
    for on, kind, *_ in found:
        assert on.weekday() < 5, (kind, on)
        short = (peak for peak in peaks if peak.end - peak.start <= timedelta(days=60))
        assert not any(peak.start <= on <= peak.end + timedelta(days=14) for peak in short), (kind, on)
    assert [row[0] for row in found] == sorted(row[0] for row in found)


def test_what_runs_every_week_is_not_exercised_by_switching_to_it():
    assert "Live switch" not in text(section("regional_broadcaster", "P14"))
    assert "Run “Delivering work for clients” on its alternative" in text(section("agency", "P14"))


def test_a_test_before_a_peak_strains_only_what_there_is():
    assert "Before “Winter storms”: who is on duty at 1.8 times" in text(section("regional_broadcaster", "P14"))
    assert "Before “Spring set launch”: who is on duty, stock and alerts at 2.1" in text(section("beauty_brand", "P14"))
    assert times(2.0) == "twice"


def test_one_person_owns_what_there_is_and_agrees_with_nobody():
    words = text(plan("one_person_shop").sections)
    assert not re.search(r"nobody named|not stated|with authority|with everybody|debrief|decision maker", words)
    assert rows("one_person_shop", "P5", "Activities in order of urgency")[0][5] == "you"


def test_a_lack_of_deputies_is_said_once_for_all_roles():
    warnings = basis("regional_broadcaster").roster.warnings
    assert sum("only one deputy" in warning for warning in warnings) == 1
    assert "Social media (Nora Dahl), and Insight and reporting (Emil Strand) have only one deputy" in warnings[0]


def test_that_nobody_is_named_is_said_once():
    assert text(section("cafe", "P4")).count("name") <= 3
    assert "Nobody is named as owner" not in text(section("cafe", "P4"))
    assert "everyone named in section 4" not in text(section("cafe", "P14"))


@pytest.mark.parametrize("name", ["agency", "parcel_warehouse", "scheduling_software"])
def test_that_clients_may_leave_is_said_once_for_each_contract(name):
    words = text(section(name, "P6"))
    exits = [it for it in results_of_example(name)["credits"] if it["exit"]]
    assert len(re.findall("may leave", words)) == len(exits) > 0
    assert re.search(r"not counted as lost\. It is \S*[\d,]+ a year\.", words)


def test_what_an_action_costs_is_said_to_be_time_and_set_against_the_loss():
    words = text(section("one_person_shop", "P11"))
    assert "working time to set an action up and to keep it up, at £132 a day" in words
    assert "cost about £12,300 a year, more than the £768 a year to be expected in losses" in words
    assert "All of them together" not in text(section("beauty_brand", "P11"))
    assert "All of them together" not in text(section("cafe", "P11"))


def test_who_has_no_account_is_not_sent_into_tiktok():
    found = steps("parcel_warehouse")
    assert not {"C23", "MB2"} & found.keys()
    assert not re.search(r"signing in directly|directly in TikTok|by hand in TikTok|second account|dormant", str(found))
    assert "help centre" not in text(section("parcel_warehouse", "contacts"))
    assert "platform_ticket" not in messages("parcel_warehouse")
    assert "help centre" in text(section("beauty_brand", "contacts"))


def test_who_publishes_nothing_has_nobody_for_social_media():
    for name in ("parcel_warehouse", "scheduling_software"):
        assert not re.search(r"Social media|posts, calendar", text(section(name, "P4")))
    assert "Social media" in text(section("beauty_brand", "P4"))


@pytest.mark.parametrize("name", NAMES)
def test_no_step_rests_on_what_may_not_have_been_prepared(name):
    phantom = (
        r"knock-on list|pre-approved rule|prepared mail|do-it-directly procedure|rule set in the plan|the second source|"
        r"the contract's options|[Aa]pply the contract|agreed contact"
    )
    assert re.findall(rf".*(?:{phantom}).*", "\n".join(steps(name).values())) == []


def test_when_the_account_is_gone_no_step_counts_on_signing_in():
    found = steps("one_person_shop")
    assert "You may not be able to sign in" in found["AL3"]
    assert "from your own records" in found["AL3"]
    assert "list those you cannot end" in found["SC1"]
    assert "while you can still sign in" in found["MB2"]


def test_two_people_have_no_shifts_and_a_creator_looks_after_no_other_creators():
    found = steps("creator")
    assert "shift" not in found["C13"]
    assert "name the next shift" in steps("agency")["C13"]
    assert "small creators" not in found["MB8"]
    assert "creator contacts" not in found["MB2"]
    assert "small creators" in steps("agency")["MB8"]


def test_a_message_promises_nothing_that_the_day_may_not_keep():
    words = "\n".join(" ".join(template.texts) for template in library().templates)
    for promise in ("at the usual time", "before doing anything else", "table below", "last line", "Like others"):
        assert promise not in words
    noted = {template.id for template in library().templates if template.note}
    assert {"customers_first", "clients_first", "sponsors_first", "sellers_first", "saas_first"} <= noted


def test_a_place_to_fill_in_is_named_for_what_belongs_there():
    appeal = messages("beauty_brand")["platform_appeal"]
    assert "Facts in order: [What happened, in order, with times]" in appeal
    assert "[Why the rule was kept, or what was corrected]" in appeal
    assert "Debrief: [Day and time of the debrief]" in messages("beauty_brand")["staff_down"]


def test_orders_are_spoken_of_only_where_something_is_sold_online():
    cafe = messages("cafe")
    assert not re.search(r"[Oo]rders|buy from us|still missing", cafe["customers_first"] + cafe["customers_restored"])
    assert "Your orders and data" in messages("beauty_brand")["customers_first"]


@pytest.mark.parametrize(
    ("party", "first", "back"),
    [
        ("creators", "creators_hold", "creators_go_on"),
        ("sellers", "sellers_first", "sellers_back"),
        ("followers", "followers_where", "followers_back"),
        ("clients", "clients_first", "clients_report"),
        ("sponsors", "sponsors_first", "sponsors_report"),
        ("buyers", "customers_first", "customers_restored"),
        ("staff", "staff_first", "staff_down"),
    ],
)
def test_who_was_told_of_the_fault_is_told_that_it_is_over(party, first, back):
    facts = Facts("Example Ltd", "p10_49", parties=frozenset({party}))
    assert {first, back} <= {message.id for message in for_plan(library(), facts)}


def test_a_way_to_order_is_opened_that_every_shop_can_open():
    step = steps("one_person_shop")["SC4"]
    assert "else orders by phone, chat or email" in step


def test_what_was_settled_reads_as_a_sentence_where_it_stands():
    facts = Facts("Example Ltd", "p10_49", filled={"makegood": "10% off the next order"})
    found = {message.id: plain(message.text) for message in for_plan(library(), facts)}
    assert "Our thanks to you: 10% off the next order. If something" in found["customers_restored"]


def test_one_person_is_the_only_choice_for_who_takes_a_step():
    assert role_choices(basis("one_person_shop")) == [("decision_maker", "You")]
    assert len(role_choices(basis("creator"))) > 2


def test_one_person_is_asked_for_the_numbers_of_those_they_would_call():
    words = text(section("one_person_shop", "contacts"))
    assert "such as a carrier or your bank" in words
    assert "people above" not in words
    assert "people above" in text(section("creator", "contacts"))


@pytest.mark.parametrize("name", NAMES)
def test_every_message_that_a_step_names_stands_in_the_plan_once(name):
    titles = [message.title for message in plan(name).messages()]
    named = {title for table in plan(name).runbooks() for step in table.steps for title in step.messages}
    assert named <= set(titles)
    assert len(titles) == len(set(titles))


def test_a_short_plan_says_where_the_messages_for_later_stand():
    assert "Two more messages stand at the end of the plan." in text(section("one_person_shop", "P9"))
    assert "Everyone: leaving TikTok" in text(section("one_person_shop", "later-messages"))


def test_a_place_left_open_in_two_sections_is_one_thing_to_do():
    found = [finding.what for finding in lint(plan("one_person_shop")) if finding.kind == "open"]
    assert len(found) == len(set(found)) == 3


def test_the_workbook_names_the_one_person_as_owner():
    owners = [row[4].value for row in plan("one_person_shop").register("Activities").content.rows]
    assert owners == ["you"]


def test_the_card_of_one_person_names_nobody_unless_somebody_stands_in():
    assert plan("one_person_shop").card.deciders == ()
    assert [(it.person, it.deputy) for it in plan("creator").card.deciders] == [("Lena Hart", "Jo Ferris")]
    assert [it.role for it in plan("beauty_brand").card.deciders] == ["Decision maker"]
