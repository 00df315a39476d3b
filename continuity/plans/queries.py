"""Reading what was decided and written, and the plan that follows from it."""

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import QuerySet

from assessments.catalogue.vocabulary import vocabulary
from assessments.organisations.models import AuditEntry, Organisation
from assessments.questionnaires import queries as questionnaires
from assessments.questionnaires.bank import bank
from assessments.questionnaires.profile import Profile
from assessments.questionnaires.profile_export import profile_hash
from assessments.questionnaires.profile_file import read_profile
from assessments.scoring import queries as scoring
from assessments.scoring.queries import Snapshot
from continuity.plans import document_json, mitigation
from continuity.plans.approval import Obstacle, obstacles
from continuity.plans.basis import Basis, basis_of
from continuity.plans.comparing import SectionChange, compare
from continuity.plans.decided_results import with_decisions
from continuity.plans.document import Document
from continuity.plans.mitigation import Action, Around, Board
from continuity.plans.models import Contact, Measure, PlanDetails, PlanVersion, StepChange, Wording
from continuity.plans.places import Place, Places
from continuity.plans.sections.roadmap import owner
from continuity.plans.standing import Change, Decision, Standing
from continuity.plans.standing import Contact as PlanContact
from continuity.plans.writing import plan_of

DRAFTS_KEPT = 8
MOST_HISTORY = 20


@dataclass(frozen=True)
class Draft:
    """The plan as it reads today: the document, what it is written from, and a mark that changes whenever it does."""

    document: Document
    basis: Basis
    assessment: int
    mark: str

    @cached_property
    def obstacles(self) -> tuple[Obstacle, ...]:
        """What stands between it and its approval."""
        return obstacles(self.basis, self.document)


@dataclass(frozen=True)
class _Source:
    """Everything a draft is written from; two with the same digest give the same draft."""

    digest: str
    snapshot: Snapshot = field(compare=False)
    standing: Standing = field(compare=False)
    measures: Sequence[Measure] = field(compare=False)


# ----------------------------------------------------------------------------------------------------------- decisions
def measures_of(organisation: Organisation) -> QuerySet[Measure]:
    """What was decided about actions, oldest first."""
    return Measure.objects.filter(organisation=organisation).select_related("decided_by").order_by("pk")


def board_of(organisation: Organisation, snapshot: Snapshot | None, *, today: date) -> Board:
    """All actions of the newest results with what was decided about them."""
    measures = measures_of(organisation)
    if snapshot is None:
        return mitigation.board(None, measures, Around(today))
    results = snapshot.results
    basis = basis_of(profile_of(snapshot), results, Standing(issued_on=today))
    course = basis.statement.course
    around = Around(
        today=today,
        labels=_labels(results),
        holders={it["owner_role"]: owner(basis, it) for it in results["recommendations"]},
        is_asked=lambda question, function: question in course.bank.questions and course.exists(question, function),
    )
    return mitigation.board(results, measures, around)


def questions_of(organisation: Organisation, snapshot: Snapshot | None, action: Action) -> list[tuple[Place, str]]:
    """The questions whose answers would show that an action is in place, each with its page and its words."""
    places = places_of(organisation, snapshot)
    known = bank().questions
    return [(places.question(question, function), known[question].text) for question, function in action.questions]


def places_of(organisation: Organisation, snapshot: Snapshot | None) -> Places:
    """The pages of an organisation on which something is mended."""
    return Places(organisation.slug, {label: key for key, label in activity_choices(snapshot)})


def activity_choices(snapshot: Snapshot | None) -> list[tuple[str, str]]:
    """The activities of these results, most urgent first: key and words."""
    return [(it["key"], it["name"]) for it in snapshot.results["functions"]] if snapshot else []


def history_of(organisation: Organisation, measure: Measure | None) -> list[AuditEntry]:
    """What happened to a decision, newest first."""
    if measure is None:
        return []
    entries = AuditEntry.objects.filter(
        organisation=organisation, object_type=measure._meta.verbose_name, object_id=str(measure.pk)
    )
    return list(entries.order_by("-number")[:MOST_HISTORY])


def _labels(results: Mapping[str, Any]) -> dict[str, str]:
    """The words for activities and scenarios by key."""
    scenarios = {it["key"]: it["label"] for it in results["scenarios"]}
    return {**vocabulary().scenarios, **scenarios, **{it["key"]: it["name"] for it in results["functions"]}}


