"""What people read when something went wrong."""

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from assessments.ui.submit import Conflict
from continuity import urls
from continuity.shell import pages


class Broken(Exception):
    """A fault that nobody foresaw."""


def _raise(error):
    def view(request):
        raise error

    return view


FAULTS = {
    "fault": Broken("secret detail"),
    "database": OperationalError("connection to server failed at db.internal"),
    "full": OperationalError("database or disk is full"),
    "bad": SuspiciousOperation("odd"),
    "conflict": Conflict("Tom Reyes changed this at 10:41."),
}
urlpatterns = [*urls.urlpatterns, *(path(f"test/{name}/", _raise(error)) for name, error in FAULTS.items())]
urlpatterns.append(path("test/fine/", lambda request: HttpResponse("fine")))
handler400, handler403 = pages.bad_request, pages.forbidden
handler404, handler500 = pages.not_found, pages.server_error


@pytest.fixture
def client(settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


def test_a_fault_of_ours_shows_a_reference_and_nothing_else(client, caplog):
    response = client.get("/test/fault/")
    page = response.content.decode()
    assert response.status_code == 500
    assert "Something went wrong on our side" in page
    assert response.headers["X-Request-Reference"] in page
    assert "secret detail" not in page
    assert "Traceback" not in page
    assert "secret detail" in caplog.text  # the log has what the page has not


def test_a_database_that_is_away_is_a_matter_of_seconds(client, caplog):
    response = client.get("/test/database/")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert "db.internal" not in response.content.decode()
    assert "The database does not answer." in response.content.decode()


def test_a_full_disk_is_named(client, caplog):
    response = client.get("/test/full/")
    assert response.status_code == 503
    assert "The storage of this service is full." in response.content.decode()


def test_a_request_that_cannot_be_read(client, caplog):
    assert client.get("/test/bad/").status_code == 400
    assert client.get("/test/fine/", headers={"host": "evil.example"}).status_code == 400


def test_a_conflict_says_what_happened(client, db):
    response = client.get("/test/conflict/")
    assert response.status_code == 409
    assert "Tom Reyes changed this at 10:41." in response.content.decode()


def test_a_page_that_is_not_there(client, db):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert "There is no page here" in response.content.decode()


def test_every_answer_has_a_reference_of_its_own(client, db):
    references = {client.get("/test/fine/").headers["X-Request-Reference"] for _ in range(3)}
    assert len(references) == 3


def test_the_headers_that_protect_a_page(client):
    headers = client.get("/test/fine/").headers
    policy = {part.strip() for part in headers["Content-Security-Policy"].split(";")}
    assert policy == {
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    }
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
