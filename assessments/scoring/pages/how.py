"""How a figure came about: its formula in words and in numbers, the answers behind it, sources, assumptions, versions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessments.questionnaires.asking.saying import day_said
from assessments.questionnaires.bank import bank
from assessments.scoring.pages import moved
from assessments.scoring.pages.charts import Chart
from assessments.scoring.pages.formulas import Formula, Found, formula_of
from assessments.scoring.pages.functions import set_words
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.parts import OVERALL, score_chart
from assessments.scoring.pages.result import HOURS, Result
from assessments.scoring.pages.sources import Source, source_of
from assessments.scoring.pages.summary import SCORES
from assessments.scoring.pages.worked import worked
from assessments.scoring.pages.worked.lines import Line
from assessments.ui import words
from assessments.ui.cards import Explanation, Sourced

MOST_IN_BRIEF = 4
MOST_SHOWN = 10
OF_A_SWING = ("sensitivity.*", "knowing.*")


@dataclass(frozen=True)
class How:
    """The explanation of one figure."""

    path: str
    name: str
    words: str
    lines: tuple[Line, ...]
    chart: Chart | None
    moved: tuple[moved.Behind, ...]
    first_answers: tuple[Sourced, ...]
    more_answers: tuple[Sourced, ...]
    results: tuple[Sourced, ...]
    library: tuple[Sourced, ...]
    assumptions: tuple[str, ...]
    overrides: tuple[str, ...]
    method: str
    versions: str


def how_page(result: Result, links: Links, path: str) -> How | None:
    """The explanation of the figure at a result path; None if there is no such figure."""
    found = formula_of(path)
    if found is None or not _exists(result, found):
        return None
    sources = [source_of(result, links, source) for source in ordered(result, sources_behind(result, found, path))]
    data, answers = result.data, _of_kind(sources, "answer")
    return How(
        path=path,
        name=_name(result, found),
        words=found.formula.words,
        lines=worked(result, found.formula.path, found.key),
        chart=_chart(result, found),
        moved=moved.answers_behind(result, links, found.key) if found.formula.path == "moved.*" else (),
        first_answers=answers[:MOST_SHOWN],
        more_answers=answers[MOST_SHOWN:],
        results=_of_kind(sources, "result"),
        library=_of_kind(sources, "library"),
        assumptions=_assumptions(result, sources),
        overrides=tuple(_overrides(result, path)),
        method=_where(found.formula.source),
        versions=f"Method {data['method_version']}, question bank {data['bank_version'].rpartition('@')[2]}, "
        f"library {data['catalogue_version']}; assessment {result.snapshot.number} as of {day_said(data['as_of'])}",
    )


def brief(result: Result, links: Links, path: str) -> Explanation:
    """The explanation in short, for a disclosure in a card: the formula and the answers that move the result most."""
    place = (links.organisation, path)
    if place not in result.explained:
        result.explained[place] = _brief(result, links, path)
    return result.explained[place]


def _brief(result: Result, links: Links, path: str) -> Explanation:
    found = formula_of(path)
    assert found is not None
    sources = [source_of(result, links, source) for source in ordered(result, sources_behind(result, found, path))]
    return Explanation(
        formula=found.formula.words,
        inputs=_of_kind(sources, "answer")[:MOST_IN_BRIEF],
        method_url=links.how(path),
    )


def _chart(result: Result, found: Found) -> Chart | None:
    """The picture of how a figure adds up, where it is a score or what moved a figure."""
    scope, _, name = found.formula.path.partition(".")
    if found.formula.path == "headline.score":
        return score_chart(result, OVERALL)
    if scope == "scores" and name in SCORES:
        return score_chart(result, name)
    return moved.moved_chart(result, found.key) if scope == "moved" else None


def sources_behind(result: Result, found: Found, path: str) -> list[str]:
    """The input paths behind a figure, without repetition."""
    trace = result.data["trace"]
    if found.formula.path == "moved.*":
        return []  # they stand with what each of them moved
    if found.formula.path in OF_A_SWING:
        swing = next(one for one in result.background["swings"] if one["key"] == found.key)
        return list(swing["sources"])
    paths = [one for pattern in found.formula.made_of for one in _expanded(result, pattern, found.key)] or [path]
    return list(dict.fromkeys(source for one in paths for source in trace.get(one, ())))


def _expanded(result: Result, pattern: str, key: str) -> list[str]:
    """The paths of a pattern: for the activity that is asked about, else for all."""
    keys = [key] if key in result.names else list(result.names)
    return [pattern.replace("*", one) for one in keys] if "*" in pattern else [pattern]


def ordered(result: Result, sources: Sequence[str]) -> list[str]:
    """The sources with those first that move the expected loss most, the rest in the order of the questionnaire."""
    moving = list(dict.fromkeys(source for swing in result.background["swings"] for source in swing["sources"]))
    places = {source: place for place, source in enumerate(moving)}
    asked = {question: place for place, question in enumerate(bank().questions)}

    def key(source: str) -> tuple[int, int, str]:
        question = source.split("[", 1)[0].rpartition(".")[2]
        return places.get(source, len(places)), asked.get(question, len(asked)), source

    return sorted(sources, key=key)


def _exists(result: Result, found: Found) -> bool:
    """Whether the key in a path is one of this snapshot."""
    scope, key = found.formula.path.split(".")[0].split("[")[0], found.key
    if not key:
        return True
    swings = {swing["key"] for swing in result.background["swings"]}
    known = {
        "functions": result.names,
        "scenarios": {scenario["key"] for scenario in result.scenarios},
        "recommendations": {one["key"] for one in result.data["recommendations"]},
        "sensitivity": swings,
        "knowing": swings if "worth" in result.background else set(),
        "moved": set((result.background.get("moved") or {}).get("figures", ())),
        "outage": set(HOURS.values()),
        "rating": set(HOURS.values()),
        "credits": {str(place) for place in range(len(result.data["credits"]))},
        "what_if": {str(place) for place in range(len(result.data["what_if"]))},
    }
    return key in known[scope]


def _where(source: str) -> str:
    """Where the rule stands in full, below the project's folder."""
    return f"docs/methods/{source}" if source.endswith(".md") else f"assessments/scoring/data/{source}"


