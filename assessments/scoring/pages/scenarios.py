"""The scenarios: what each would cost and where, in the order in which they deserve attention; and each on its own page."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.questionnaires.bank import bank
from assessments.scoring.pages.functions import OverrideRow, override_rows
from assessments.scoring.pages.library import LibraryEntry, library_entry
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.matrix import STEPS, Heat, heat, points
from assessments.scoring.pages.result import Part, Result
from assessments.scoring.pages.ripple import RippleCard, ripple_card
from assessments.scoring.pages.tables import Column, Table
from assessments.scoring.pages.wording import (
    GAP_ICONS,
    GAP_TAGS,
    NOTHING,
    Figure,
    Statement,
    category_word,
    chance,
    likelihood_word,
    rating_word,
    yearly_chance,
)
from assessments.scoring.phrases import as_you
from assessments.ui import words


@dataclass(frozen=True)
class ScenarioRow:
    """A scenario in the ranked list."""

    rank: int
    name: str
    url: str
    chance: Figure
    chance_range: str
    impact: int
    word: str
    impact_path: str
    band: str
    step: int
    typical: Figure
    typical_length: str
    severe: Figure
    severe_length: str
    expected: Figure
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Scenarios:
    """Everything the page of all scenarios shows."""

    statement: Statement
    heat: Heat
    rows: tuple[ScenarioRow, ...]
    ripple: RippleCard | None


def scenarios_page(result: Result, links: Links) -> Scenarios:
    """The scenarios of a snapshot, ranked."""
    rows = tuple(scenario_row(result, links, scenario) for scenario in result.scenarios)
    return Scenarios(_statement(result), heat(result, links), rows, ripple_card(result))


def _statement(result: Result) -> Statement:
    worst = max(result.scenarios, key=lambda scenario: scenario["expected_annual_loss"])
    if worst["expected_annual_loss"] >= NOTHING:
        path = f"scenarios.{worst['key']}.expected_annual_loss"
        figure = Figure(result.money(worst["expected_annual_loss"]), path)
        total = result.money(result.data["losses"]["expected_annual"])
        return Statement(f"“{worst['label']}” costs most: ", figure, f" of the {total} to expect in an average year.")
    top = result.scenarios[0]
    word = Figure(rating_word(top["impact"]).lower(), f"scenarios.{top['key']}.impact")
    return Statement(f"“{top['label']}” comes first: its impact would be ", word, ", and it would cost no money.")


def scenario_row(result: Result, links: Links, scenario: Part) -> ScenarioRow:
    """A scenario as a row of the list."""
    path, rate = f"scenarios.{scenario['key']}", scenario["rate_per_year"]
    low, high = (chance(yearly_chance(end)) for end in scenario["rate_range"])
    return ScenarioRow(
        rank=scenario["rank"],
        name=scenario["label"],
        url=links.scenario(scenario["key"]),
        chance=Figure(chance(yearly_chance(rate)), f"{path}.rate_per_year"),
        chance_range=f"{low} to {high}" if rate > 0 else "",
        impact=scenario["impact"],
        word=rating_word(scenario["impact"]),
        impact_path=f"{path}.impact",
        band=scenario["band"],
        step=STEPS[scenario["band"]],
        typical=Figure(result.short(scenario["loss_typical"]), f"{path}.loss_typical"),
        typical_length=words.hours(scenario["typical_h"]),
        severe=Figure(result.short(scenario["loss_severe"]), f"{path}.loss_severe"),
        severe_length=words.hours(scenario["severe_h"]),
        expected=Figure(result.short(scenario["expected_annual_loss"]), f"{path}.expected_annual_loss"),
        reasons=tuple(scenario["reasons"]),
    )


# ------------------------------------------------------------------------------------------------------ one scenario
@dataclass(frozen=True)
class HitRow:
    """An activity or a group outside that a scenario reaches."""

    name: str
    url: str
    after: str
    loss: Figure | None
    is_over: bool
    limit_path: str
    gap: str
    tag: str
    icon: str
    way: str = ""


@dataclass(frozen=True)
class ScenarioPage:
    """Everything the page of one scenario shows."""

    row: ScenarioRow
    statement: Statement
    facts: tuple[tuple[str, Figure, str], ...]
    hits: tuple[HitRow, ...]
    reach: str
    library: LibraryEntry | None
    lengths: str
    overrides: tuple[OverrideRow, ...]
    table: Table


def scenario_page(result: Result, links: Links, scenario: Part) -> ScenarioPage:
    """The page of one scenario."""
    touching = [one for one in result.data["overrides"] if one["set"].startswith(f"scenarios.{scenario['key']}.")]
    return ScenarioPage(
        row=scenario_row(result, links, scenario),
        statement=_scenario_statement(result, scenario),
        facts=tuple(_facts(result, scenario)),
        hits=tuple(_hits(result, links, scenario)),
        reach=_reach(result, scenario),
        library=library_entry(scenario["key"]),
        lengths=_own_lengths(result, scenario),
        overrides=override_rows(result, touching),
        table=hits_table(result, scenario),
    )


def _own_lengths(result: Result, scenario: Part) -> str:
    """What the organisation's own disruptions make of the usual length; nothing where there were none."""
    name = f"scenarios.{scenario['key']}.median_h"
    found = next((one["sentence"] for one in result.data["assumptions"] if one["input"] == name), "")
    return found.removeprefix(f"{scenario['label']}: ")


