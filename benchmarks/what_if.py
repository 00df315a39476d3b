"""What a move of a what-if slider costs, beside the whole evaluation that it stands for, in one run.

Run `python -m benchmarks.what_if`. Processor time, the best of several, since a busy machine disturbs it least. Each move is
a value that was not asked for before, so that nothing is answered from memory. "Request" is everything the server does for
one move: session, guard, answers from the database, calculation, the answer as HTML; it runs in a process and on a database
of its own. Target: under 100 ms for each example and for an organisation of 12 activities in four markets.
"""

from __future__ import annotations

import importlib
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from assessments.questionnaires.profile import Profile
from assessments.scoring.evaluate import evaluate
from assessments.scoring.trials.outcome import Changes, Outage
from assessments.scoring.trials.present import present_of
from benchmarks.assess import TWELVE
from tests.factories.examples import profile_of
from tests.factories.profiles import profile_with

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ("cafe", "one_person_shop", "beauty_brand", "agency")
MARKETS = [{"country": country, "share": 25} for country in ("GB", "US", "DE", "FR")]
PLAIN_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"
TARGET_MS = 100.0
MOVES = 9


def best(work: Callable[[], object], runs: int = MOVES) -> float:
    """Return the least processor time of several runs, in milliseconds."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return 1e3 * min(times)


def large() -> Profile:
    """Return a profile of 12 activities in four markets, each with an alternative."""
    functions = {key: {"FUN-02": 90, "WRK-01": "s2", "WRK-02": "d3"} for key in TWELVE}
    answers = {
        "USE-01": ["organic", "ads", "shop", "live"],
        "DEP-01": ["scheduler"],
        "PRO-03": MARKETS,
        "PRO-04": 9_000_000,
    }
    return profile_with({**answers, "MON-01": 20, "MON-02": 10}, functions)


def calculation_lines() -> list[str]:
    """Return a line for each organisation: a move beside the whole evaluation."""
    named = [*((name, profile_of(name)) for name in EXAMPLES), ("12 activities, 4 markets", large())]
    return [_line(name, profile) for name, profile in named]


def _line(name: str, profile: Profile) -> str:
    present, outage = present_of(profile), Outage("short_outage", 168.0, profile.as_of)
    shares = itertools.count(1)
    move = best(lambda: present.outcome(Changes(direct=next(shares) % 90), outage))
    whole = best(lambda: evaluate(profile), 3)
    return f"{name:28} move {move:7.1f} ms   whole evaluation {whole:7.0f} ms   1/{whole / move:.0f}   {_verdict(move)}"


def _verdict(move: float) -> str:
    return "ok" if move < TARGET_MS else "too slow"


def request_lines() -> list[str]:
    """Return the lines about whole requests, from a process of its own."""
    with tempfile.TemporaryDirectory(prefix="ballast-bench-") as folder:
        environment = {
            **os.environ,
            "BALLAST_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "continuity.settings",
            "LOG_LEVEL": "ERROR",
        }
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "benchmarks.what_if", "requests"]
        run = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return run.stdout.splitlines()


def ask_server() -> list[str]:
    """Return the lines about whole requests; the environment names a folder for the database."""
    django.setup()
    make_tried = importlib.import_module("tests.factories.trials").make_tried
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN_FILES}}
    call_command("migrate", verbosity=0)
    organisation, client, shares = make_tried("beauty_brand"), Client(), itertools.count(1)
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(organisation.memberships.first().user, backend=backend)

    def ask(**headers: str) -> None:
        response = client.get(f"/o/{organisation.slug}/scores/what-if/?direct={next(shares) % 80}", headers=headers)
        assert response.status_code == 200, response.status_code

    ask()
    move, page = best(lambda: ask(**{"hx-request": "true"})), best(ask)
    return [
        f"{'request, answer alone':28} {move:12.1f} ms   {_verdict(move)}   (beauty_brand)",
        f"{'request, whole page':28} {page:12.1f} ms",
    ]


def run() -> list[str]:
    """Return the table, line by line."""
    return [*calculation_lines(), *request_lines()]


def main() -> None:
    """Print the table."""
    print("\n".join(ask_server() if sys.argv[1:] == ["requests"] else run()))


if __name__ == "__main__":
    main()
