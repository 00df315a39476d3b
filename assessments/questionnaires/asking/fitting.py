"""Whether an answer fits the others: shares that add up to too much, said beside the control that was just changed."""

from collections.abc import Mapping

from assessments.questionnaires.asking.posted import WHOLE, Posted
from assessments.questionnaires.asking.saying import day_said
from assessments.questionnaires.bank_schema import Question
from assessments.questionnaires.profile import Profile
from assessments.questionnaires.profile_checks import answer_path, cross_mistakes
from assessments.questionnaires.reading.mistakes import Mistake

ADDED_UP: Mapping[str, str] = {
    "MON-01": "answers.MON-02",
    "MON-02": "answers.MON-02",
    "FUN-06": "functions",
    "USE-02": "functions",
}
"""Questions whose answers add up with others, and where the sum is found: they are checked while nobody else can save."""


def misfits(posted: Posted, profile: Profile, function: str | None) -> dict[str, str]:
    """The sentence for each control that makes the profile impossible; nothing if it all fits."""
    question = posted.question
    here = answer_path(question.id, function)
    found: dict[str, str] = {}
    for mistake in cross_mistakes(profile):
        if mistake.path == ADDED_UP.get(question.id):
            found.setdefault(WHOLE, _sum_said(profile, mistake))
        elif mistake.path.startswith(here):
            control = posted.control_of(question.id + mistake.path.removeprefix(here))
            found.setdefault(_beside(question, control), _sentence(mistake))
    return found


def _sum_said(profile: Profile, mistake: Mistake) -> str:
    if mistake.path == "functions":
        shares = sum(profile.value("FUN-06", activity.key) or 0 for activity in profile.activities)
        return f"Your activities would carry {shares:g}% of this income together. Count each sale once: at most 100%."
    direct, influenced = profile.value("MON-01"), profile.value("MON-02")
    return (
        f"{direct:g}% paid through TikTok and {influenced:g}% from people who found you there make "
        f"{direct + influenced:g}%. Together they are at most 100%."
    )


def _beside(question: Question, control: str) -> str:
    """A row that leads to itself is mended at its second cell."""
    return f"{control}to" if question.id == "DEP-06" and control.endswith("-") else control


def _sentence(mistake: Mistake) -> str:
    if mistake.code == "self_link":
        return "An activity cannot spread to itself. Choose another one."
    if mistake.code == "end_before_start":
        return f"The last day lies before the first one. {_with_day(mistake.allowed)}."
    return mistake.sentence


def _with_day(allowed: str) -> str:
    """“Enter 2026-11-27 or later” with the day as people write it."""
    return " ".join(day_said(word) if word[:4].isdigit() else word for word in allowed.split(" "))
