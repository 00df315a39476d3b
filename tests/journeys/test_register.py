"""Maya keeps the register in order and sees on the map what hangs on what."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.organisations.models import Role
from tests.factories.answers import make_sample
from tests.factories.assessments import make_assessment
from tests.factories.pages import profile
from tests.factories.people import make_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
NARROWEST = {"width": 320, "height": 700}
PATHS = ["functions/", "functions/social_commerce/", "tools/", "accounts/", "channels/", "tools/1-2/", "map/"]
FORMS = ["functions/add/", "functions/social_commerce/edit/", "functions/social_commerce/remove/", "channels/add/"]


@pytest.fixture
def brand():
    """Northlight Skincare with its answers and results."""
    organisation = make_sample("beauty_brand")
    make_assessment(organisation, "beauty_brand")
    return organisation


@pytest.fixture
def maya(brand):
    return make_member(brand, Role.EDITOR, "Maya Okafor")


def tools(brand):
    return [row["name"] for row in profile(brand).value("DEP-02")]


def test_a_tool_is_added_changed_and_removed_and_the_map_and_the_questionnaire_follow(desk_page, sign_in, brand, maya):
    page = desk_page
    sign_in(page, maya)
    page.goto(f"/o/{brand.slug}/tools/")
    page.get_by_role("link", name="Add a tool or firm").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("Name", exact=True).fill("Labelwise")
    page.get_by_label("Kind").select_option("fulfilment")
    page.get_by_label("Service promise").select_option("no_contract")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The tool or firm is saved.")).to_be_visible()
    assert tools(brand)[-1] == "Labelwise"
    page.get_by_role("link", name="Labelwise").click()
    page.get_by_label("Name", exact=True).fill("Labelwise 2")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The tool or firm is saved.")).to_be_visible()
    page.goto(f"/o/{brand.slug}/map/")
    expect(page.locator("button.node", has_text="Labelwise 2")).to_be_visible()
    page.goto(f"/o/{brand.slug}/questionnaire/DEP-02/")
    expect(page.locator("input[name=row-5-name]")).to_have_value("Labelwise 2")
    page.goto(f"/o/{brand.slug}/tools/")
    page.get_by_role("link", name="Labelwise 2").click()
    page.get_by_role("link", name="Remove this tool or firm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Remove Labelwise 2?")
    page.get_by_role("button", name="Remove Labelwise 2").click()
    expect(page.get_by_text("Labelwise 2 is no longer listed.")).to_be_visible()
    assert len(tools(brand)) == 5
    page.console_faults[:] = [fault for fault in page.console_faults if "422" not in fault]


def test_the_map_plays_a_failure_and_shows_what_hangs_on_a_thing_by_keyboard(desk_page, sign_in, axe, brand, maya):
    page = desk_page
    sign_in(page, maya)
    page.goto(f"/o/{brand.slug}/map/?scenario=short_outage")
    expect(page.locator("summary.filter")).to_contain_text("What fails")
    shop = page.locator("#s-shop")
    expect(shop).to_have_attribute("data-state", "2")
    expect(page.locator("[data-now]")).to_contain_text("After 1 day")
    bar = page.get_by_label("Time since the failure")
    bar.focus()
    page.keyboard.press("Home")
    expect(bar).to_have_attribute("aria-valuetext", "now")
    expect(page.locator("[data-now-title]")).to_have_text("At once")
    states = page.locator(".node").evaluate_all("nodes => nodes.map(node => node.dataset.state)")
    page.keyboard.press("End")
    assert page.locator(".node").evaluate_all("nodes => nodes.map(node => node.dataset.state)") != states
    axe(page)
    node = page.locator("button.node", has_text="Northlight Ads")
    node.focus()
    page.keyboard.press("Enter")
    expect(node).to_have_attribute("aria-pressed", "true")
    card = page.locator("[data-card]:visible")
    expect(card.get_by_role("heading", level=2)).to_have_text("Northlight Ads")
    expect(card.get_by_role("link", name="Paid ads")).to_be_visible()
    assert page.locator(".map-edges path.hot").count()
    axe(page)
    card.get_by_role("link", name="Paid ads").click()
    expect(page.locator("#s-ads")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(page.locator("#s-ads")).to_be_focused()


def test_without_results_the_map_opens_at_the_single_point_of_failure(desk_page, sign_in, maya, brand):
    brand.assessments.get().result.delete()
    page = desk_page
    sign_in(page, maya)
    page.goto(f"/o/{brand.slug}/map/")
    expect(page.locator(".statement .amount")).to_have_text("Northlight Ads")
    expect(page.locator(".node[aria-pressed=true] b")).to_have_text("Northlight Ads")
    expect(page.locator("[data-time]")).to_have_count(0)


def test_on_a_phone_the_map_is_lists_with_sheets_behind_which_nothing_can_be_reached(
    phone_page, sign_in, axe, brand, maya
):
    page = phone_page
    sign_in(page, maya)
    page.goto(f"/o/{brand.slug}/map/")
    expect(page.locator("[data-card]:visible")).to_have_count(0)
    node, card = page.locator("button.node", has_text="Northlight Ads"), page.locator("[data-card]:visible")
    node.click()
    sheet = page.get_by_role("dialog", name="Northlight Ads")
    expect(sheet).to_be_in_viewport(ratio=0.9)
    node.evaluate("node => node.focus()")
    expect(node).not_to_be_focused()
    axe(page)
    sheet.get_by_role("link", name="Paid ads").click()
    sheet = page.get_by_role("dialog", name="Paid ads")
    expect(sheet.get_by_role("button", name="Close")).to_be_focused()
    expect(card).to_have_count(1)
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(page.locator("#s-ads")).to_be_focused()
    node.click()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    expect(card).to_have_count(0)
    expect(node).to_be_focused()
    node.click()
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("complementary", name="Details").locator(card)).to_have_count(1)


def test_without_a_script_the_map_is_a_table_and_functions_change_places(
    new_context, live_server, sign_in, brand, maya
):
    page = new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    sign_in(page, maya)
    page.goto(f"/o/{brand.slug}/map/")
    row = page.locator("table tr", has=page.get_by_role("rowheader", name="Northlight Ads"))
    expect(row).to_be_visible()
    expect(row).to_contain_text("Paid ads")
    expect(page.locator("button.node").first).to_be_hidden()
    page.goto(f"/o/{brand.slug}/functions/")
    page.get_by_role("button", name=re.compile("^Move Winning customers with ads up")).click()
    expect(page.locator("tbody th").first).to_contain_text("Winning customers with ads")
    assert profile(brand).activities[0].key == "paid_acquisition"


def test_axe_finds_nothing_and_nothing_scrolls_sideways(page_in_each_size, axe, sign_in, brand, maya):
    page = page_in_each_size
    sign_in(page, maya)
    is_phone = page.viewport_size["width"] < 400
    for path in [*PATHS, *(FORMS if is_phone else ["map/?as=table&fails=tiktok"])]:
        page.goto(f"/o/{brand.slug}/{path}")
        axe(page)
        if is_phone:
            page.set_viewport_size(NARROWEST)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
            page.set_viewport_size({"width": 390, "height": 844})
    assert page.title().endswith(" – Northlight Skincare – Ballast")


def test_an_empty_register_says_what_will_be_there(desk_page, axe, sign_in, organisation, owner):
    page = desk_page
    sign_in(page, owner)
    for name in ("functions", "tools", "accounts", "channels", "map"):
        page.goto(reverse(f"register:{name}", args=[organisation.slug]))
        axe(page)
    expect(page.locator(".statement")).to_contain_text("No single point of failure shows yet")
