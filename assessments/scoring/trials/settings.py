"""What can be set differently: each thing with its stated value, its limits, and how a typed value is read."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from assessments.questionnaires.asking.typed_numbers import typed_percent
from assessments.questionnaires.reading.mistakes import Unreadable
from assessments.questionnaires.reading.scalars import read_number
from assessments.scoring.advice.library import library
from assessments.scoring.quantity import Quantity
from assessments.scoring.stated.activities import StatedActivity
from assessments.scoring.trials.outcome import MOST_CHANCE, Alternatively, Changes, Outage
from assessments.scoring.trials.present import Present
from assessments.ui import words
from assessments.ui.dates import parts_of, read_parts

Value = float | str | bool
Kind = Literal["number", "choice", "day", "flag"]
USUAL_SCENARIO = "short_outage"
USUAL_LENGTH_H = 168.0
LONGEST_H = 720.0
SLIDES_TO_H = 72.0
NO_ALTERNATIVE = "Now: no alternative"
AFRESH_H = 24.0
"""Hours from the decision at which the slider of an alternative that is not there yet begins."""
YEAR = timedelta(days=364)
OUTAGE = ("scenario", "length", "start")
ON = ("on", "true", "1", "yes")
SHARES = ("direct", "influenced")
OTHERWISE = {"direct": "paid through TikTok itself", "influenced": "found on TikTok and paid elsewhere"}
"""What becomes of each share, said where it leaves too little room for the other."""
WHOLE = 100.0


@dataclass(frozen=True)
class Setting:
    """One thing that can be set; `start` is what is stated, `said` where that comes from.

    Between `low` and `least` nothing can be set but `low` itself. What `starts_afresh` is not there yet, and its start
    only where its slider begins.
    """

    name: str
    label: str
    kind: Kind
    start: Value
    said: str = ""
    unit: str = ""
    low: float = 0.0
    high: float = 100.0
    options: tuple[tuple[str, str], ...] = ()
    about: str = ""
    least: float = 0.0
    starts_afresh: bool = False

    @property
    def slides_to(self) -> float:
        """Where its slider ends: hours far beyond what is stated can be typed, but would leave no room to aim."""
        if self.unit != "hours" or self.name == "length":
            return self.high
        return min(self.high, max(SLIDES_TO_H, math.ceil(2 * float(self.start))))

    @property
    def shown(self) -> str:
        """The stated value as it stands in its field."""
        return written(self.start)

    def read(self, text: str) -> Value:
        """The value that was typed; ValueError with a sentence for people if it cannot be used."""
        typed = text.strip()
        if self.kind == "flag":
            return typed.lower() in ON
        if self.kind == "choice":
            if typed not in dict(self.options):
                raise ValueError("Choose one of the list.")
            return typed
        return self._number(typed) if self.kind == "number" else self._day(typed)

    def _number(self, typed: str) -> float:
        # what was typed as it stands is the stated value, whatever rounding the field shows
        if typed == self.shown:
            return float(self.start)
        apart, least = (f"{self.low:,.10g}, or ", self.least) if self.least > self.low else ("", self.low)
        allowed = f"Enter {apart}a number from {least:,.10g} to {self.high:,.10g}."
        try:
            bare = typed.removesuffix("%").strip() if self.unit == "%" else typed
            number = float(read_number(typed_percent(bare))) + 0.0
        except Unreadable:
            raise ValueError(allowed) from None
        if not (number == self.low or least <= number <= self.high):
            raise ValueError(allowed)
        return float(self.start) if written(number) == self.shown else number

    def _day(self, typed: str) -> str:
        first = date.fromisoformat(str(self.start))
        last = first + YEAR
        found = read_parts(*parts_of(typed))
        if found is None or not first <= found <= last:
            raise ValueError(f"Enter a day from {words.day(first)} to {words.day(last)}.")
        return found.isoformat()


@dataclass(frozen=True)
class Group:
    """Settings that stand together under a heading."""

    key: str
    heading: str
    settings: tuple[Setting, ...]
    note: str = ""


@dataclass(frozen=True)
class Entered:
    """What was asked for: the values that differ from what is stated, the texts as typed, and what is wrong with them."""

    values: Mapping[str, Value] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    mistakes: Mapping[str, str] = field(default_factory=dict)

    @property
    def changes(self) -> dict[str, Value]:
        """The values beside those of the outage."""
        return {name: value for name, value in self.values.items() if name not in OUTAGE}


def written(value: Value) -> str:
    """A value as it stands in a field, in an address and in a stored trial's text."""
    return f"{value:.4g}" if isinstance(value, float) else "on" if value is True else str(value)


