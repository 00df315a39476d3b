"""What changed between two snapshots: the headline figures, and the answers and versions behind the change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.scoring.pages.answers import Answered, changed
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.moved import Move, moves_of
from assessments.scoring.pages.result import Result
from assessments.scoring.pages.wording import NOTHING, chance

RELATIVE = 0.005
"""Changes of an amount smaller than this share are rounding, not news."""


@dataclass(frozen=True)
class Moved:
    """A headline figure that is not as it was."""

    label: str
    path: str
    before: str
    after: str
    is_worse: bool


@dataclass(frozen=True)
class Changes:
    """What changed since the snapshot before: figures, the answers that moved them, other answers, versions."""

    figures: tuple[Moved, ...] = ()
    behind: tuple[Answered, ...] = ()
    others: tuple[Answered, ...] = ()
    versions: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()

    @property
    def are_any(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.figures or self.behind or self.others or self.versions)


@dataclass(frozen=True)
class Delta:
    """How far a figure moved: an arrow with the amount, and whether that is worse."""

    text: str
    is_worse: bool


@dataclass(frozen=True)
class _Headline:
    """A figure of the headline in two snapshots."""

    label: str
    path: str
    before: float
    after: float
    before_text: str
    after_text: str
    is_amount: bool = True

    @property
    def is_news(self) -> bool:
        """Whether it moved by more than rounding, and reads differently."""
        least = max(NOTHING, RELATIVE * abs(self.before)) if self.is_amount else NOTHING
        return abs(self.after - self.before) > least and self.before_text != self.after_text


def changes(now: Result, before: Result, links: Links) -> Changes:
    """What changed since an earlier snapshot."""
    figures = [figure for figure in _headline(now, before) if figure.is_news]
    sources = {source for figure in figures for source in _behind(figure.path, now)}
    answers = list(_answers(now, before, links))
    return Changes(
        figures=tuple(
            Moved(one.label, one.path, one.before_text, one.after_text, one.after > one.before) for one in figures
        ),
        behind=tuple(answer for path, answer in answers if path in sources),
        others=tuple(answer for path, answer in answers if path not in sources),
        versions=tuple(_versions(now, before)),
        moves=tuple(move for move in moves_of(now) if move.since == before.snapshot.number),
    )


def delta(now: Result, before: Result | None, path: str) -> Delta | None:
    """How far a headline figure moved since an earlier snapshot; None if it did not, or if amounts differ in kind."""
    if before is None or now.unit != before.unit:
        return None
    figure = next((one for one in _headline(now, before) if one.path == path), None)
    if figure is None or not figure.is_news:
        return None
    moved = figure.after - figure.before
    size = now.short(abs(moved)) if figure.is_amount else f"{abs(moved):.0f}"
    return Delta(f"{'▲' if moved > 0 else '▼'} {size}", moved > 0)


def trend(now: Result, before: Result | None, scenario: str) -> tuple[str, str] | None:
    """Whether a scenario's expected loss rises, falls or stays, with the kind of its tag; None without a comparison."""
    if before is None or now.unit != before.unit:
        return None
    new, old = now.scenario(scenario), before.scenario(scenario)
    if new is None or old is None:
        return None
    moved = new["expected_annual_loss"] - old["expected_annual_loss"]
    if abs(moved) <= max(NOTHING, 0.05 * abs(old["expected_annual_loss"])):
        return "steady", ""
    return ("▲ rising", "worse") if moved > 0 else ("▼ falling", "better")


def changed_answers(now: Mapping[str, Any], before: Mapping[str, Any]) -> int:
    """How many answers differ between two contents of profile files; the dates of assessment do not count."""
    return sum(1 for _ in _different(now, before))


def _headline(now: Result, before: Result) -> Iterator[_Headline]:
    if now.unit == before.unit:
        for label, path in (("A 7-day outage", "outage.168"), ("Expected loss a year", "losses.expected_annual")):
            yield _amount(now, before, label, path)
        yield _amount(now, before, "The 1-in-20 bad year", "losses.var")
    for label, path, is_share in (
        ("The chance of passing the limit", "losses.chance_over_limit", True),
        ("The dependency score", "headline.score", False),
    ):
        old, new = (_number(result, is_share=is_share) for result in (before, now))
        texts = [chance(value) if is_share else f"{value:.0f} of 100" for value in (old, new)]
        yield _Headline(label, path, old, new, texts[0], texts[1], is_amount=False)


def _number(result: Result, *, is_share: bool) -> float:
    if is_share:
        return float(result.data["losses"]["chance_over_limit"])
    return float(round(result.data["headline"]["score"]))


def _amount(now: Result, before: Result, label: str, path: str) -> _Headline:
    old, new = (_value(result, path) for result in (before, now))
    return _Headline(label, path, old, new, now.short(old), now.short(new))


def _value(result: Result, path: str) -> float:
    losses = result.data["losses"]
    return {
        "outage.168": result.outage_loss(168),
        "losses.expected_annual": losses["expected_annual"],
        "losses.var": losses["var"]["0.95"],
    }[path]


def _behind(path: str, now: Result) -> set[str]:
    trace = now.data["trace"]
    if path == "outage.168":
        return {source for function in now.functions for source in trace[f"functions.{function['key']}.loss_at_h"]}
    return set(trace.get(path, ()))


def _versions(now: Result, before: Result) -> Iterator[str]:
    for key, what in (
        ("method_version", "The method"),
        ("bank_version", "The question bank"),
        ("catalogue_version", "The library"),
    ):
        old, new = before.data[key], now.data[key]
        if old != new:
            yield f"{what} changed from version {_short(old)} to {_short(new)}."


def _short(version: str) -> str:
    return version.rpartition("@")[2]


def _answers(now: Result, before: Result, links: Links) -> Iterator[tuple[str, Answered]]:
    """The answers that differ, by their paths."""
    for question, function in _different(now.snapshot.profile, before.snapshot.profile):
        path = f"functions.{function}.{question}" if function else f"answers.{question}"
        known = now if function is None or function in now.names else before
        label, (old, new) = (
            known.answers.label(question, function),
            changed(now.answers, before.answers, question, function),
        )
        yield path, Answered(label, links.question(question, function), old, new)


def _different(now: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    for question in sorted({*now["answers"], *before["answers"]}):
        if now["answers"].get(question) != before["answers"].get(question):
            yield question, None
    for function in sorted({*now["functions"], *before["functions"]}):
        new, old = now["functions"].get(function, {}), before["functions"].get(function, {})
        for question in sorted({*new, *old}):
            if new.get(question) != old.get(question):
                yield question, function
