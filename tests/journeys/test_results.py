"""Sam asks for results, reads them, follows a figure to the answer behind it, changes that answer and sees what moved."""

import re

import pytest
from playwright.sync_api import expect

from assessments.jobs import actions as jobs
from assessments.organisations.models import Role
from assessments.questionnaires import actions as questionnaires
from assessments.questionnaires.profile import Answer
from assessments.scoring.models import Assessment
from tests.factories.answers import make_sample
from tests.factories.assessments import claimed, do_job, make_assessment
from tests.factories.examples import profile_of
from tests.factories.people import make_member
from tests.factories.result_pages import PAGES, address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TABLE = "What an outage of the whole service costs, with nothing done about it"
NARROWEST = {"width": 320, "height": 700}


@pytest.fixture
def shop():
    """A shop of one person with answers and without results."""
    return make_sample("one_person_shop")


@pytest.fixture
def sam(shop):
    return make_member(shop, Role.EDITOR, "Sam Reyes")


@pytest.fixture
def brand():
    """Northlight Skincare with its answers and results."""
    organisation = make_sample("beauty_brand")
    make_assessment(organisation, "beauty_brand")
    return organisation


@pytest.fixture
def addresses(brand):
    """A page of every kind."""
    return [
        *(address(brand, page) for page in PAGES),
        address(brand, "function", "social_commerce"),
        address(brand, "scenario", "market_ban"),
        address(brand, "how", "losses.expected_annual"),
        address(brand, "so_far"),
    ]


def draw(page):
    """Nothing comes back: every chart of the page is drawn, also those further down."""
    for chart in page.locator("[data-chart]").all():
        chart.scroll_into_view_if_needed()
        expect(chart).to_have_attribute("data-ready", re.compile(".*"))


def test_sam_gets_results_follows_a_figure_to_its_answer_and_sees_what_a_new_answer_moves(
    desk_page, sign_in, shop, sam
):
    page = desk_page
    sign_in(page, sam)
    page.goto(address(shop, "overview"))
    page.get_by_role("button", name="Calculate the results").click()
    expect(page.get_by_role("heading", name="Your results are being calculated")).to_be_visible()
    do_job(Assessment.objects.get())
    page.wait_for_url(f"**{address(shop, 'overview')}")
    expect(page.locator(".statement")).to_contain_text("A 7-day outage would cost about £")
    draw(page)

    page.get_by_role("link", name="30 days", exact=True).click()
    expect(page.locator(".statement")).to_contain_text("A 30-day outage would cost about £")
    page.get_by_role("button", name="Show table").press("Enter")
    expect(page.get_by_role("table", name=TABLE)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV of “Exposure if TikTok stops today”").click()
    assert download.value.suggested_filename == f"{shop.slug}-exposure.csv"

    page.locator(".statement a.fig").click()
    expect(page.get_by_role("heading", name="How it is worked out")).to_be_visible()
    page.get_by_role("link", name=re.compile("what percentage of your income was paid through TikTok itself")).click()
    expect(page).to_have_url(re.compile("/questionnaire/MON-01/$"))

    changed = profile_of("one_person_shop").with_changes({"MON-01": Answer(40)})
    questionnaires.import_profile(organisation=shop, by=sam, profile=changed)
    page.goto(address(shop, "overview"))
    page.get_by_role("button", name="Calculate again").click()
    expect(page.get_by_role("heading", name="Your results are being calculated")).to_be_visible()
    do_job(Assessment.objects.get(number=2))
    page.wait_for_url(f"**{address(shop, 'overview')}")
    news = page.get_by_role("region", name="What changed")
    expect(news).to_contain_text("Expected loss a year ▼")
    expect(news).to_contain_text("→ to 40%")


def test_without_a_script_results_are_asked_for_and_every_chart_is_a_table(
    new_context, live_server, sign_in, shop, sam
):
    page = new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    sign_in(page, sam)
    page.goto(address(shop, "overview"))
    page.get_by_role("button", name="Calculate the results").click()
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("heading", name="Your results are being calculated")).to_be_visible()
    do_job(Assessment.objects.get())
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("table", name=TABLE)).to_be_visible()
    page.get_by_text("How we got this").first.click()
    expect(page.get_by_text("The method in full").first).to_be_visible()


@pytest.mark.slow
def test_axe_finds_nothing_on_the_result_pages_in_either_theme_or_size(
    page_in_each_size, sign_in, addresses, brand, axe
):
    page = page_in_each_size
    sign_in(page, brand.memberships.first().user)
    for path in addresses:
        page.goto(path)
        draw(page)
        axe(page)


def test_no_result_page_scrolls_sideways_on_the_narrowest_phone(phone_page, sign_in, addresses, brand):
    page = phone_page
    page.set_viewport_size(NARROWEST)
    sign_in(page, brand.memberships.first().user)
    for path in addresses:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


def test_a_calculation_that_fails_says_so_on_the_page_that_waits_for_it(desk_page, sign_in, shop, sam):
    page = desk_page
    sign_in(page, sam)
    page.goto(address(shop, "overview"))
    page.get_by_role("button", name="Calculate the results").click()
    expect(page.get_by_role("heading", name="Your results are being calculated")).to_be_visible()
    jobs.refuse(job=claimed(Assessment.objects.get()), sentence="These answers could not be calculated.")
    expect(page.get_by_role("heading", name="The calculation did not work")).to_be_visible()
    expect(page.get_by_role("button", name="Calculate again")).to_be_visible()