def _name(result: Result, found: Found) -> str:
    return name_of(result, found.formula, found.key)


def name_of(result: Result, formula: Formula, key: str) -> str:
    """What the figure is called, with the name of the activity or scenario in it."""
    scope = formula.path.split(".")[0].split("[")[0]
    names: dict[str, str] = {}
    if key and scope == "functions":
        names["function"] = result.names[key]
    elif key and scope == "scenarios":
        scenario = result.scenario(key)
        names["scenario"] = scenario["label"] if scenario else key
    elif key and scope == "recommendations":
        names["recommendation"] = next(one["title"] for one in result.data["recommendations"] if one["key"] == key)
    elif key and scope == "moved":
        names["figure"] = moved.FIGURES[key]
    elif key and scope in ("sensitivity", "knowing"):
        swing = next(one for one in result.background["swings"] if one["key"] == key)
        names["swing"] = words.lower_first(swing["label"])
    elif key and scope == "what_if":
        names["what_if"] = result.data["what_if"][int(key)]["name"]
    elif key and scope in ("outage", "rating"):
        names["hours"] = words.hours(float(key)) if float(key) < 72 else words.plural(int(key) // 24, "day")
    return formula.name.format(**names)


def _of_kind(sources: Sequence[Source], kind: str) -> tuple[Sourced, ...]:
    lines = [line for source in sources if source.kind == kind for line in source.lines]
    return tuple(dict.fromkeys(lines))


def _assumptions(result: Result, sources: Sequence[Source]) -> tuple[str, ...]:
    """The sentences of the assumptions that stand behind any of the sources."""
    inputs = {name for source in sources for name in source.inputs}
    prefixes = tuple(source.path for source in sources if source.kind == "answer")
    found = [
        one["sentence"]
        for one in result.data["assumptions"]
        if one["input"] in inputs or (prefixes and _is_cell_of(one["input"], prefixes))
    ]
    return tuple(dict.fromkeys(found))


def _is_cell_of(name: str, prefixes: tuple[str, ...]) -> bool:
    return any(name.startswith((f"{prefix}.", f"{prefix}[")) for prefix in prefixes)


def _overrides(result: Result, path: str) -> Iterator[str]:
    for override in result.data["overrides"]:
        if override["set"] == path or override["set"].startswith(f"{path}."):
            yield f"{set_words(result, override['set'])}: {override['sentence']} {override['text'] or ''}".strip()
