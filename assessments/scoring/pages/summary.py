"""The summary of the scores: the year against the limit, the five scores, readiness, concentration, detection."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assessments.catalogue.vocabulary import vocabulary
from assessments.register.queries import PERSON, TIKTOK
from assessments.scoring.pages.alone import week_of
from assessments.scoring.pages.charts import Chart, exceedance
from assessments.scoring.pages.first_settings import FirstSetting
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.matrix import Matrix, matrix
from assessments.scoring.pages.readiness import Readiness, readiness
from assessments.scoring.pages.result import Part, Result
from assessments.scoring.pages.sureness import Sureness, sureness
from assessments.scoring.pages.tables import Column, Table
from assessments.scoring.pages.wording import NOTHING, Figure, Statement, capitalised, chance, counted
from assessments.scoring.scores.parts import BAND_SENTENCES
from assessments.ui import words

SCORES = {
    "exposure": ("Exposure", "how much stops or fades without TikTok"),
    "concentration": ("Concentration", "how hard TikTok would be to replace"),
    "detection": ("Detection", "how late and how doubtful the warning is"),
    "cascade": ("Cascade", "how far a stop spreads to others"),
    "gap": ("Gap", "how far alternatives fall short of what is needed"),
}
BAND_TAGS = {"Low": "ok", "Guarded": "ok", "Elevated": "warn", "High": "bad", "Critical": "bad"}
VERDICTS = {
    "in_time": ("In time", "ok", "check-circle-fill"),
    "late": ("Late", "bad", "exclamation-triangle-fill"),
    "never": ("Never", "bad", "x-octagon-fill"),
    "not_checked": ("Not checked", "warn", "question-circle"),
}
OTHERS = "Everything else"
MARKS = {"person": f"{PERSON}{{}}", "account": "a-{}", "tool": "t-{}", "channel": TIKTOK, "owner": ""}
"""What tells the things of which there is only one from others, by kind, in what each would cost alone."""

HARMLESS = "Much of it would stop; by what you answered, no length up to a month costs money or does serious harm."
"""Of a dependency that hurts nobody: "it would hurt badly" would contradict every other page."""
SERIOUS = 3


@dataclass(frozen=True)
class ScoreRow:
    """One of the five scores: 0 to 100, higher is worse, with its reasons and its largest parts."""

    name: str
    meaning: str
    figure: Figure
    value: float
    band: str
    tag: str
    reasons: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]
    is_harmless: bool = False

    @property
    def sentence(self) -> str:
        """What the band means, in a sentence."""
        return HARMLESS if self.is_harmless else BAND_SENTENCES[self.band]


@dataclass(frozen=True)
class Comparison:
    """A yearly figure now and with nothing in place."""

    label: str
    now: Figure
    bare: Figure


@dataclass(frozen=True)
class Owner:
    """An owner of channels, with the share of results that depends on it."""

    name: str
    share: float
    text: str


@dataclass(frozen=True)
class Concentration:
    """How concentrated the organisation is: owners, and things of which there is only one."""

    sentence: str
    owners: tuple[Owner, ...]
    single_points: tuple[tuple[str, str], ...]
    path: str = "concentration"


@dataclass(frozen=True)
class Rule:
    """An alert rule with the verdict on it."""

    metric: str
    verdict: str
    tag: str
    icon: str
    sentence: str
    advice: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """Everything the summary of the scores shows."""

    statement: Statement
    matrix: Matrix
    exceedance: Chart
    overall: ScoreRow
    scores: tuple[ScoreRow, ...]
    comparison: tuple[Comparison, ...]
    comparison_sentence: str
    readiness: Readiness | None
    concentration: Concentration
    rules: tuple[Rule, ...]
    rules_sentence: str
    sure: Sureness
    tries: tuple[FirstSetting, ...]


def summary_page(result: Result, links: Links, tries: tuple[FirstSetting, ...] = ()) -> Summary:
    """The summary of a snapshot, with what can be tried out on it."""
    scores = result.data["scores"]
    rules = tuple(_rule(rule) for rule in scores["detection"]["rules"])
    headline = result.data["headline"]
    return Summary(
        statement=year_statement(result),
        matrix=matrix(result, links),
        exceedance=exceedance(result),
        overall=replace(
            _row("Dependency", "the five together, to compare over time", "headline.score", headline, {}),
            is_harmless=headline["band"] in ("Elevated", "High", "Critical") and _is_harmless(result),
        ),
        scores=tuple(
            _row(name, meaning, f"scores.{key}", scores[key], scores[key]["parts"])
            for key, (name, meaning) in SCORES.items()
        ),
        comparison=tuple(_comparison(result)),
        comparison_sentence=_comparison_sentence(result),
        readiness=readiness(result),
        concentration=concentration(result),
        rules=rules,
        rules_sentence=_rules_sentence(rules),
        sure=sureness(result, links),
        tries=tries,
    )


def year_statement(result: Result) -> Statement:
    """How bad the year could get, against the limit."""
    losses = result.data["losses"]
    for level, words_of_it in (("0.95", "One year in twenty"), ("0.99", "One year in a hundred")):
        if losses["var"][level] >= NOTHING:
            figure = Figure(result.money(losses["var"][level]), "losses.var")
            limit = f" {result.whose_limit} is {result.money(result.limit)}." if result.limit >= NOTHING else ""
            return Statement(f"{words_of_it}, TikTok trouble would cost more than ", figure, f".{limit}")
    figure = Figure("no money", "losses.expected_annual")
    return Statement("With what is in place, TikTok trouble would cost ", figure, " in the coming year.", "gain")


def _row(name: str, meaning: str, path: str, part: Part, parts: Part) -> ScoreRow:
    points = sorted(((label, value) for label, value in parts.items() if value >= 0.5), key=lambda item: -item[1])
    return ScoreRow(
        name=name,
        meaning=meaning,
        figure=Figure(f"{part['score']:.0f}", path),
        value=part["score"],
        band=part["band"],
        tag=BAND_TAGS[part["band"]],
        reasons=tuple(part["reasons"][:2]),
        parts=tuple((label, f"{value:.0f}") for label, value in points),
    )


def _is_harmless(result: Result) -> bool:
    return not result.has_money and result.worst_rating("720")[0] < SERIOUS


def _comparison(result: Result) -> Iterator[Comparison]:
    now, bare = result.data["losses"], result.data["without_measures"]
    rows = [
        (
            "Expected loss a year",
            "losses.expected_annual",
            result.short(now["expected_annual"]),
            result.short(bare["expected_annual"]),
        ),
        ("1-in-20 bad year", "losses.var", result.short(now["var"]["0.95"]), result.short(bare["var"]["0.95"])),
        ("1-in-100 bad year", "losses.var", result.short(now["var"]["0.99"]), result.short(bare["var"]["0.99"])),
    ]
    if result.limit >= NOTHING:
        passing = [chance(part["chance_over_limit"]) for part in (now, bare)]
        rows.append(("Chance of passing the limit", "losses.chance_over_limit", *passing))  # type: ignore[arg-type]
    for label, path, today, without in rows:
        yield Comparison(label, Figure(today, path), Figure(without, "without_measures"))


def _comparison_sentence(result: Result) -> str:
    now, bare = result.data["losses"]["expected_annual"], result.data["without_measures"]["expected_annual"]
    if bare < NOTHING:
        return "Even with nothing in place no money would be lost."
    saved = bare - now
    if saved < 0.01 * bare:
        return "Your alternatives hardly lower the loss of an average year."
    share = "all" if now < NOTHING else words.percent(100 * saved / bare)
    return f"Your alternatives save {result.money(saved)} in an average year, {share} of the loss."


def comparison_table(result: Result) -> Table:
    """The yearly figures now and with nothing in place, for a file."""
    now, bare = result.data["losses"], result.data["without_measures"]
    rows = [("Expected loss a year", now["expected_annual"], bare["expected_annual"])]
    for level, label in (("0.95", "1-in-20 bad year"), ("0.99", "1-in-100 bad year")):
        rows.append((label, now["var"][level], bare["var"][level]))
        rows.append((f"Mean loss beyond it ({label})", now["tvar"][level], bare["tvar"][level]))
    columns = (Column("Figure"), Column("Now", "money"), Column("With nothing in place", "money"))
    return Table("measures", "The year now and with nothing in place", columns, tuple(rows))


def scores_table(result: Result) -> Table:
    """The five scores with their parts, for a file."""
    rows: list[tuple[str, str, float]] = [("All five", "", result.data["headline"]["score"])]
    for key, (name, _) in SCORES.items():
        part = result.data["scores"][key]
        rows.append((name, "", part["score"]))
        rows += [(name, label, points) for label, points in part["parts"].items()]
    columns = (Column("Score"), Column("Part"), Column("Points", "number", "0 to 100"))
    return Table("scores", "The five scores and what they are made of", columns, tuple(rows))


def readiness_table(result: Result) -> Table:
    """The readiness profile, for a file."""
    domains = result.data["scores"]["readiness"]["domains"]
    columns = (Column("Area"), Column("Level", "number", "0 to 5"), Column("Proof"))
    rows = tuple((name, domain["level"], domain["proof"]) for name, domain in domains.items())
    return Table("readiness", "Readiness by area", columns, rows)


# ------------------------------------------------------------------------------------------ concentration, detection
def concentration(result: Result) -> Concentration:
    """The concentration by owner, with the single points of failure."""
    part = result.data["concentration"]
    owners = tuple(
        Owner(owner_name(entry["group"]), 100 * entry["share"], words.percent(100 * entry["share"]))
        for entry in part["owner_groups"]
    )
    count = len(part["single_points"])
    points = capitalised(counted(count, "single point")) if count else "No single point"
    found = f"{points} of failure {'was' if count < 2 else 'were'} found."
    sentence = f"{_carries(owners, result.data['at_stake'])} {found}"
    named = tuple(_only_one(result, part["single_points"]))
    return Concentration(sentence, owners, named)


def _only_one(result: Result, points: Sequence[Part]) -> Iterator[tuple[str, str]]:
    """Each single point with why it counts and, where it is known, what a week without it would cost."""
    last = {point["name"]: place for place, point in enumerate(points) if point["kind"] == "person"}
    for place, point in enumerate(points):
        name, why = f"{_kind(point)} {_point_name(point)}".strip(), point["why"]
        week = week_of(result, MARKS[point["kind"]].format(point["name"]))
        # somebody who stands there with several activities is away from all of them at once
        is_person = point["kind"] == "person"
        if week and (not is_person or last[point["name"]] == place):
            whom = "them" if is_person else "it"
            cost = result.money(week)
            why = f"{why}; a week without {whom} would cost {words.about(cost)}{cost}"
        yield name, why


def _carries(owners: Sequence[Owner], stake: Part) -> str:
    """Who carries most; what is not TikTok is no owner, so that TikTok's own share is said instead.

    Where more depends on TikTok than was made there, both shares are said, since both stand on the pages.
    """
    largest = next((owner for owner in owners if owner.name != OTHERS), owners[0])
    if largest.name == owner_name("own"):
        return f"Your own channels carry {largest.text} of your results."
    depends = stake["direct"]["share"] + stake["influenced"]["share"]
    if largest.name == owner_name("tiktok") and round(depends) > round(largest.share):
        return (
            f"{largest.name} carried {largest.text} of your results in the last 30 days, by the shares you gave; "
            f"{words.percent(depends)} of a year's income depends on it."
        )
    return f"{largest.name} carries {largest.text} of your results."


def owner_name(group: str) -> str:
    """The owner of channels as people know it."""
    return OTHERS if group == "others" else vocabulary().owner_name(group)


def _kind(point: Part) -> str:
    return {"person": "", "account": "Account", "tool": "Tool", "channel": "Channel", "owner": "Owner"}[point["kind"]]


def _point_name(point: Part) -> str:
    name: str = point["name"]
    return owner_name(name) if point["kind"] == "owner" else name


def _rule(rule: Part) -> Rule:
    verdict, tag, icon = VERDICTS[rule["verdict"]]
    fires, against = rule["fires_at_min"], rule["against_failure_min"]
    if rule["verdict"] == "not_checked":
        sentence = "A value of the rule is not known, so it could not be checked and counts as late."
    elif fires is None:
        sentence = "It would not speak at all."
    else:
        when = words.hours(fires / 60)
        side = "before" if against >= 0 else "after"
        moment = "at the moment of failure" if against == 0 else f"{words.hours(abs(against) / 60)} {side} failure"
        sentence = f"It speaks {when} after the change begins, {moment}."
    return Rule(rule["metric"], verdict, tag, icon, sentence, tuple(rule["advice"]))


def _rules_sentence(rules: Sequence[Rule]) -> str:
    if not rules:
        return ""
    good = sum(rule.tag == "ok" for rule in rules)
    if good == len(rules):
        return (
            "Your alert rule speaks in time."
            if good == 1
            else f"All {words.count_word(good)} alert rules {'speaks' if good == 1 else 'speak'} in time."
        )
    if len(rules) == 1:
        return "Your alert rule would not speak in time."
    return f"{words.count_word(good).capitalize()} of {words.count_word(len(rules))} alert rules {'speaks' if good == 1 else 'speak'} in time."


def rules_table(result: Result) -> Table:
    """The alert rules with their verdicts, for a file."""
    columns = (
        Column("What is watched"),
        Column("Verdict"),
        Column("Speaks after", "number", "minutes"),
        Column("Before failure", "number", "minutes"),
        Column("At worst before failure", "number", "minutes"),
    )
    rows = tuple(
        (
            rule["metric"],
            VERDICTS[rule["verdict"]][0],
            rule["fires_at_min"],
            rule["against_failure_min"],
            rule["worst_phase"]["against_failure_min"],
        )
        for rule in result.data["scores"]["detection"]["rules"]
    )
    return Table("rules", "Alert rules and whether they speak in time", columns, rows)
