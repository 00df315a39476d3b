"""Every sentence the results print, read by a machine before people read it: British, whole, in the right currency, no jargon."""

import re
from functools import lru_cache
from typing import Any

import pytest

from assessments.questionnaires.bank import bank
from assessments.scoring.evaluate import evaluate
from assessments.scoring.phrases import as_you, measured
from assessments.scoring.report.notes import how_often
from assessments.scoring.report.results import results_of
from continuity.plans.library import library
from tests.factories.examples import evaluation_of
from tests.factories.profiles import EXAMPLES, example, generated, profile_with

AMERICAN = re.compile(
    r"\b(organiz\w+|analyz\w+|center\w*|program(?!me)\b|fulfill(?!ed\b|ing\b)\w*|color\w*|behavior\w*|licens(?:e)\b(?= of)|catalog\b|"
    r"recogniz\w+|prioritiz\w+|labor\b|canceled|modeled|favor\w*|judgment|practic(?:e)d|gray)\b",
    re.IGNORECASE,
)
BROKEN = re.compile(
    r"\bNone\b(?! of)|\b[Nn]a[Nn]\b|\binf\b|\{[a-z_.]*\}|  |\.\.|[;:,] ?\.|\s[,.;:]|\(\)|“”|\b(a|an|the) \1\b|"
    r"\b[a-z]+_[a-z_]+\b|\d currency\b|“[hdwm]\d+”"
)
FRIGHTENING = re.compile(
    r"\b(catastroph\w+|disastrous|devastat\w+|doom\w*|panic|nightmare|fatal|ruin\w*|!)", re.IGNORECASE
)
JARGON = re.compile(
    r"\b(MTPD|RTO|RPO|MBCO|VaR|TVaR|percentile|quantile|lognormal|Poisson|stochastic|prior\b|posterior|HHI|inoperab\w+|severity)\b"
)
OTHER_SIGNS = {"GBP": "$€", "EUR": "£$", "USD": "£€", "NOK": "£$€"}
NUMBERED = re.compile(
    r"(?<![.\d])\b(one|1) (?:[a-z]+ies|hours|days|weeks|months|channels|groups|tools|actions|notices|launches|commitments|incidents)\b"
)


@lru_cache(maxsize=16)
def results(path: Any) -> dict[str, Any]:
    return results_of(evaluation_of(path.stem), example(path)[1])


def sentences(part: Any, key: str = "") -> list[tuple[str, str]]:
    """Every text under a key that prints, with its key; names people gave and ids are left out."""
    if isinstance(part, str):
        printed = key in ("sentence", "why", "already", "title", "reasons", "proof", "advice", "enough")
        return [(key, part)] if printed else []
    if isinstance(part, dict):
        return [text for inner, value in part.items() for text in sentences(value, inner)]
    return [text for value in part for text in sentences(value, key)] if isinstance(part, list) else []


examples = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)


@examples
def test_sentences_are_whole_calm_british_and_in_the_right_currency(path):
    found = results(path)
    whole = {key: part for key, part in found.items() if key not in ("concentration", "diversification")}
    assert len(sentences(whole)) > 50
    assert all(text == "" or text[-1] in ".?”)" for key, text in sentences(whole) if key != "title")
    signs = OTHER_SIGNS[found["organisation"]["currency"]]
    for _, text in sentences(found):
        assert not BROKEN.search(text), text
        assert not AMERICAN.search(text), text
        assert not FRIGHTENING.search(text), text
        assert not JARGON.search(text), text
        assert not NUMBERED.search(text), text
        assert not set(signs) & set(text.replace("US$", "" if "US$" in text and signs != "£€" else "US")), text


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(0, 400, 8))
def test_sentences_of_generated_profiles_are_whole_and_british(seed):
    profile, notices = generated(seed)
    for _, text in sentences(results_of(evaluate(profile), notices)):
        assert not BROKEN.search(text), text
        assert not AMERICAN.search(text), text
        assert not JARGON.search(text), text
        assert not NUMBERED.search(text), text


@examples
def test_activities_are_named_in_quotation_marks_inside_sentences(path):
    found = results(path)
    names = [function["name"] for function in found["functions"]]
    for part in ("headline", "scores", "scenarios", "recommendations"):
        for key, text in sentences(found[part]):
            for name in names:
                if key != "title" and name in text:
                    assert f"“{name}”" in text, text


@examples
def test_roles_named_as_owners_are_held_in_an_organisation_of_this_size(path):
    """The plan folds roles by size: an owner's role must be one of its library."""
    roles = {role.id for role in library().roles}
    assert {item["owner_role"] for item in results(path)["recommendations"]} <= roles


def test_the_headline_says_what_a_week_costs_and_what_could_not_be_recovered():
    lines = {path.stem: results(path)["headline"]["sentence"] for path in EXAMPLES}
    assert lines["beauty_brand"] == (
        "A week without TikTok would cost about £28,400 in lost margin and costs that go on if nothing were done, "
        "and five of six activities could not be recovered in time."
    )
    assert (
        lines["regional_broadcaster"]
        == "All three activities have an alternative that is enough, one of them untested."
    )
    assert lines["agency"].startswith("A week without TikTok would cost about €24,800 in costs that go on and credits")


@pytest.mark.parametrize(("mode", "is_said"), [("recurring", True), ("per_sale", False), ("not_income", False)])
def test_fees_that_are_taken_to_go_on_are_said_to_be_in_no_figure(mode, is_said):
    answers = {"PRO-01": "agency", "PRO-02": "p1", "PRO-04": 48_000, "MON-01": 80, "MON-02": 10, "MON-09": mode}
    found = results_of(evaluate(profile_with(answers)), [])
    flag = next((flag["sentence"] for flag in found["flags"] if flag["code"] == "fees_go_on"), "")
    assert ("if nothing were done and nobody left, and " in found["headline"]["sentence"]) is is_said
    assert flag.startswith("80% of income comes by subscription, retainer or fixed fee") is is_said


