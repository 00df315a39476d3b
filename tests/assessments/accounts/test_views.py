"""Signing up, in and out, passwords and the second factor, as a person does it."""

import re
from urllib.parse import quote

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.test import Client
from django.utils import timezone

from assessments.accounts.models import User
from assessments.organisations import actions as organisations
from tests.factories.people import PASSWORD, make_user

SIGN_IN, SIGN_UP = "/account/sign-in/", "/account/sign-up/"


def sign_in(client: Client, user: User, password: str = PASSWORD, **options):
    return client.post(SIGN_IN, {"login": user.email, "password": password}, **options)


def signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_a_newcomer_signs_up_and_can_start_at_once(client, db):
    details = {"name": "Nora New", "email": "Nora@Example.com", "password1": "many small fishes"}
    response = client.post(SIGN_UP, details, follow=True)
    assert response.redirect_chain[-1][0] == "/organisations/new/"
    user = User.objects.get()
    assert (user.email, user.name) == ("nora@example.com", "Nora New")
    assert signed_in(client)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("password1", "short", "at least 10 characters"),
        ("password1", "password123", "too common"),
        ("email", "nora", "Enter an e-mail address such as name@example.com"),
        ("name", "", "Enter your name"),
    ],
)
def test_a_mistake_in_signing_up_is_named(field, value, sentence, client, db):
    details = {"name": "Nora New", "email": "nora@example.com", "password1": "many small fishes", field: value}
    response = client.post(SIGN_UP, details)
    assert sentence in response.content.decode()
    assert not User.objects.exists()


def test_an_address_in_other_letters_is_the_same_account(client, db):
    user = make_user("Nora New", email="nora@example.com")
    details = {"name": "Nora", "email": "NORA@example.com", "password1": "many small fishes"}
    client.post(SIGN_UP, details)
    assert User.objects.get() == user
    sign_in(client, user)
    assert signed_in(client)


def test_sign_up_can_be_closed_but_not_for_somebody_with_an_invitation(client, settings, owner, organisation):
    settings.SIGN_UP_OPEN = False
    closed = "New accounts are by invitation"
    assert closed in client.get(f"{SIGN_UP}?next=/invitations/no-such-token/").content.decode()
    client.get("/invitations/no-such-token/")
    assert closed in client.get(SIGN_UP).content.decode()
    details = {"email": "new@example.com", "role": "viewer", "now": timezone.now(), "origin": "http://testserver"}
    invitation = organisations.invite(organisation=organisation, by=owner, **details)
    client.get(f"/invitations/{organisations.token_of(invitation)}/")
    assert "Create account" in client.get(SIGN_UP).content.decode()


def test_signing_in_and_out(client, owner):
    assert sign_in(client, owner).headers["Location"] == "/"
    assert signed_in(client)
    client.post("/account/sign-out/")
    assert not signed_in(client)


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", r"/\evil.example", "https:evil.example"])
def test_signing_in_leads_nowhere_else(target, client, owner):
    details = {"login": owner.email, "password": PASSWORD, "next": target}
    assert client.post(SIGN_IN, details).headers["Location"] == "/"


def test_signing_in_leads_back_to_where_one_was(client, owner):
    response = client.post(SIGN_IN, {"login": owner.email, "password": PASSWORD, "next": "/organisations/"})
    assert response.headers["Location"] == "/organisations/"


def test_a_known_and_an_unknown_address_get_the_same_answer(client, owner):
    known = sign_in(client, owner, "wrong password")
    unknown = sign_in(client, User(email="nobody@example.com"), "wrong password")
    sentence = "The e-mail address or the password is not right."
    assert sentence in known.content.decode()
    assert sentence in unknown.content.decode()
    assert known.status_code == unknown.status_code


