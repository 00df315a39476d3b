"""Reading what an organisation has stated."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import CharField
from django.db.models.functions import Cast

from assessments.accounts.models import User
from assessments.organisations import audit
from assessments.organisations.models import Organisation
from assessments.questionnaires.bank import Bank, bank
from assessments.questionnaires.bank_schema import Depth
from assessments.questionnaires.contents import COLUMNS, stated_of
from assessments.questionnaires.course import Course
from assessments.questionnaires.leftovers import Leftover, set_aside
from assessments.questionnaires.models import Answer, Questionnaire
from assessments.questionnaires.profile import Answer as Stated
from assessments.questionnaires.profile import Profile
from assessments.questionnaires.profile_export import profile_content as content_of_profile
from assessments.questionnaires.reading.context import Reading
from assessments.questionnaires.reading.overrides import read_overrides
from assessments.questionnaires.reading.tables import ROW_ID
from assessments.questionnaires.reading.what_ifs import read_what_ifs

Place = tuple[str, str]
"""A question's id and the key of the activity it is asked of, "" where it is asked once."""
PLACE, KEPT = ("question", "function"), ("version", "changed_at", "changed_by", "bank")
MOST_SHEETS = 32
"""How many sheets a process remembers; one of 147 answers takes 0.14 MB."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How an answer is kept: its version, when and by whom it was changed last, and what exactly is stored."""

    version: int
    at: datetime
    by_id: int | None
    bank: str
    stated: Stated | None

    @property
    def by(self) -> str:
        """What the person who changed it is called today; one query."""
        by = User.objects.filter(pk=self.by_id).first() if self.by_id else None
        return by.display_name if by else "Ballast"


@dataclass(frozen=True)
class Sheet:
    """Everything an organisation has stated, with the versions, authors and times that a page needs to save it again."""

    profile: Profile
    chosen_depth: Depth | None
    kept: Mapping[Place, Kept] = field(default_factory=dict)
    leftovers: tuple[Leftover, ...] = ()

    @cached_property
    def course(self) -> Course:
        """What the bank asks of this organisation."""
        return Course(self.profile)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered yet."""
        return not any(kept.stated for kept in self.kept.values())

    def version(self, question: str, function: str | None = None) -> int:
        """The version of an answer; 0 while there is none."""
        kept = self.kept.get((question, function or ""))
        return kept.version if kept else 0

    def stated(self, question: str, function: str | None = None) -> Stated | None:
        """The answer as it is stored, rows about removed activities included."""
        kept = self.kept.get((question, function or ""))
        return kept.stated if kept else None


def sheet_of(organisation: Organisation, *, as_of: date) -> Sheet:
    """The organisation's sheet at a date: one query, and three more after a change. Pages share it: nobody changes it."""
    whose = (organisation.pk, organisation.name, organisation.currency)
    return _sheet_at(audit.position(organisation), whose, as_of, bank().name)


# Every change of an answer is in the audit trail, in the same transaction: where that ends says which sheet it is.
@lru_cache(maxsize=MOST_SHEETS)
def _sheet_at(_: audit.Position, whose: tuple[int, str, str], as_of: date, bank_name: str) -> Sheet:
    organisation, name, currency = whose
    kept = {row.place: row.kept for row in _rows_now(organisation).values()}
    questionnaire = Questionnaire.objects.filter(organisation=organisation).first()
    known = bank()
    used, about, leftovers = set_aside(known, *_by_scope(known, kept))
    depth: Depth | None = questionnaire.depth or None if questionnaire else None  # type: ignore[assignment]
    profile = Profile(
        bank=known,
        as_of=as_of,
        name=name,
        currency=currency,
        answers=used,
        functions=about,
        stated_depth=depth,
    )
    if questionnaire and (questionnaire.overrides or questionnaire.what_ifs):
        profile = _with_beside(profile, questionnaire, known)
    return Sheet(profile, depth, kept, leftovers)