def test_a_scenario_of_several_events_says_that_they_do_not_stop_everything_at_once():
    brand = next(path for path in EXAMPLES if path.stem == "beauty_brand")
    reasons = {scenario["key"]: scenario["reasons"][1] for scenario in results(brand)["scenarios"]}
    assert reasons["account_loss"].startswith("Depending on which account is lost, a severe case of 30 days stops “")
    assert reasons["policy_change"].startswith("A severe case of 3 months stops “")


def test_a_result_that_rests_on_guesses_says_so():
    found = results_of(evaluate(profile_with({"MON-01": {"unknown": True}, "PRO-04": 90_000})), [])
    assert found["headline"]["confidence"] == "D"
    assert found["headline"]["sentence"].startswith("First impression: a week without TikTok")
    assert "first_impression" in {flag["code"] for flag in found["flags"]}


def test_a_scenario_says_where_its_likelihood_comes_from():
    stated = {"RSK-03": {"short_outage": {"likelihood": 5, "reason": "it goes down every month here"}}, "RSK-01": []}
    override = {
        "set": "scenarios.api_change.likelihood",
        "to": 5,
        "reason": "expert_judgement",
        "text": "The partner told us of three changes this year.",
        "by": "Ruth Okafor",
        "until": "2027-01-31",
    }
    found = results_of(evaluate(profile_with(stated, overrides=[override])), [])
    reasons = {scenario["key"]: scenario["reasons"][0] for scenario in found["scenarios"]}
    assert reasons["short_outage"].endswith("(as you judged it: it goes down every month here).")
    assert reasons["api_change"].endswith("(set by Ruth Okafor).")
    assumed = {item["input"]: item["sentence"] for item in found["assumptions"]}
    assert assumed["scenarios.api_change.rate_per_year"].endswith("about 3 times a year (set by Ruth Okafor).")
    assert reasons["partial_degradation"].endswith("since July 2020; nothing of the kind here in the last 24 months).")


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        (0, "never"),
        (0.009, "about once in 110 years"),
        (0.55, "about once in 1.8 years"),
        (1.0, "about once a year"),
        (2.5, "about 2.5 times a year"),
    ],
)
def test_rates_are_said_as_people_say_them(rate, said):
    assert how_often(rate) == said


def test_words_of_the_organisation_are_turned_round():
    assert as_you("we notice while working") == "you notice while working"
    assert as_you("customers, clients or creators tell us") == "customers, clients or creators tell you"
    assert as_you("our own online checkout") == "your own online checkout"


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (16.43835616, "currency per day", "£16 per day"),
        (1, "people", "1 person"),
        (1, "launches per year", "1 launch per year"),
        (3, "days", "3 days"),
        (1, "hours", "1 hour"),
        (72, "hours", "3 days"),
        (5, "% of stock", "5% of stock"),
        (3, "x", "3"),
        (2_000, "", "2,000"),
    ],
)
def test_an_assumed_figure_is_said_with_its_unit(value, unit, said):
    assert measured(value, unit, "GBP") == said


def test_an_assumed_amount_is_a_share_of_income_where_income_is_not_known():
    assert measured(0.25, "currency per day", "%") == "0.25% of a year's income per day"


def test_a_link_of_unknown_start_is_named_by_its_activity():
    link = {"from": "social_commerce", "to": "buyers", "starts_after": {"unknown": True}, "share": 40}
    found = results_of(evaluate(profile_with({"DEP-06": [link]}, depth="standard")), [])
    said = [it["sentence"] for it in found["assumptions"]]
    assert any(
        text.endswith("begins after: not known, so 4 hours is used.") and "social_commerce" not in text for text in said
    ), said


def test_no_sentence_speaks_as_the_organisation_itself():
    """The product says "you"; "we" is left for what the product proposes or assumes."""
    for path in EXAMPLES:
        for key, text in sentences(results(path)):
            assert not re.search(r"\b(our|us)\b", text.replace("our proposed limit", "")) or (
                key == "sentence" and "“" in text
            ), text


def test_flags_say_only_what_matters():
    codes = {path.stem: [flag["code"] for flag in results(path)["flags"]] for path in EXAMPLES}
    assert all("overlap" not in found for found in codes.values())
    assert {name for name, found in codes.items() if "judged_rates" in found} == {"beauty_brand", "creator"}
    duty = results_of(evaluate(profile_with({"GOV-08": ["public_duty"]}, depth="standard")), [])
    assert "public_information" in {flag["code"] for flag in duty["flags"]}
    unknown = results_of(
        evaluate(
            profile_with({"GOV-08": {"unknown": True}, "TIM-01": {"unknown": True}, "PRO-05": -5}, depth="standard")
        ),
        [],
    )
    assert {"duties_open", "example_peak", "negative_margin"} <= {flag["code"] for flag in unknown["flags"]}
    nothing = results_of(evaluate(profile_with({"PRO-04": 0})), [])
    assert "no_yardstick" in {flag["code"] for flag in nothing["flags"]}


def test_every_question_left_open_is_among_the_assumptions_with_its_own_words():
    found = results_of(evaluate(profile_with({"PRO-06": {"unknown": True}})), [])
    assumption = next(it for it in found["assumptions"] if it["input"] == "profile.runway_weeks")
    assert assumption["sentence"].startswith(
        f"“{bank().questions['PRO-06'].text}” You do not know this yet: 2 weeks is used"
    )