# ------------------------------------------------------------------------------------------------------- what is written
def contacts_of(organisation: Organisation) -> QuerySet[Contact]:
    """The contacts, by name."""
    return Contact.objects.filter(organisation=organisation).order_by("name", "pk")


def details_of(organisation: Organisation) -> PlanDetails:
    """The details of the plan; as they begin, and not stored, while nobody has changed them."""
    found = PlanDetails.objects.select_related("author", "changed_by").filter(organisation=organisation).first()
    return found or PlanDetails(organisation=organisation, version=0)


def wordings_of(organisation: Organisation) -> dict[str, Wording]:
    """What was written into the places of the messages, by place."""
    rows = Wording.objects.filter(organisation=organisation).select_related("changed_by").order_by("place")
    return {row.place: row for row in rows}


def step_changes_of(organisation: Organisation) -> QuerySet[StepChange]:
    """What was changed in the runbooks, oldest first."""
    return StepChange.objects.filter(organisation=organisation).select_related("changed_by").order_by("pk")


def versions_of(organisation: Organisation) -> QuerySet[PlanVersion]:
    """The versions of the plan, newest first, without their text."""
    return (
        PlanVersion.objects.filter(organisation=organisation)
        .select_related("assessment", "made_by")
        .defer("document", "assessment__profile")
        .order_by("-major", "-minor", "-pk")
    )


def version_of(organisation: Organisation, number: str) -> PlanVersion | None:
    """The version with this number, such as 0.2, with its text."""
    major, point, minor = number.partition(".")
    if not point or not (major.isdecimal() and minor.isdecimal()) or max(len(major), len(minor)) > 6:
        return None
    found = PlanVersion.objects.filter(organisation=organisation, major=int(major), minor=int(minor))
    return found.select_related("assessment", "made_by").defer("assessment__profile").first()


def document_of(version: PlanVersion) -> Document:
    """The text of a version, as it was on its day."""
    return _read(bytes(version.document))


@lru_cache(maxsize=DRAFTS_KEPT)
def _read(content: bytes) -> Document:
    return document_json.read(zlib.decompress(content))


def next_number(versions: Sequence[PlanVersion]) -> tuple[int, int]:
    """The number of the next draft, where the versions stand newest first."""
    if not versions:
        return 0, 1
    return versions[0].major, versions[0].minor + 1


def next_whole_number(versions: Sequence[PlanVersion]) -> tuple[int, int]:
    """The number of the next approved version."""
    return (versions[0].major if versions else 0) + 1, 0


# ------------------------------------------------------------------------------------------------------------ the plan
def draft_of(organisation: Organisation, *, today: date) -> Draft | None:
    """The plan as it reads today; None while there are no results to write it from."""
    snapshot = scoring.latest_snapshot(organisation)
    return None if snapshot is None else draft_from(organisation, snapshot, today=today)


def draft_from(
    organisation: Organisation, snapshot: Snapshot, *, today: date, versions: Sequence[PlanVersion] | None = None
) -> Draft:
    """The plan from one assessment and everything decided and written until now; `versions` if they are known."""
    versions = list(versions_of(organisation)) if versions is None else versions
    major, minor = next_number(versions)
    measures = list(measures_of(organisation))
    standing = standing_from(organisation, versions, measures, today=today)
    return written(snapshot, replace(standing, version=f"{major}.{minor}"), measures)


def written(snapshot: Snapshot, standing: Standing, measures: Sequence[Measure]) -> Draft:
    """The plan from a snapshot and a standing; kept for the next page that shows the same."""
    parts = (snapshot.input_hash, snapshot.file, repr(standing), repr([_told(it) for it in measures]))
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part if isinstance(part, bytes) else part.encode("utf-8", "replace"))
    return _written(_Source(digest.hexdigest(), snapshot, standing, measures))


def _told(measure: Measure) -> tuple[object, ...]:
    """What of a decision the plan prints and its standing does not hold."""
    return measure.key, measure.title, measure.why, measure.cost, measure.currency, measure.functions


@lru_cache(maxsize=DRAFTS_KEPT)
def _written(source: _Source) -> Draft:
    snapshot = source.snapshot
    profile = profile_of(snapshot)
    results = with_decisions(snapshot.results, source.measures)
    basis = basis_of(profile, results, source.standing)
    return Draft(plan_of(basis), basis, snapshot.number, source.digest)


