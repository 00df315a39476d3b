"""`manage.py jobs list`, `manage.py jobs retry ID`."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, CommandParser

from assessments.jobs import actions, queries
from assessments.jobs.models import Job


class Command(BaseCommand):
    """Lists the background jobs that were given up, and tries one again."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Nothing comes back: the two orders are known to the parser."""
        orders = parser.add_subparsers(dest="order", required=True)
        orders.add_parser("list", help="the jobs that were given up, newest first")
        orders.add_parser("retry", help="try a job again").add_argument("id", type=int)

    def handle(self, *_: Any, **options: Any) -> None:
        """Nothing comes back: the order is carried out and said."""
        if options["order"] == "list":
            for dead in queries.dead_jobs()[:100]:
                self.stdout.write(f"{dead.pk}\t{dead.kind}\torganisation {dead.scope_id}\t{dead.dead_reason}")
            return
        job = Job.objects.filter(pk=options["id"]).first()
        if job is None:
            raise CommandError(f"There is no job {options['id']}.")
        try:
            actions.retry(job=job)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"Job {job.pk} waits again.")
