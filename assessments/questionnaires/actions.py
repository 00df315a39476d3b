"""What may be done with answers. A save changes one version into the next; whoever saw an older one is told, never ignored."""

from datetime import date
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from assessments.accounts.models import User
from assessments.organisations import audit
from assessments.organisations.actions import hold
from assessments.organisations.models import Organisation
from assessments.questionnaires import queries
from assessments.questionnaires.asking.fitting import ADDED_UP
from assessments.questionnaires.asking.form_fields import Fields, FormFields
from assessments.questionnaires.asking.nothing import nothing_said
from assessments.questionnaires.asking.others import LABELS, asked_of_others, cells_of
from assessments.questionnaires.asking.saying import said
from assessments.questionnaires.bank import bank
from assessments.questionnaires.contents import columns_of, content_of, stated_in, with_row_ids, without_row_ids
from assessments.questionnaires.models import Answer, AnswerRevision, Questionnaire
from assessments.questionnaires.profile import Answer as Stated
from assessments.questionnaires.profile import Profile
from assessments.questionnaires.profile_export import profile_content
from assessments.questionnaires.queries import Sheet
from assessments.questionnaires.saving import (
    AnswerChanged,
    Change,
    KeyUsedTwice,
    NoSuchQuestion,
    Refused,
    Saved,
    digest_of,
    question_at,
    read_fields,
    replay_of,
    store,
)

__all__ = [
    "AnswerChanged",
    "KeyUsedTwice",
    "NoSuchQuestion",
    "OtherCurrency",
    "Refused",
    "Saved",
    "choose_depth",
    "import_profile",
    "others_version",
    "question_at",
    "save_answer",
    "save_others",
]
BESIDE = {"overrides": "overrides", "what_ifs": "what_if"}
"""What a profile file says beside its answers: the field that keeps it, and its name in the file."""


class OtherCurrency(ValidationError):
    """The amounts of the file are in another currency than those of the organisation."""


def save_answer(
    *,
    organisation: Organisation,
    by: User,
    question: str,
    fields: Fields,
    seen_version: int,
    today: date,
    function: str = "",
    client_key: UUID | None = None,
    may_be_empty: bool = True,
) -> Saved:
    """The answer as it is kept now, made of the fields of its form (names: assessments/ui/widgets.py).

    The same `client_key` gets the same reply, however often and however much at once it arrives. Raises Refused when
    the fields cannot be taken, AnswerChanged when somebody else was quicker; neither stores anything.
    """
    digest = digest_of(question, function, fields)
    if replay := replay_of(by, client_key, digest):
        return replay

    def change() -> Change:
        sheet = queries.sheet_of(organisation, as_of=today)
        asked = question_at(sheet, question, function)
        stated = read_fields(sheet, asked, function, fields)
        if stated is None and not may_be_empty:
            raise Refused({"value": nothing_said(asked)})
        return Change(organisation, by, asked, function, seen_version, stated, sheet, client_key, digest)

    try:
        if question not in ADDED_UP:
            prepared = change()
            with transaction.atomic():
                hold(organisation)
                return store(prepared)
        with transaction.atomic():
            hold(organisation)
            return store(change())
    except IntegrityError:
        # The only row that can be there twice by now is a revision with this key: of another answer, at the same moment.
        raise KeyUsedTwice("This save carries the key of another one. Load the page again.") from None


@transaction.atomic
def save_others(
    *,
    organisation: Organisation,
    by: User,
    fields: Fields,
    seen_version: int,
    today: date,
    is_confirmed: bool,
    client_key: UUID | None = None,
) -> Saved:
    """The table of the further activities as it is kept now, all of it or nothing; its version is the sum of its answers'.

    What we filled in counts as stated only once somebody has seen the page to its end: `is_confirmed`.
    """
    hold(organisation)
    sheet = queries.sheet_of(organisation, as_of=today)
    changes, errors = [], dict[str, str]()
    for cell in cells_of(sheet.course, FormFields(fields)):
        place = (cell.question.id, cell.activity)
        if cell.is_as_proposed and not (is_confirmed or sheet.stated(*place)):
            continue
        key = uuid5(client_key, "/".join(place)) if client_key else None
        try:
            stated = read_fields(sheet, cell.question, cell.activity, cell.fields)
        except Refused as refused:
            errors[cell.name] = next(iter(refused.errors.values()))
            continue
        digest = digest_of(*place, cell.fields)
        changes.append(
            Change(organisation, by, cell.question, cell.activity, sheet.version(*place), stated, sheet, key, digest)
        )
    if errors:
        raise Refused(errors)
    if others_version(sheet) != seen_version:
        return _others_overtaken(sheet, changes, seen_version)
    saved = [store(change) for change in changes]
    times = [one.at for one in saved if one.at and one.is_new]
    return Saved(seen_version + len(times), max(times, default=None), None, is_new=bool(times))


