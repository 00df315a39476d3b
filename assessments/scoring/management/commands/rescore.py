"""`manage.py rescore start [--all] [--lanes N] [--wait]`, `manage.py rescore status [--wait]`, `manage.py rescore cancel`."""

import sys
import time
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from assessments.scoring.models import Rescoring
from assessments.scoring.rescoring import actions, queries
from assessments.scoring.rescoring.queries import Phase, Progress
from assessments.scoring.rescoring.saying import say

LOOK_EVERY_S = 2.0
SAY_EVERY_S = 30.0
INTERRUPTED = 130


class Command(BaseCommand):
    """Has the background workers score many organisations again, says how far that is, and cancels it.

    Exit code 0: done or under way. 1: it could not begin, stands still, was cancelled, or did not work for some.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Nothing comes back: the three orders are known to the parser."""
        orders = parser.add_subparsers(dest="order", required=True)
        start = orders.add_parser("start", help="begin, or go on where it stands still")
        start.add_argument("--all", action="store_true", help="every organisation, not only those out of date")
        start.add_argument("--lanes", type=int, default=actions.LANES, help="how many workers may be busy with it")
        start.add_argument("--wait", action="store_true", help="stay until it is done")
        status = orders.add_parser("status", help="how far it is")
        status.add_argument("--wait", action="store_true", help="stay until it is done")
        orders.add_parser("cancel", help="begin no other organisation; what is done stays")

    def handle(self, *_: Any, **options: Any) -> None:
        """Nothing comes back; the exit code is 1 if something is not as it was asked for."""
        try:
            rescoring = self.carry_out(options)
        except actions.NothingToRescore as nothing:
            self.stdout.write(" ".join(nothing.messages))
            return
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        progress = self.wait(rescoring) if options.get("wait") else self.tell(rescoring)
        is_asked_for = options["order"] == "cancel" and progress.phase is Phase.CANCELLED
        is_well = progress.is_under_way or (progress.phase is Phase.FINISHED and not progress.failed)
        if not (is_well or is_asked_for):
            sys.exit(1)

    def carry_out(self, options: dict[str, Any]) -> Rescoring:
        """The round that the order is about."""
        latest = queries.latest_rescoring()
        if options["order"] == "start":
            return self.start(latest, options)
        if latest is None:
            raise CommandError("Nothing has been re-scored here yet. `manage.py rescore start` begins.")
        if options["order"] == "cancel":
            actions.cancel(rescoring=latest, by=None)
            latest.refresh_from_db()
        return latest

    def start(self, latest: Rescoring | None, options: dict[str, Any]) -> Rescoring:
        """A new round, or the one that stood still and goes on now."""
        if latest and queries.progress_of(latest, now=timezone.now()).phase is Phase.STANDING_STILL:
            actions.go_on(rescoring=latest)
            self.stdout.write("The re-scoring that stood still goes on.")
            return latest
        which = Rescoring.Which.ALL if options["all"] else Rescoring.Which.OUTDATED
        return actions.start(which=which, by=None, lanes=options["lanes"])

    def wait(self, rescoring: Rescoring) -> Progress:
        """How it ended, told now and then until then."""
        said_at = float("-inf")
        try:
            while True:
                rescoring.refresh_from_db()
                progress = queries.progress_of(rescoring, now=timezone.now())
                if not progress.is_under_way:
                    return self.tell(rescoring)
                if time.monotonic() - said_at >= SAY_EVERY_S:
                    said_at = time.monotonic()
                    self.tell(rescoring)
                time.sleep(LOOK_EVERY_S)
        except KeyboardInterrupt:
            self.stdout.write(
                "The re-scoring goes on in the background; `manage.py rescore status` says how far it is."
            )
            sys.exit(INTERRUPTED)

    def tell(self, rescoring: Rescoring) -> Progress:
        """How far it is, after saying so."""
        now = timezone.localtime()
        progress = queries.progress_of(rescoring, now=now)
        said = say(progress, now=now)
        self.stdout.write(f"{said.heading}. {said}")
        if not progress.is_under_way:
            for failure in queries.failures_of(rescoring):
                self.stdout.write(f"  {failure.organisation}: {failure.why}")
        self.stdout.flush()
        return progress
