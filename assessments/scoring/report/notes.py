"""What goes with the figures: assumptions, flags, warnings."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from assessments.engine.overlap import drawn_years
from assessments.engine.ratings import FALLBACK_H
from assessments.scoring.advice.recommend import day_cost
from assessments.scoring.cases import Case
from assessments.scoring.doubt import EFFECTS
from assessments.scoring.evaluate import Evaluation
from assessments.scoring.events import lengths_here
from assessments.scoring.impact import PUBLIC, Impact
from assessments.scoring.report.sentences import basis_of_rate, fees_go_on, said_of_lengths
from assessments.scoring.scenario_results import ScenarioResult
from assessments.ui import words

OVERLAP = 0.05
"""Share by which hours counted twice may overstate the expected loss before years are drawn on a time line as well."""
DRAWN = 20_000
LASTING = 0.05
"""Share of the events of a kind that may last longer than they count for before it is worth saying."""
JUDGED = 0.5
"""Share of the expected loss that may rest on judged frequencies before it is worth saying."""
WIDE = 10
"""How many times its lower end the upper end of the range of the expected loss may be before it is worth saying."""
TOO_LITTLE = 0.001
"""Share of the expected loss below which it is not worth saying how events or knock-on effects are added up."""
ADDED_UP = "Events are added up as if no two ran at the same time, so that the yearly loss may be too high by up to this share."
KNOCK_ON = (
    "Where several failures reach one activity at once, each is taken to hit it independently of the others. "
    "The range is that of all hitting the same part of it, and of all hitting different parts."
)


def assumptions_part(evaluation: Evaluation) -> list[dict[str, Any]]:
    """Every figure that nobody stated: defaults, ranges of what is not known, library values, rules."""
    stated = [q for q in evaluation.statement.quantities.values() if q.is_assumed and q.sentence]
    parts = [
        {
            "input": quantity.name,
            "value": quantity.value,
            "unit": quantity.unit,
            "from": quantity.origin,
            "range": None if quantity.low is None or quantity.high is None else [quantity.low, quantity.high],
            "sentence": quantity.sentence,
            "effect": _effect(evaluation, quantity.sources),
        }
        for quantity in sorted(stated, key=lambda quantity: quantity.name)
    ]
    return [*parts, *_library(evaluation), *_method(evaluation)]


def _effect(evaluation: Evaluation, sources: tuple[str, ...]) -> str:
    effects = [evaluation.uncertainty.effect_of(source) for source in sources]
    return next((effect for effect in ("high", "medium") if effect in effects), "low")


def _library(evaluation: Evaluation) -> Iterator[dict[str, Any]]:
    for scenario in sorted(evaluation.scenarios, key=lambda scenario: scenario.key):
        if not scenario.touches:
            continue
        yield {
            "input": f"scenarios.{scenario.key}.rate_per_year",
            "value": scenario.rate,
            "unit": "events a year",
            "from": "catalogue",
            "range": list(scenario.rate_range),
            "sentence": f"{scenario.label}: {how_often(scenario.rate)} ({basis_of_rate(evaluation, scenario)}).",
            "effect": evaluation.uncertainty.effect_of(f"catalogue.scenarios.{scenario.key}"),
        }
        yield from _own_lengths(evaluation, scenario)


def _own_lengths(evaluation: Evaluation, scenario: ScenarioResult) -> Iterator[dict[str, Any]]:
    """The usual length of a scenario where the organisation's own disruptions correct it."""
    own = lengths_here(evaluation.statement, scenario.entry)
    if own is None:
        return
    median = scenario.entry.duration.parts[0].median_h
    yield {
        "input": f"scenarios.{scenario.key}.median_h",
        "value": median * own.factor,
        "unit": "hours",
        "from": "catalogue",
        "range": [median * own.low, median * own.high],
        "sentence": f"{scenario.label}: {said_of_lengths(own, median)}",
        "effect": evaluation.uncertainty.effect_of("lengths"),
    }


def _method(evaluation: Evaluation) -> Iterator[dict[str, Any]]:
    yield from _of_the_year(evaluation)
    money = evaluation.model.money
    if (money.influenced_per_h > 0).any():
        hours = float(money.half_life_h.max())
        yield _rule(
            "method.influenced_half_life_h", hours, "hours", [hours / 2, hours * 2],
            f"Half of the influenced income is taken to fade within {words.hours(hours)} and to come back as slowly.",
        )  # fmt: skip
    if (money.direct_per_h > 0).any():
        yield _rule(
            "method.recovery", 99.0, "%", None,
            "After the service returns, income is taken to be back to 99% within the time to recover, and never later than the outage lasted.",
        )  # fmt: skip
    if evaluation.recommendations and any(found.cost_year > 0 for found in evaluation.recommendations):
        cost = day_cost(evaluation.situation)
        yield _rule(
            "method.day_cost", cost, "currency per working day", [cost / 2, cost * 2],
            "A working day is costed at half of income per head and working day; it serves only to compare recommendations.",
        )  # fmt: skip


