"""Sam answers on a phone in the evening; Maya and Tom meet in one answer; nobody loses a word."""

import re

import pytest
from playwright.sync_api import expect

from assessments.organisations.models import Role
from assessments.questionnaires.models import Answer
from tests.factories.answers import make_sample, state
from tests.factories.pages import profile
from tests.factories.people import make_member, make_organisation, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
NARROWEST = {"width": 320, "height": 700}
ONE_OF_EACH_KIND = [
    "PRO-01/",  # one of several
    "PRO-03/",  # rows with countries
    "PRO-04/",  # money
    "USE-02/",  # ranked, with own activities
    "MON-01/",  # per cent, with how sure one is
    "TIM-01/",  # rows with dates
    "FUN-03/social_commerce/",  # a number with its unit
    "IMP-03/social_commerce/",  # the impact grid
    "DEP-02/",  # rows with many ticks
    "RSK-02/",  # several parts
    "RSK-03/",  # the grid of likelihoods
    "GOV-02/",  # a person
    "GOV-11/",  # a scale
]


@pytest.fixture
def shop():
    """An organisation that has said nothing yet, with Sam, who runs it."""
    sam = make_user("Sam Adeyemi")
    return make_organisation("Sam's Totes", owner=sam), sam


@pytest.fixture
def brand():
    return make_sample("beauty_brand")


@pytest.fixture
def maya(brand):
    return make_member(brand, Role.EDITOR, "Maya Okafor")


@pytest.fixture
def tom(brand):
    return make_member(brand, Role.EDITOR, "Tom Reyes")


def value(organisation, question):
    return profile(organisation).value(question)


def tick(page, name):
    """Nothing comes back: the choice is made with the keyboard, on a page whose scripts are there."""
    page.wait_for_load_state()
    page.get_by_label(name, exact=True).focus()
    page.keyboard.press("Space")


def go_on(page):
    """Nothing comes back: the next question is there, asked for with the keyboard."""
    title = page.title()
    page.get_by_role("button", name="Save and continue").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("before => document.title !== before", arg=title)
    page.wait_for_load_state()


