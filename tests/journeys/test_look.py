"""The look of the whole product: the landing page, no sideways scroll anywhere, no menu out of reach, one page heading."""

import pytest
from playwright.sync_api import expect

from assessments.organisations.models import Membership
from assessments.scoring.rescoring.actions import name_operator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROWEST = {"width": 320, "height": 700}
FOR_STRANGERS = ["/", "/account/sign-in/", "/account/sign-up/", "/account/password/reset/", "/invitations/none/"]


@pytest.fixture
def for_members(organisation, owner, viewer):
    """The addresses that somebody who owns an organisation, and runs the installation, may see."""
    name_operator(email=owner.email)
    here = f"/o/{organisation.slug}"
    member = Membership.objects.get(user=viewer).pk
    own = ["/account/", "/account/email/", "/account/password/", "/account/two-factor/", "/organisations/"]
    settings = ["", "people/", "people/invite/", f"people/{member}/role/", f"people/{member}/remove/", "audit/"]
    own += ["/organisations/new/", "/installation/rescoring/"]
    return [*own, *[f"{here}/settings/{path}" for path in settings], f"{here}/leave/"]


def _forgive_refusals(page) -> None:
    page.console_faults[:] = [fault for fault in page.console_faults if "status of 4" not in fault]


def test_axe_finds_nothing_on_the_landing_page(page_in_each_size, axe):
    page = page_in_each_size
    page.goto("/")
    page.locator("#sample").scroll_into_view_if_needed()
    page.wait_for_selector("[data-chart][data-ready]")
    axe(page)


def test_axe_finds_what_cannot_be_read_in_the_other_theme_only(desk_page, axe):
    page = desk_page
    page.goto("/")
    page.evaluate("document.querySelector('h1').style.color = '#181818'")  # black on white, and on near-black
    with pytest.raises(AssertionError, match="color-contrast"):
        axe(page)


def test_nothing_scrolls_sideways_on_the_narrowest_phone(phone_page, sign_in, owner, for_members):
    page = phone_page
    page.set_viewport_size(NARROWEST)

    def check(paths):
        for path in paths:
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path

    check(FOR_STRANGERS)
    sign_in(page, owner)
    check(for_members)
    _forgive_refusals(page)


def test_every_page_has_one_heading_a_title_and_its_landmarks(desk_page, sign_in, owner, for_members, organisation):
    page = desk_page

    def check(paths):
        for path in paths:
            page.goto(path)
            assert page.locator("h1").count() == 1, path
            assert page.title().endswith(" – Ballast"), path
            assert page.locator("main").count() == 1, path

    check(FOR_STRANGERS)
    sign_in(page, owner)
    check(for_members)
    page.goto(f"/o/{organisation.slug}/settings/")
    assert page.title() == f"Settings – {organisation.name} – Ballast"
    _forgive_refusals(page)


def test_every_control_of_the_frame_is_reached_by_keyboard(desk_page, sign_in, owner, organisation):
    page = desk_page
    sign_in(page, owner)
    page.goto(f"/o/{organisation.slug}/settings/people/")
    wanted = {"Skip to main content", "Settings", "Switch between light and dark", "Invite somebody"}
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("(document.activeElement.ariaLabel || document.activeElement.innerText || '').trim()")
        )
    assert wanted <= reached
    assert any(name.endswith(f"Your account, {owner.display_name}") for name in reached)


def test_on_paper_the_frame_is_gone_and_the_page_is_light(new_context, live_server, sign_in, owner, organisation):
    page = new_context(base_url=live_server.url, color_scheme="dark").new_page()
    sign_in(page, owner)
    page.goto(f"/o/{organisation.slug}/settings/people/")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not page.locator(".app-rail").is_visible()
    assert not page.locator(".app-top").is_visible()
    assert page.locator(".print-head").is_visible()
    assert page.locator("html").get_attribute("data-bs-theme") == "light"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"


def test_a_newcomer_comes_from_the_landing_page_to_a_first_organisation(desk_page):
    page = desk_page
    page.goto("/")
    page.get_by_role("link", name="Start an assessment").click()
    page.get_by_label("Your name").fill("Nora New")
    page.get_by_label("E-mail address").fill("nora@example.com")
    page.get_by_label("Password").fill("many small fishes")
    page.get_by_role("button", name="Create account").click()
    page.wait_for_url("**/organisations/new/")
    page.get_by_label("Name of the organisation").fill("Northlight Skincare")
    page.get_by_role("button", name="Set up organisation").click()
    expect(page.get_by_text("Northlight Skincare is set up.")).to_be_visible()