def _of_the_year(evaluation: Evaluation) -> Iterator[dict[str, Any]]:
    """How events are counted in a year, and how what reaches an activity in several ways adds up."""
    model, expected = evaluation.model, evaluation.yearly.expected
    if expected <= 0:
        return
    spans = {event.entry.horizon_h for event in model.events if event.touches}
    first, most = min(spans), max(spans)
    of_bans = f", a ban for its first {words.hours(most)}" if most > first else ""
    sentence = (
        f"An event counts whole in the year in which it begins, for at most its first {words.hours(first)}{of_bans}."
        f"{_lasting_longer(evaluation)}"
    )
    within = [replace(it, entry=it.entry.model_copy(update={"horizon_h": first})) for it in model.events]
    shorter = float(model.run((Case(tuple(within)),)).expected_losses().sum())
    yield _rule("method.horizon", most, "hours", None, sentence, (expected - shorter) / expected)
    overlap = evaluation.yearly.overlap
    if overlap > TOO_LITTLE:
        yield _rule("method.overlap", 100 * overlap, "%", [0, 100 * overlap], ADDED_UP, overlap)
    if model.links:
        least, all_told = (float(model.run(rule=rule).expected_losses().sum()) for rule in ("max", "sum"))
        share = max(expected - least, all_told - expected) / expected
        if share > TOO_LITTLE:
            yield _rule("method.knock_on", expected, "currency a year", [least, all_told], KNOCK_ON, share)


def _lasting_longer(evaluation: Evaluation) -> str:
    """Which kinds of event often last longer than they count for."""
    run, labels = evaluation.run, {scenario.key: scenario.label for scenario in evaluation.scenarios}
    longer = {
        event.scenario: 1.0 - float(duration.cdf(event.entry.horizon_h))
        for event, duration in zip(run.events, run.durations, strict=True)
        if event.touches
    }
    said = [
        f"{words.percent(100 * share)} of those of “{labels[key]}”" for key, share in longer.items() if share > LASTING
    ]
    return (
        f" By what is known of lengths, {words.listed(said)} last longer; what comes then is in no figure."
        if said
        else ""
    )


def _rule(
    name: str, value: float, unit: str, around: list[float] | None, sentence: str, moves: float = 0.0
) -> dict[str, Any]:
    """A rule of the calculation; `moves` is the share of the expected loss by which it could be off."""
    return {
        "input": name,
        "value": value,
        "unit": unit,
        "from": "catalogue",
        "range": around,
        "sentence": sentence,
        "effect": next(name for edge, name in EFFECTS if moves >= edge),
    }


def flags_part(evaluation: Evaluation) -> list[dict[str, str]]:
    """What a reader should know before using the figures."""
    parts = (*_flags_of_money(evaluation), *_flags_of_limits(evaluation), *_flags_of_events(evaluation))
    return [{"code": code, "sentence": sentence} for code, sentence in parts]