def _scenario_statement(result: Result, scenario: Part) -> Statement:
    path, length = f"scenarios.{scenario['key']}", words.hours(scenario["severe_h"])
    if not scenario["functions"]:
        if not scenario["impact"]:
            return Statement("This scenario ", Figure("touches nothing", f"{path}.impact"), " that you use.", "gain")
        carries = Figure("carries all of it", f"{path}.impact")
        return Statement("What you have in place ", carries, ", so that it would cost no money.", "gain")
    if scenario["loss_severe"] >= NOTHING:
        figure = Figure(result.money(scenario["loss_severe"]), f"{path}.loss_severe")
        return Statement(
            f"A severe case of {length} would cost {words.about(figure.text)}", figure, ", with what is in place."
        )
    word = Figure(rating_word(scenario["impact"]).lower(), f"{path}.impact")
    return Statement(f"A severe case of {length} would be ", word, " and cost no money.")


def _facts(result: Result, scenario: Part) -> Iterator[tuple[str, Figure, str]]:
    path, rate = f"scenarios.{scenario['key']}", scenario["rate_per_year"]
    low, high = (chance(yearly_chance(end)) for end in scenario["rate_range"])
    level = f"{likelihood_word(scenario['likelihood'])}, {scenario['likelihood']} of 5"
    likely = Figure(chance(yearly_chance(rate)), f"{path}.rate_per_year")
    yield "Chance in the next 12 months", likely, f"{level}; range {low} to {high}" if rate > 0 else level
    typical, severe = points(result, scenario)
    worst = result.background["scenarios"][scenario["key"]]
    where = ""
    if worst["function"] is not None and worst["category"] is not None and severe:
        where = f"; felt most by {result.names.get(worst['function'], '')} ({words.lower_first(category_word(worst['category']))})"
    impact = Figure(f"{scenario['impact']} of 5, {rating_word(scenario['impact']).lower()}", f"{path}.impact")
    yield (
        "Impact",
        impact,
        f"{typical} in a typical case, {severe} in a severe one{where}",
    )
    band = Figure(scenario["band"].capitalize(), f"{path}.band")
    yield "Place in the matrix", band, f"likelihood {scenario['likelihood']} times impact {scenario['impact']}"
    typical_loss = Figure(result.money(scenario["loss_typical"]), f"{path}.loss_typical")
    severe_loss = Figure(result.money(scenario["loss_severe"]), f"{path}.loss_severe")
    yield "Typical case", typical_loss, f"{words.hours(scenario['typical_h'])} long"
    yield "Severe case", severe_loss, f"{words.hours(scenario['severe_h'])} long"
    expected = Figure(result.money(scenario["expected_annual_loss"]), f"{path}.expected_annual_loss")
    yield "Expected loss a year", expected, "chance and length together"


