"""Letters that carry links."""

from django.conf import settings
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import Invitation, SignInLink
from clayton_review.accounts.selectors import person_invited_again
from clayton_review.letters.actions import write_letter
from clayton_review.letters.content import LetterContent

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


def write_invitation(invitation: Invitation, token: str) -> None:
    """Mail the invitation, or to somebody who has an account the link to a new password."""
    url = invitation_url(token)
    subject = "Your invitation to the Clayton Review"
    text = INVITATION.format(role=invitation.get_role_display(), url=url)
    if person_invited_again(invitation):
        subject = "Your new password for the Clayton Review"
        text = TO_KNOWN_PERSON.format(url=url)
    write_letter(
        to=invitation.email,
        subject=subject,
        content=LetterContent(text),
        expires_at=invitation.expires_at,
    )


def write_link(link: SignInLink, token: str) -> None:
    """Mail a sign-in link."""
    url = f"{settings.SITE_URL}{reverse('account_link_use', args=[token])}"
    text = LINK.format(url=url, until=clock.time_of_day(link.expires_at))
    write_letter(
        to=link.user.email,
        subject="Your sign-in link for the Clayton Review",
        content=LetterContent(text),
        expires_at=link.expires_at,
    )
