"""The settings without which saves would be lost or refused are errors of `manage.py check`."""

import copy

import pytest
from django.conf import settings
from django.db import connection

from continuity.shell.checks import check_database_settings, check_open_database

GOOD = {
    "ENGINE": "django.db.backends.sqlite3",
    "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode=WAL;"},
}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"ATOMIC_REQUESTS": True}, ["ballast.E001"]),
        ({"OPTIONS": {**GOOD["OPTIONS"], "transaction_mode": None}}, ["ballast.E002"]),
        ({"OPTIONS": {**GOOD["OPTIONS"], "init_command": ""}}, ["ballast.E003"]),
        ({"OPTIONS": {**GOOD["OPTIONS"], "timeout": 1}}, ["ballast.E004"]),
        (
            {"OPTIONS": {**GOOD["OPTIONS"], "init_command": "PRAGMA journal_mode=WAL; PRAGMA foreign_keys = OFF;"}},
            ["ballast.E005"],
        ),
        ({"ENGINE": "django.db.backends.postgresql", "OPTIONS": {}}, []),
    ],
)
def test_each_bad_setting_has_its_error(change, found, monkeypatch):
    monkeypatch.setitem(settings.DATABASES, "default", copy.deepcopy(GOOD) | change)
    assert [error.id for error in check_database_settings()] == found


def test_the_settings_we_ship_have_none():
    assert check_database_settings() == []


def test_the_open_database_keeps_a_write_ahead_log_and_checks_foreign_keys(db):
    assert check_open_database(databases=["default"]) == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
            assert cursor.execute("PRAGMA foreign_keys").fetchone()[0] == 1
