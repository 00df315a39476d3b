"""Many guesses sent at the same moment: no more of them are checked than one after the other."""

import threading
from contextlib import nullcontext, suppress

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from assessments.accounts import adapter
from assessments.accounts.models import User
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db(transaction=True)
GUESSES = 16


def _guess_at_once(user: User, monkeypatch) -> int:
    """How many of the guesses were compared with the password."""
    checked, gate = [], threading.Barrier(GUESSES)
    all_inside = threading.Barrier(GUESSES, timeout=2)

    def check_password(self, guess):
        checked.append(guess)
        with suppress(threading.BrokenBarrierError):  # who waits for a turn does not come
            all_inside.wait()
        return False

    def guess():
        try:
            client = Client()
            gate.wait(20)
            client.post("/account/sign-in/", {"login": user.email, "password": "a wrong password"})
        finally:
            connection.close()

    monkeypatch.setattr(User, "check_password", check_password)
    threads = [threading.Thread(target=guess) for _ in range(GUESSES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return len(checked)


def test_guesses_sent_at_once_are_checked_no_more_often_than_the_limit(monkeypatch):
    assert _guess_at_once(make_user(), monkeypatch) <= settings.AXES_FAILURE_LIMIT


def test_control_without_turns_more_guesses_get_through(monkeypatch):
    monkeypatch.setattr(adapter, "turn_of", lambda name: nullcontext())
    assert _guess_at_once(make_user(), monkeypatch) > settings.AXES_FAILURE_LIMIT