def _flags_of_money(evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    organisation = evaluation.statement.organisation
    if evaluation.uncertainty.grade == "D":
        yield (
            "first_impression",
            "Figures that decide the result are estimates or not known: read it as a first impression.",
        )
    if organisation.basis == "share":
        yield "no_income", "Yearly income is not known: every amount is a percentage of it."
    elif organisation.basis == "revenue" and organisation.earns_income:
        rated = evaluation.statement.library.income_margin_for_ratings
        yield (
            "margin_assumed",
            f"Amounts are income, not profit. Only the ratings assume that {rated:g}% of it is margin.",
        )
    if fees_go_on(organisation):
        yield (
            "fees_go_on",
            f"{words.percent(organisation.direct.number)} of income comes by subscription, retainer or fixed fee and is taken "
            "to go on, however long an outage lasts. What you would lose if people left is in no figure.",
        )
    if organisation.severe_loss.number <= 0:
        yield (
            "no_yardstick",
            "Without an income there is no severe-loss amount to hold losses against: money is not rated.",
        )
    if organisation.margin is not None and organisation.margin.origin == "entered" and organisation.margin.number < 0:
        yield "negative_margin", "A sale costs more than it brings, so a lost sale counts as no loss."


def _flags_of_limits(evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    course = evaluation.statement.course
    for impact in evaluation.impacts:
        if impact.normal.settled.to_be_settled:
            yield "mtpd_to_settle", _to_settle(impact)
    duty = course.known("ME-02") in ("legal", "agreed") or "public_duty" in (course.known("GOV-08") or [])
    if duty and all(activity.activity.kind != PUBLIC for activity in evaluation.statement.activities):
        yield (
            "public_information",
            "You have a duty to inform the public: consider “Urgent public information” as an activity of its own.",
        )


def _flags_of_events(evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    course = evaluation.statement.course
    if any(peak.is_example for peak in evaluation.statement.timing.peaks):
        yield "example_peak", "Busy periods are not known: the peak figures show twice normal as an example."
    if evaluation.yearly.overlap > OVERLAP:
        yield "overlap", _overlapping(evaluation)
    low, high = evaluation.uncertainty.band
    if high > WIDE * low:
        currency = evaluation.statement.resolver.money_in
        yield (
            "wide_range",
            f"The yearly loss is known only roughly: it may be anywhere from {words.money(low, currency)} to "
            f"{words.money(high, currency)}. See what would narrow it.",
        )
    judged = _judged(evaluation)
    if judged:
        yield "judged_rates", judged
    if not all(verdict.is_in_time for verdict in evaluation.verdicts):
        yield "late_rules", "At least one alert rule would speak too late or could not be checked."
    if course.known("GOV-08") is None and course.used("GOV-08") is not None:
        yield "duties_open", "It is not known which outside duties apply; the plan lists the question as open."


def _judged(evaluation: Evaluation) -> str:
    """How much of the expected loss comes from kinds of event too rare to have been counted; nothing where that is little."""
    rare = [scenario for scenario in evaluation.scenarios if scenario.expected_annual_loss > 0 and _is_judged(scenario)]
    share = sum(it.expected_annual_loss for it in rare) / evaluation.yearly.expected if rare else 0.0
    if share <= JUDGED:
        return ""
    named = words.listed([f"“{it.label}”" for it in sorted(rare, key=lambda it: -it.expected_annual_loss)])
    return (
        f"{words.percent(100 * share)} of the expected yearly loss comes from what is so rare that how often it happens is "
        f"a judgement more than a count: {named}."
    )


def _is_judged(scenario: ScenarioResult) -> bool:
    """Whether more years stand behind its likelihood that were assumed than years in which somebody watched."""
    assumed = scenario.entry.frequency.prior_years
    return any(event.touches and assumed > event.rate.years - assumed for event in scenario.events)


def _overlapping(evaluation: Evaluation) -> str:
    """What the year costs if every hour counts once, from years drawn on a time line: its expected loss, a bad year."""
    year, currency = evaluation.yearly, evaluation.statement.resolver.money_in
    drawn = drawn_years(evaluation.run.annual(evaluation.model.season), DRAWN, evaluation.seed)
    expected = year.expected / (1.0 + drawn.overstated()[0])
    bad = float(drawn.corrected(0.95, year.quantiles["0.95"]))
    return (
        "Events last so long here that they overlap, and hours in two of them count twice. Counted once, on "
        f"{DRAWN:,} years drawn on a time line, the yearly loss is {words.money(expected, currency)} instead of "
        f"{words.money(year.expected, currency)}, a bad year {words.money(bad, currency)} instead of "
        f"{words.money(year.quantiles['0.95'], currency)}."
    )


def _to_settle(impact: Impact) -> str:
    settled, name = impact.normal.settled, f"“{impact.stated.activity.label}”"
    if settled.stated is None or settled.calculated is None:
        return (
            f"{name}: no limit is stated and none can be calculated; {_limit(FALLBACK_H)} is used until it is settled."
        )
    judged = "judged by money alone" if set(impact.normal.grid) == {"financial"} else "by the ratings"
    return (
        f"{name}: you said that it can stop for {_limit(settled.stated.hours)}; {judged} it could stop for "
        f"{_limit(settled.calculated.hours)}. The shorter is used until you settle which is right."
    )


def _limit(hours: float | None) -> str:
    return "under 1 hour" if hours is not None and hours < 1 else words.hours(hours)


def how_often(rate: float) -> str:
    """A yearly rate as people say it: 1.2 times a year, once in 25 years."""
    if rate >= 0.95:
        return f"about {words.significant(rate, 2):g} times a year" if rate >= 1.05 else "about once a year"
    return f"about once in {words.significant(1 / rate, 2):,g} years" if rate > 0 else "never"
