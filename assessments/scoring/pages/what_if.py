"""What-if: every setting with its stated value, and what would come of those that differ, beside what there is now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from assessments.scoring.pages.trial_lines import Line, money_lines, over_line
from assessments.scoring.pages.wording import GAP_ICONS, GAP_TAGS, NOTHING, amount
from assessments.scoring.trials.outcome import Changes, Outage, Outcome
from assessments.scoring.trials.present import Present
from assessments.scoring.trials.settings import (
    OUTAGE,
    USUAL_SCENARIO,
    Entered,
    Group,
    Setting,
    Value,
    changes_in,
    groups_of,
    outage_in,
    read,
    written,
)
from assessments.ui import words
from assessments.ui.dates import parts_of
from assessments.ui.widgets import DateInput

LENGTH_WORDS = {24.0: "a day", 48.0: "two days", 168.0: "a week", 336.0: "two weeks", 720.0: "30 days"}
FEW = 2
"""So many changes are told one by one in the sentence; more are counted."""
OPEN = ("outage", "income")
"""Groups that stand open at first."""


@dataclass(frozen=True)
class Field:
    """A setting as it stands on the page: the text in it, what is wrong with it."""

    setting: Setting
    text: str
    error: str

    @property
    def id(self) -> str:
        """The id of its control, of a day the first of three."""
        return self.day.id if self.setting.kind == "day" else f"set-{self.setting.name.replace('.', '-')}"

    @property
    def day(self) -> DateInput:
        """The three fields of a day."""
        day, month, year = parts_of(self.text)
        return DateInput(name=self.setting.name, day=day, month=month, year=year, error=self.error)

    @property
    def is_on(self) -> bool:
        """Whether a box is ticked."""
        return self.setting.read(self.text) is True

    @property
    def slid(self) -> str:
        """Where the slider stands: a whole step of it."""
        return f"{self.setting.start:.0f}" if self.error else f"{float(self.setting.read(self.text)):.0f}"


def field_of(setting: Setting, entered: Entered) -> Field:
    """The field with what was typed; a list cannot show a choice that it does not have."""
    error = entered.mistakes.get(setting.name, "")
    text = setting.shown if error and setting.kind == "choice" else entered.texts.get(setting.name, setting.shown)
    return Field(setting, text, error)


@dataclass(frozen=True)
class FieldGroup:
    """Settings under a heading; `changed` of them differ from what is stated."""

    key: str
    heading: str
    note: str
    fields: tuple[Field, ...]
    changed: int
    is_open: bool


@dataclass(frozen=True)
class Standing:
    """How an activity's alternative stands, as a tag."""

    text: str
    tag: str
    icon: str


@dataclass(frozen=True)
class GapLine:
    """An activity's alternative now and with the changes."""

    name: str
    now: Standing
    then: Standing
    sentence: str


@dataclass(frozen=True)
class Told:
    """The answer as a sentence with one coloured amount."""

    before: str
    amount: str
    after: str


@dataclass(frozen=True)
class Answer:
    """What would come of it."""

    told: Told
    lines: tuple[Line, ...]
    gaps: tuple[GapLine, ...]
    notes: tuple[str, ...]
    moved: int
    changed: tuple[str, ...]

    @property
    def short(self) -> str:
        """The first figure that moves in a few words, to stay in sight on a phone."""
        line = next((line for line in self.lines if line.turn), self.lines[0])
        return f"{line.label}: {line.then}" + (f" instead of {line.now}" if line.turn else "")


@dataclass(frozen=True)
class PeakStart:
    """A busy period in which the outage could begin."""

    day: str
    label: str


@dataclass(frozen=True)
class WhatIfPage:
    """Everything the page shows; no answer while something typed cannot be used."""

    groups: tuple[FieldGroup, ...]
    peaks: tuple[PeakStart, ...]
    mistakes: tuple[Field, ...]
    answer: Answer | None
    query: str


def what_if_page(present: Present, raw: Mapping[str, str]) -> WhatIfPage:
    """The page for what was asked; names that are no setting are passed over."""
    groups = groups_of(present)
    entered = read(groups, raw)
    shown = tuple(_group(group, entered) for group in groups)
    mistakes = tuple(field for group in shown for field in group.fields if field.error)
    answer = None if mistakes else answer_of(present, groups, entered.values)
    query = urlencode({name: written(value) for name, value in entered.values.items()})
    return WhatIfPage(shown, tuple(_peaks(present)), mistakes, answer, query)


