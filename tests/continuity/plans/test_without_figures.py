"""The plan of those who know little: no currency where amounts are shares of income, and no line that ends before it says anything."""

import json
import re
from datetime import date

import pytest

from assessments.questionnaires.profile import Answer
from assessments.scoring.evaluate import evaluate
from assessments.scoring.report.results import results_bytes, results_of
from continuity.exports.markdown import render
from continuity.plans.basis import basis_of
from continuity.plans.standing import Standing
from continuity.plans.writing import plan_of
from tests.factories.examples import profile_of
from tests.factories.profiles import UNKNOWN, generated, profile_with

STANDING = Standing(issued_on=date(2026, 11, 22))


def written(profile) -> str:
    return render(
        plan_of(basis_of(profile, json.loads(results_bytes(results_of(evaluate(profile), []))), STANDING))
    ).decode()


def test_where_income_is_not_known_no_amount_that_is_a_share_of_it_carries_a_currency():
    plan = written(profile_of("beauty_brand").with_changes({"PRO-04": Answer(None, unknown=True)}))
    chart = plan.partition("#### How bad could a year get?")[2].partition("####")[0]
    assert "| Loss in a year, % of a year's income | As things are | Without alternatives |" in chart
    assert "£" not in chart
    losses = [float(row) for row in re.findall(r"^\| ([\d.,]+) \|", chart, re.MULTILINE)]
    assert losses == sorted(set(losses)) and len(losses) > 3
    lengths = plan.partition("#### What does an outage cost as time passes?")[2].partition("####")[0]
    assert "% of a year's income" in lengths and "under 1%" not in lengths


@pytest.mark.parametrize("seed", range(0, 40, 8))
def test_no_fact_is_left_without_words_where_little_is_known(seed):
    assert not re.search(r"^- \*\*[^*]+:\*\* *$", written(generated(seed)[0]), re.MULTILINE)


def test_how_the_cause_is_told_is_left_out_where_it_is_not_known():
    told = "**Telling the cause:**"
    assert told in written(profile_with({"DET-05": "expert"}))
    assert told not in written(profile_with({"DET-05": UNKNOWN}))
    assert told not in written(profile_with({}))
