"""The table of powers and the guard's sentences."""

from itertools import pairwise

import pytest

from assessments.organisations.access import POWERS, Power, grantable_roles, may, refusal
from assessments.organisations.models import Role

LADDER = [Role.VIEWER, Role.RESPONDENT, Role.EDITOR, Role.REVIEWER, Role.APPROVER, Role.OWNER]


def test_each_role_of_the_ladder_can_do_all_that_the_one_below_it_can():
    for lower, higher in pairwise(LADDER):
        assert POWERS[lower] < POWERS[higher]
        assert may(higher, lower)
        assert not may(lower, higher)


def test_an_auditor_sees_what_a_viewer_sees_and_the_audit_log():
    assert POWERS[Role.AUDITOR] - POWERS[Role.VIEWER] == {Power.READ_AUDIT}
    assert not may(Role.AUDITOR, Role.RESPONDENT)


def test_every_role_stands_in_the_table_and_the_owner_has_every_power():
    assert set(POWERS) == set(Role)
    assert POWERS[Role.OWNER] == set(Power)


@pytest.mark.parametrize("role", list(Role))
def test_nobody_can_grant_a_power_that_they_do_not_have(role):
    for granted in grantable_roles(role):
        assert POWERS[granted] <= POWERS[role]


@pytest.mark.parametrize(
    ("fixture", "needed", "sentence"),
    [
        (
            "viewer",
            Role.EDITOR,
            "You can view this organisation but not change it. Ask Olive Owner for the Editor role.",
        ),
        (
            "viewer",
            Power.READ_AUDIT,
            "You can view this organisation but not change it. Ask Olive Owner for the Auditor role.",
        ),
        (
            "editor",
            Power.READ_AUDIT,
            "Your role here, Editor, does not cover this. Ask Olive Owner for the Reviewer role.",
        ),
        (
            "approver",
            Power.MANAGE,
            "Your role here, Approver, does not cover this. Ask Olive Owner for the Owner role.",
        ),
    ],
)
def test_a_refusal_says_whom_to_ask_for_which_role(fixture, needed, sentence, request):
    membership = request.getfixturevalue(fixture).memberships.get()
    assert refusal(membership, needed) == sentence


def test_the_refusal_is_on_the_page(client_for, viewer, organisation):
    response = client_for(viewer).get(f"/o/{organisation.slug}/settings/")
    assert response.status_code == 403
    assert "Ask Olive Owner for the Owner role." in response.content.decode()
