"""Who may see what: every address of the product with every actor. An address not in the table fails the run."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from assessments.organisations import actions
from assessments.organisations.models import Organisation, Role
from continuity.plans.actions import contents, decisions, steps
from continuity.plans.models import Contact, PlanVersion
from continuity.shell import health
from tests.factories.answers import state
from tests.factories.people import make_member, make_user
from tests.factories.plans import has_results, make_export, make_version, owner_of
from tests.factories.trials import has_answers_and_results, make_trial

ROLES = ["viewer", "auditor", "respondent", "editor", "reviewer", "approver", "owner"]  # each line below: from which on
ACTORS = ["anonymous", "outsider", *ROLES]
PUBLIC, SIGNED_IN, OPERATOR = "public", "signed in", "operator"
# Open to everybody, and for a stranger the step before the sign-in page
WAYS_IN = {"", "account/two-factor/authenticate/", "account/two-factor/webauthn/login/"}


@dataclass(frozen=True)
class Address:
    """Who may use an address: everybody, whoever is signed in, members from a role on, or who runs the installation."""

    least: str
    also: tuple[str, ...] = ()
    is_post: bool = False

    def lets_in(self, actor: str) -> bool:
        """Whether this actor gets an answer other than a refusal."""
        if self.least in (PUBLIC, SIGNED_IN):
            return self.least == PUBLIC or actor != "anonymous"
        higher = [OPERATOR] if self.least == OPERATOR else ROLES[ROLES.index(self.least) :]
        is_enough = actor in higher and not (actor == "auditor" and self.least != "viewer")
        return is_enough or actor in self.also


ADDRESSES: dict[str, Address] = {
    "": Address(PUBLIC),
    "livez": Address(PUBLIC),
    "readyz": Address(PUBLIC),
    # ------------------------------------------------------------------------------------------------ one's own account
    "account/": Address(SIGNED_IN),
    "account/sign-in/": Address(PUBLIC),
    "account/sign-out/": Address(PUBLIC),
    "account/sign-up/": Address(PUBLIC),
    "account/closed/": Address(PUBLIC),
    "account/confirm/": Address(SIGNED_IN),
    "account/email/": Address(SIGNED_IN),
    "account/email/sent/": Address(PUBLIC),
    "account/email/confirm/<str:key>/": Address(PUBLIC),
    "account/password/": Address(SIGNED_IN),
    "account/password/set/": Address(SIGNED_IN),
    "account/password/reset/": Address(PUBLIC),
    "account/password/reset/sent/": Address(PUBLIC),
    "account/password/reset/done/": Address(PUBLIC),
    "account/password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/": Address(PUBLIC),
    "account/two-factor/": Address(SIGNED_IN),
    "account/two-factor/authenticate/": Address(PUBLIC),  # a sign-in under way; without one, to the sign-in page
    "account/two-factor/reauthenticate/": Address(SIGNED_IN),
    "account/two-factor/totp/activate/": Address(SIGNED_IN),
    "account/two-factor/totp/deactivate/": Address(SIGNED_IN),
    "account/two-factor/recovery-codes/": Address(SIGNED_IN),
    "account/two-factor/recovery-codes/generate/": Address(SIGNED_IN),
    "account/two-factor/recovery-codes/download/": Address(SIGNED_IN),
    "account/two-factor/webauthn/": Address(SIGNED_IN),
    "account/two-factor/webauthn/add/": Address(SIGNED_IN),
    "account/two-factor/webauthn/reauthenticate/": Address(SIGNED_IN),
    "account/two-factor/webauthn/keys/<int:pk>/remove/": Address(SIGNED_IN),
    "account/two-factor/webauthn/keys/<int:pk>/edit/": Address(SIGNED_IN),
    "account/two-factor/webauthn/login/": Address(PUBLIC),
    # ---------------------------------------------------------------------------------------------------- organisations
    "organisations/": Address(SIGNED_IN),
    "organisations/new/": Address(SIGNED_IN),
    "invitations/<str:token>/": Address(PUBLIC),
    "o/<slug:organisation>/": Address("viewer"),
    "o/<slug:organisation>/switch/": Address("viewer", is_post=True),
    "o/<slug:organisation>/leave/": Address("viewer"),
    "o/<slug:organisation>/settings/": Address("owner"),
    "o/<slug:organisation>/settings/people/": Address("viewer"),
    "o/<slug:organisation>/settings/people/invite/": Address("editor"),
    "o/<slug:organisation>/settings/people/<int:membership_id>/role/": Address("owner"),
    "o/<slug:organisation>/settings/people/<int:membership_id>/remove/": Address("owner"),
    "o/<slug:organisation>/settings/invitations/<int:invitation_id>/revoke/": Address("editor", is_post=True),
    "o/<slug:organisation>/settings/audit/": Address("reviewer", also=("auditor",)),
    "o/<slug:organisation>/settings/audit.csv": Address("reviewer", also=("auditor",)),
    # ----------------------------------------------------------------------------------------------------- installation
    "installation/rescoring/": Address(OPERATOR),
    **{f"installation/rescoring/{do}/": Address(OPERATOR, is_post=True) for do in ("start", "go-on", "cancel")},
    # ---------------------------------------------------------------------------------------------------- questionnaire
    "o/<slug:organisation>/questionnaire/": Address("viewer"),
    "o/<slug:organisation>/questionnaire/depth/": Address("editor"),
    "o/<slug:organisation>/questionnaire/check/": Address("viewer"),
    "o/<slug:organisation>/questionnaire/profile.json": Address("viewer"),
    "o/<slug:organisation>/questionnaire/others/": Address("viewer"),
    "o/<slug:organisation>/questionnaire/<question:question>/": Address("viewer"),
    "o/<slug:organisation>/questionnaire/<question:question>/<slug:function>/": Address("viewer"),
    "o/<slug:organisation>/questionnaire/save/others/": Address("respondent", is_post=True),
    "o/<slug:organisation>/questionnaire/save/<question:question>/": Address("respondent", is_post=True),
    "o/<slug:organisation>/questionnaire/save/<question:question>/<slug:function>/": Address(
        "respondent", is_post=True
    ),
    # --------------------------------------------------------------------------------------------------------- register
    "o/<slug:organisation>/functions/": Address("viewer"),
    "o/<slug:organisation>/functions/add/": Address("editor"),
    "o/<slug:organisation>/functions/<slug:function>/": Address("viewer"),
    "o/<slug:organisation>/functions/<slug:function>/edit/": Address("editor"),
    "o/<slug:organisation>/functions/<slug:function>/move/": Address("editor", is_post=True),
    "o/<slug:organisation>/functions/<slug:function>/remove/": Address("editor"),
    "o/<slug:organisation>/map/": Address("viewer"),
    # ---------------------------------------------------------------------------------------------------------- results
    "o/<slug:organisation>/overview/": Address("viewer"),
    "o/<slug:organisation>/scores/": Address("viewer"),
    "o/<slug:organisation>/scores/functions/": Address("viewer"),
    "o/<slug:organisation>/scores/functions/<str:function>/": Address("viewer"),
    "o/<slug:organisation>/scores/scenarios/": Address("viewer"),
    "o/<slug:organisation>/scores/scenarios/<str:scenario>/": Address("viewer"),
    **{f"o/<slug:organisation>/scores/{page}/": Address("viewer") for page in ("sensitivity", "method", "what-if")},
    **{f"o/<slug:organisation>/scores/{page}/": Address("viewer") for page in ("spread", "insurance", "range")},
    **{f"o/<slug:organisation>/scores/{page}.csv": Address("viewer") for page in ("spread", "insurance", "range")},
    "o/<slug:organisation>/scores/what-if/keep/": Address("editor"),
    "o/<slug:organisation>/scores/what-if/saved/": Address("viewer"),
    "o/<slug:organisation>/scores/what-if/saved/<int:trial>/rename/": Address("editor"),
    "o/<slug:organisation>/scores/what-if/saved/<int:trial>/delete/": Address("editor"),
    "o/<slug:organisation>/scores/replay/": Address("viewer"),
    "o/<slug:organisation>/scores/replay/<str:incident>/": Address("viewer"),
    "o/<slug:organisation>/scores/replay/<str:incident>.csv": Address("viewer"),
    "o/<slug:organisation>/scores/how/<str:result_path>/": Address("viewer"),
    "o/<slug:organisation>/scores/figures/<str:chart>.json": Address("viewer"),
    "o/<slug:organisation>/scores/tables/<str:table>.csv": Address("viewer"),
    "o/<slug:organisation>/scores/so-far/": Address("viewer"),
    "o/<slug:organisation>/scores/calculate/": Address("editor", is_post=True),
    "o/<slug:organisation>/scores/assessments/<int:assessment>/": Address("viewer"),
    "o/<slug:organisation>/scores/assessments/<int:assessment>/results.json": Address("viewer"),
    "o/<slug:organisation>/scores/assessments/<int:assessment>/profile.json": Address("viewer"),
    # ------------------------------------------------------------------------------------------- mitigation and the plan
    "o/<slug:organisation>/mitigation/": Address("viewer"),
    "o/<slug:organisation>/mitigation/add/": Address("editor"),
    "o/<slug:organisation>/mitigation/figures/<slug:chart>.json": Address("viewer"),
    "o/<slug:organisation>/mitigation/tables/<slug:chart>.csv": Address("viewer"),
    "o/<slug:organisation>/mitigation/<slug:action>/": Address("viewer"),
    "o/<slug:organisation>/mitigation/<slug:action>/change/": Address("editor"),
    "o/<slug:organisation>/mitigation/<slug:action>/<slug:move>/": Address("editor"),
    "o/<slug:organisation>/plan/": Address("viewer"),
    "o/<slug:organisation>/plan/read/<slug:section>/": Address("viewer"),
    "o/<slug:organisation>/plan/whole/": Address("viewer"),
    "o/<slug:organisation>/plan/details/": Address("editor"),
    "o/<slug:organisation>/plan/contacts/": Address("viewer"),
    "o/<slug:organisation>/plan/contacts/add/": Address("editor"),
    "o/<slug:organisation>/plan/contacts/<int:contact_id>/": Address("editor"),
    "o/<slug:organisation>/plan/contacts/<int:contact_id>/remove/": Address("editor"),
    "o/<slug:organisation>/plan/messages/": Address("editor"),
    "o/<slug:organisation>/plan/runbooks/": Address("viewer"),
    "o/<slug:organisation>/plan/runbooks/add/": Address("editor"),
    "o/<slug:organisation>/plan/runbooks/<slug:step>/": Address("editor"),
    "o/<slug:organisation>/plan/runbooks/<slug:step>/remove/": Address("editor"),
    "o/<slug:organisation>/plan/runbooks/<slug:step>/undo/": Address("editor", is_post=True),
    "o/<slug:organisation>/plan/versions/": Address("viewer"),
    "o/<slug:organisation>/plan/versions/make/": Address("editor"),
    "o/<slug:organisation>/plan/versions/changes/": Address("viewer"),
    "o/<slug:organisation>/plan/versions/<str:number>/": Address("viewer"),
    "o/<slug:organisation>/plan/versions/<str:number>/<slug:section>/": Address("viewer"),
    "o/<slug:organisation>/plan/approve/": Address("approver"),
    "o/<slug:organisation>/plan/export/": Address("viewer"),
    "o/<slug:organisation>/plan/export/files/": Address("viewer"),
    "o/<slug:organisation>/plan/export/<int:export_id>/": Address("viewer"),
    "o/<slug:organisation>/plan/export/registers/<slug:register>.csv": Address("viewer"),
    **{
        f"o/<slug:organisation>/{kind}/{rest}": Address(least)
        for kind in ("tools", "accounts", "channels")
        for rest, least in (
            ("", "viewer"),
            ("add/", "editor"),
            ("<str:row>/", "editor"),
            ("<str:row>/remove/", "editor"),
        )
    },
}


def _an_invitation(organisation: Organisation) -> int:
    options = {"now": timezone.now(), "origin": "http://testserver", "role": Role.VIEWER}
    owner = organisation.memberships.filter(role=Role.OWNER).first().user
    email = f"new{organisation.invitations.count()}@example.com"
    return actions.invite(organisation=organisation, by=owner, email=email, **options).pk


def _an_activity(organisation: Organisation) -> str:
    state(organisation, "USE-02", ["social_commerce", "live_selling"])
    return "social_commerce"


def _a_row(organisation: Organisation) -> str:
    """The id of the first row that was ever saved: the same in each of the tables."""
    state(organisation, "DEP-01", ["scheduler"])
    state(organisation, "DEP-02", [{"name": "Postplan", "kind": "scheduler"}])
    state(organisation, "USE-03", [{"name": "@example", "kind": "profile"}])
    state(organisation, "DIV-01", [{"channel": "tiktok"}])
    return "1-1"


def _an_own_action(organisation: Organisation) -> str:
    said = {"title": "Ask the bank", "why": "For a credit line", "owner": "Olive", "cost": None, "functions": []}
    found = organisation.measures.first() or decisions.add_own_action(
        organisation=organisation, by=owner_of(organisation), due_on=date(2027, 1, 31), **said
    )
    return found.key


def _a_contact(organisation: Organisation) -> Contact:
    said = {"name": "Carla", "purpose": "carrier", "phone": "+44 7700 900101", "email": ""}
    return contents.add_contact(organisation=organisation, by=owner_of(organisation), **said)


def _a_changed_step(organisation: Organisation) -> str:
    said = {"do": "Ring the bell.", "done": "It rang.", "role": "decision_maker", "box": "t0", "seen_version": 0}
    if not has_results(organisation).step_changes.exists():
        steps.change_step(organisation=organisation, by=owner_of(organisation), step="C01", **said)
    return "C01"


def _a_version(organisation: Organisation) -> PlanVersion:
    return organisation.plan_versions.first() or make_version(organisation)


# What stands in an address -> a function that makes it, belonging to an organisation.
ARGUMENTS: dict[str, Callable[[Organisation], object]] = {
    "slug:organisation": lambda organisation: organisation.slug,
    "int:membership_id": lambda organisation: make_member(organisation, Role.VIEWER).memberships.get().pk,
    "int:invitation_id": _an_invitation,
    "str:token": lambda organisation: "no-such-token",
    "str:key": lambda organisation: "no-such-key",
    "int:pk": lambda organisation: 1,
    "question:question": lambda organisation: "FUN-02",
    "slug:function": _an_activity,
    "str:row": _a_row,
    "str:function": lambda organisation: has_results(organisation) and "site_traffic",
    "str:scenario": lambda organisation: has_results(organisation) and "market_ban",
    "str:result_path": lambda organisation: has_results(organisation) and "headline.score",
    "str:chart": lambda organisation: has_results(organisation) and "exposure",
    "str:table": lambda organisation: has_results(organisation) and "exposure",
    "int:trial": lambda organisation: make_trial(organisation).pk,
    "str:incident": lambda organisation: has_answers_and_results(organisation) and "TT-2023-03-09",
    "int:assessment": lambda organisation: has_results(organisation).assessments.get().number,
    "slug:chart": lambda organisation: has_results(organisation, "beauty_brand") and "mix",
    "slug:action": _an_own_action,
    "slug:move": lambda organisation: "put-off",
    "slug:section": lambda organisation: has_results(organisation) and "P1",
    "slug:step": _a_changed_step,
    "str:number": lambda organisation: _a_version(organisation).number,
    "slug:register": lambda organisation: has_results(organisation) and "actions",
    "int:contact_id": lambda organisation: _a_contact(organisation).pk,
    "int:export_id": lambda organisation: make_export(organisation).pk,
}


def _addresses(patterns=None, start: str = "") -> Iterator[str]:
    for pattern in patterns or get_resolver().url_patterns:
        here = start + str(pattern.pattern).removeprefix("^").removesuffix("$")
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here


def _filled(address: str, organisation: Organisation, *, of: Organisation | None = None) -> str:
    """The address with what it asks for; `of` is the organisation whose things are named, if it is another one."""
    if "(?P" in address:
        return "/account/password/reset/1-no-such-key/"
    for name, make in ARGUMENTS.items():
        if f"<{name}>" in address:
            owner_of_it = organisation if name == "slug:organisation" else of or organisation
            address = address.replace(f"<{name}>", str(make(owner_of_it)))
    assert "<" not in address, f"{address}: say in ARGUMENTS how to make what it asks for"
    return f"/{address}"


@pytest.fixture(autouse=True)
def quick_health(monkeypatch):
    """The health page uses a thread with a connection of its own, which would not see this test's rows."""
    monkeypatch.setattr(health, "readiness", lambda **_: ("ready", {}))