def _group(group: Group, entered: Entered) -> FieldGroup:
    fields = tuple(
        Field(
            setting,
            entered.texts.get(setting.name, "" if setting.kind == "flag" else setting.shown),
            entered.mistakes.get(setting.name, ""),
        )
        for setting in group.settings
    )
    names = {setting.name for setting in group.settings}
    changed = len(names & {*entered.values, *entered.mistakes})
    return FieldGroup(group.key, group.heading, group.note, fields, changed, bool(changed) or group.key in OPEN)


def _peaks(present: Present) -> Iterator[PeakStart]:
    for peak in present.statement.timing.stated_peaks:
        first = max(peak.start, present.profile.as_of)
        yield PeakStart(first.isoformat(), f"{peak.name}, {words.day(first)} ({peak.factor:g} times normal)")


# --------------------------------------------------------------------------------------------------------- the answer
def answer_of(present: Present, groups: tuple[Group, ...], values: Mapping[str, Value]) -> Answer:
    """What would come of these values."""
    outage, changes = outage_in(groups, values), changes_in(groups, values)
    now, then = present.outcome(Changes(), outage), present.outcome(changes, outage)
    names = {activity.key: activity.activity.label for activity in present.statement.activities}
    return Answer(
        told=told(present, groups, values, (now, then), outage),
        lines=(*money_lines(present, now, then), over_line(now, then)),
        gaps=tuple(_gaps(names, now, then)),
        notes=(*_of_alternatives(names, now, then, values), *_notes(present, names, then, outage)),
        moved=sum(before.status is not after.status for before, after in zip(now.gaps, then.gaps, strict=True)),
        changed=tuple(changed_words(groups, values)),
    )


def told(
    present: Present,
    groups: tuple[Group, ...],
    values: Mapping[str, Value],
    outcomes: tuple[Outcome, Outcome],
    outage: Outage,
) -> Told:
    """The answer as a sentence: the outage if its price moves, else the year, else that nothing moves."""
    now, then = outcomes
    what, start = outage_words(present, outage, now), _conditions(groups, values)

    def money(loss: float) -> str:
        return amount(loss, present.currency)

    before, after = money(now.outage.loss), money(then.outage.loss)
    first = what[0].upper() + what[1:]
    if max(now.outage.loss, then.outage.loss, now.expected, then.expected) < NOTHING:
        stopped = f"{words.count_word(len(then.over))} {'activity' if len(then.over) == 1 else 'activities'}"
        free = f"{f'{start}, {what}' if start else first} would cost no money and stop "
        return Told(free, stopped, " for longer than can be borne.")
    if not start:
        invited = "" if values else " Change something to see what it does."
        return Told(f"{first} would cost ", after, f" as things are.{invited}")
    if before != after:
        return Told(f"{start}, {what} would cost ", after, f" instead of {before}.")
    before, year = money(now.expected), money(then.expected)
    if before != year:
        return Told(f"{start}, the loss to expect in an average year would be ", year, f" instead of {before}.")
    return Told(f"{start}, {what} would cost the same: ", after, ".")


def outage_words(present: Present, outage: Outage, outcome: Outcome) -> str:
    """The outage in a sentence: a week without TikTok, from a day, in the busy period that it falls into."""
    length = LENGTH_WORDS.get(outage.length_h, words.hours(outage.length_h))
    label = present.statement.course.bank.vocabulary.scenarios[outage.scenario]
    what = f"{length} without TikTok" if outage.scenario == USUAL_SCENARIO else f"{length} of “{label}”"
    peak = outcome.outage.peak
    begins = "" if outage.start_on == present.profile.as_of else f" from {words.day(outage.start_on)}"
    # without its busy period the amount would seem to be that of an ordinary week
    return f"{what}{begins}" + ("" if peak is None else f" in “{peak.name}”")


def _conditions(groups: tuple[Group, ...], values: Mapping[str, Value]) -> str:
    """What differs, to begin the sentence with; nothing where only the outage was chosen."""
    differing = [
        (group, setting, values[setting.name])
        for group in groups
        for setting in group.settings
        if setting.name in values and setting.name not in OUTAGE
    ]
    if not differing:
        return ""
    if len(differing) > FEW:
        return f"With these {words.count_word(len(differing))} changes"
    several = sum(group.key.startswith("activity-") for group in groups) > 1
    said_of_each = [_condition(*one, several=several) for one in differing]
    if len(differing) == FEW and differing[0][0] == differing[1][0] and _kinds(differing) == ["delivers", "output"]:
        reaches = said_of_each[1].partition(" that ")[2]
        return f"With {said_of_each[0]} that {reaches}"
    return "With " + words.listed(said_of_each)


def _kinds(differing: Sequence[tuple[Group, Setting, Value]]) -> list[str]:
    return [setting.name.partition(".")[0] for _, setting, _ in differing]