@dataclass(slots=True)
class _Remembered:
    """What a process read last of the answers of an organisation, by primary key; replaced as a whole."""

    rows: Mapping[int, "_Row"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Row:
    """An answer and what tells this state of it from every other: its version, and when it was written."""

    state: tuple[int, str]
    place: Place
    kept: Kept


@lru_cache(maxsize=MOST_SHEETS)
def _remembered(_: int) -> _Remembered:
    return _Remembered()


def _rows_now(organisation: int) -> Mapping[int, _Row]:
    """The answers as they are kept now; only those that changed since this process looked last are read in full.

    After a save all but one of many are as they were, and reading them was a third of what the next save takes.
    """
    last = _remembered(organisation)
    rows = Answer.objects.filter(organisation=organisation).order_by("pk")
    rows = rows.annotate(written=Cast("changed_at", CharField()))
    if last.rows:
        states = {pk: (version, written) for pk, version, written in rows.values_list("pk", "version", "written")}
        known = {pk: row for pk, row in last.rows.items() if states.get(pk) == row.state}
        missing = states.keys() - known.keys()
        read = rows.filter(pk__in=missing) if missing else rows.none()
    else:
        known, read = {}, rows
    for row in read.values("pk", "written", *PLACE, *KEPT, *COLUMNS):
        known[row["pk"]] = _Row((row["version"], row["written"]), (row["question"], row["function"]), _kept(row))
    last.rows = {pk: known[pk] for pk in sorted(known)}
    return last.rows


def profile_of(organisation: Organisation, *, as_of: date) -> Profile:
    """The organisation's profile at a date: the same that a profile file with these answers gives."""
    return sheet_of(organisation, as_of=as_of).profile


def profile_content(organisation: Organisation, *, as_of: date) -> dict[str, Any]:
    """The organisation's answers as the content of a profile file, to be read again without loss."""
    return content_of_profile(profile_of(organisation, as_of=as_of))


def with_answer(sheet: Sheet, question: str, stated: Stated | None) -> Profile:
    """The profile with one of the organisation's answers changed, and with what that sets aside or brings back."""
    answers, functions = _by_scope(sheet.profile.bank, sheet.kept)
    changed = {**answers, question: stated} if stated else {key: answers[key] for key in answers if key != question}
    used, about, _ = set_aside(sheet.profile.bank, changed, functions)
    return replace(sheet.profile, answers=used, functions=about)


def with_rows_set_aside(sheet: Sheet, question: str, stated: Stated) -> Stated:
    """The answer with the rows that its page did not show because their activity is gone, each row in its old place."""
    stored = sheet.stated(question)
    if stored is None or not sheet.leftovers or not isinstance(stored.value, list):
        return stated
    places = {row[ROW_ID]: place for place, row in enumerate(stored.value) if ROW_ID in row}
    shown = {row.get(ROW_ID) for row in sheet.profile.value(question) or ()}
    hidden = [row for row in stored.value if ROW_ID in row and row[ROW_ID] not in shown]
    rows = sorted([*stated.value, *hidden], key=lambda row: places.get(row.get(ROW_ID), len(places)))
    return replace(stated, value=rows) if hidden else stated


def _by_scope(known: Bank, kept: Mapping[Place, Kept]) -> tuple[dict[str, Stated], dict[str, dict[str, Stated]]]:
    """The answers of the organisation and of each activity, as far as the bank knows their questions."""
    answers: dict[str, Stated] = {}
    functions: dict[str, dict[str, Stated]] = {}
    for (question, function), entry in kept.items():
        if entry.stated is not None and question in known.questions:
            (functions.setdefault(function, {}) if function else answers)[question] = entry.stated
    return answers, functions


def _kept(row: Mapping[str, Any]) -> Kept:
    # Plain columns: a model made of each of the many rows was a third of what a save takes.
    stated = stated_of({name: row[name] for name in COLUMNS})
    return Kept(row["version"], row["changed_at"], row["changed_by"], row["bank"], stated)


def _with_beside(profile: Profile, questionnaire: Questionnaire, known: Bank) -> Profile:
    """The profile with the overrides and what-ifs that still fit its activities."""
    keys = tuple(activity.key for activity in profile.activities)
    reading = Reading(known, profile.as_of, profile.currency, keys)
    profile = read_overrides(questionnaire.overrides or None, profile, reading)
    return read_what_ifs(questionnaire.what_ifs or None, profile, reading)
