"""`manage.py audit_verify --all`, `manage.py audit_verify SLUG`."""

import sys
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from assessments.organisations import audit
from assessments.organisations.models import AuditHead, Organisation


class Command(BaseCommand):
    """Reads the audit trail of organisations and says where it was edited, cut or put in another order."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Nothing comes back: the parser knows one organisation or all."""
        parser.add_argument("slug", nargs="?", help="the organisation, as it stands in its addresses")
        parser.add_argument("--all", action="store_true", help="every organisation")

    def handle(self, *_: Any, **options: Any) -> None:
        """Nothing comes back; the exit code is 1 if any chain does not hold."""
        if bool(options["slug"]) == options["all"]:
            raise CommandError("Name one organisation, or say --all.")
        organisations = Organisation.objects.order_by("pk")
        if options["slug"]:
            organisations = organisations.filter(slug=options["slug"])
            if not organisations:
                raise CommandError(f"There is no organisation {options['slug']}.")
        is_whole = True
        for organisation in organisations:
            found = list(audit.faults(organisation))
            is_whole = is_whole and not found
            if found:
                self.stdout.write(f"{organisation.slug}: NOT whole")
                for fault in found:
                    self.stdout.write(f"  {fault}")
            else:
                head = AuditHead.objects.get(organisation=organisation)
                self.stdout.write(f"{organisation.slug}: whole, {head.number} entries, ends with {head.hash}")
        if not is_whole:
            sys.exit(1)
