"""The invariants V9 to V14 of the product: the same profile gives the same results, whatever it looks like."""

import json
import os
import random
import re
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.questionnaires.profile import Profile
from assessments.scoring.evaluate import evaluate
from assessments.scoring.report.results import results_bytes, results_of
from tests.factories.profiles import content_with, generated, generated_content, profile_with, read

SEEDS = st.integers(0, 10_000)
few = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(max_examples=24, deadline=None, suppress_health_check=list(HealthCheck))


def results(profile: Profile) -> dict:
    return results_of(evaluate(profile), [])


# ------------------------------------------------------------------------------------------------------------------ V9
@pytest.mark.slow
def test_v9_the_same_profile_gives_the_same_bytes_in_every_process():
    program = (
        "import hashlib\n"
        "from assessments.scoring.evaluate import evaluate\n"
        "from assessments.scoring.report.results import results_bytes, results_of\n"
        "from tests.factories.profiles import EXAMPLES, example, generated\n"
        "for profile, notices in [*map(example, EXAMPLES), *map(generated, range(3))]:\n"
        "    print(hashlib.sha256(results_bytes(results_of(evaluate(profile), notices))).hexdigest())\n"
    )
    seen = set()
    for hash_seed in ("0", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": "."}
        run = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        )
        seen.add(run.stdout)
    assert len(seen) == 1


def test_v9_the_date_of_the_assessment_is_an_input():
    peak = [{"name": "Peak", "start": "2026-11-27", "end": "2026-12-24", "factor": 2}]
    one = results(profile_with({"TIM-01": peak}))
    other = results(profile_with({"TIM-01": peak}, as_of="2026-12-10"))
    assert one["input_hash"] != other["input_hash"]
    assert one["functions"][0]["loss_at_h_peak"] != other["functions"][0]["loss_at_h_peak"]


# ----------------------------------------------------------------------------------------------------------------- V10
ROW_NUMBER = re.compile(r"\[\d+\]")


def shuffled(content: dict, rng: random.Random) -> dict:
    """The content with answers, rows and activities' answers in another order; the user's ranking stays."""

    def mixed(mapping: dict) -> dict:
        return {key: mapping[key] for key in rng.sample(list(mapping), len(mapping))}

    answers = mixed(content["answers"])
    for key, value in answers.items():
        if key != "USE-02" and isinstance(value, list):
            answers[key] = rng.sample(value, len(value))
    return {**content, "answers": answers, "functions": mixed({k: mixed(v) for k, v in content["functions"].items()})}


def without_order(part: object) -> object:
    """Results without what names places in the file."""
    text = ROW_NUMBER.sub("[]", json.dumps({**part, "input_hash": "", "warnings": [], "trace": {}}, sort_keys=True))
    whole = json.loads(text)
    whole["assumptions"] = sorted(whole["assumptions"], key=lambda it: json.dumps(it, sort_keys=True))
    whole["contradictions"] = sorted(
        it["answers"] for it in whole["contradictions"]
    )  # each names the first of several rows
    return whole


@pytest.mark.slow
@few
@given(seed=SEEDS)
def test_v10_the_order_of_rows_and_of_answering_does_not_matter(seed):
    content = generated_content(seed)
    other = shuffled(content, random.Random(seed))
    assert without_order(results(read(content)[0])) == without_order(results(read(other)[0]))


# ----------------------------------------------------------------------------------------------------------------- V11
@settings(few, max_examples=3)
@given(seed=SEEDS)
def test_v11_the_results_name_the_versions_and_the_input_they_come_from(seed):
    found = results(generated(seed)[0])
    assert found["schema"] == "ballast/results/1"
    assert all(found[key] for key in ("method_version", "bank_version", "catalogue_version", "input_hash"))
    assert found["trace"]


# ----------------------------------------------------------------------------------------------------------------- V12
# Conditions are walked one by one in advice/test_conditions.py.


# ----------------------------------------------------------------------------------------------------------------- V13
TWELVE = (
    "social_publishing", "paid_acquisition", "social_commerce", "live_selling", "influencer_partnerships", "product_launch",
    "customer_care", "consumer_insight", "site_traffic", "order_fulfilment", "client_services", "audience_reach",
)  # fmt: skip
LINKS = [
    {"from": one, "to": other, "starts_after": "h24", "share": 40} for one in TWELVE for other in TWELVE if one < other
][:60]


@pytest.mark.parametrize(
    ("answers", "functions"),
    [
        ({"PRO-04": 0}, None),
        ({"PRO-04": 0, "MON-07": 200}, None),
        ({"MON-01": 100, "MON-02": 0}, None),
        ({"MON-01": 0, "MON-02": 0}, {"social_commerce": {"FUN-02": 0, "WRK-01": "s0"}}),
        ({"TIM-01": []}, None),
        ({"TIM-01": [{"name": "All year", "start": "2026-11-22", "end": "2027-11-21", "factor": 3}]}, None),
        ({"PRO-05": -40}, None),
        ({"DEP-06": LINKS}, {key: {"FUN-02": 90, "WRK-01": "s1", "WRK-02": "d3"} for key in TWELVE}),
        (
            dict.fromkeys(("PRO-01", "PRO-02", "PRO-03", "PRO-04", "USE-01", "USE-02", "MON-01", "MON-02", "GOV-11")),
            None,
        ),
    ],
    ids=[
        "zero income",
        "zero income with costs",
        "all direct",
        "nothing at stake",
        "no peaks",
        "always peak",
        "negative margin",
        "12 activities, 60 links",
        "nothing answered",
    ],
)
def test_v13_extreme_profiles_give_a_result(answers, functions):
    found = read(content_with(answers, functions))
    assert results_bytes(results_of(evaluate(found[0]), found[1]))


# ----------------------------------------------------------------------------------------------------------------- V14
BAD_TEXT = re.compile(r"\bNone\b|\bnan\b|\binf\b|\{[a-z_.]*\}|\bTODO\b|  |\.\.|[;:,] ?\.| ,|\(\)|“”")


def sentences(part: object) -> list[str]:
    if isinstance(part, str):
        return [part]
    if isinstance(part, dict):
        return [text for value in part.values() for text in sentences(value)]
    return [text for value in part for text in sentences(value)] if isinstance(part, list) else []


@pytest.mark.slow
@many
@given(seed=SEEDS)
def test_v14_no_text_holds_a_gap_a_wrong_currency_or_a_number_gone_wrong(seed):
    profile, notices = generated(seed)
    found = results_of(evaluate(profile), notices)
    for text in sentences({key: value for key, value in found.items() if key != "trace"}):
        assert not BAD_TEXT.search(text), text
        assert "£" not in text and "$" not in text, text