def _in_order(scenario: Part) -> list[tuple[str, Part]]:
    """Whom a scenario reaches if it lasts, with when; the first first."""
    return sorted(scenario["functions"].items(), key=lambda item: (item[1]["first_hit_h"], item[0]))


def _reach(result: Result, scenario: Part) -> str:
    """For how long a case the list holds, and who would follow if it lasted longer."""
    later = [
        result.names.get(key) or _parties().get(key, key)
        for key, hit in _in_order(scenario)
        if hit["first_hit_h"] >= scenario["severe_h"]
    ]
    more = f". If it lasted longer it would also reach: {'; '.join(later)}" if later else ""
    one_of = (
        ". Losses are those of the one case that costs most; others are hit in other cases"
        if _differs(result, scenario)
        else ""
    )
    return f"In a severe case of {words.hours(scenario['severe_h'])}{one_of}{more}"


def _differs(result: Result, scenario: Part) -> bool:
    """Whether somebody is stopped for too long, and earns, but loses nothing in the case whose losses are told."""
    over = (result.function(key) for key in scenario["over_mtpd"])
    return any(
        it is not None
        and it["loss_at_h"]["720"] >= NOTHING
        and scenario["functions"].get(it["key"], {"loss_severe": 1.0})["loss_severe"] < NOTHING
        for it in over
    )


def _hits(result: Result, links: Links, scenario: Part) -> Iterator[HitRow]:
    parties = _parties()
    for key, hit in _in_order(scenario):
        if hit["first_hit_h"] >= scenario["severe_h"]:
            continue
        after = "at once" if hit["first_hit_h"] == 0 else f"after {about_hours(hit['first_hit_h'])}"
        function = result.function(key)
        if function is None:
            yield HitRow(parties.get(key, key), "", after, None, False, "", "", "", "", _way(result, scenario, key))
            continue
        status = function["gap"]["by_scenario"].get(scenario["key"], function["gap"]["status"])
        yield HitRow(
            name=function["name"],
            url=links.function(key),
            after=after,
            loss=Figure(result.money(hit["loss_severe"]), f"scenarios.{scenario['key']}.functions"),
            is_over=key in scenario["over_mtpd"],
            limit_path=f"scenarios.{scenario['key']}.over_mtpd",
            gap=status,
            tag=GAP_TAGS[status],
            icon=GAP_ICONS[status],
            way=_way(result, scenario, key),
        )


def _way(result: Result, scenario: Part, key: str) -> str:
    """The activities and groups through which a stop arrives; nothing for what the scenario hits itself."""
    keys = result.background.get("ways", {}).get(scenario["key"], {}).get(key, ())
    return " and then ".join(f"“{result.names.get(one) or _parties().get(one, one)}”" for one in keys)


def _parties() -> dict[str, str]:
    """The groups outside by key, as somebody else names them: "Clients who pay you"."""
    return {key: as_you(label) for key, label in bank().labels(bank().questions["DEP-05"]).items()}


def about_hours(hours: float) -> str:
    """A length of time that was worked out, to the hour, or to the day from two days on."""
    if hours < 1:
        return words.hours(hours)
    return words.hours(round(hours) if hours < 48 else 24 * round(hours / 24))


def hits_table(result: Result, scenario: Part) -> Table:
    """Whom a scenario reaches and when, for a file."""
    parties = _parties()
    columns = (
        Column("Who"),
        Column("Reached after", "hours"),
        Column("By way of"),
        Column("Loss in a severe case", "money"),
        Column("Over the longest stop"),
    )
    rows = tuple(
        (
            result.names.get(key) or parties.get(key, key),
            hit["first_hit_h"],
            _way(result, scenario, key) or None,
            hit["loss_severe"] if key in result.names else None,
            "yes" if key in scenario["over_mtpd"] else "no" if key in result.names else None,
        )
        for key, hit in _in_order(scenario)
    )
    return Table(f"scenario-{scenario['key']}", f"Whom “{scenario['label']}” reaches", columns, rows)
