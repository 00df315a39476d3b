"""Files of the plan: asked for and promised in one transaction, made once, given to nobody before they are whole."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction

from assessments.jobs import actions as jobs
from assessments.jobs.models import Job
from assessments.jobs.tasks import run_job
from assessments.organisations.actions import remove_member
from continuity.exports import actions, files, queries
from continuity.exports.formats import FORMATS
from continuity.exports.models import Export
from continuity.plans import queries as plans
from continuity.plans.document import SHARED_NOTICE
from tests.assessments.organisations.races import at_once
from tests.factories.assessments import make_assessment
from tests.factories.people import make_organisation
from tests.factories.plans import ask_for, draft_now, make_export, make_version, owner_of, reach

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
DONE, FAILED, QUEUED = Job.State.DONE, Job.State.FAILED, Job.State.QUEUED


@pytest.fixture
def cafe(organisation):
    make_assessment(organisation, "cafe")
    return organisation


def stored(organisation):
    """The names of the files that lie in the organisation's folder, whole or not."""
    folder = Path(default_storage.path(f"{files.FOLDER}/{organisation.pk}"))
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def content(export):
    return files.whole(export.file, export.digest)


@pytest.fixture(autouse=True)
def empty_folder(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }


# ------------------------------------------------------------------------------------------------------------- asking
def test_the_row_and_its_job_are_stored_together(cafe, monkeypatch):
    export = ask_for(cafe)
    assert (export.job.state, export.job.scope_id, export.job.kind) == (QUEUED, cafe.pk, actions.KIND)
    entry = cafe.audit_entries.order_by("-number").first()
    assert (entry.verb, entry.after) == ("asked for a file of the plan,", {"copy": "whole"})

    def fault(**_):
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(actions.audit, "record", fault)
    with pytest.raises(RuntimeError), transaction.atomic():
        ask_for(cafe, format="json")
    assert Export.objects.count() == Job.objects.filter(kind=actions.KIND).count() == 1


def test_the_same_document_in_the_same_format_is_made_once(cafe, editor):
    first = ask_for(cafe)
    assert ask_for(cafe, by=editor) == first
    assert ask_for(cafe, format="json") != first
    reach(cafe, editor, "Carla")
    assert ask_for(cafe) != first


def test_a_shared_copy_is_another_file_without_personal_pages(cafe, editor):
    reach(cafe, editor, "Carla")
    whole, shared = make_export(cafe), make_export(cafe, shared=True)
    assert whole != shared
    assert b"+44 7700 900000" in content(whole)
    assert b"7700" not in content(shared)
    assert SHARED_NOTICE.encode() in content(shared)


def test_a_version_is_exported_as_it_was_frozen(cafe, editor):
    version = make_version(cafe)
    reach(cafe, editor, "Carla")
    said = {
        "organisation": cafe,
        "by": editor,
        "document": plans.document_of(version),
        "version": version,
        "format": "md",
    }
    export = actions.request_export(is_shared=False, **said)
    assert (export.label, export.document) == ("Version 0.1", None)
    run_job(job_id=export.job_id)
    export.refresh_from_db()
    assert b"7700" not in content(export)
    assert b"Version:** 0.1" in content(export)


def test_a_format_that_does_not_exist_is_refused(cafe, editor):
    with pytest.raises(actions.UnknownFormat):
        ask_for(cafe, format="exe")


def test_only_so_many_files_are_under_way_at_once(cafe, monkeypatch):
    monkeypatch.setattr(actions, "MOST_WAITING", 2)
    ask_for(cafe)
    ask_for(cafe, format="json")
    with pytest.raises(actions.TooManyWaiting):
        ask_for(cafe, format="docx")
    other = make_organisation("Elsewhere Ltd")
    make_assessment(other, "cafe")
    assert ask_for(other).pk


