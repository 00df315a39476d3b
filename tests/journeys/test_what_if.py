"""Maya moves a slider and sees at once what would come of it, saves it, sets it beside now, and replays an incident."""

import re

import pytest
from playwright.sync_api import expect

from assessments.organisations.models import Role
from assessments.scoring.models import Trial
from tests.factories.people import make_member
from tests.factories.result_pages import address
from tests.factories.trials import make_trial, make_tried

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROWEST = {"width": 320, "height": 700}
INCIDENT = "TT-2023-03-09"


@pytest.fixture
def brand():
    return make_tried()


@pytest.fixture
def maya(brand):
    return make_member(brand, Role.EDITOR, "Maya Okafor")


@pytest.fixture
def addresses(brand):
    kept = make_trial(brand, "Second shop", delivers__social_commerce=8.0)
    return [
        f"{address(brand, 'what_if')}?direct=140&output.live_selling=60",
        f"{address(brand, 'what_if')}?delivers.social_commerce=8",
        f"{address(brand, 'trials')}?trial={kept.pk}",
        f"{address(brand, 'keep_trial')}?direct=30",
        address(brand, "delete_trial", kept.pk),
        address(brand, "replays"),
        address(brand, "replay", INCIDENT),
        f"{address(brand, 'spread')}?use.snapchat=on",
        f"{address(brand, 'spread')}?moved=x&most.email=140",
        f"{address(brand, 'insurance')}?waiting=24&year=60000&premium=6000&pays.market_ban=no",
        f"{address(brand, 'insurance')}?waiting=x&look=y",
        address(brand, "range"),
    ]


def mistype(page, group, field):
    """Nothing comes back: what cannot be used was typed, is said beside the field, and stands in it still."""
    field.fill("soon")
    expect(page.locator("[data-told]")).to_contain_text("Nothing is worked out yet")
    expect(group.get_by_text("Enter a number from 6 to 720.")).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("soon")


def test_on_the_page_of_the_scores_the_answer_comes_into_the_card_and_nothing_is_stored(
    desk_page, sign_in, brand, maya, axe
):
    page = desk_page
    sign_in(page, maya)
    page.goto(address(brand, "summary"))
    card = page.get_by_role("region", name="What if?")
    expect(card.get_by_text("Change something to see what would come of it.")).to_be_visible()
    card.get_by_label("How much of normal output it reaches", exact=True).fill("80")
    expect(card.locator("[data-told]")).to_contain_text("that reaches 80% of normal output instead of 35%, a week")
    assert page.url.endswith(address(brand, "summary"))
    field = card.get_by_label("Paid through TikTok itself", exact=True)
    field.fill("140")
    expect(card.get_by_text("Enter a number from 0 to 100.").first).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("30")
    expect(card.locator("[data-told]")).to_contain_text("With 30% of income paid through TikTok instead of 21%")
    axe(page)
    assert not Trial.objects.exists()
    card.get_by_role("link", name="All settings").click()
    expect(page.locator("[data-told]")).to_contain_text("With 30% of income paid through TikTok instead of 21%")
    expect(page.locator("#set-output-social_commerce")).to_have_value("80")
    page.go_back()
    expect(field).to_have_value(re.compile(r"21|30"))
    # a browser that fills in again must not fill in the slider alone
    expect(card.get_by_label("Paid through TikTok itself, slider")).to_have_value(field.input_value())


def test_on_a_phone_what_moves_stays_in_sight_beside_the_settings_of_the_card(phone_page, sign_in, brand, maya):
    page = phone_page
    sign_in(page, maya)
    page.goto(address(brand, "summary"))
    bar = page.locator("[data-bar]")
    expect(bar).to_be_hidden()
    page.get_by_label("Your account, shop or ad account is lost", exact=True).fill("20")
    expect(bar).to_be_in_viewport()
    expect(bar).to_have_text(re.compile(r"^Loss to expect a year: £[\d.]+k instead of £[\d.]+k$"))
    moved = page.get_by_label("Your account, shop or ad account is lost", exact=True)
    assert moved.evaluate("(field) => field.getBoundingClientRect().bottom") <= bar.bounding_box()["y"]


def test_maya_moves_a_slider_saves_what_came_of_it_and_replays_an_incident(desk_page, sign_in, brand, maya):
    page = desk_page
    sign_in(page, maya)
    page.goto(address(brand, "what_if"))
    told = page.locator("[data-told]")
    expect(told).to_contain_text("as things are")
    page.get_by_role("heading", name="Selling through TikTok Shop").click()
    group = page.locator("details", has=page.get_by_role("heading", name="Selling through TikTok Shop"))
    slider, field = group.get_by_label("Until it delivers, slider"), group.get_by_label("Until it delivers", exact=True)
    slider.focus()
    slider.press("Home")
    expect(field).to_have_value("6")
    expect(told).to_contain_text("after 6 hours instead of 30, a week without TikTok in “Black Friday week” would")
    expect(page.locator("[data-announce]")).to_contain_text("after 6 hours instead of 30")

    field.fill("8")
    expect(told).to_contain_text("after 8 hours instead of 30")
    expect(page).to_have_url(re.compile(r"delivers\.social_commerce=8"))
    mistype(page, group, field)
    field.fill("8")
    expect(group.get_by_text("Enter a number from 6 to 720.")).to_be_hidden()
    page.get_by_role("button", name=re.compile("Spring set launch")).click()
    expect(told).to_contain_text("from 8 Mar 2027")

    page.get_by_role("link", name="Save under a name").click()
    page.get_by_label("Name").fill("Second shop")
    page.get_by_role("button", name="Save what-if").click()
    page.get_by_label("Compare Second shop").check()
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_role("table", name="Saved what-ifs side by side")).to_contain_text("Second shop")
    assert Trial.objects.get().changes == {"delivers.social_commerce": 8.0, "start": "2027-03-08"}

    page.goto(address(brand, "what_if"))
    page.get_by_role("link", name="Replay a real incident").click()
    page.get_by_role("link", name="Worldwide outage: videos not playing").click()
    expect(page.locator("[data-chart]")).to_have_attribute("data-ready", re.compile(".*"))
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^CSV")).click()
    assert download.value.suggested_filename == f"{brand.slug}-{INCIDENT}.csv"