@lru_cache(maxsize=DRAFTS_KEPT)
def profile_of(snapshot: Snapshot) -> Profile:
    """The answers of a snapshot, read again; those of an older bank as far as they are still understood."""
    profile, report = read_profile(snapshot.profile, bank(), snapshot.as_of)
    if profile is None:
        raise OldAnswers("; ".join(mistake.sentence for mistake in report.mistakes))
    return profile


class OldAnswers(Exception):
    """The answers behind these results cannot be read by this version of the questions; a new calculation mends it."""


def standing_from(
    organisation: Organisation, versions: Sequence[PlanVersion], measures: Sequence[Measure], *, today: date
) -> Standing:
    """How the plan stands: details, decisions, contacts, words and steps; five queries less those given."""
    details = details_of(organisation)
    return Standing(
        issued_on=today,
        author=details.author.display_name if details.author else "",
        next_review=details.next_review,
        confidentiality=details.confidentiality,
        distribution=tuple(details.distribution),
        changes=tuple(Change(it.number, it.made_on, it.note, it.made_by.display_name) for it in reversed(versions)),
        decisions={measure.key: decision_of(measure) for measure in measures},
        contacts=tuple(
            PlanContact(it.name, it.purpose, it.phone, it.email) for it in contacts_of(organisation)
        ),
        edits=tuple(change.edit for change in step_changes_of(organisation)),
        filled={place: row.text for place, row in wordings_of(organisation).items() if row.text},
    )  # fmt: skip


def decision_of(measure: Measure) -> Decision:
    """A decision as the plan prints it."""
    return Decision(
        state=measure.state,  # type: ignore[arg-type]  # the database holds these five only
        reason=measure.reason,
        by=measure.accepted_by,
        owner=measure.owner,
        due_on=measure.due_on,
        until=measure.until,
    )


# --------------------------------------------------------------------------------------------------- out of date or not
def moved_since(version: PlanVersion, draft: Draft) -> tuple[SectionChange, ...]:
    """What would read differently in the plan today; nothing while an approved version is up to date."""
    return _moved(version.digest, draft.mark, _Pair(version, draft))


@dataclass(frozen=True)
class _Pair:
    """A version and the draft it is compared with."""

    version: PlanVersion = field(compare=False)
    draft: Draft = field(compare=False)


@lru_cache(maxsize=32)
def _moved(_digest: str, _mark: str, pair: _Pair) -> tuple[SectionChange, ...]:
    return compare(document_of(pair.version), pair.draft.document, with_control=False)


# ---------------------------------------------------------------------------------------------------------- how it stands
@dataclass(frozen=True)
class Situation:
    """How the plan of an organisation stands today: what it reads, what is missing, what was approved and what moved since."""

    snapshot: Snapshot | None = None
    draft: Draft | None = None
    versions: tuple[PlanVersion, ...] = ()
    approved: PlanVersion | None = None
    moved: tuple[SectionChange, ...] = ()
    missing: tuple[tuple[Obstacle, Place], ...] = ()
    has_newer_answers: bool = False
    details: PlanDetails | None = None

    @property
    def blocking(self) -> int:
        """How many things block the approval."""
        return sum(obstacle.is_blocking for obstacle, _ in self.missing)

    @property
    def changed_sections(self) -> frozenset[str]:
        """The headings of the sections that read differently since the approval."""
        return frozenset(change.heading for change in self.moved)


def situation_of(organisation: Organisation, *, today: date) -> Situation:
    """How the plan stands; a draft only where there are results."""
    snapshot = scoring.latest_snapshot(organisation)
    if snapshot is None:
        return Situation()
    versions = tuple(versions_of(organisation))
    draft = draft_from(organisation, snapshot, today=today, versions=versions)
    # Its text is fetched only where the comparison is not remembered.
    approved = next((it for it in versions if it.status == PlanVersion.Status.APPROVED), None)
    places = places_of(organisation, snapshot)
    now = questionnaires.profile_of(organisation, as_of=snapshot.as_of)
    return Situation(
        snapshot=snapshot,
        draft=draft,
        versions=versions,
        approved=approved,
        moved=moved_since(approved, draft) if approved else (),
        missing=tuple((it, places.of(it.mend, it.what)) for it in draft.obstacles),
        has_newer_answers=profile_hash(now) != snapshot.input_hash,
        details=details_of(organisation),
    )
