"""Background work of organisations."""

from assessments.jobs.models import Job
from assessments.jobs.registry import handler
from assessments.organisations import mail
from assessments.organisations.models import Invitation


@handler("organisations.invitation_mail")
def send_invitation_mail(job: Job) -> dict[str, str]:
    """Whom the mail went to; nothing is sent for an invitation that was used or revoked meanwhile."""
    invitation = (
        Invitation.objects.select_related("organisation", "invited_by")
        .filter(pk=job.payload["invitation"], accepted_at=None, revoked_at=None)
        .first()
    )
    if invitation is None:
        return {}
    mail.send_invitation(invitation, origin=job.payload["origin"])
    return {"sent_to": invitation.email}