def test_an_answer_that_is_overtaken_never_covers_the_one_that_was_asked_for_last(desk_page, sign_in, brand, maya):
    page = desk_page
    sign_in(page, maya)
    page.goto(address(brand, "what_if"))
    held = []

    def hold(route):
        held.append(route)

    page.route(re.compile("direct=40"), hold)
    share = page.get_by_label("Paid through TikTok itself", exact=True)
    with page.expect_request(re.compile("direct=40")):
        share.fill("40")
    share.fill("50")
    expect(page.locator("[data-told]")).to_contain_text("With 50% of income")
    (late,) = held
    late.fulfill(body='<p data-told data-short="old">An old answer</p>', content_type="text/html")
    page.evaluate("new Promise((done) => setTimeout(done, 100))")
    expect(page.locator("[data-told]")).to_contain_text("With 50% of income")


def test_without_a_script_a_button_works_it_out(new_context, live_server, sign_in, brand, maya):
    page = new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    sign_in(page, maya)
    page.goto(address(brand, "what_if"))
    page.get_by_label("Paid through TikTok itself", exact=True).fill("30")
    page.get_by_role("button", name="Work it out").click()
    expect(page.locator("[data-told]")).to_contain_text("With 30% of income paid through TikTok instead of 21%")
    page.get_by_role("button", name=re.compile("Spring set launch")).click()
    expect(page.locator("[data-told]")).to_contain_text("from 8 Mar 2027")


def test_the_address_holds_only_what_differs_and_a_slider_passes_over_what_cannot_be(desk_page, sign_in, brand, maya):
    page = desk_page
    sign_in(page, maya)
    page.goto(address(brand, "what_if"))
    page.get_by_role("heading", name="Answering customers").click()
    group = page.locator("details", has=page.get_by_role("heading", name="Answering customers"))
    slider, field = group.get_by_label("Until it delivers, slider"), group.get_by_label("Until it delivers", exact=True)
    for moved_to, set_to in (("2", "0"), ("4", "6"), ("9", "9")):
        slider.evaluate(f"it => {{ it.value = {moved_to}; it.dispatchEvent(new Event('input', {{ bubbles: true }})) }}")
        expect(field).to_have_value(set_to)
    expect(page).to_have_url(re.compile(r"delivers\.customer_care=9"))
    assert "output." not in page.url
    assert "chance." not in page.url


def test_maya_says_what_she_expects_of_a_channel_and_sends_the_address_without_a_script(
    new_context, live_server, sign_in, brand, maya
):
    page = new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    sign_in(page, maya)
    page.goto(address(brand, "what_if"))
    page.get_by_role("link", name="Where to spread").click()
    page.get_by_label("May take on more: Snapchat").check()
    page.get_by_label("How often Snapchat fails").select_option("Never")
    page.get_by_label("Email list: Arrives there of 100 moved").fill("ninety")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_text("Nothing is worked out yet")).to_be_visible()
    field = page.get_by_label("Email list: Arrives there of 100 moved")
    expect(field).to_have_value("ninety")
    expect(page.get_by_label("How often Snapchat fails")).to_have_value("never")
    field.fill("90")
    page.get_by_role("button", name="Work it out").click()
    expect(page).to_have_url(re.compile(r"/scores/spread/\?arrives\.email=90&use\.snapchat=on&often\.snapchat=never$"))
    expect(page.get_by_role("table", name="Points of income by channel")).to_contain_text("0, not used")
    expect(
        page.get_by_text(re.compile("^Moving 20 of the 38 points that TikTok carries to “Snapchat”"))
    ).to_be_visible()


@pytest.mark.slow
def test_axe_finds_nothing_in_either_theme_or_size(page_in_each_size, sign_in, addresses, maya, axe):
    page = page_in_each_size
    sign_in(page, maya)
    for path in addresses:
        page.goto(path)
        page.console_faults[:] = [fault for fault in page.console_faults if "422" not in fault]
        for chart in page.locator("[data-chart]").all():
            chart.scroll_into_view_if_needed()
            expect(chart).to_have_attribute("data-ready", re.compile(".*"))
        axe(page)


def test_a_long_name_without_a_gap_breaks_on_the_narrowest_phone(phone_page, sign_in, brand, maya):
    page, kept = phone_page, make_trial(brand, "x" * 80)
    page.set_viewport_size(NARROWEST)
    sign_in(page, maya)
    for view in ("trials", "delete_trial", "rename_trial"):
        page.goto(address(brand, view, *([] if view == "trials" else [kept.pk])))
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, view


def test_nothing_scrolls_sideways_on_the_narrowest_phone(phone_page, sign_in, addresses, maya):
    page = phone_page
    page.set_viewport_size(NARROWEST)
    sign_in(page, maya)
    for path in addresses:
        page.goto(path)
        page.console_faults[:] = [fault for fault in page.console_faults if "422" not in fault]
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