# ------------------------------------------------------------------------------------------------------ what there is
def groups_of(present: Present) -> tuple[Group, ...]:
    """Everything that can be set for this organisation, in the order of the page."""
    found = [
        Group("outage", "The outage you look at", tuple(_outage(present))),
        Group("income", "Income that depends on TikTok", tuple(_shares(present))),
        *(_activity(present, activity) for activity in present.statement.activities),
        Group("chances", "How likely each scenario is", tuple(_chances(present)), "Chance in the next 12 months."),
        Group("controls", "Recommendations put in place", tuple(_controls(present)), CONTROLS_NOTE),
    ]
    return tuple(group for group in found if group.settings)


CONTROLS_NOTE = (
    "Each with the effect that is most likely. One that changes nothing by itself can do so beside another change. "
    "Those without an effect in figures are left out."
)


def _outage(present: Present) -> Iterator[Setting]:
    labels = present.statement.course.bank.vocabulary.scenarios
    options = tuple((key, labels[key]) for key in present.touched) or ((USUAL_SCENARIO, labels[USUAL_SCENARIO]),)
    usual = USUAL_SCENARIO if USUAL_SCENARIO in dict(options) else options[0][0]
    yield Setting("scenario", "What happens", "choice", usual, options=options)
    said = "At first: a week"
    yield Setting("length", "How long it lasts", "number", USUAL_LENGTH_H, said, "hours", 1.0, LONGEST_H)
    start = present.profile.as_of
    said = f"At first: {words.day(start)}, the day your figures stand for"
    yield Setting("start", "First day", "day", start.isoformat(), said)


def _shares(present: Present) -> Iterator[Setting]:
    organisation = present.statement.organisation
    if not organisation.earns_income:
        return
    for name, label, share in (
        ("direct", "Paid through TikTok itself", organisation.direct),
        ("influenced", "Found on TikTok, paid elsewhere", organisation.influenced),
    ):
        yield Setting(name, label, "number", _rounded(share.number), _said(share, "%"), "%")


def _activity(present: Present, activity: StatedActivity) -> Group:
    """How soon the alternative delivers, how much it reaches, how far it is prepared."""
    alternative, key = activity.alternative, activity.key
    labels = present.statement.course.bank.labels(present.statement.course.bank.questions["WRK-01"])
    status = Setting(
        f"workaround.{key}",
        "What you could do instead",
        "choice",
        alternative.status_code,
        f"Now: {words.lower_first(labels[alternative.status_code])}",
        options=tuple(labels.items()),
    )
    settings = (status, _delivers(present, activity), _reaches(activity))
    return Group(f"activity-{key}", activity.activity.label, settings)


def _delivers(present: Present, activity: StatedActivity) -> Setting:
    """Hours until it delivers: 0 where it runs already, otherwise not before somebody has noticed and decided."""
    alternative, known, least = activity.alternative, present.known_h, _rounded(present.known_h)
    delivers = 0.0 if alternative.is_running else known + (alternative.operate_h if alternative.exists else AFRESH_H)
    said = f"Now: {words.hours(delivers)}" if alternative.exists and not alternative.is_running else "Now: runs already"
    about = "" if least <= 0 else f"You need {words.hours(known)} to notice and decide; it cannot be sooner"
    if about and alternative.is_running:
        about = f"0: it runs already. Otherwise you need {words.hours(known)} to notice and decide"
    return Setting(
        f"delivers.{activity.key}",
        "Until it delivers",
        "number",
        _rounded(delivers),
        said if alternative.exists else NO_ALTERNATIVE,
        "hours",
        0.0 if alternative.is_running else least,
        max(LONGEST_H, math.ceil(delivers)),
        about=about,
        least=least,
        starts_afresh=not alternative.exists,
    )


def _reaches(activity: StatedActivity) -> Setting:
    """The share of normal output that it reaches."""
    output, label = activity.alternative.output, "How much of normal output it reaches"
    reached = _rounded(output.number if output is not None else 0.0)
    said = _said(output, "%") if output is not None else NO_ALTERNATIVE
    is_new = not activity.alternative.exists
    return Setting(f"output.{activity.key}", label, "number", reached, said, "%", starts_afresh=is_new)