def _ask(client, address: str, organisation: Organisation, **options):
    path = _filled(address, organisation, **options)
    return client.post(path) if ADDRESSES[address].is_post else client.get(path)


def _verdict(response) -> str:
    if response.status_code in (301, 302) and response.headers["Location"].startswith("/account/sign-in/"):
        return "to sign-in"
    return {403: "refused", 404: "hidden"}.get(response.status_code, "let in")


def test_every_address_is_in_the_table():
    assert sorted(_addresses()) == sorted(ADDRESSES)


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_actor_gets_what_the_table_says(address, request, organisation, client_for):
    wrong = []
    for actor in (*ACTORS, OPERATOR) if address.startswith(("installation/", "o/<slug:organisation>/over")) else ACTORS:
        user = None if actor == "anonymous" else request.getfixturevalue(actor)
        response = _ask(client_for(user), address, organisation)
        allowed, found = _expected(address, actor), _verdict(response)
        if found not in allowed or response.status_code >= 500:
            wrong.append(f"{actor}: {response.status_code}, {found}, not {' or '.join(allowed)}")
    assert not wrong, f"{address}: {wrong}"


def _expected(address: str, actor: str) -> set[str]:
    if ADDRESSES[address].lets_in(actor):
        is_way_in = address in WAYS_IN and actor == "anonymous"
        # A second factor that this person does not have is not there, whoever asks.
        return (
            {"let in"} | ({"to sign-in"} if is_way_in else set()) | ({"hidden"} if "two-factor" in address else set())
        )
    if actor == "anonymous":
        return {"to sign-in"}
    return {"hidden" if actor in ("outsider", OPERATOR) or ADDRESSES[address].least == OPERATOR else "refused"}


