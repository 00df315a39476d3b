"""How the results came about: versions, assumptions, contradictions, and what a reader should know before using them."""

from dataclasses import dataclass

from assessments.catalogue.vocabulary import vocabulary
from assessments.questionnaires.asking.saying import day_said
from assessments.scoring.pages.charts import Chart
from assessments.scoring.pages.functions import OverrideRow, override_rows
from assessments.scoring.pages.knowing import Knowing, knowing
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.result import Part, Result
from assessments.scoring.pages.sureness import Sureness, sureness
from assessments.scoring.pages.swings import tornado
from assessments.scoring.pages.tables import Column, Table
from assessments.scoring.pages.unproven import Unproven, unproven
from assessments.scoring.pages.waves import Waves, waves
from assessments.scoring.pages.wording import NOTHING, Figure, Statement, capitalised, counted, how_often
from assessments.scoring.phrases import measured
from assessments.ui import words

ORIGINS = {
    "default": "Not asked at this depth",
    "unknown": "You do not know",
    "missing": "Not answered",
    "catalogue": "Library",
    "derived": "Worked out",
}
RATE = "events a year"
EFFECTS = {"high": ("High", "warn"), "medium": ("Medium", "info"), "low": ("Low", "plain")}
EFFECT_ORDER = ("high", "medium", "low")
GRADES = {
    "A": "from records",
    "B": "a good estimate",
    "C": "a rough estimate",
    "D": "a guess, or older than two years",
}


@dataclass(frozen=True)
class Assumption:
    """Something that nobody stated, with what it is taken to be."""

    sentence: str
    value: str
    range: str
    origin: str
    effect: str
    tag: str


@dataclass(frozen=True)
class Question:
    """A question with where to answer it."""

    text: str
    url: str


@dataclass(frozen=True)
class Contradiction:
    """Answers that do not fit together."""

    sentence: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Method:
    """Everything the page about the method shows."""

    statement: Statement
    versions: tuple[tuple[str, str], ...]
    assumptions: tuple[Assumption, ...]
    contradictions: tuple[Contradiction, ...]
    flags: tuple[str, ...]
    warnings: tuple[str, ...]
    overrides: tuple[OverrideRow, ...]


@dataclass(frozen=True)
class Sensitivity:
    """Everything the page about sensitivity shows."""

    statement: Statement
    chart: Chart
    sure: Sureness
    knowing: Knowing | None
    waves: Waves | None
    unproven: Unproven | None
    has_range: bool
    grades: tuple[tuple[str, str, int], ...]


def method_page(result: Result, links: Links) -> Method:
    """The method of a snapshot."""
    assumptions = sorted(result.data["assumptions"], key=lambda one: EFFECT_ORDER.index(one["effect"]))
    contradictions = tuple(
        Contradiction(one["sentence"], tuple(_question(path, result, links) for path in one["answers"]))
        for one in result.data["contradictions"]
    )
    return Method(
        statement=_statement(result),
        versions=tuple(_versions(result)),
        assumptions=tuple(_assumption(result, one) for one in assumptions),
        contradictions=contradictions,
        flags=tuple(flag["sentence"] for flag in result.data["flags"]),
        warnings=tuple(warning["sentence"] for warning in result.data["warnings"]),
        overrides=override_rows(result, result.data["overrides"]),
    )


def _statement(result: Result) -> Statement:
    assumed = sum(one["from"] != "catalogue" for one in result.data["assumptions"])
    strong = sum(one["effect"] == "high" for one in result.data["assumptions"])
    figure = Figure(words.plural(result.background["answers"]["answered"], "answer"), "headline.confidence")
    standing_in = f", {counted(assumed, 'stand-in')} for what was not stated," if assumed else ""
    moving = "none" if not strong else words.count_word(strong)
    return Statement(
        "These results rest on ",
        figure,
        f"{standing_in} and values of the library; {moving} of these assumptions could move the result a lot.",
    )


