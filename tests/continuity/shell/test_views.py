"""The two pages for machines."""

import pytest

from continuity.shell import health


def test_livez_answers_without_touching_the_database(client):
    # No `db` fixture: any query would fail the test.
    assert client.get("/livez").json() == {"status": "alive"}


@pytest.mark.django_db(transaction=True)
def test_readyz_is_ready_when_all_parts_are_well(client, monkeypatch):
    monkeypatch.setattr(health, "LIMIT_S", 20)  # a busy test machine is no fault of the parts
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ready", answer.json()
