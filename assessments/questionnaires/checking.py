"""The page on which all answers are checked: what was said, what does not fit, what is not known and what counts instead."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.questionnaires import addresses
from assessments.questionnaires.asking.assumed import assumed
from assessments.questionnaires.asking.reach import reach_of
from assessments.questionnaires.asking.saying import said
from assessments.questionnaires.bank_schema import Question
from assessments.questionnaires.contradictions import contradictions_of
from assessments.questionnaires.course import Course, Step
from assessments.questionnaires.outline import Outline
from assessments.questionnaires.profile_checks import missing_answers
from assessments.questionnaires.queries import Sheet

MOST_OPEN = 5
"""So many of the answers that are not known are named as the ones to begin with."""


@dataclass(frozen=True)
class CheckRow:
    """One answer: the question, what was said, how sure, and where to change it."""

    question: str
    text: str
    url: str
    state: str = ""
    grade: str = ""


@dataclass(frozen=True)
class CheckGroup:
    """The answers of a section, of one activity where the section asks about each."""

    title: str
    activity: str
    rows: tuple[CheckRow, ...]


@dataclass(frozen=True)
class Remark:
    """A sentence with the questions it is about: their short texts and where they are."""

    sentence: str
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class CheckPage:
    """Everything that the page shows."""

    groups: tuple[CheckGroup, ...]
    contradictions: tuple[Remark, ...]
    gaps: tuple[Remark, ...]
    open_first: tuple[Remark, ...]
    unknown: int
    missing: int
    assumptions: tuple[str, ...]
    hidden: tuple[Remark, ...]
    outdated: tuple[Remark, ...]


def check_page(organisation: str, sheet: Sheet, outline: Outline) -> CheckPage:
    """The page of an organisation."""
    links = _Links(organisation, sheet.course)
    open_steps = [step for step in sheet.course.steps() if _is_open(sheet.course, step)]
    by_weight = sorted(open_steps, key=lambda step: -reach_of(sheet.profile.bank, step.question.id).weight)
    return CheckPage(
        groups=tuple(_groups(links, outline)),
        contradictions=tuple(
            Remark(found.sentence, links.of_paths(found.answers)) for found in contradictions_of(sheet.course)
        ),
        gaps=tuple(_gaps(links)),
        open_first=tuple(links.remark(step) for step in by_weight[:MOST_OPEN]),
        unknown=sum(sheet.course.is_done(step) for step in open_steps),
        missing=sum(not sheet.course.is_done(step) for step in open_steps),
        assumptions=tuple(_defaults(sheet.course)),
        hidden=(*_hidden(links), *_left_over(sheet)),
        outdated=tuple(_outdated(links, sheet)),
    )


def _is_open(course: Course, step: Step) -> bool:
    answer = course.profile.answer(step.question.id, step.function)
    return answer.unknown if answer is not None else step.question.required


class _Links:
    """Names questions and their pages."""

    def __init__(self, organisation: str, course: Course) -> None:
        self.organisation, self.course = organisation, course
        self.labels = {activity.key: activity.label for activity in course.profile.activities}

    def name(self, question: Question, function: str | None) -> str:
        text = question.wording(self.course.profile.industry)
        return f"{self.labels.get(function, function)}: {text}" if function else text

    def url(self, question: str, function: str | None) -> str:
        return f"{addresses.question_address(self.organisation, question, function)}?return=check"

    def of_paths(self, paths: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        """The questions that answer paths of a profile file name, each once."""
        found: dict[str, str] = {}
        for path in paths:
            scope, *rest = path.partition("[")[0].split(".")
            function = rest[0] if scope == "functions" else None
            question = self.course.bank.questions[rest[-1]]
            found.setdefault(self.name(question, function), self.url(question.id, function))
        return tuple(found.items())

    def remark(self, step: Step) -> Remark:
        """An answer that is not known, with what counts instead."""
        question, function = step.question, step.function
        link = (self.name(question, function), self.url(question.id, function))
        sentence = assumed(self.course, question, function)
        if question.id in self.course.bank.identity:
            sentence = f"{self.course.bank.identity[question.id].show}."
        return Remark(sentence, (link,))


def _groups(links: _Links, outline: Outline) -> Iterator[CheckGroup]:
    """The answers section by section; those of the further activities stand with their activity."""
    course = links.course
    for chapter in outline.chapters:
        for part in chapter.parts:
            steps = [step for stop in part.stops for step in stop.steps]
            for activity in dict.fromkeys(step.function for step in steps):
                rows = tuple(_row(links, step) for step in steps if step.function == activity)
                label = course.profile.activity(activity).label if activity else ""
                yield CheckGroup(chapter.section.title, label, rows)
    yield from _beyond(links, outline)


def _beyond(links: _Links, outline: Outline) -> Iterator[CheckGroup]:
    """Answers that the depth does not ask for; they are used all the same."""
    course = links.course
    asked = {(step.question.id, step.function) for step in course.steps()}
    steps = [
        Step(course.bank.questions[question], function)
        for question, function, _ in course.profile.stated()
        if (question, function) not in asked and course.exists(question, function)
    ]
    if steps:
        yield CheckGroup("Beyond your depth, and used all the same", "", tuple(_row(links, step) for step in steps))


def _row(links: _Links, step: Step) -> CheckRow:
    question, function = step.question, step.function
    answer = links.course.profile.answer(question.id, function)
    text = said(question, answer, links.course.profile)
    state = "" if answer and not answer.unknown else "To confirm" if answer else "Not provided"
    grade = f"Grade {answer.grade}" if answer and answer.grade else ""
    name = question.wording(links.course.profile.industry)
    return CheckRow(name, text, links.url(question.id, function), state, grade)


def _gaps(links: _Links) -> Iterator[Remark]:
    """Cells left empty in answers that were given."""
    for notice in missing_answers(links.course):
        inside = notice.path.partition("[")[2] or notice.path.count(".") > (
            2 if notice.path.startswith("functions") else 1
        )
        if inside:
            parts = notice.path.partition("[")[0].split(".")
            base = ".".join(parts[:3] if parts[0] == "functions" else parts[:2])
            yield Remark(notice.sentence, links.of_paths((base,)))


def _defaults(course: Course) -> Iterator[str]:
    """What stands in for questions that the depth does not ask."""
    said_before: set[str] = set()
    for question in course.bank.questions.values():
        default = course.bank.defaults.get(question.feeds[0])
        if default is None or default.show is None or default.show in said_before:
            continue
        functions = [None] if question.scope == "organisation" else [one.key for one in course.profile.activities]
        left_out = any(
            course.exists(question.id, function)
            and not course.asks(question, function)
            and course.profile.answer(question.id, function) is None
            for function in functions
        )
        if left_out:
            said_before.add(default.show)
            yield f"{default.show}."


def _hidden(links: _Links) -> Iterator[Remark]:
    for question, function in links.course.hidden_answers():
        asked = links.course.bank.questions[question]
        text = said(asked, links.course.profile.answer(question, function), links.course.profile)
        yield Remark(text, ((links.name(asked, function), links.url(question, function)),))


def _left_over(sheet: Sheet) -> Iterator[Remark]:
    """What is kept about activities that are no longer in the list."""
    kinds = sheet.profile.bank.vocabulary.functions
    by_activity: dict[str, int] = {}
    for leftover in sheet.leftovers:
        by_activity[leftover.function] = by_activity.get(leftover.function, 0) + max(1, leftover.rows)
    for key, count in by_activity.items():
        label = kinds[key].label if key in kinds else key.replace("_", " ")
        what = "1 answer is" if count == 1 else f"{count} answers are"
        yield Remark(
            f"{what} kept about “{label}”, which is not among your activities any more. Add it again and they count."
        )


def _outdated(links: _Links, sheet: Sheet) -> Iterator[Remark]:
    """Answers given under an earlier version of the bank to a question that has changed since."""
    bank = sheet.profile.bank
    for (question, function), kept in sheet.kept.items():
        version = kept.bank.partition("@")[2]
        if kept.stated and question in bank.earlier_versions.get(version, ()):
            asked = bank.questions[question]
            link = (links.name(asked, function or None), links.url(question, function or None))
            yield Remark("This question has changed since you answered it. Please look at it again.", (link,))