@pytest.mark.parametrize(("name", "most"), [("MOST_FILES", 2), ("MOST_BYTES", 100_000)])
def test_the_oldest_files_give_way(name, most, cafe, editor, monkeypatch, django_capture_on_commit_callbacks):
    first = make_export(cafe)
    make_export(cafe, format="json")
    monkeypatch.setattr(actions, name, most)
    with django_capture_on_commit_callbacks(execute=True):
        ask_for(cafe, format="docx")
    assert not Export.objects.filter(pk=first.pk).exists()
    assert Path(first.file).name not in stored(cafe)


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_one_file():
    organisation = make_organisation()
    make_assessment(organisation, "cafe")
    document, by = draft_now(organisation).document, owner_of(organisation)
    said = {"organisation": organisation, "by": by, "document": document, "version": None, "format": "md"}
    found = at_once(*(lambda: actions.request_export(is_shared=False, **said),) * 2)
    assert [type(one) for one in found] == [Export, Export], found
    assert found[0] == found[1]
    assert Job.objects.filter(kind=actions.KIND).count() == 1


# ------------------------------------------------------------------------------------------------------------- making
@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_made_with_its_checksum(format, cafe):
    export = make_export(cafe, format=format)
    assert export.job.state == DONE
    made = content(export)
    assert (export.size, export.digest) == (len(made), hashlib.sha256(made).hexdigest())
    assert export.document is None
    assert export.expires_at > NOW
    assert stored(cafe) == [Path(export.file).name]


def test_the_file_is_rendered_outside_any_transaction(cafe, monkeypatch):
    inside = []
    real = actions.export
    depth = len(connection.savepoint_ids)

    def watched(*arguments, **options):
        inside.append(len(connection.savepoint_ids) > depth)
        return real(*arguments, **options)

    monkeypatch.setattr(actions, "export", watched)
    make_export(cafe)
    assert inside == [False]


def test_a_message_that_comes_three_times_makes_one_file(cafe):
    export = ask_for(cafe)
    for _ in range(3):
        run_job(job_id=export.job_id)
    export.refresh_from_db()
    assert len(stored(cafe)) == 1
    assert content(export)


def test_an_attempt_that_lost_its_job_leaves_no_file(cafe):
    export = ask_for(cafe)
    slow = jobs.claim(job_id=export.job_id)
    Job.objects.filter(pk=slow.pk).update(state=QUEUED)
    run_job(job_id=export.job_id)
    export.refresh_from_db()
    before = (export.file, export.digest)
    with pytest.raises(jobs.JobLost):
        actions.run_export(job=slow, fonts=None, now=NOW)
    export.refresh_from_db()
    assert (export.file, export.digest) == before
    assert stored(cafe) == [Path(export.file).name]


def test_control_without_the_fence_the_late_attempt_would_have_taken_over(cafe, monkeypatch):
    monkeypatch.setattr(actions.jobs, "finish", lambda **_: None)
    export = ask_for(cafe)
    first = jobs.claim(job_id=export.job_id)
    actions.run_export(job=first, fonts=None, now=NOW)
    actions.Export.objects.filter(pk=export.pk).update(document=b"", version=make_version(cafe))
    actions.run_export(job=first, fonts=None, now=NOW)
    assert len(stored(cafe)) == 2


def test_a_disk_that_is_full_leaves_nothing_behind_and_is_tried_again(cafe, monkeypatch):
    def full(_file):
        raise OSError(28, "No space left on device")

    export = ask_for(cafe)
    with monkeypatch.context() as patch:
        patch.setattr(files.os, "fsync", full)
        run_job(job_id=export.job_id)
    assert stored(cafe) == []
    export.refresh_from_db()
    assert export.digest == ""
    Job.objects.filter(pk=export.job_id).update(not_before_at=None)
    run_job(job_id=export.job_id)
    export.refresh_from_db()
    assert content(export)


def test_whoever_was_removed_gets_nothing_of_what_they_asked_for(cafe, editor, owner):
    export = ask_for(cafe, by=editor)
    remove_member(membership=editor.memberships.get(), by=owner)
    run_job(job_id=export.job_id)
    export.refresh_from_db()
    assert export.job.state == FAILED
    assert export.job.error == "Whoever asked for this file has left the organisation. Ask for it again."
    assert (stored(cafe), export.digest) == ([], "")


