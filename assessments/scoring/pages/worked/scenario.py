"""A scenario's figures in numbers."""

from collections.abc import Iterator

from assessments.scoring.pages.matrix import points
from assessments.scoring.pages.result import Part, Result
from assessments.scoring.pages.wording import (
    NOTHING,
    category_word,
    chance,
    likelihood_word,
    limit_words,
    rating_word,
    yearly_chance,
)
from assessments.scoring.pages.worked.lines import Line, Work, total
from assessments.ui import words


def _scenario(result: Result, key: str) -> Part:
    scenario = result.scenario(key)
    assert scenario is not None
    return scenario


def _rate(result: Result, key: str) -> Iterator[Line]:
    scenario = _scenario(result, key)
    rate, (low, high) = scenario["rate_per_year"], scenario["rate_range"]
    yield Line("Events a year", f"{words.significant(rate, 2):g}")
    yield Line(
        "Range", f"{words.significant(low, 2):g} to {words.significant(high, 2):g}", f"scenarios.{key}.rate_range"
    )
    yield total("Chance of at least one in 12 months", chance(yearly_chance(rate)))


def _likelihood(result: Result, key: str) -> Iterator[Line]:
    scenario = _scenario(result, key)
    yield Line("Chance a year", chance(yearly_chance(scenario["rate_per_year"])), f"scenarios.{key}.rate_per_year")
    yield total("Likelihood", f"{scenario['likelihood']} of 5, {likelihood_word(scenario['likelihood']).lower()}")


def _scenario_impact(result: Result, key: str) -> Iterator[Line]:
    scenario = _scenario(result, key)
    typical, severe = points(result, scenario)
    yield Line(f"Typical case, {words.hours(scenario['typical_h'])}", f"{typical} of 5, {rating_word(typical).lower()}")
    yield Line(f"Severe case, {words.hours(scenario['severe_h'])}", f"{severe} of 5, {rating_word(severe).lower()}")
    worst = result.background["scenarios"][key]
    if worst["function"] in result.names and worst["category"] is not None and severe:
        path = f"functions.{worst['function']}.impact"
        yield Line(
            "Felt most by",
            f"{result.names[worst['function']]}, {words.lower_first(category_word(worst['category']))}",
            path,
        )
    yield total("Impact", f"{scenario['impact']} of 5, {rating_word(scenario['impact']).lower()}")


def _cell(result: Result, key: str) -> Iterator[Line]:
    scenario = _scenario(result, key)
    yield Line("Likelihood", f"{scenario['likelihood']} of 5", f"scenarios.{key}.likelihood")
    yield Line("Impact", f"{scenario['impact']} of 5", f"scenarios.{key}.impact")
    yield total("Place in the matrix", f"{scenario['cell']}, {scenario['band']}")


def _scenario_losses(result: Result, key: str) -> Iterator[Line]:
    scenario = _scenario(result, key)
    for name, hit in scenario["functions"].items():
        if hit["loss_severe"] >= NOTHING and name in result.names:
            yield Line(result.names[name], result.money(hit["loss_severe"]), f"functions.{name}.loss_at_h")
    yield total(f"Severe case, {words.hours(scenario['severe_h'])}", result.money(scenario["loss_severe"]))


def _scenario_expected(result: Result, key: str) -> Iterator[Line]:
    scenario = _scenario(result, key)
    rate = scenario["rate_per_year"]
    yield Line("Events a year", f"{words.significant(rate, 2):g}", f"scenarios.{key}.rate_per_year")
    if rate > 0:
        yield Line("Mean loss of one event", result.money(scenario["expected_annual_loss"] / rate))
    yield total("Expected loss a year", result.money(scenario["expected_annual_loss"]))


def _scenario_value(field: str, label: str) -> Work:
    def lines(result: Result, key: str) -> Iterator[Line]:
        value = _scenario(result, key)[field]
        yield total(label, result.money(value) if field.startswith("loss") else words.hours(value))

    return lines


def _activity(result: Result, key: str) -> Part:
    function = result.function(key)
    assert function is not None
    return function


def _over(result: Result, key: str) -> Iterator[Line]:
    for name in _scenario(result, key)["over_mtpd"]:
        limit = limit_words(_activity(result, name)["mtpd_h"]["normal"])
        yield Line(result.names[name], f"can stop for {limit}", f"functions.{name}.mtpd_h")


def _scenario_rank(result: Result, key: str) -> Iterator[Line]:
    scenario = _scenario(result, key)
    yield Line("Likelihood", f"{scenario['likelihood']} of 5", f"scenarios.{key}.likelihood")
    over = words.plural(len(scenario["over_mtpd"]), "activity", "activities")
    yield Line("Pushes over their longest stop", over, f"scenarios.{key}.over_mtpd")
    path = f"scenarios.{key}.expected_annual_loss"
    yield Line("Expected loss a year", result.money(scenario["expected_annual_loss"]), path)
    yield total("Rank", f"{scenario['rank']} of {len(result.scenarios)}")


WORK: dict[str, Work] = {
    "scenarios.*.rate_per_year": _rate,
    "scenarios.*.rate_range": _rate,
    "scenarios.*.likelihood": _likelihood,
    "scenarios.*.impact": _scenario_impact,
    "scenarios.*.cell": _cell,
    "scenarios.*.band": _cell,
    "scenarios.*.typical_h": _scenario_value("typical_h", "Typical length"),
    "scenarios.*.severe_h": _scenario_value("severe_h", "Severe length"),
    "scenarios.*.loss_typical": _scenario_value("loss_typical", "Typical case"),
    "scenarios.*.loss_severe": _scenario_losses,
    "scenarios.*.functions": _scenario_losses,
    "scenarios.*.expected_annual_loss": _scenario_expected,
    "scenarios.*.over_mtpd": _over,
    "scenarios.*.rank": _scenario_rank,
}