def _versions(result: Result) -> list[tuple[str, str]]:
    data, snapshot = result.data, result.snapshot
    return [
        (
            "Assessment",
            f"number {snapshot.number}" + (f", asked for by {snapshot.asked_by}" if snapshot.asked_by else ""),
        ),
        ("As of", day_said(data["as_of"])),
        ("Depth", data["organisation"]["depth"].capitalize()),
        ("Amounts", capitalised(result.basis.removeprefix("Amounts are "))),
        ("Method", data["method_version"]),
        ("Question bank", data["bank_version"].rpartition("@")[2]),
        ("Library", data["catalogue_version"]),
        ("Seed of the ranges", str(data["seed"])),
        ("Fingerprint of the answers", data["input_hash"][:16]),
        ("Numerical error", words.percent(100 * data["losses"]["numerical_error"], fine=True)),
    ]


def _assumption(result: Result, part: Part) -> Assumption:
    effect, tag = EFFECTS[part["effect"]]
    value, unit, around = part["value"], part["unit"] or "", part["range"]
    if isinstance(value, str) and value in vocabulary().band_labels:
        unit = "hours"  # a length of time chosen by name; its range stands in hours
    text = "" if value is None else _valued(value, unit, result)
    shown = "" if around is None else " to ".join(_end(end, unit, result) for end in around)
    return Assumption(part["sentence"], text, shown, ORIGINS[part["from"]], effect, tag)


def _valued(value: float | str | list[str], unit: str, result: Result) -> str:
    """An assumed value with its unit: £182 per working day, 1 in 54 years, 10 days; a length of time by its name."""
    if not isinstance(value, int | float):
        return "; ".join(
            vocabulary().band_labels.get(one, one) for one in ([value] if isinstance(value, str) else value)
        )
    if unit == RATE:
        return how_often(value)
    return measured(_rounded(value), unit, result.currency)


def _end(value: float | None, unit: str, result: Result) -> str:
    """An end of a range, as short as it can be beside the value."""
    if value is None:
        return "no end"
    if unit == RATE:
        return how_often(value)
    kind = unit.partition(" ")[0]
    short = unit if unit == "hours" else kind if kind in ("currency", "%") else ""
    return measured(_rounded(value), short, result.currency)


def _rounded(value: float) -> float:
    return float(round(value)) if abs(value) >= 100 else words.significant(float(value), 2)


def _question(path: str, result: Result, links: Links) -> Question:
    parts = path.split("[", maxsplit=1)[0].split(".")
    if parts[0] == "functions":
        return Question(result.answers.label(parts[2], parts[1]), links.question(parts[2], parts[1]))
    key = parts[-1]
    return Question(result.answers.label(key), links.question(key))


def assumptions_table(result: Result) -> Table:
    """The assumptions, for a file."""
    columns = (
        Column("Input"),
        Column("Value"),
        Column("Unit"),
        Column("Low"),
        Column("High"),
        Column("From"),
        Column("Effect"),
        Column("In words"),
    )
    rows = tuple(
        (
            one["input"],
            _plain(one["value"]),
            one["unit"],
            _plain((one["range"] or (None, None))[0]),
            _plain((one["range"] or (None, None))[1]),
            ORIGINS[one["from"]],
            one["effect"],
            one["sentence"],
        )
        for one in result.data["assumptions"]
    )
    return Table("assumptions", "Assumptions", columns, rows)


def _plain(value: float | str | list[str] | None) -> float | str | None:
    return "; ".join(value) if isinstance(value, list) else value


# ------------------------------------------------------------------------------------------------------- sensitivity
def sensitivity_page(result: Result, links: Links) -> Sensitivity:
    """How sure the results are, and what moves them."""
    grades = result.background["answers"]["grades"]
    return Sensitivity(
        statement=_range_statement(result),
        chart=tornado(result),
        sure=sureness(result, links),
        knowing=knowing(result, links),
        waves=waves(result),
        unproven=unproven(result, links),
        has_range=result.data["losses"]["expected_annual_range"][1] >= NOTHING,
        grades=tuple((grade, words_of, grades[grade]) for grade, words_of in GRADES.items()),
    )


def _range_statement(result: Result) -> Statement:
    low, high = result.data["losses"]["expected_annual_range"]
    if high < NOTHING:
        figure = Figure("no money", "losses.expected_annual")
        return Statement("Whatever is not known exactly, an average year would cost ", figure, ".", "gain")
    figure = Figure(result.money_range(low, high), "losses.expected_annual_range")
    return Statement(
        "An average year would cost ", figure, ", which is as close as your answers and the library allow."
    )