@pytest.mark.parametrize("address", [address for address in ADDRESSES if address.startswith("o/")])
def test_the_address_of_another_organisation_is_not_there(address, outsider, organisation, owner, client_for):
    elsewhere = outsider.memberships.get().organisation
    assert _ask(client_for(owner), address, elsewhere).status_code == 404


@pytest.mark.parametrize(
    "address", [address for address in ADDRESSES if address.startswith("o/") and "<int" in address]
)
def test_a_thing_of_another_organisation_is_hidden_too(address, outsider, organisation, owner, client_for):
    elsewhere = outsider.memberships.get().organisation
    assert _ask(client_for(owner), address, organisation, of=elsewhere).status_code == 404


def test_an_organisation_that_does_not_exist_answers_a_stranger_like_one_that_does(client, organisation):
    real, invented = client.get(f"/o/{organisation.slug}/"), client.get("/o/no-such-organisation/")
    assert real.status_code == invented.status_code == 302


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_form_without_its_token_is_refused(address, owner, organisation, client_for):
    client = client_for(owner, enforce_csrf_checks=True)
    response = client.post(_filled(address, organisation))
    assert response.status_code == 403
    assert b"open for too long" in response.content


@pytest.mark.parametrize("address", [address for address, rule in ADDRESSES.items() if not rule.is_post])
def test_looking_at_a_page_changes_nothing(address, owner, organisation, client_for):
    client, path = client_for(owner), _filled(address, organisation)
    before = _row_counts()
    client.get(path)
    assert _row_counts() == before


