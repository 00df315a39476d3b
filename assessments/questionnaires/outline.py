"""The questionnaire as pages in their order: sections, what is done in each, and which page comes next."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from assessments.questionnaires.bank_schema import Section
from assessments.questionnaires.course import Course, Step

State = Literal["not started", "in progress", "completed", "cannot start"]
FIRST_ACTIVITIES = "Say first which activities would feel it (“How you use TikTok”)."
FIRST_INDUSTRY = "Say first what your organisation does (“Your organisation”)."
BY_INDUSTRY = "PK"
EXPECTED_ACTIVITIES = 2
"""Activities that are taken to be named; the minutes of the depths in the bank are for as many."""


@dataclass(frozen=True)
class Stop:
    """One page: a question, of one activity where it is asked for each; or the table of the further activities."""

    section: str
    steps: tuple[Step, ...]
    is_table: bool = False

    @property
    def question(self) -> str:
        """The id of the question; "" for the table."""
        return "" if self.is_table else self.steps[0].question.id

    @property
    def function(self) -> str | None:
        """The activity that the question is asked of."""
        return None if self.is_table else self.steps[0].function


@dataclass(frozen=True)
class Part:
    """Pages of a section that belong together: those asked once, those of one activity, or the table; with its name."""

    title: str
    function: str | None
    stops: tuple[Stop, ...]


@dataclass(frozen=True)
class Chapter:
    """A section with its pages and how far it is; `waits_for` says why it cannot start yet."""

    section: Section
    parts: tuple[Part, ...]
    done: int
    minutes: int
    waits_for: str = ""

    @property
    def stops(self) -> tuple[Stop, ...]:
        """Its pages, in order."""
        return tuple(stop for part in self.parts for stop in part.stops)

    @property
    def state(self) -> State:
        """How far it is."""
        if self.waits_for:
            return "cannot start"
        if self.done == len(self.stops):
            return "completed"
        return "in progress" if self.done else "not started"


@dataclass(frozen=True)
class Outline:
    """All pages that a course asks for."""

    course: Course

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """The sections that ask anything, or will once an earlier one is answered."""
        found = (self._chapter(section) for section in self.course.bank.sections)
        return tuple(chapter for chapter in found if chapter.parts or chapter.waits_for)

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """Every page, in order; those of chapters that cannot start yet are left out."""
        return tuple(stop for chapter in self.chapters if not chapter.waits_for for stop in chapter.stops)

    @property
    def done(self) -> int:
        """How many pages are answered."""
        return sum(self.is_done(stop) for stop in self.stops)

    @property
    def minutes_left(self) -> int:
        """Whole minutes for what is not answered yet; 0 only when nothing is left.

        While no activity is named, as many as the depths are described for count, so that naming them adds little.
        """
        expected = 0 if self._has_activities else EXPECTED_ACTIVITIES
        each = self.course.bank.head.depths[self.course.profile.depth].minutes_per_further_function
        return sum(chapter.minutes for chapter in self.chapters) + expected * each

    def is_done(self, stop: Stop) -> bool:
        """Whether everything on the page has an answer, "I don't know" included."""
        return all(self.course.is_done(step) for step in stop.steps)

    def find(self, question: str, function: str | None = None) -> Stop | None:
        """The page of a question; None if the course does not ask it on a page of its own."""
        return next((stop for stop in self.stops if (stop.question, stop.function) == (question, function)), None)

    def table(self) -> Stop | None:
        """The page with the table of further activities, if there is one."""
        return next((stop for stop in self.stops if stop.is_table), None)

    def after(self, stop: Stop) -> Stop | None:
        """The next page, None after the last one."""
        place = self.stops.index(stop) + 1
        return self.stops[place] if place < len(self.stops) else None

    def before(self, stop: Stop) -> Stop | None:
        """The page before, None at the first one."""
        place = self.stops.index(stop)
        return self.stops[place - 1] if place else None

    def next_open(self, chapter: Chapter | None = None) -> Stop | None:
        """The first page without an answer, of one chapter or of all."""
        stops = chapter.stops if chapter else self.stops
        return next((stop for stop in stops if not self.is_done(stop)), None)

    def chapter_of(self, stop: Stop) -> Chapter:
        """The section that a page belongs to."""
        return next(chapter for chapter in self.chapters if chapter.section.id == stop.section)

    def place_of(self, stop: Stop) -> tuple[Part, int]:
        """The part that a page belongs to, and its number in it, from 1."""
        part = next(part for part in self.chapter_of(stop).parts if stop in part.stops)
        return part, part.stops.index(stop) + 1

    @cached_property
    def _by_section(self) -> dict[str, list[Step]]:
        found: dict[str, list[Step]] = {}
        for step in self.course.steps():
            found.setdefault(step.question.section, []).append(step)
        return found

    @property
    def _has_activities(self) -> bool:
        return self.course.profile.value("USE-02") is not None

    def _chapter(self, section: Section) -> Chapter:
        steps = self._by_section.get(section.id, [])
        once = tuple(Stop(section.id, (step,)) for step in steps if step.function is None)
        parts = [Part("", None, once)] if once else []
        if self._has_activities:
            parts += self._parts_by_activity(section, [step for step in steps if step.function is not None])
        waits_for = ""
        if not parts and steps:
            waits_for = FIRST_ACTIVITIES
        elif not parts and section.id == BY_INDUSTRY and self.course.profile.value("PRO-01") is None:
            waits_for = FIRST_INDUSTRY
        chapter = Chapter(section, tuple(parts), 0, 0, waits_for)
        open_stops = [stop for stop in chapter.stops if not self.is_done(stop)]
        seconds = sum(step.seconds for stop in open_stops for step in stop.steps if not self.course.is_done(step))
        return replace(chapter, done=len(chapter.stops) - len(open_stops), minutes=-(-seconds // 60))

    def _parts_by_activity(self, section: Section, steps: list[Step]) -> Iterator[Part]:
        """In quick depth the first activity has pages of its own, and the others share one table after its last page."""
        activities = self.course.profile.activities
        is_quick = self.course.profile.depth == "quick"
        for activity in activities[:1] if is_quick else activities:
            stops = tuple(Stop(section.id, (step,)) for step in steps if step.function == activity.key)
            if stops:
                yield Part(activity.label, activity.key, stops)
        if is_quick and len(activities) > 1 and section.id == self._last_by_activity:
            first = activities[0].key
            rest = (step for part in self._by_section.values() for step in part if step.function not in (None, first))
            yield Part("Your other activities", None, (Stop(section.id, tuple(rest), is_table=True),))

    @cached_property
    def _last_by_activity(self) -> str:
        """The last section that asks anything of an activity: the table stands at its end."""
        asked = [section for section, steps in self._by_section.items() if any(step.function for step in steps)]
        return asked[-1] if asked else ""