def _condition(group: Group, setting: Setting, value: Value, *, several: bool) -> str:
    kind, new, old = setting.name.partition(".")[0], said(setting, value), said(setting, setting.start)
    where = f" for “{group.heading}”" if several else ""
    if kind == "delivers":
        hours = new if setting.starts_afresh else _hours_instead(value, setting.start)
        return f"an alternative{where} after {hours}"
    if kind == "output" and setting.starts_afresh:
        return f"an alternative{where} that reaches {new} of normal output"
    instead = {
        "direct": f"{new} of income paid through TikTok instead of {old}",
        "influenced": f"{new} of income found on TikTok instead of {old}",
        "output": f"an alternative{where} that reaches {new} of normal output instead of {old}",
        "workaround": f"“{new}”{where} instead of “{old}”",
        "chance": f"a chance of {new} a year of “{setting.label}” instead of {old}",
        "control": f"“{setting.label}” in place",
    }
    return instead[kind]


def _hours_instead(new: Value, old: Value) -> str:
    first, second = words.hours(float(new)), words.hours(float(old))
    number, _, unit = second.partition(" ")
    return f"{first} instead of {number if first.endswith(unit) else second}"


def said(setting: Setting, value: Value) -> str:
    """A value with its unit: 60%, 8 hours, one of the options, a day."""
    if setting.kind == "choice":
        return words.lower_first(dict(setting.options).get(str(value), str(value)))
    if setting.kind == "number":
        return words.hours(float(value)) if setting.unit == "hours" else f"{written(value)}{setting.unit}"
    return str(value)


def changed_words(groups: tuple[Group, ...], values: Mapping[str, Value]) -> Iterator[str]:
    """Every change in a line of a list: what, how it is now set, and what is stated."""
    for group in groups:
        for setting in group.settings:
            if setting.name not in values or setting.name in OUTAGE:
                continue
            where = f"{group.heading}: " if group.key.startswith("activity-") else ""
            label = words.lower_first(setting.label) if where else setting.label
            if setting.kind == "flag":
                yield f"{setting.label}: in place"
            else:
                old = "no alternative" if setting.starts_afresh else said(setting, setting.start)
                yield f"{where}{label}: {said(setting, values[setting.name])} instead of {old}"


def _gaps(names: Mapping[str, str], now: Outcome, then: Outcome) -> Iterator[GapLine]:
    for before, after in zip(now.gaps, then.gaps, strict=True):
        yield GapLine(
            names[before.key], standing_of(before.status.name), standing_of(after.status.name), after.sentence
        )


def standing_of(status: str) -> Standing:
    """A gap's status as a tag."""
    text = status.capitalize()
    return Standing(text, GAP_TAGS[text], GAP_ICONS[text])


def _of_alternatives(
    names: Mapping[str, str], now: Outcome, then: Outcome, values: Mapping[str, Value]
) -> Iterator[str]:
    """What was set of an alternative that is none, which would look like a finding; what one counts with that is new."""
    for before, after in zip(now.impacts, then.impacts, strict=True):
        name, found = names[after.key], after.stated.alternative
        is_reach_set = f"output.{after.key}" in values
        if not found.exists and (is_reach_set or f"delivers.{after.key}" in values):
            yield (
                f"There is no alternative for “{name}”, so its hours and its share of output change nothing. "
                "Choose one under “What you could do instead”."
            )
        if found.exists and not before.stated.alternative.exists and not is_reach_set:
            reach = words.percent(100 * found.share)
            yield f"The alternative for “{name}” is taken to reach {reach} of normal output. Set another share to change that."


def _notes(present: Present, names: Mapping[str, str], then: Outcome, outage: Outage) -> Iterator[str]:
    found = then.outage
    if then.over:
        yield f"Stopped for longer than they can bear: {words.listed([names[key] for key in then.over])}."
    if found.peak is not None:
        calm = words.money(found.loss_normal_week, present.currency)
        usual = f"; on ordinary days it would cost {calm}" if found.loss >= NOTHING else ""
        yield f"It falls into “{found.peak.name}” ({found.peak.factor:g} times normal){usual}."
    if found.commitments:
        dated = [f"{commitment.what} ({words.day(commitment.on)})" for commitment in found.commitments]
        yield f"It would hit dated work that cannot wait: {words.listed(dated)}."
    severe = present.statement.library.scenario(outage.scenario).severe_h
    if outage.length_h > severe:
        kind = present.statement.course.bank.vocabulary.scenarios[outage.scenario]
        yield f"An outage of {words.hours(outage.length_h)} is longer than a severe case of “{kind}”: that is {words.hours(severe)}."