def _row_counts() -> dict[str, int]:
    """How many rows each table has; a session is allowed to begin."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.label != "sessions.Session"
    }


def test_a_removed_member_is_out_at_once(editor, owner, organisation, client_for):
    client = client_for(editor)
    path = f"/o/{organisation.slug}/settings/people/"
    assert client.get(path).status_code == 200
    actions.remove_member(membership=editor.memberships.get(), by=owner)
    assert client.get(path).status_code == 404


def test_an_expired_invitation_does_not_open_a_door(owner, organisation, client_for):
    long_ago = timezone.now() - timedelta(days=30)
    options = {"now": long_ago, "origin": "http://testserver", "role": Role.OWNER}
    invitation = actions.invite(organisation=organisation, by=owner, email="late@example.com", **options)
    late = make_user("Late", email="late@example.com")
    response = client_for(late).post(f"/invitations/{actions.token_of(invitation)}/")
    assert response.status_code == 410
    assert not late.memberships.exists()


def test_a_script_that_lost_its_session_is_told_so_and_not_redirected(client, organisation):
    response = client.get(f"/o/{organisation.slug}/settings/people/", headers={"hx-request": "true"})
    assert response.status_code == 401
    assert b"what you typed is still on this page" in response.content


def test_the_table_knows_no_role_that_the_product_does_not_have():
    assert set(ROLES) == set(Role.values)
