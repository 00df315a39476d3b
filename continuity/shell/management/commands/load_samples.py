"""`manage.py load_samples`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.text import slugify

from assessments.accounts import actions as accounts
from assessments.accounts.models import User
from assessments.organisations import actions as organisations
from assessments.organisations import audit
from assessments.organisations.models import Membership, Organisation, Role
from assessments.questionnaires import actions
from assessments.questionnaires.bank import bank
from assessments.questionnaires.file_text import read_file
from assessments.questionnaires.profile import Profile
from assessments.questionnaires.profile_file import read_profile
from assessments.scoring import actions as scoring

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
FIRST = "beauty_brand"
PEOPLE = {
    "Helen Marsh": Role.OWNER,
    "Maya Okafor": Role.EDITOR,
    "Dev Patel": Role.RESPONDENT,
    "Priya Shah": Role.REVIEWER,
    "Tom Reyes": Role.APPROVER,
    "Ines Laurent": Role.VIEWER,
    "Ruth Okafor": Role.AUDITOR,
}
"""The people of the first sample organisation, one in each role."""
OWNERS = {"creator": "Lena Hart", "one_person_shop": "Sam Adeyemi", "cafe": "Rosa Kettle"}
"""Owners of those samples that name nobody in charge in GOV-02."""
TIME_ZONES = {"EUR": "Europe/Berlin", "NOK": "Europe/Oslo", "USD": "America/New_York"}
GROUPS = 3


class Command(BaseCommand):
    """Makes the sample organisations of examples/ with people to sign in as and results, once; says who they are every time."""

    help = __doc__ or ""

    def handle(self, *_: Any, **options: Any) -> None:
        """Nothing comes back; the sign-ins are printed."""
        if settings.PRODUCTION:
            raise CommandError("Sample organisations are for trying things out; they are not loaded in production.")
        paths = sorted(EXAMPLES.glob("*.yaml"), key=lambda path: (path.stem != FIRST, path.stem))
        people = [person for path in paths for person in self.load(path)]
        width = max(len(email) for email, _, _ in people)
        self.stdout.write(f"Sample sign-ins, all with the password {sample_password()}")
        self.stdout.write("\n".join(f"  {email:<{width}}  {role} of {name}" for email, role, name in people))

    def load(self, path: Path) -> list[tuple[str, str, str]]:
        """The sign-ins of one sample: address, role and organisation; it is made if its owner has no account yet."""
        profile, report = read_profile(read_file(path), bank(), timezone.localdate())
        if profile is None:
            raise CommandError(f"{path.name} cannot be read: {report.mistakes[0].sentence}")
        people = PEOPLE if path.stem == FIRST else {_owner(path.stem, profile): Role.OWNER}
        host = f"{slugify(profile.name)}.example"
        addresses = {name: f"{name.split()[0].lower()}@{host}" for name in people}
        if not User.objects.filter(email=next(iter(addresses.values()))).exists():
            make_sample(profile, people, addresses)
        return [(addresses[name], role.label, profile.name) for name, role in people.items()]


@transaction.atomic
def make_sample(profile: Profile, people: dict[str, Role], addresses: dict[str, str]) -> Organisation:
    """The organisation with its people, its answers and results on their way, the first of the people as owner."""
    password = sample_password()
    users = {name: accounts.open_account(email=addresses[name], password=password, name=name) for name in people}
    owner, *others = people
    currency = profile.currency or "GBP"
    zone = TIME_ZONES.get(currency, "Europe/London")
    organisation = organisations.create_organisation(
        by=users[owner], name=profile.name, currency=currency, time_zone=zone
    )
    for name in others:
        member = Membership.objects.create(organisation=organisation, user=users[name], role=people[name])
        after = {"role": people[name].label}
        audit.record(organisation=organisation, by=users[name], verb="joined as", of=member, after=after)
    actions.import_profile(organisation=organisation, by=users[owner], profile=profile)
    scoring.request_assessment(organisation=organisation, by=users[owner], today=timezone.localdate())
    return organisation


def sample_password() -> str:
    """The password of all sample people: another one on each installation, the same at every start."""
    letters = salted_hmac("ballast.samples", "password", algorithm="sha256").hexdigest()
    return "-".join(letters[4 * group : 4 * group + 4] for group in range(GROUPS))


def _owner(stem: str, profile: Profile) -> str:
    """Whoever the sample says is in charge."""
    in_charge = profile.value("GOV-02") or {}
    name = str(in_charge.get("owner", "")).partition(",")[0]
    return name or OWNERS.get(stem) or f"Owner of {profile.name}"
