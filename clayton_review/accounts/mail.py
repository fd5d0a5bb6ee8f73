"""Letters that carry links; in development they are written to var/mail."""

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import Invitation, SignInLink

INVITATION = """You are invited to the Clayton Review portal as {role}.

Open this link within seven days, enter your name and choose a password:

{url}

It works once. If you did not expect this message, you can ignore it.
"""

LINK = """Open this link to sign in to the Clayton Review portal:

{url}

It works once, until {until}. If you did not ask for it, you can ignore it: no one can sign in
without pressing the button on that page.
"""


def invitation_url(token: str) -> str:
    """Return the address at which an invitation is accepted."""
    return f"{settings.SITE_URL}{reverse('people:accept', args=[token])}"


def send_invitation(invitation: Invitation, token: str) -> None:
    """Mail the invitation; raises `OSError` or `SMTPException` when the mail server refuses."""
    role = invitation.get_role_display().lower()
    text = INVITATION.format(role=role, url=invitation_url(token))
    send_mail("Your invitation to the Clayton Review", text, None, [invitation.email])


def send_link(link: SignInLink, token: str) -> None:
    """Mail a sign-in link; raises `OSError` or `SMTPException` when the mail server refuses."""
    url = f"{settings.SITE_URL}{reverse('account_link_use', args=[token])}"
    until = f"{clock.local(link.expires_at):%H:%M}"
    text = LINK.format(url=url, until=until)
    send_mail("Your sign-in link for the Clayton Review", text, None, [link.user.email])
