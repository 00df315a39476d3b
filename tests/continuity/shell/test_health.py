"""What /readyz says when a part is not well."""

import threading

import pytest

from continuity.shell import health
from continuity.shell.health import Finding, _Question

WELL = Finding(True, "fine")


@pytest.fixture
def parts(monkeypatch):
    """A function that sets what the two questions answer."""

    def answer(**answers):
        questions = {name: _Question(lambda finding=finding: finding) for name, finding in answers.items()}
        monkeypatch.setattr(health, "_QUESTIONS", questions)
        monkeypatch.setattr(health, "LIMIT_S", 20)

    return answer


def test_all_is_well(parts, client):
    parts(database=WELL, broker=WELL)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (200, "ready")


def test_a_broker_that_is_away_is_no_reason_to_turn_requests_away(parts, client):
    parts(database=WELL, broker=Finding(False, "ConnectionError"))
    response = client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert response.json()["parts"]["broker"] == {"ok": False, "detail": "ConnectionError"}


def test_a_database_that_takes_no_writes_is(parts, client):
    parts(database=Finding(False, "OperationalError"), broker=WELL)
    assert client.get("/readyz").status_code == 503


def test_a_disk_that_is_nearly_full_is(parts, client, settings):
    parts(database=WELL, broker=WELL)
    settings.MINIMUM_FREE_MB = 2**60
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["parts"]["disk"]["ok"] is False


def test_a_part_that_hangs_is_answered_for_and_asked_once(monkeypatch):
    release, asked = threading.Event(), []

    def hang():
        asked.append(1)
        release.wait(30)
        return WELL

    monkeypatch.setattr(health, "_QUESTIONS", {"database": _Question(hang), "broker": _Question(lambda: WELL)})
    monkeypatch.setattr(health, "LIMIT_S", 0.2)
    for _ in range(3):
        status, findings = health.readiness(minimum_free_mb=0)
        assert status == "not ready"
        assert findings["database"].word == "no answer in time"
    assert asked == [1]
    release.set()
