"""The settings as production gets them, in a process of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {"BALLAST_PRODUCTION": "yes", "SECRET_KEY": "k" * 60, "ALLOWED_HOSTS": "ballast.example"}


@pytest.fixture
def with_environment(tmp_path):
    """A function that runs a line of Python with the settings under these variables."""

    def run(line: str, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": os.environ["PATH"], "BALLAST_VAR": str(tmp_path), "PYTHONPATH": str(ROOT)}
        code = f"import json\nfrom continuity import settings\n{line}"
        return subprocess.run(
            [sys.executable, "-c", code], env=environment | variables, capture_output=True, text=True, check=False
        )

    return run


def _values(run, *names: str, **variables: str) -> dict:
    line = f"print(json.dumps({{name: getattr(settings, name) for name in {names!r}}}))"
    return json.loads(run(line, **variables).stdout)


def test_production_cookies_are_bound_to_this_host_and_to_https(with_environment):
    names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"]
    assert _values(with_environment, *names, **PRODUCTION) == dict(
        zip(names, ["__Host-session", "__Host-csrf", True, True], strict=True)
    )
    assert _values(with_environment, *names) == dict(zip(names, ["session", "csrf", False, False], strict=True))


def test_production_sends_everybody_to_https(with_environment):
    names = ["SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "DEBUG"]
    assert _values(with_environment, *names, **PRODUCTION) == {
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "DEBUG": False,
    }


def test_production_does_not_start_without_a_secret_and_its_hosts(with_environment):
    run = with_environment("print('started')", BALLAST_PRODUCTION="yes")
    assert run.returncode != 0
    assert "started" not in run.stdout
    assert "SECRET_KEY, ALLOWED_HOSTS" in run.stderr


def test_a_header_about_the_client_is_believed_only_behind_a_proxy_of_ours(with_environment):
    names = ["SECURE_PROXY_SSL_HEADER", "ALLAUTH_TRUSTED_PROXY_COUNT"]
    assert _values(with_environment, *names, **PRODUCTION) == {
        "SECURE_PROXY_SSL_HEADER": None,
        "ALLAUTH_TRUSTED_PROXY_COUNT": 0,
    }
    behind = _values(with_environment, *names, **PRODUCTION, TRUSTED_PROXY_COUNT="1")
    assert behind["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_postgres_gets_a_pool_and_limits_on_waiting(with_environment):
    databases = _values(with_environment, "DATABASES", DATABASE_URL="postgres://app@db/ballast")["DATABASES"]["default"]
    assert databases["OPTIONS"]["pool"] == {"min_size": 2, "max_size": 10, "timeout": 10}
    assert "lock_timeout=5000" in databases["OPTIONS"]["options"]
    assert databases["ATOMIC_REQUESTS"] is False
    none = _values(with_environment, "DATABASES", DATABASE_URL="postgres://app@db/ballast", DATABASE_POOL_SIZE="0")
    assert "pool" not in none["DATABASES"]["default"]["OPTIONS"]


def test_a_log_line_for_machines_cannot_be_forged_by_a_line_break(with_environment):
    line = "import django, logging; django.setup(); logging.getLogger('continuity').warning('a\\nforged line')"
    run = with_environment(line, DJANGO_SETTINGS_MODULE="continuity.settings", **PRODUCTION)
    (written,) = run.stderr.strip().splitlines()
    assert json.loads(written)["event"] == "a\nforged line"
