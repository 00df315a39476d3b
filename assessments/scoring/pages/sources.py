"""What stands at an input path of the trace: an answer, a library entry, another result, a rule of the method."""

from dataclasses import dataclass
from typing import Literal

from assessments.catalogue.controls import controls
from assessments.questionnaires.bank import bank
from assessments.scoring.pages.formulas import formula_of
from assessments.scoring.pages.functions import set_words
from assessments.scoring.pages.library import library_entry
from assessments.scoring.pages.links import ANSWER, Links
from assessments.scoring.pages.result import Result
from assessments.ui import words
from assessments.ui.cards import Sourced

Kind = Literal["answer", "library", "result", "assumption"]
LIBRARY = {
    "catalogue.scenarios": "How often, how long and how severe each scenario is",
    "catalogue.scenarios.decision_h": "How long a decision takes",
    "catalogue.durations": "How long disruptions of social networks lasted",
}
METHOD_INPUTS = {"catalogue.scenarios.decision_h": "detect.decision"}


@dataclass(frozen=True)
class Source:
    """An input path with what is shown for it, and the assumptions that may go with it."""

    path: str
    kind: Kind
    lines: tuple[Sourced, ...] = ()
    inputs: tuple[str, ...] = ()


def source_of(result: Result, links: Links, path: str) -> Source:
    """What stands at an input path; ValueError for a path that leads nowhere."""
    scope, _, rest = path.partition(".")
    if answer := ANSWER.fullmatch(path):
        return _answer(result, links, answer["question"], answer["function"])
    if scope in ("bank", "method"):
        return Source(path, "assumption", inputs=(path if scope == "method" else rest.partition(".")[2],))
    if scope == "overrides" or path.startswith("what_if["):
        return _stated(result, path)
    return _library(links, path) if scope == "catalogue" else _result(result, links, path)


def _stated(result: Result, path: str) -> Source:
    """An override or a what-if, which the organisation stated beside its answers."""
    if path.startswith("overrides."):
        line = Sourced("Set by a person", set_words(result, path.removeprefix("overrides.")))
    else:
        place = int(path[len("what_if[") : -1]) - 1
        line = Sourced("What was asked", result.data["what_if"][place]["name"])
    return Source(path, "answer", (line,))


def _answer(result: Result, links: Links, question: str, function: str | None) -> Source:
    """An answer with its question; the activity "*" stands for every one."""
    answers = result.answers
    if function == "*":
        return Source(
            f"functions.*.{question}", "answer", (Sourced(answers.label(question), "asked of each activity"),)
        )
    text = answers.text(question, function)
    grade = answers.grade(question, function)
    value = f"{text} (grade {grade})" if grade else text
    line = Sourced(answers.label(question, function), value, links.question(question, function))
    path = f"functions.{function}.{question}" if function else f"answers.{question}"
    feeds = bank().questions[question].feeds
    inputs = tuple(f"functions.{function}.{name.partition('.')[2]}" if function else name for name in feeds)
    return Source(path, "answer", (line,), inputs)


def _library(links: Links, path: str) -> Source:
    if path in LIBRARY:
        return Source(path, "library", (Sourced(LIBRARY[path], "library"),), (METHOD_INPUTS.get(path, path),))
    _, kind, key = path.split(".")
    if kind == "scenarios":
        entry = library_entry(key)
        if entry is None:
            raise ValueError(f"{path}: there is no such scenario")
        label = bank().vocabulary.scenarios[key]
        kind_of = "a judgement" if entry.is_judgement else "counted incidents"
        line = Sourced(
            f"How often and how long: {words.lower_first(label)}", f"library, {kind_of}", links.scenario(key)
        )
        return Source(path, "library", (line,), (f"scenarios.{key}.rate_per_year", f"scenarios.{key}.median_h"))
    control = controls()[key]
    url = control.evidence[0].url if control.evidence else ""
    return Source(path, "library", (Sourced(control.name, control.justification, url),))


def _result(result: Result, links: Links, path: str) -> Source:
    found = formula_of(path)
    if found is None:
        raise ValueError(f"{path} leads nowhere")
    name = found.formula.name
    if found.key in result.names:
        name = name.format(function=result.names[found.key])
    return Source(path, "result", (Sourced(name, "", links.how(path)),))
