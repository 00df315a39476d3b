"""Answers of organisations: single ones through the action that pages use, whole sets from the sample profiles."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from assessments.organisations import audit
from assessments.organisations.models import Membership, Organisation
from assessments.questionnaires import actions, queries
from assessments.questionnaires.asking.filled import fields_of
from assessments.questionnaires.bank import bank
from assessments.questionnaires.file_text import read_file
from assessments.questionnaires.models import Answer as Answers
from assessments.questionnaires.profile import Answer, Profile
from assessments.questionnaires.profile_file import read_profile
from assessments.questionnaires.reading.answers import read_answer
from assessments.questionnaires.reading.context import Reading
from tests.factories.people import make_organisation

EXAMPLES = sorted((Path(__file__).resolve().parent.parent.parent / "examples").glob("*.yaml"))
TODAY = date(2026, 11, 22)


@cache
def example_profile(name: str) -> Profile:
    """The profile of a file in examples/, by its name without the ending."""
    path = next(path for path in EXAMPLES if path.stem == name)
    profile, report = read_profile(read_file(path), bank(), TODAY)
    assert profile is not None, report.mistakes
    return profile


def make_sample(name: str, *, owner: Any = None) -> Organisation:
    """An organisation that states what a profile in examples/ states."""
    profile = example_profile(name)
    organisation = make_organisation(profile.name, owner=owner, currency=profile.currency or "GBP")
    actions.import_profile(organisation=organisation, by=_owner(organisation), profile=profile)
    return organisation


def canonical(organisation: Organisation, question: str, raw: Any) -> Answer:
    """What a value in the form of a profile file means for this organisation."""
    profile = queries.profile_of(organisation, as_of=TODAY)
    keys = tuple(activity.key for activity in profile.activities)
    reading = Reading(bank(), TODAY, organisation.currency, keys)
    answer = read_answer(bank().questions[question], raw, reading, question)
    assert answer is not None, reading.report.mistakes
    return answer


def state(organisation: Organisation, question: str, raw: Any, *, function: str = "", by: Any = None) -> actions.Saved:
    """The answer saved as a page saves it, from a value in the form of a profile file."""
    sheet = queries.sheet_of(organisation, as_of=TODAY)
    fields = fields_of(bank().questions[question], canonical(organisation, question, raw), bank())
    return actions.save_answer(
        organisation=organisation,
        by=by or _owner(organisation),
        question=question,
        function=function,
        fields=fields,
        seen_version=sheet.version(question, function),
        today=TODAY,
    )


def _owner(organisation: Organisation) -> Any:
    return Membership.objects.filter(organisation=organisation).order_by("pk").first().user


def unsay(organisation: Organisation, question: str, function: str = "") -> None:
    """Nothing comes back: the answer was never given. No page can do that; the trail tells of it as of every change."""
    Answers.objects.filter(organisation=organisation, question=question, function=function).delete()
    audit.record(organisation=organisation, by=None, verb="unsaid", of=organisation)
