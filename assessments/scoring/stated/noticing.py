"""How trouble is noticed: delay, waiting for a decision, alert rules, triage."""

from dataclasses import dataclass
from typing import Any

from assessments.catalogue.scenarios import ScenarioLibrary
from assessments.scoring.quantity import Quantity
from assessments.scoring.resolver import Resolver

DECIDING_H = 1.0
"""Hours until a decision once somebody with authority knows. Working assumption of the domain guide."""
NOBODY_TOLD = "customers"


@dataclass(frozen=True, slots=True)
class AlertRule:
    """One alert rule as stated; a value that is not known is None and leaves the rule unchecked."""

    metric: str
    normal: float | None
    failed: float | None
    threshold: float | None
    direction: str | None
    every_min: float | None
    average_min: float
    lasts_min: float | None
    fastest_min: float | None
    react_min: float
    notify: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Noticing:
    """The way from a failure to a decision."""

    methods: tuple[str, ...]
    delay_h: Quantity
    decision_h: Quantity
    cover: str | None
    rules: tuple[AlertRule, ...]
    triage: str | None
    triage_is_known: bool
    sources: tuple[str, ...]


def state_noticing(resolver: Resolver, library: ScenarioLibrary) -> Noticing:
    """Delay, decision, cover, rules and triage."""
    methods = resolver.course.known("DET-01")
    if methods is None:
        resolver.resolve("DET-01")
    delay = _delay(resolver, methods)
    cover = resolver.resolve("DET-03")
    triage = resolver.resolve("DET-05")
    return Noticing(
        methods=tuple(methods or (NOBODY_TOLD,)),
        delay_h=delay,
        decision_h=_decision(resolver, library, delay, None if cover is None else cover.value),
        cover=None if cover is None else cover.value,
        rules=_rules(resolver),
        triage=None if triage is None else triage.value,
        triage_is_known=triage is not None and triage.origin == "entered",
        sources=(resolver.path("DET-01"),),
    )


def _delay(resolver: Resolver, methods: list[str] | None) -> Quantity:
    delay = resolver.resolve("DET-02")
    if delay is not None and delay.origin != "default":
        return delay
    mapped = resolver.course.bank.defaults["detect.delay"].map or {}
    hours = float(min(mapped[method] for method in methods or [NOBODY_TOLD]))
    sentence = f"Noticing is taken to need {hours:g} hours, from the fastest way in which you find out."
    sources = ("bank.defaults.detect.delay", resolver.path("DET-01"))
    return resolver.keep(
        Quantity("detect.delay", hours, "hours", "C", "default", sources, min(1.0, hours), 24.0, sentence)
    )


def _decision(resolver: Resolver, library: ScenarioLibrary, delay: Quantity, cover: str | None) -> Quantity:
    """One hour in watched hours; otherwise until the next watched hour.

    Who said how long it takes until somebody with authority knows (DET-02, nights and weekends included) has counted
    that wait already.
    """
    waits = delay.origin != "entered" and cover is not None
    hours = library.decision_h[cover] if waits and cover is not None else DECIDING_H
    sentence = f"A decision is taken to need {hours:g} hour{'' if hours == 1 else 's'} after somebody knows."
    sources = ("catalogue.scenarios.decision_h", *((resolver.path("DET-03"),) if cover else ()))
    return resolver.keep(
        Quantity("detect.decision", hours, "hours", "C", "catalogue", sources, DECIDING_H, max(24.0, hours), sentence)
    )


def _rules(resolver: Resolver) -> tuple[AlertRule, ...]:
    rows = resolver.course.known("DET-04") or []
    path = resolver.path("DET-04")
    found = [_rule(row, f"{path}[{number}]") for number, row in enumerate(rows, start=1)]
    return tuple(sorted(found, key=lambda rule: (rule.metric, rule.threshold or 0.0, rule.every_min or 0.0)))


def _rule(row: dict[str, Any], path: str) -> AlertRule:
    def number(key: str) -> float | None:
        raw = row.get(key)
        return float(raw) if isinstance(raw, int | float) else None

    normal, failed = number("normal"), number("failed")
    direction = row.get("direction")
    if not isinstance(direction, str):  # "from the normal and the failed value" (bank, DET-04)
        known = normal is not None and failed is not None and normal != failed
        direction = ("above" if failed > normal else "below") if known else None  # type: ignore[operator]
    notify = row.get("notify")
    return AlertRule(
        metric=row["metric"],
        normal=normal,
        failed=failed,
        threshold=number("threshold"),
        direction=direction,
        every_min=number("every_min"),
        average_min=number("average_min") or 0.0,
        lasts_min=number("lasts_min"),
        fastest_min=number("fastest_min"),
        react_min=number("react_min") or 0.0,
        notify=notify if isinstance(notify, str) else None,
        sources=(path,),
    )
