"""The mails that organisations send."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from assessments.organisations import actions
from assessments.organisations.models import Invitation


def invitation_link(invitation: Invitation, *, origin: str) -> str:
    """The address at which the invitation can be accepted, such as `https://host/invitations/…/`."""
    return f"{origin}{reverse('organisations:invitation', args=[actions.token_of(invitation)])}"


def send_invitation(invitation: Invitation, *, origin: str) -> None:
    """Nothing comes back: the mail is handed to the mail server."""
    context = {
        "invitation": invitation,
        "link": invitation_link(invitation, origin=origin),
        "product": settings.PRODUCT_NAME,
    }
    subject = f"{invitation.invited_by.display_name} invites you to {invitation.organisation.name}"
    EmailMessage(
        subject=" ".join(subject.split()),
        body=render_to_string("emails/invitation.txt", context),
        to=[invitation.email],
    ).send()