def test_sam_gets_through_the_first_questions_on_a_phone_with_the_keyboard_alone(phone_page, sign_in, shop):
    organisation, sam = shop
    page = phone_page
    sign_in(page, sam)
    page.goto(f"/o/{organisation.slug}/questionnaire/")
    page.get_by_role("button", name="Start with the first question").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Which description fits your organisation best?")
    expect(page.get_by_text("Your organisation · question 1 of")).to_be_visible()
    tick(page, "Fashion or beauty brand")
    expect(page.locator("[data-autosave-text]")).to_contain_text("Saved at")
    go_on(page)
    tick(page, "Just me")
    go_on(page)
    page.get_by_label("Country").first.focus()
    page.keyboard.type("United Kingdom")
    go_on(page)
    page.locator("#id_value").focus()
    page.keyboard.type("lots")
    page.keyboard.press("Enter")
    alert = page.get_by_role("alert")
    expect(alert).to_be_focused()
    assert page.title().startswith("Error: ")
    expect(page.locator("#id_value")).to_have_value("lots")
    alert.get_by_role("link").press("Enter")
    expect(page.locator("#id_value")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("61k")
    go_on(page)
    assert [value(organisation, f"PRO-0{number}") for number in (1, 2, 4)] == ["fashion_beauty", "p1", "61000"]
    assert value(organisation, "PRO-03")[0]["country"] == "GB"
    page.goto(f"/o/{organisation.slug}/questionnaire/check/")
    row = page.locator(".said-list > div", has_text="What was your total income")
    expect(row).to_contain_text("£61,000")
    expect(row.get_by_role("link")).to_have_accessible_name(re.compile("^Change ?: What was your total income"))
    page.console_faults[:] = [fault for fault in page.console_faults if "422" not in fault]


def test_what_was_typed_without_a_network_survives_the_end_of_the_tab(desk_page, sign_in, brand, maya):
    page = desk_page
    sign_in(page, maya)
    address = f"/o/{brand.slug}/questionnaire/MON-01/"
    page.goto(address)
    page.context.set_offline(True)
    page.locator("#id_value").fill("33")
    expect(page.locator("[data-autosave-text]")).to_contain_text("your answer is still on this page")
    page.console_faults.clear()
    page.close()
    assert value(brand, "MON-01") == 21
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(address)
    expect(again.locator("[data-autosave-text]")).to_contain_text("Saved at")
    expect(again.locator("#id_value")).to_have_value("33")
    assert value(brand, "MON-01") == 33
    assert Answer.objects.get(organisation=brand, question="MON-01").version == 2


def test_two_people_in_one_answer_see_both_texts_and_choose(desk_page, sign_in, axe, brand, maya, tom):
    page = desk_page
    sign_in(page, maya)
    address = f"/o/{brand.slug}/questionnaire/MON-01/"
    for keeps, kept in (("theirs", 25), ("yours", 30)):
        page.goto(address)
        state(brand, "MON-01", 25 if keeps == "theirs" else 26, by=tom)
        page.locator("#id_value").fill("30")
        conflict = page.locator(".conflict")
        expect(conflict.get_by_role("heading", level=2)).to_contain_text("Tom Reyes changed this")
        expect(conflict).to_contain_text("30%")
        axe(page)
        conflict.get_by_role("button", name=f"Keep {keeps}").click()
        expect(conflict).to_have_count(0)
        expect(page.locator("#id_value")).to_have_value(str(kept))
        expect(page.locator("[data-autosave-text]")).to_contain_text("Saved at")
        assert value(brand, "MON-01") == kept
    page.console_faults[:] = [fault for fault in page.console_faults if "409" not in fault]


def test_without_a_script_rows_are_added_saved_and_nobody_is_overwritten(
    new_context, live_server, sign_in, brand, maya, tom
):
    page = new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    sign_in(page, maya)
    page.goto(f"/o/{brand.slug}/questionnaire/DEP-02/")
    page.get_by_role("button", name="Add another tool or firm").click()
    page.locator("input[name=row-5-name]").fill("Labelwise")
    page.locator("select[name=row-5-kind]").select_option("fulfilment")
    page.locator("select[name=row-5-commitment]").select_option("no_contract")
    page.get_by_role("button", name="Save and continue").click()
    assert [row["name"] for row in value(brand, "DEP-02")][-1] == "Labelwise"
    page.goto(f"/o/{brand.slug}/questionnaire/MON-01/")
    state(brand, "MON-01", 25, by=tom)
    page.locator("#id_value").fill("30")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator(".conflict")).to_contain_text("Tom Reyes changed this")
    expect(page.locator("#id_value")).to_have_value("30")
    assert value(brand, "MON-01") == 25
    page.get_by_role("button", name="Keep yours").click()
    assert value(brand, "MON-01") == 30


def test_axe_finds_nothing_and_nothing_scrolls_sideways(page_in_each_size, axe, sign_in, brand, maya, shop):
    page = page_in_each_size
    start, sam = shop
    sign_in(page, sam)
    page.goto(f"/o/{start.slug}/questionnaire/")
    axe(page)
    sign_in(page, maya)
    here = f"/o/{brand.slug}/questionnaire/"
    is_phone = page.viewport_size["width"] < 400
    for path in ["", "depth/", "check/", *ONE_OF_EACH_KIND]:
        page.goto(here + path)
        axe(page)
        if is_phone:
            page.set_viewport_size(NARROWEST)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
            page.set_viewport_size({"width": 390, "height": 844})


def test_axe_finds_nothing_where_something_is_wrong_or_may_only_be_read(desk_page, axe, sign_in, brand, maya):
    page = desk_page
    sign_in(page, maya)
    here = f"/o/{brand.slug}/questionnaire/"
    for path, field in (("PRO-04/", "#id_value"), ("DEP-02/", "input[name=row-0-days_to_replace]")):
        page.goto(here + path)
        page.locator(field).fill("many")
        page.get_by_role("button", name="Save and continue").click()
        expect(page.get_by_role("alert")).to_be_focused()
        axe(page)
    sign_in(page, make_member(brand, Role.VIEWER))
    for path in ("USE-02/", "check/", ""):
        page.goto(here + path)
        axe(page)
    state(brand, "USE-02", ["social_commerce", "live_selling"])
    page.goto(here + "others/")
    axe(page)
    page.console_faults[:] = [fault for fault in page.console_faults if "422" not in fault]
