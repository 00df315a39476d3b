"""The account pages in a real browser, among them signing in with a passkey."""

import pytest

from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_axe_finds_nothing_for_somebody_who_is_not_signed_in(page_in_each_size, axe):
    page = page_in_each_size
    for path in ("/account/sign-in/", "/account/sign-up/", "/account/password/reset/", "/account/password/reset/sent/"):
        page.goto(path)
        axe(page)


def test_axe_finds_nothing_on_ones_own_pages(page_in_each_size, axe, sign_in, owner):
    page = page_in_each_size
    sign_in(page, owner)
    for path in (
        "/account/",
        "/account/email/",
        "/account/password/",
        "/account/sign-out/",
        "/account/confirm/",
        "/account/two-factor/",
    ):
        page.goto(path)
        axe(page)


def test_a_second_factor_page_shows_its_picture_and_no_fault(desk_page, axe, sign_in, owner):
    page = desk_page
    sign_in(page, owner)
    page.goto("/account/two-factor/totp/activate/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    assert page.locator("main img").first.evaluate("image => image.naturalWidth") > 0
    axe(page)


def test_a_passkey_is_added_and_lets_its_person_in(new_context, live_server, owner):
    address = live_server.url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, not to a number
    context = new_context(base_url=address)
    page = context.new_page()
    authenticator = context.new_cdp_session(page)
    authenticator.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    authenticator.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    page.goto("/account/sign-in/")
    page.get_by_label("E-mail address").fill(owner.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/organisations/new/")
    page.goto("/account/two-factor/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name of the key").fill("My phone")
    page.get_by_label("Let it stand in for the password too").check()
    page.get_by_role("button", name="Add the key").click()
    # The key answers in its own time and only then is the form sent: the next page is the proof that it was.
    page.wait_for_url("**/account/two-factor/recovery-codes/")
    page.goto("/account/sign-out/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{address}/")

    page.goto("/account/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/organisations/new/")
