"""The organisation pages in a real browser: no fault for axe in any look, and a person's way through them."""

import re

import pytest

from assessments.organisations.models import Membership, Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_axe_finds_nothing_on_any_page(page_in_each_size, sign_in, axe, owner, viewer, organisation):
    page = page_in_each_size
    sign_in(page, owner)
    here = f"/o/{organisation.slug}"
    place = Membership.objects.get(user=viewer).pk
    for path in (
        "/organisations/",
        "/organisations/new/",
        f"{here}/settings/",
        f"{here}/settings/people/",
        f"{here}/settings/people/invite/",
        f"{here}/settings/people/{place}/role/",
        f"{here}/settings/people/{place}/remove/",
        f"{here}/settings/audit/",
        f"{here}/leave/",
    ):
        page.goto(path)
        axe(page)


def test_axe_finds_nothing_on_the_pages_for_what_went_wrong(page_in_each_size, sign_in, axe, viewer, organisation):
    page = page_in_each_size
    sign_in(page, viewer)
    for path, heading in (
        (f"/o/{organisation.slug}/settings/", "You cannot do this here"),
        ("/o/no-such-organisation/", "There is no page here"),
        ("/invitations/no-such-token/", "This invitation is closed"),
    ):
        page.goto(path)
        assert page.locator("h1").inner_text() == heading
        axe(page)
    page.console_faults[:] = [fault for fault in page.console_faults if "status of 4" not in fault]


def test_a_mistake_is_listed_above_the_form_with_a_link_to_its_field(desk_page, sign_in, axe, owner, organisation):
    page = desk_page
    sign_in(page, owner)
    page.goto(f"/o/{organisation.slug}/settings/people/invite/")
    page.get_by_label("E-mail address").fill("nonsense")
    page.get_by_role("button", name="Send invitation").click()
    summary = page.locator("#error-summary")
    summary.wait_for()
    assert page.title().startswith("Error: ")
    summary.get_by_role("link", name="Enter an e-mail address such as name@example.com").click()
    assert page.evaluate("document.activeElement.name") == "email"
    assert page.get_by_label("E-mail address").input_value() == "nonsense"
    axe(page)


def test_a_guest_comes_in_by_the_link_and_without_javascript(new_context, live_server, sign_in, owner, organisation):
    with_script = new_context(base_url=live_server.url)
    page = with_script.new_page()
    sign_in(page, owner)
    page.goto(f"/o/{organisation.slug}/settings/people/")
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("E-mail address").fill("guest@example.com")
    page.get_by_label("Editor", exact=True).check()
    page.get_by_role("button", name="Send invitation").click()
    page.locator("main").get_by_text("/invitations/").wait_for()
    link = re.search(r"http\S+/invitations/\S+", page.locator("main").inner_text()).group()

    guest = new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    guest.goto(link)
    guest.locator("main").get_by_role("link", name="Sign up").click()
    guest.get_by_label("Your name").fill("Gwen Guest")
    guest.get_by_label("E-mail address").fill("guest@example.com")
    guest.get_by_label("Password").fill("many small fishes")
    guest.get_by_role("button", name="Create account").click()
    guest.get_by_role("button", name=f"Join {organisation.name}").click()
    guest.wait_for_url(f"**/o/{organisation.slug}/**")
    assert Membership.objects.get(user__email="guest@example.com").role == Role.EDITOR
