"""Letters that carry links; in development they are written to var/mail."""

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import Invitation, SignInLink
from clayton_review.accounts.selectors import person_invited_again

INVITATION = """You are invited to join the Clayton Review portal. Your role: {role}.

Open this link within seven days, enter your name and choose a password:

{url}

It works once. If you did not expect this message, you can ignore it.
"""

TO_KNOWN_PERSON = """You can set a new password for the Clayton Review portal.

Open this link within seven days and choose the new password:

{url}

It works once. If you did not expect this message, you can ignore it; your password does not
change.
"""

LINK = """Open this link to sign in to the Clayton Review portal:

{url}

It works once, until {until}

If you did not ask for it, you can ignore it: no one can sign in without pressing the button on
that page.
"""


def invitation_url(token: str) -> str:
    """Return the address at which an invitation is accepted."""
    return f"{settings.SITE_URL}{reverse('people:accept', args=[token])}"


def send_invitation(invitation: Invitation, token: str) -> None:
    """Mail the invitation, or to somebody who has an account the link to a new password.

    Raises `OSError` or `SMTPException` when the mail server refuses.
    """
    url = invitation_url(token)
    subject = "Your invitation to the Clayton Review"
    text = INVITATION.format(role=invitation.get_role_display(), url=url)
    if person_invited_again(invitation):
        subject = "Your new password for the Clayton Review"
        text = TO_KNOWN_PERSON.format(url=url)
    send_mail(subject, text, None, [invitation.email])


def send_link(link: SignInLink, token: str) -> None:
    """Mail a sign-in link; raises `OSError` or `SMTPException` when the mail server refuses."""
    url = f"{settings.SITE_URL}{reverse('account_link_use', args=[token])}"
    text = LINK.format(url=url, until=clock.time_of_day(link.expires_at))
    send_mail("Your sign-in link for the Clayton Review", text, None, [link.user.email])
