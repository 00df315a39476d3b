"""Settings from the environment."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from continuity.env import ROOT, VARIABLES, read


@pytest.fixture
def environment(tmp_path):
    return {"BALLAST_VAR": str(tmp_path / "var")}


def test_nothing_has_to_be_set_to_begin(environment, tmp_path):
    found = read(environment)
    assert found["DATABASE_URL"]["NAME"] == str(tmp_path / "var" / "ballast.sqlite3")
    assert found["BALLAST_FONTS"] == tmp_path / "var" / "fonts"
    assert (found["HTTPS"], found["DEBUG"], found["BALLAST_PRODUCTION"]) == (False, False, False)


def test_the_secret_is_made_once_and_only_its_owner_can_read_it(environment, tmp_path):
    assert read(environment)["SECRET_KEY"] == read(environment)["SECRET_KEY"]
    assert len(read(environment)["SECRET_KEY"]) > 60
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_production_names_all_that_is_missing(environment):
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY, ALLOWED_HOSTS"):
        read({**environment, "BALLAST_PRODUCTION": "yes"})
    with pytest.raises(ImproperlyConfigured, match="must be set: ALLOWED_HOSTS"):
        read({**environment, "BALLAST_PRODUCTION": "yes", "SECRET_KEY": "x" * 60})


def test_production_is_https_with_a_log_for_machines(environment):
    given = {"BALLAST_PRODUCTION": "yes", "SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "a.example,b.example"}
    found = read({**environment, **given})
    assert (found["HTTPS"], found["LOG_FORMAT"], found["ALLOWED_HOSTS"]) == (True, "json", ["a.example", "b.example"])
    assert read({**environment, **given, "HTTPS": "no"})["HTTPS"] is False


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("EMAIL_VERIFICATION", "perhaps", "none, optional or mandatory"),
        ("HSTS_SECONDS", "soon", "HSTS_SECONDS must be a number"),
    ],
)
def test_a_value_that_cannot_be_read_is_named(name, value, sentence, environment):
    with pytest.raises(ImproperlyConfigured, match=sentence):
        read({**environment, name: value})


def test_postgres_on_a_socket_is_understood(environment):
    found = read({**environment, "DATABASE_URL": "postgres://app@/ballast?host=/run/postgresql"})["DATABASE_URL"]
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert found["OPTIONS"] == {"host": "/run/postgresql"}


def test_the_manual_names_every_variable_and_no_other():
    manual = Path(ROOT, "docs", "operations.md").read_text()
    table = manual.split("## Settings")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE)) == set(VARIABLES)
