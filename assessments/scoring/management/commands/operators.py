"""`manage.py operators list`, `manage.py operators add NAME@EXAMPLE.COM`, `manage.py operators remove NAME@EXAMPLE.COM`."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, CommandParser

from assessments.scoring.rescoring import actions, queries


class Command(BaseCommand):
    """Names the people who may see the pages of the installation; no right in any organisation comes of it."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Nothing comes back: the three orders are known to the parser."""
        orders = parser.add_subparsers(dest="order", required=True)
        orders.add_parser("list", help="who they are")
        orders.add_parser("add", help="name somebody who has an account").add_argument("email")
        orders.add_parser("remove", help="somebody is no operator any more").add_argument("email")

    def handle(self, *_: Any, **options: Any) -> None:
        """Nothing comes back: the order is carried out and said."""
        try:
            self.stdout.write(self.carry_out(options["order"], options.get("email", "")))
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal

    def carry_out(self, order: str, email: str) -> str:
        """What there is to say afterwards."""
        if order == "add":
            named = actions.name_operator(email=email)
            return f"{named.user.email} is an operator and finds the pages below /installation/."
        if order == "remove":
            actions.dismiss_operator(email=email)
            return f"{email} is no operator any more."
        found = [operator.user.email for operator in queries.operators()]
        return "\n".join(found) or "There is no operator. `manage.py operators add NAME@EXAMPLE.COM` names one."
