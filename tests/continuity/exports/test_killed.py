"""A process that is killed while it makes a file leaves nothing that anybody could take for one."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db.models.functions import Now
from django.urls import reverse

from assessments.jobs import actions as jobs
from assessments.jobs.models import Job
from assessments.jobs.tasks import run_job
from continuity.exports import actions, files
from continuity.exports.models import Export
from tests.assessments.jobs.conftest import ROOT, _environment
from tests.factories.assessments import make_assessment
from tests.factories.people import make_organisation
from tests.factories.plans import ask_for, owner_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WHILE_WRITING, BEFORE_IT_IS_TOLD = "while writing", "before it is told"


def killed_at(place, export, tmp_path):
    """Nothing comes back: a process has claimed the job, reached the place, and is gone as in a power cut."""
    mark = tmp_path / "reached"
    command = [sys.executable, "-m", "tests.continuity.exports.stopping", str(export.job_id), place, str(mark)]
    process = subprocess.Popen(command, cwd=ROOT, env=_environment())
    try:
        for _ in range(600):
            if mark.exists():
                break
            assert process.poll() is None, "the process ended by itself"
            time.sleep(0.1)
        assert mark.exists(), "the process never reached the place"
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)


def in_folder(organisation):
    folder = Path(default_storage.path(f"{files.FOLDER}/{organisation.pk}"))
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize(("place", "is_whole"), [(WHILE_WRITING, False), (BEFORE_IT_IS_TOLD, True)])
def test_a_kill_in_the_middle_leaves_no_file_that_can_be_had(place, is_whole, tmp_path, client_for):
    organisation = make_organisation()
    make_assessment(organisation, "cafe")
    export = ask_for(organisation)
    killed_at(place, export, tmp_path)

    (left,) = in_folder(organisation)
    assert left.startswith(files.ASIDE) is not is_whole
    export.refresh_from_db()
    assert (export.job.state, export.digest, export.file) == (Job.State.RUNNING, "", "")
    client = client_for(owner_of(organisation))
    address = reverse("exports:download", args=[organisation.slug, export.pk])
    assert client.get(address).status_code == 404

    Job.objects.filter(pk=export.job_id).update(lease_until_at=Now() - timedelta(seconds=1))
    jobs.sweep()
    run_job(job_id=export.job_id)
    export = Export.objects.select_related("job").get(pk=export.pk)
    assert (export.job.state, export.job.attempts) == (Job.State.DONE, 2)
    assert client.get(address).status_code == 200
    assert len(in_folder(organisation)) == 2
    actions.sweep_exports(now=datetime.now(UTC) + files.FORGOTTEN_AFTER + timedelta(minutes=1))
    assert in_folder(organisation) == [Path(export.file).name]