def _chances(present: Present) -> Iterator[Setting]:
    labels = present.statement.course.bank.vocabulary.scenarios
    for scenario in present.touched:
        chance = float(f"{-100 * math.expm1(-present.rate(scenario)):.3g}")
        said = f"Now: {chance:g}%"
        high = max(MOST_CHANCE, chance)
        yield Setting(f"chance.{scenario}", labels[scenario], "number", chance, said, "%", 0.0, high)


def _controls(present: Present) -> Iterator[Setting]:
    for key, finding in present.findings.items():
        yield Setting(f"control.{key}", finding.title or library()[key].title, "flag", False)


def _rounded(number: float) -> float:
    """The number as its field shows it."""
    return float(f"{number:.4g}")


def _said(share: Quantity, unit: str) -> str:
    value = f"{_rounded(share.number):g}{unit}"
    return f"Now, assumed: {value}" if share.is_assumed else f"Your answer: {value}"


# ----------------------------------------------------------------------------------------------------- what was asked
def read(groups: tuple[Group, ...], raw: Mapping[str, str]) -> Entered:
    """What was asked for among these settings; a name that is none of them is passed over, one left out stays as stated."""
    values: dict[str, Value] = {}
    texts: dict[str, str] = {}
    mistakes: dict[str, str] = {}
    for setting in (setting for group in groups for setting in group.settings):
        if setting.name not in raw:
            continue
        texts[setting.name] = raw[setting.name]
        try:
            value = setting.read(raw[setting.name])
        except ValueError as mistake:
            mistakes[setting.name] = str(mistake)
            continue
        if value != setting.start:
            values[setting.name] = value
    mistakes |= _together(groups, values, mistakes)
    return Entered(values, texts, mistakes)


def _together(groups: tuple[Group, ...], values: Mapping[str, Value], wrong: Mapping[str, str]) -> dict[str, str]:
    """Shares of income that add up to more than there is."""
    shares = {
        setting.name: float(values.get(setting.name, setting.start))
        for group in groups
        for setting in group.settings
        if setting.name in SHARES
    }
    if len(shares) < len(SHARES) or set(wrong) & set(SHARES) or sum(shares.values()) <= WHOLE:
        return {}
    name, other = ("influenced", "direct") if "influenced" in values else ("direct", "influenced")
    taken = f"Another {written(shares[other])}% is {OTHERWISE[other]}"
    return {name: f"{taken}: enter {WHOLE - shares[other]:g} or less."}


def outage_in(groups: tuple[Group, ...], values: Mapping[str, Value]) -> Outage:
    """The outage that is looked at."""
    start = {setting.name: setting.start for setting in groups[0].settings}
    chosen = {name: values.get(name, start[name]) for name in OUTAGE}
    first = date.fromisoformat(str(chosen["start"]))
    return Outage(str(chosen["scenario"]), float(chosen["length"]), first)


def changes_in(groups: tuple[Group, ...], values: Mapping[str, Value]) -> Changes:
    """The changes that values stand for."""
    by_kind: dict[str, dict[str, Value]] = {}
    for name, value in values.items():
        kind, _, key = name.partition(".")
        by_kind.setdefault(kind, {})[key] = value
    delivers, output, status = (by_kind.get(kind, {}) for kind in ("delivers", "output", "workaround"))
    afresh = {
        setting.name.partition(".")[2]: setting.start
        for group in groups
        for setting in group.settings
        if setting.name.startswith("delivers.") and setting.starts_afresh
    }
    shares = {kind: float(by_kind[kind][""]) for kind in SHARES if kind in by_kind}
    return Changes(
        **shares,
        alternatives={
            key: Alternatively(
                delivers_h=_number(delivers.get(key, afresh.get(key))),
                output=_number(output.get(key)),
                status=_text(status.get(key)),
            )
            for key in dict.fromkeys([*delivers, *output, *status])
        },
        chances={key: float(value) for key, value in by_kind.get("chance", {}).items()},
        controls=tuple(by_kind.get("control", {})),
    )


def _number(value: Value | None) -> float | None:
    return None if value is None else float(value)


def _text(value: Value | None) -> str | None:
    return None if value is None else str(value)