def test_a_member_removed_while_the_file_is_made_gets_nothing_either(cafe, editor, owner, monkeypatch):
    export, real = ask_for(cafe, by=editor), actions.export

    def meanwhile(*arguments, **options):
        made = real(*arguments, **options)
        remove_member(membership=editor.memberships.get(), by=owner)
        return made

    monkeypatch.setattr(actions, "export", meanwhile)
    run_job(job_id=export.job_id)
    export.refresh_from_db()
    assert (export.job.state, stored(cafe)) == (FAILED, [])


def test_another_member_who_asks_meanwhile_gets_the_file(cafe, editor, owner):
    export = ask_for(cafe, by=editor)
    assert ask_for(cafe, by=owner) == export
    remove_member(membership=editor.memberships.get(), by=owner)
    run_job(job_id=export.job_id)
    export.refresh_from_db()
    assert export.job.state == DONE


def test_a_file_that_failed_is_tried_again_when_it_is_asked_for_again(cafe):
    export = ask_for(cafe)
    jobs.refuse(job=jobs.claim(job_id=export.job_id), sentence="It did not work.")
    assert ask_for(cafe) == export
    run_job(job_id=export.job_id)
    export.refresh_from_db()
    assert export.job.state == DONE


def test_a_file_that_somebody_deleted_is_made_anew(cafe):
    export = make_export(cafe)
    files.remove(export.file)
    again = ask_for(cafe)
    assert again.pk != export.pk
    assert not Export.objects.filter(pk=export.pk).exists()


# ------------------------------------------------------------------------------------------------------------- sweeping
def test_files_are_gone_when_their_days_are_over(cafe):
    export = make_export(cafe)
    last = export.expires_at
    assert actions.sweep_exports(now=last - timedelta(seconds=1)) == 0
    assert queries.ready_export(cafe, export.pk, now=last - timedelta(seconds=1)) == export
    assert queries.ready_export(cafe, export.pk, now=last) is None
    assert actions.sweep_exports(now=last) == 1
    assert (stored(cafe), Export.objects.count()) == ([], 0)


def test_files_that_nobody_knows_are_swept_once_nobody_can_be_writing_them(cafe):
    kept = make_export(cafe)
    folder = Path(default_storage.path(kept.file)).parent
    for name in ("orphan.pdf", f"{files.ASIDE}half.pdf"):
        (folder / name).write_bytes(b"x")
    soon = datetime.now(UTC)
    assert actions.sweep_exports(now=soon) == 0
    assert actions.sweep_exports(now=soon + files.FORGOTTEN_AFTER + timedelta(minutes=1)) == 2
    assert stored(cafe) == [Path(kept.file).name]


def test_requests_that_failed_long_ago_are_swept(cafe):
    export = ask_for(cafe)
    jobs.refuse(job=jobs.claim(job_id=export.job_id), sentence="No.")
    assert actions.sweep_exports(now=datetime.now(UTC) + timedelta(days=29)) == 0
    assert actions.sweep_exports(now=datetime.now(UTC) + timedelta(days=31)) == 1


# ------------------------------------------------------------------------------------------------------- half a file
def test_a_row_without_a_whole_file_can_be_had_by_nobody(cafe):
    export = ask_for(cafe)
    assert queries.ready_export(cafe, export.pk, now=NOW) is None
    claimed = jobs.claim(job_id=export.job_id)
    assert queries.ready_export(cafe, export.pk, now=NOW) is None
    jobs.finish(job=claimed)
    assert queries.ready_export(cafe, export.pk, now=NOW) is None


def test_a_file_that_is_not_what_was_written_is_not_given_out(cafe):
    export = make_export(cafe)
    Path(default_storage.path(export.file)).write_bytes(b"half")
    assert content(export) is None
