"""What the pages of the questionnaire show, as plain values for their templates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from assessments.questionnaires import addresses
from assessments.questionnaires.actions import AnswerChanged, others_version
from assessments.questionnaires.asking.filled import fields_of
from assessments.questionnaires.asking.form_fields import FormFields
from assessments.questionnaires.asking.inputs import Asked, answer_inputs, faults_in, needs_countries
from assessments.questionnaires.asking.others import LABELS, asked_of_others, table_input
from assessments.questionnaires.asking.proposals import Proposal, copied, proposal
from assessments.questionnaires.asking.reach import Reach, reach_of
from assessments.questionnaires.asking.saying import said, said_with_notes
from assessments.questionnaires.bank_schema import Question
from assessments.questionnaires.course import Course
from assessments.questionnaires.outline import Chapter, Outline, Stop
from assessments.questionnaires.queries import Kept, Sheet
from assessments.questionnaires.reading.countries import country_names
from assessments.ui import widgets, words

ICONS = {
    "completed": "check-circle-fill",
    "in progress": "circle-half",
    "not started": "circle",
    "cannot start": "lock",
}
FIRST_RESULT = 6
"""From so many answers on a first result is shown beside the questions."""


@dataclass(frozen=True)
class ChapterRow:
    """A section in a list: where it leads, how far it is, and its activities while it is open."""

    chapter: Chapter
    url: str
    is_current: bool = False
    parts: tuple[tuple[str, str, int, int, bool], ...] = ()

    @property
    def icon(self) -> str:
        """The icon of its state."""
        return ICONS[self.chapter.state]

    @property
    def total(self) -> int:
        """How many questions it asks."""
        return len(self.chapter.stops)


@dataclass(frozen=True)
class Progress:
    """How far the questionnaire is."""

    done: int
    total: int
    minutes: int

    @property
    def left(self) -> str:
        """The minutes left, in a sentence; rounded, since they are a guess."""
        if self.done == self.total:
            return "Nothing is left to answer."
        minutes = self.minutes if self.minutes <= 5 else 5 * round(self.minutes / 5)
        return f"About {words.plural(minutes, 'minute')} left."


@dataclass(frozen=True)
class Conflict:
    """Both texts of an answer that somebody else changed first."""

    sentence: str
    name: str
    yours: str
    theirs: str


@dataclass(frozen=True)
class QuestionPage:
    """The page of one question."""

    organisation: str
    sheet: Sheet
    question: Question
    function: str | None
    form: FormFields
    outline: Outline
    errors: Mapping[str, str] = field(default_factory=dict)
    conflict: Conflict | None = None
    proposal: Proposal = field(default_factory=Proposal)
    version: int = 0

    @property
    def course(self) -> Course:
        """What the bank asks."""
        return self.sheet.course

    @cached_property
    def stop(self) -> Stop | None:
        """The page's place in the questionnaire, None if it is not asked on a page of its own at present."""
        return self.outline.find(self.question.id, self.function)

    @property
    def asked(self) -> str:
        """Depth and number of what is asked now, to tell later what an answer changed; "" before the first answer."""
        return "" if self.sheet.is_empty else f"{self.sheet.profile.depth} {len(self.outline.stops)}"

    @property
    def title(self) -> str:
        """The question in the wording of the industry."""
        return self.question.wording(self.sheet.profile.industry)

    @property
    def help(self) -> str:
        """What helps to answer it, in the same wording."""
        return self.question.help_for(self.sheet.profile.industry)

    @property
    def activity(self) -> str:
        """The name of the activity that is asked about."""
        return self.sheet.profile.activity(self.function).label if self.function else ""

    @property
    def function_url(self) -> str:
        """The page of that activity in the register."""
        return addresses.function_address(self.organisation, self.function or "")

    @property
    def caption(self) -> str:
        """Section, activity and number of the question."""
        section = next(one.title for one in self.course.bank.sections if one.id == self.question.section)
        words_ = [section, *([self.activity] if self.activity else [])]
        if self.stop:
            part, number = self.outline.place_of(self.stop)
            words_.append(f"question {number} of {len(part.stops)}")
        return " · ".join(words_)

    @cached_property
    def answer(self) -> widgets.Answer:
        """The inputs."""
        return answer_inputs(Asked(self.course, self.question, self.form, self.function, self.errors))

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What is wrong, for the summary at the top."""
        found = list(faults_in(self.answer.input))
        shown = {sentence for _, sentence in found}
        return found + [(self.answer.input.id, text) for text in self.errors.values() if text not in shown]

    @property
    def reach(self) -> Reach:
        """What the answer changes."""
        return reach_of(self.course.bank, self.question.id)

    @property
    def hidden_because(self) -> str:
        """Why the question is not part of the questionnaire at present; "" if it is."""
        if not self.course.exists(self.question.id, self.function):
            return "Your other answers make this question unnecessary. What you say here is kept and not used."
        if not self.course.asks(self.question, self.function):
            return "Your depth does not ask this. What you say here is used all the same."
        return ""

    @property
    def kept(self) -> Kept | None:
        """How the answer is kept."""
        return self.sheet.kept.get((self.question.id, self.function or ""))

    @property
    def text(self) -> str:
        """The answer in words, for people who may only read."""
        stated = self.sheet.profile.answer(self.question.id, self.function)
        return said_with_notes(self.question, stated, self.sheet.profile)

    @property
    def saved_at(self) -> str:
        """The time of the last save if it was today."""
        return time_today(self.kept.at, self.sheet.profile.as_of) if self.kept else ""

    @property
    def back_url(self) -> str:
        """The page before, or the task list."""
        before = self.outline.before(self.stop) if self.stop else None
        return addresses.stop_address(self.organisation, before) if before else self.tasks_url

    @property
    def tasks_url(self) -> str:
        """The task list."""
        return addresses.tasks_address(self.organisation)

    @property
    def save_url(self) -> str:
        """The address that saves the answer by itself."""
        return addresses.question_address(self.organisation, self.question.id, self.function, saves=True)

    @property
    def url(self) -> str:
        """This page."""
        return addresses.question_address(self.organisation, self.question.id, self.function)

    @property
    def countries(self) -> list[str]:
        """The countries that the page offers, if it asks for any."""
        return list(country_names().values()) if needs_countries(self.question) else []

    @property
    def copy_from(self) -> tuple[str, str] | None:
        """Another activity whose answer could be taken over: its name and the address that does so."""
        if self.function is None or self.kept or self.form.given:
            return None
        for activity in self.sheet.profile.activities:
            if activity.key != self.function and self.sheet.profile.answer(self.question.id, activity.key):
                return activity.label, f"{self.url}?copy={activity.key}"
        return None

    @property
    def rows(self) -> list[ChapterRow]:
        """The sections beside the question."""
        current = self.question.section if self.stop else ""
        return chapter_rows(self.organisation, self.outline, current, self.function)

    @property
    def progress(self) -> Progress:
        """How far the questionnaire is."""
        return progress_of(self.outline)

    @property
    def has_first_result(self) -> bool:
        """Whether there are answers enough for a first result."""
        return len(self.sheet.kept) >= FIRST_RESULT


@dataclass(frozen=True)
class OthersPage:
    """The page with the table of the further activities."""

    organisation: str
    sheet: Sheet
    outline: Outline
    stop: Stop
    form: FormFields
    errors: Mapping[str, str] = field(default_factory=dict)
    conflict: Conflict | None = None
    version: int = -1

    @cached_property
    def table(self) -> widgets.RowsInput:
        """The rows."""
        return table_input(self.sheet.course, self.form, self.errors)

    @property
    def seen_version(self) -> int:
        """The version that the page shows."""
        return others_version(self.sheet) if self.version < 0 else self.version

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What is wrong, for the summary at the top."""
        return list(faults_in(self.table))

    @property
    def first_activity(self) -> str:
        """The activity whose answers were filled in."""
        return self.sheet.profile.activities[0].label

    @property
    def rows(self) -> list[ChapterRow]:
        """The sections beside the table."""
        return chapter_rows(self.organisation, self.outline, self.stop.section)

    @property
    def caption(self) -> str:
        """The section."""
        return self.outline.chapter_of(self.stop).section.title

    @property
    def back_url(self) -> str:
        """The page before, or the task list."""
        before = self.outline.before(self.stop)
        return (
            addresses.stop_address(self.organisation, before) if before else addresses.tasks_address(self.organisation)
        )

    @property
    def tasks_url(self) -> str:
        """The task list."""
        return addresses.tasks_address(self.organisation)

    @property
    def url(self) -> str:
        """This page."""
        return addresses.stop_address(self.organisation, self.stop)

    @property
    def said(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """For people who may only read: each activity with its answers in words."""
        profile = self.sheet.profile
        return [
            (
                activity.label,
                [
                    (LABELS[question.id], said(question, profile.answer(question.id, activity.key), profile))
                    for question in asked_of_others(self.sheet.course)
                ],
            )
            for activity in profile.activities[1:]
        ]


def question_page(
    organisation: str,
    sheet: Sheet,
    question: Question,
    function: str | None,
    *,
    copy: str = "",
    **posted: Any,
) -> QuestionPage:
    """The page as it is opened: filled with what is stored, else with what other answers suggest."""
    outline = Outline(sheet.course)
    stated = sheet.profile.answer(question.id, function)
    offered = Proposal()
    if "form" not in posted:
        fields = fields_of(question, stated, sheet.profile.bank)
        if stated is None:
            offered = copied(sheet.course, question.id, copy) if copy else proposal(sheet.course, question.id)
            fields = offered.fields
        posted["form"] = FormFields(fields)
    posted.setdefault("version", sheet.version(question.id, function))
    return QuestionPage(organisation, sheet, question, function, outline=outline, proposal=offered, **posted)


def conflict_of(changed: AnswerChanged, today: date) -> Conflict:
    """What a page shows of two saves that met."""
    sentence = f"{changed.by} changed this at {moment(changed.at, today)}. Keep yours or theirs?"
    return Conflict(sentence, changed.by, changed.yours, changed.theirs)


def chapter_rows(
    organisation: str, outline: Outline, current: str = "", function: str | None = None, *, with_parts: bool = False
) -> list[ChapterRow]:
    """The sections with where they lead; the activities of the current one, or of all."""
    rows = []
    for chapter in outline.chapters:
        stop = outline.next_open(chapter) or next(iter(chapter.stops), None)
        url = addresses.stop_address(organisation, stop) if stop and not chapter.waits_for else ""
        is_current = chapter.section.id == current
        parts = _part_rows(organisation, outline, chapter, function) if with_parts or is_current else ()
        rows.append(ChapterRow(chapter, url, is_current, parts))
    return rows


def _part_rows(
    organisation: str, outline: Outline, chapter: Chapter, function: str | None
) -> tuple[tuple[str, str, int, int, bool], ...]:
    """For each activity of a section: its name, its next page, what is done of how many, and whether it is open."""
    found = []
    for part in chapter.parts:
        if not part.title:
            continue
        done = sum(outline.is_done(stop) for stop in part.stops)
        stop = next((one for one in part.stops if not outline.is_done(one)), part.stops[0])
        is_open = function is not None and part.function == function
        found.append((part.title, addresses.stop_address(organisation, stop), done, len(part.stops), is_open))
    return tuple(found)


def progress_of(outline: Outline) -> Progress:
    """How far the questionnaire is."""
    return Progress(outline.done, len(outline.stops), outline.minutes_left)


def time_today(at: datetime, today: date) -> str:
    """The time of day in the current time zone, "" if it was not today."""
    local = timezone.localtime(at)
    return f"{local:%H:%M}" if local.date() == today else ""


def moment(at: datetime, today: date) -> str:
    """The time of day, with the day if it was not today."""
    local = timezone.localtime(at)
    return time_today(at, today) or f"{local:%H:%M} on {local.day} {local:%b %Y}"