def others_version(sheet: Sheet) -> int:
    """The version of the table of the further activities."""
    others = sheet.profile.activities[1:]
    return sum(sheet.version(question.id, one.key) for one in others for question in asked_of_others(sheet.course))


def _others_overtaken(sheet: Sheet, changes: list[Change], seen_version: int) -> Saved:
    """The reply that this save had when it came before; else AnswerChanged with both tables."""
    keys = [change.client_key for change in changes if change.client_key]
    before = (
        AnswerRevision.objects.filter(client_key__in=keys, by=changes[0].by) if keys else AnswerRevision.objects.none()
    )
    times = list(before.values_list("at", flat=True))
    if times:
        return Saved(seen_version + len(times), max(times), None, is_new=True)
    labels = {activity.key: activity.label for activity in sheet.profile.activities}
    texts: list[str] = []
    for is_yours in (True, False):
        lines = []
        for change in changes:
            stated = change.stated if is_yours else sheet.profile.answer(change.question.id, change.function)
            lines.append(
                f"{labels[change.function]}, {LABELS[change.question.id]}: {said(change.question, stated, sheet.profile)}"
            )
        texts.append("\n".join(lines))
    others = {activity.key for activity in sheet.profile.activities[1:]}
    last = max((kept for (_, function), kept in sheet.kept.items() if function in others), key=lambda kept: kept.at)
    raise AnswerChanged(version=others_version(sheet), by=last.by, at=last.at, yours=texts[0], theirs=texts[1])


@transaction.atomic
def choose_depth(*, organisation: Organisation, by: User, depth: str) -> Questionnaire:
    """The questionnaire at another depth; "" leaves the depth to the size of the organisation. No answer is lost."""
    hold(organisation)
    questionnaire, _ = Questionnaire.objects.get_or_create(organisation=organisation)
    before, after = audit.changes({"depth": questionnaire.depth}, {"depth": depth})
    if after:
        questionnaire.depth = depth
        questionnaire.save(update_fields=["depth"])
        audit.record(
            organisation=organisation, by=by, verb="chose the depth of", of=questionnaire, before=before, after=after
        )
    return questionnaire


@transaction.atomic
def import_profile(*, organisation: Organisation, by: User, profile: Profile) -> int:
    """How many answers were changed: the organisation states from now on what the profile states, and nothing else."""
    if profile.currency not in (None, organisation.currency):
        raise OtherCurrency(
            f"The amounts are in {profile.currency}, but {organisation.name} works in {organisation.currency}."
        )
    hold(organisation)
    content = profile_content(profile)
    depth, beside = profile.stated_depth or "", {name: content.get(key, []) for name, key in BESIDE.items()}
    Questionnaire.objects.update_or_create(organisation=organisation, defaults={"depth": depth, **beside})
    rows = {
        (row.question, row.function): row for row in Answer.objects.filter(organisation=organisation).order_by("pk")
    }
    given = {(question, function or ""): stated for question, function, stated in profile.stated()}
    before = {place: stated_in(row) for place, row in rows.items()}
    places = sorted({*rows, *given})
    changed = [place for place in places if without_row_ids(before.get(place)) != without_row_ids(given.get(place))]
    for place in changed:
        rows[place] = _row_with(organisation, by, place, rows.get(place), given.get(place))
    Answer.objects.bulk_create([rows[place] for place in changed if rows[place].pk is None])
    AnswerRevision.objects.bulk_create([_revision(rows[place], before.get(place)) for place in changed])
    after = {
        "answers": len(given),
        "changed": " ".join(f"{question} {function}".strip() for question, function in changed),
    }
    audit.record(organisation=organisation, by=by, verb="imported answers into", of=organisation, after=after)
    return len(changed)


def _row_with(
    organisation: Organisation, by: User, place: queries.Place, old: Answer | None, stated: Stated | None
) -> Answer:
    """The row at this place with what is stated now: stored, unless it is a new one."""
    version = old.version + 1 if old else 1
    stated = with_row_ids(stated, version, earlier=stated_in(old) if old else None)
    values = {**columns_of(stated), "bank": bank().name, "changed_by": by, "version": version}
    if old is None:
        return Answer(organisation=organisation, question=place[0], function=place[1], **values)
    Answer.objects.filter(pk=old.pk).update(**values, changed_at=Now())
    return Answer.objects.get(pk=old.pk)


def _revision(row: Answer, before: Stated | None) -> AnswerRevision:
    after = content_of(stated_in(row))
    return AnswerRevision(
        answer=row, version=row.version, before=content_of(before), after=after, by=row.changed_by, at=row.changed_at
    )
