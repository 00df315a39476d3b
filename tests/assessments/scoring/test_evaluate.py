"""The invariants V1 to V8 of the product, each on profiles generated from the bank; the rest: report/test_same_results.py."""

from dataclasses import replace
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.engine.gaps import Status
from assessments.engine.ratings import BANDS_H
from assessments.questionnaires.profile import Answer, Profile
from assessments.scoring.evaluate import Evaluation, evaluate
from assessments.scoring.gap import Gap
from assessments.scoring.report.results import results_of
from tests.factories.profiles import EXAMPLES, example, generated, generated_content, profile_with, read

SEEDS = st.integers(0, 10_000)
few = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(max_examples=24, deadline=None, suppress_health_check=list(HealthCheck))


@lru_cache(maxsize=64)
def evaluated(seed: int) -> Evaluation:
    return evaluate(generated(seed)[0])


def results(profile: Profile) -> dict:
    return results_of(evaluate(profile), [])


def changed(profile: Profile, question: str, value, function: str | None = None) -> Profile:
    """The profile with one answer changed."""
    answer = {question: Answer(value)}
    return profile.with_changes(answer) if function is None else profile.with_changes(functions={function: answer})


def not_lower(more: Evaluation, less: Evaluation, *, peak_only: bool = False) -> None:
    """Losses, ratings and exposure of one evaluation are at least those of another."""
    before = {impact.key: impact for impact in less.impacts}
    for impact in more.impacts:
        for view in ("peak",) if peak_only else ("normal", "peak"):
            new, old = getattr(impact, view), getattr(before[impact.key], view)
            assert (new.losses >= old.losses * (1 - 1e-9) - 1e-6).all()
            for category, row in old.grid.items():
                assert all(new.grid[category][band] >= rating for band, rating in row.items()), (impact.key, category)
    assert more.scores[0].score >= less.scores[0].score - 1e-9
    assert more.yearly.expected >= less.yearly.expected * (1 - 1e-9) - 1e-6


# ------------------------------------------------------------------------------------------------------------------ V1
@pytest.mark.slow
@few
@given(seed=SEEDS)
def test_v1_more_direct_share_never_lowers_loss_rating_or_exposure(seed):
    profile = generated(seed)[0]
    if not profile.bank or evaluated(seed).statement.course.exists("CR-01"):
        return
    small = changed(changed(profile, "MON-02", 20), "MON-01", 30)
    not_lower(evaluate(changed(small, "MON-01", 60)), evaluate(small))


@few
@given(seed=SEEDS)
def test_v1_more_dependency_never_lowers_loss_rating_or_exposure(seed):
    profile = generated(seed)[0]
    key = profile.activities[0].key
    less, more = (evaluate(changed(profile, "FUN-02", share, key)) for share in (25, 80))
    not_lower(more, less)
    before = {scenario.key: scenario for scenario in less.scenarios}
    assert all(scenario.impact >= before[scenario.key].impact for scenario in more.scenarios)
    assert all(
        set(scenario.over_mtpd) >= set(before[scenario.key].over_mtpd)
        for scenario in more.scenarios
        if _same_limits(more, less)
    )


def _same_limits(one: Evaluation, other: Evaluation) -> bool:
    limits = {impact.key: impact.normal.mtpd_h for impact in other.impacts}
    return all(limits[impact.key] == impact.normal.mtpd_h for impact in one.impacts)


@few
@given(seed=SEEDS)
def test_v1_a_longer_outage_never_costs_less_and_never_rates_lower(seed):
    for impact in evaluated(seed).impacts:
        for view in (impact.normal, impact.peak):
            assert (view.losses[1:] >= view.losses[:-1] - 1e-9).all()
            money = list(view.grid.get("financial", {}).values())
            if not impact.money_row_stated:
                assert money == sorted(money)


@pytest.mark.slow
@few
@given(seed=SEEDS, factors=st.tuples(st.floats(1, 10), st.floats(1, 10)))
def test_v1_a_higher_peak_never_lowers_the_peak_figures(seed, factors):
    period = {"name": "Peak", "start": "2026-12-01", "end": "2026-12-20"}
    low, high = sorted(factors)
    less, more = (
        evaluate(changed(generated(seed)[0], "TIM-01", [{**period, "factor": factor}])) for factor in (low, high)
    )
    not_lower(more, less, peak_only=True)


# ------------------------------------------------------------------------------------------------------------------ V2
STATUSES = ("s0", "s1", "s2", "s3", "s4")
TIMES = ("m1", "w2", "w1", "d3", "h24", "h8", "h4", "h1")
BETTER = st.fixed_dictionaries(
    {
        "WRK-01": st.sampled_from(STATUSES),
        "WRK-02": st.sampled_from(TIMES),
        "WRK-03": st.integers(0, 150),
        "WRK-04": st.sampled_from(tuple(reversed(TIMES))),
        "WRK-05": st.sampled_from(("2024-01-01", "2026-06-01")),
    }
)