def test_too_many_wrong_passwords_lock_this_place_out_but_not_others(client, owner, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        response = sign_in(client, owner, "wrong password")
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "900"
    assert "for 15 minutes" in response.content.decode()
    assert sign_in(client, owner).status_code == 429  # the right password does not help from here
    assert not signed_in(client)
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert sign_in(elsewhere, owner).status_code == 302
    assert sign_in(client, make_user("Somebody Else")).status_code == 302


def test_the_address_of_a_stranger_is_not_taken_from_a_header(client, owner, settings):
    for number in range(settings.AXES_FAILURE_LIMIT):
        header = {"HTTP_X_FORWARDED_FOR": f"203.0.113.{number}"}
        response = sign_in(client, owner, "wrong password", **header)
    assert response.status_code == 429


def test_a_forgotten_password_is_reset_by_mail_and_the_link_works_once(client, owner):
    client.post("/account/password/reset/", {"email": owner.email})
    (message,) = mail.outbox
    assert message.subject == "Choose a new password"
    link = re.search(r"http://testserver(/account/password/reset/\S+)", message.body).group(1)
    form = client.get(link, follow=True)
    assert "New password, once more" in form.content.decode()
    action = form.redirect_chain[-1][0]
    client.post(action, {"password1": "a quite different one", "password2": "a quite different one"})
    assert sign_in(client, owner, "a quite different one").status_code == 302
    used = Client().get(link, follow=True).content.decode()
    assert "used already or has expired" in used


def test_a_reset_for_an_unknown_address_looks_the_same(client, owner):
    known = client.post("/account/password/reset/", {"email": owner.email}).headers["Location"]
    unknown = client.post("/account/password/reset/", {"email": "nobody@example.com"}).headers["Location"]
    assert known == unknown


def test_a_new_password_ends_the_sessions_elsewhere(client, owner):
    elsewhere = Client()
    sign_in(client, owner)
    sign_in(elsewhere, owner)
    new = "a quite different one"
    change = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/account/password/", change).status_code == 302
    assert signed_in(client)
    assert not signed_in(elsewhere)


def test_the_session_gets_a_new_key_when_somebody_signs_in(client, owner, settings):
    client.get(SIGN_IN)
    session = client.session
    session["something"] = 1
    session.save()
    before = session.session_key
    sign_in(client, owner)
    assert client.session.session_key != before


def test_name_and_time_zone_are_changed(client_for, owner):
    client = client_for(owner)
    page = client.post("/account/", {"name": "Olive O", "time_zone": "Asia/Tokyo"}, follow=True).content.decode()
    assert "Your details are saved." in page
    owner.refresh_from_db()
    assert (owner.name, owner.time_zone) == ("Olive O", "Asia/Tokyo")
    assert "Select a valid choice" in client.post("/account/", {"name": "O", "time_zone": "x"}).content.decode()


def test_a_mail_server_that_is_down_does_not_fail_the_page(client, owner, settings, monkeypatch):
    def broken(*_, **__):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", broken)
    response = client.post("/account/password/reset/", {"email": owner.email}, follow=True)
    assert response.status_code == 200
    assert "We could not send you an e-mail." in response.content.decode()


def test_a_second_factor_is_set_up_and_asked_for(client, owner):
    sign_in(client, owner)
    activate = "/account/two-factor/totp/activate/"
    assert client.get(activate).headers["Location"] == f"/account/confirm/?next={quote(activate, safe='')}"
    client.post("/account/confirm/", {"password": PASSWORD})
    assert client.get(activate).status_code == 200
    secret = client.session["mfa.totp.secret"]
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    client.post(activate, {"code": code})
    assert "recovery" in client.get("/account/two-factor/").content.decode().lower()
    client.post("/account/sign-out/")
    assert sign_in(client, owner).headers["Location"].startswith("/account/two-factor/authenticate/")
    assert not signed_in(client)
    wrong = client.post("/account/two-factor/authenticate/", {"code": "000000"})
    assert "This code is not right." in wrong.content.decode()
    assert client.get("/account/two-factor/recovery-codes/").status_code == 302  # not signed in yet
    assert client.post("/account/two-factor/authenticate/", {"code": code}).headers["Location"] == "/"
    assert signed_in(client)


def test_a_code_works_once(client, owner):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(owner, secret)
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    second = Client()
    for browser, is_let_in in ((client, True), (second, False)):
        sign_in(browser, owner)
        browser.post("/account/two-factor/authenticate/", {"code": code})
        assert signed_in(browser) == is_let_in


def test_mails_to_one_address_have_a_limit(client, owner):
    for _ in range(8):
        response = client.post("/account/password/reset/", {"email": owner.email})
    assert response.status_code == 429
    assert "Wait a few minutes, then try again." in response.content.decode()
    assert len(mail.outbox) < 8
