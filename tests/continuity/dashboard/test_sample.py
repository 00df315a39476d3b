"""The sample on the landing page, from a results file."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from continuity.dashboard import sample

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "beauty_brand.yaml"
RESULTS = {
    "organisation": {"name": "Northlight Skincare", "currency": "GBP"},
    "money": {"basis": "margin"},
    "losses": {"limit": 160_000},
    "functions": [
        {"loss_at_h": {"4": 1_000, "8": 2_000, "24": 9_000, "72": 27_000, "168": 66_000, "336": 137_000, "720": 2e5}},
        {"loss_at_h": {"4": 3_000, "8": 6_000, "24": 16_000, "72": 55_000, "168": 146_000, "336": 323_000, "720": 5e5}},
    ],
}


def test_the_sample_is_what_the_example_gives_today(tmp_path, capsys):
    """If it is not: manage.py assess examples/beauty_brand.yaml --json - | python -m tools.landing_sample"""
    target = tmp_path / "results.json"
    call_command("assess", EXAMPLE, json=str(target))
    fresh = sample.from_results(sample.part_of(json.loads(target.read_text())))
    kept = sample.load()
    assert (kept.figure, kept.after, kept.card.table.rows) == (fresh.figure, fresh.after, fresh.card.table.rows)
    assert kept.figure in capsys.readouterr().out


def test_the_sample_says_what_a_week_costs_all_functions_together():
    found = sample.from_results(RESULTS)
    assert f"{found.before} {found.figure}{found.after}" == (
        "A week without TikTok would cost Northlight Skincare about £212,000 of margin."
    )
    assert found.card.table.rows[-2] == ("14 days", "£460,000")
    assert found.card.finding == "It passes its limit of £160,000 after 5 days."


@pytest.mark.parametrize(
    ("limit", "finding"),
    [(900_000, "It stays within its limit of £900,000 for a month."), (None, "No limit has been set yet.")],
)
def test_a_limit_that_is_not_passed_or_not_set_is_said_so(limit, finding):
    found = sample.from_results({**RESULTS, "losses": {"limit": limit}})
    assert found.card.finding == finding
    assert bool(found.card.figure["layout"].get("shapes")) == (limit is not None)