def status_of(profile: Profile, alternative: dict[str, object]) -> tuple[Status, dict[str, Status]]:
    key = profile.activities[0].key
    answers = {question: Answer(value) for question, value in alternative.items()}
    gap: Gap = next(it for it in evaluate(profile.with_changes(functions={key: answers})).gaps if it.key == key)
    return gap.status, gap.by_scenario


@few
@given(seed=SEEDS, weak=BETTER, strong=BETTER)
def test_v2_a_better_alternative_never_has_a_worse_status(seed, weak, strong):
    order = {"WRK-01": STATUSES, "WRK-02": TIMES, "WRK-04": tuple(reversed(TIMES))}
    place = {question: order[question].index if question in order else None for question in weak}
    worse = {q: min(weak[q], strong[q], key=place[q]) for q in weak}
    better = {q: max(weak[q], strong[q], key=place[q]) for q in weak}
    low, by_low = status_of(generated(seed)[0], worse)
    high, by_high = status_of(generated(seed)[0], better)
    assert high >= low
    assert all(by_high[scenario] >= status for scenario, status in by_low.items())


# ------------------------------------------------------------------------------------------------------------------ V3
UNKNOWN = Answer(unknown=True)
LOSS_QUESTIONS = (("MON-01", None), ("MON-06", None), ("MON-07", None), ("FUN-02", "function"))


@pytest.mark.slow
@few
@given(seed=SEEDS, which=st.sampled_from(LOSS_QUESTIONS))
def test_v3_an_unknown_loss_input_counts_at_the_cautious_end_and_like_a_missing_one(seed, which):
    question, scope = which
    profile = changed(replace(generated(seed)[0], stated_depth="full"), "MON-02", 10)
    if not evaluated(seed).statement.course.exists(question, profile.activities[0].key if scope else None):
        return
    key = profile.activities[0].key if scope else None
    unknown = (
        profile.with_changes({question: UNKNOWN})
        if key is None
        else profile.with_changes(functions={key: {question: UNKNOWN}})
    )
    asked = evaluate(unknown)
    made = asked.statement.resolver.resolve(question, key)
    assert made.grade == "D"
    if made.low is not None and made.high is not None:
        cautious = made.low if question == "MON-06" else made.high
        assert made.value == pytest.approx(cautious)
        mild = made.high if question == "MON-06" else made.low
        kinder = evaluate(changed(profile, question, mild, key))
        assert asked.yearly.expected >= kinder.yearly.expected * (1 - 1e-9) - 1e-6
    without = {q: a for q, a in profile.answers.items() if q != question}
    functions = {
        k: {q: a for q, a in answers.items() if (k, q) != (key, question)} for k, answers in profile.functions.items()
    }
    missing = evaluate(replace(profile, answers=without, functions=functions))
    assert missing.yearly.expected == pytest.approx(asked.yearly.expected)
    assert [gap.status for gap in missing.gaps] == [gap.status for gap in asked.gaps]


@few
@given(seed=SEEDS)
def test_v3_an_unknown_alternative_is_never_the_best_one(seed):
    profile = generated(seed)[0]
    key = profile.activities[0].key
    gap = next(g for g in evaluate(profile.with_changes(functions={key: {"WRK-01": UNKNOWN}})).gaps if g.key == key)
    assert gap.status is Status.NOTHING
    assert gap.sentence == "No alternative is known today."


# ------------------------------------------------------------------------------------------------------------------ V4
@few
@given(seed=SEEDS)
def test_v4_income_lost_never_exceeds_the_income_of_the_hours_counted(seed):
    found = evaluated(seed)
    money, organisation = found.model.money, found.statement.organisation
    assert organisation.direct.number + organisation.influenced.number <= 100 + 1e-9
    assert sum(activity.income_share.number for activity in found.statement.activities) <= 100 + 1e-9
    earned = money.direct_per_h + money.influenced_per_h
    for hours in (*BANDS_H, 5000.0, 17_520.0):
        lost = found.run.income.value_at([hours])[..., 0]
        horizon = [min(hours, event.entry.horizon_h) for event in found.run.events]
        assert (lost <= earned * [[h] for h in horizon] * (1 + 1e-9) + 1e-6).all()


def test_v4_clients_money_is_in_no_loss_figure():
    path = next(path for path in EXAMPLES if path.stem == "agency")
    profile = example(path)[0]
    one, other = (results(changed(profile, "MON-10", amount)) for amount in ("0", "900000"))
    for part in ("losses", "without_measures", "functions", "scenarios", "credits", "scores", "headline"):
        assert one[part] == other[part]
    assert other["at_stake"]["client_media_month"] == 900_000


