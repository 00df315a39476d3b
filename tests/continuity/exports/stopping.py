"""Runs one job in a process of its own and stops for ever at a chosen place: `python -m tests.continuity.exports.stopping`."""

import os
import sys
import time
from pathlib import Path

import django


def main(job_id: int, place: str, mark: Path) -> None:
    """Run the job; say in the file at `mark` when the place is reached, and stay there."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "continuity.settings")
    django.setup()
    from assessments.jobs.tasks import run_job
    from continuity.exports import actions, files

    def stay(*_: object) -> None:
        mark.write_text("here")
        time.sleep(120)

    if place == "while writing":
        files.os.fsync = stay
    else:
        actions._store = stay
    run_job(job_id=job_id)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
