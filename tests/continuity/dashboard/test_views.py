"""The way in: the landing page, and on to one's work."""

import pytest

from continuity.dashboard import sample


def test_a_stranger_sees_the_landing_page_with_a_form_that_leads_to_sign_up(client, db):
    page = client.get("/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "What would a week without TikTok cost you?" in text
    assert 'action="/account/sign-up/"' in text
    assert 'name="email"' in text


def test_the_statement_of_the_sample_and_its_curve_are_there(client, db):
    text = client.get("/").content.decode()
    assert sample.load().figure in text
    assert 'id="sample-figure"' in text


def test_where_sign_up_is_closed_the_page_says_how_to_come_in(client, db, settings):
    settings.SIGN_UP_OPEN = False
    text = client.get("/").content.decode()
    assert "New accounts are by invitation" in text
    assert 'name="password1"' not in text


def test_a_member_is_led_to_their_organisation(client_for, owner, organisation):
    assert client_for(owner).get("/").headers["Location"] == f"/o/{organisation.slug}/"


def test_somebody_without_an_organisation_is_led_to_setting_one_up(client_for, owner):
    assert client_for(owner).get("/").headers["Location"] == "/organisations/new/"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_landing_page_is_only_read(client, db, method):
    assert getattr(client, method)("/").status_code == 405