# ------------------------------------------------------------------------------------------------------------------ V5
MONEY_QUESTIONS = ("PRO-04", "PRO-07", "MON-04", "MON-07", "MON-08", "MON-10", "CR-02", "FB-02", "LG-03", "DIV-08")


def scaled(content: dict, factor: int) -> dict:
    """The content with every amount of money multiplied."""
    answers = {
        key: value * factor if key in MONEY_QUESTIONS and isinstance(value, int | float) else value
        for key, value in content["answers"].items()
    }
    if isinstance(answers.get("EC-02"), dict) and isinstance(answers["EC-02"].get("penalty"), int | float):
        answers["EC-02"] = {**answers["EC-02"], "penalty": answers["EC-02"]["penalty"] * factor}
    functions = {
        key: {q: v * factor if q == "WRK-08" and isinstance(v, int | float) else v for q, v in given.items()}
        for key, given in content["functions"].items()
    }
    return {**content, "answers": answers, "functions": functions}


@pytest.mark.slow
@few
@given(seed=SEEDS)
def test_v5_another_currency_or_amounts_in_thousands_change_no_rating(seed):
    content = generated_content(seed)
    base = results(read(content)[0])
    other = results(
        read({**scaled(content, 1000), "organisation": {"name": content["organisation"]["name"], "currency": "JPY"}})[0]
    )
    for one, same in zip(base["functions"], other["functions"], strict=True):
        for part in ("key", "tier", "impact", "mtpd_h", "rto_h", "gap"):
            assert one[part] == same[part]
    for one, same in zip(base["scenarios"], other["scenarios"], strict=True):
        assert (one["key"], one["impact"], one["likelihood"], one["band"]) == (
            same["key"],
            same["impact"],
            same["likelihood"],
            same["band"],
        )
    for name in ("exposure", "concentration", "detection", "cascade", "gap"):
        assert base["scores"][name]["score"] == other["scores"][name]["score"]


# ------------------------------------------------------------------------------------------------------------------ V6
@many
@given(seed=SEEDS)
def test_v6_the_target_never_exceeds_the_limit_and_the_limit_never_the_stated_one(seed):
    for impact in evaluated(seed).impacts:
        limit = impact.normal.mtpd_h
        assert impact.rto_h <= (720 if limit is None else limit)
        assert impact.peak.mtpd_h is None or limit is None or impact.peak.mtpd_h <= limit
        if impact.stated_mtpd is not None and impact.stated_mtpd.hours is not None:
            assert limit is not None
            assert limit <= impact.stated_mtpd.hours


# ------------------------------------------------------------------------------------------------------------------ V7
@pytest.mark.slow
@few
@given(seed=SEEDS)
def test_v7_a_market_not_served_contributes_nothing(seed):
    profile = generated(seed)[0]
    markets = [{"country": "GB", "share": 100}]
    alone = results(changed(profile, "PRO-03", markets))
    beside = results(changed(profile, "PRO-03", [*markets, {"country": "US", "share": 0}]))
    assert {**alone, "input_hash": 0} == {**beside, "input_hash": 0}


@few
@given(seed=SEEDS)
def test_v7_a_scenario_that_touches_no_used_capability_scores_zero(seed):
    for scenario in evaluated(seed).scenarios:
        if not scenario.touches:
            assert (scenario.impact, scenario.loss_severe, scenario.expected_annual_loss, scenario.over_mtpd) == (
                0,
                0,
                0,
                (),
            )


# ------------------------------------------------------------------------------------------------------------------ V8
def test_v8_only_measures_in_place_count():
    """ "Nothing prepared" is what the bank calls a plan that does not exist yet: it removes nothing from the loss."""
    no_tool = {"DEP-01": ["none"]}
    nothing = evaluate(profile_with(no_tool, {"social_commerce": {"FUN-02": 100, "WRK-01": "s0"}}))
    ready = evaluate(
        profile_with(
            no_tool, {"social_commerce": {"FUN-02": 100, "WRK-01": "s3", "WRK-02": "h1", "WRK-03": 90, "WRK-04": "m1"}}
        )
    )
    assert nothing.yearly.expected == pytest.approx(nothing.without_measures.expected)
    assert ready.yearly.expected < ready.without_measures.expected
    assert ready.without_measures.expected == pytest.approx(nothing.without_measures.expected, rel=0.05)
    assert (ready.impacts[0].normal.losses == nothing.impacts[0].normal.losses).all()


@few
@given(seed=SEEDS)
def test_v8_what_is_in_place_never_raises_the_yearly_loss(seed):
    found = evaluated(seed)
    assert found.yearly.expected <= found.without_measures.expected * (1 + 1e-9) + 1e-6
