"""Letters about accounts: those that carry links, and those about what others changed."""

from django.conf import settings
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import FactorReset, Invitation, SignInLink, User
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


CHANGED = """Hello {name},

{by} changed your account in the Clayton Review portal:

{changes}

You are signed out on all devices. Sign in again: {url}

If you did not expect this, call us at once{phone}.
"""

ADDRESS = """Your e-mail address here is no longer {old}.
Sign in with the new one; this message goes to both."""

RESET = """Hello {name},

Two people of the study team reset your second sign-in step in the Clayton Review portal. {asked}
asked for it, and {confirmed} confirmed it.

You are signed out on all devices. After your next sign-in you can set up a new second step: {url}

If you did not expect this, call us at once{phone}.
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
        about=invitation.letter_about,
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
        about=link.letter_about,
        expires_at=link.expires_at,
    )


def write_account_change(user: User, *, before: tuple[str, str], by: User) -> None:
    """Tell a person that somebody else changed their role or address, at the old address too."""
    old_address, old_role = before
    changes = []
    if user.email != old_address:
        changes.append(ADDRESS.format(old=old_address))
    if user.role != old_role:
        changes.append(f"Your role is {user.get_role_display()} now.")
    text = CHANGED.format(
        name=user.name, by=by.name, changes="\n".join(changes), **_sign_in_words()
    )
    for address in sorted({user.email, old_address}):
        write_letter(
            to=address, subject="Your Clayton Review account changed", content=LetterContent(text)
        )


def write_factor_reset(reset: FactorReset) -> None:
    """Tell a person that their second sign-in step was reset, and by whom."""
    names = {"asked": reset.requested_by.name, "confirmed": str(reset.decided_by)}
    text = RESET.format(name=reset.user.name, **names, **_sign_in_words())
    write_letter(
        to=reset.user.email,
        subject="Your second sign-in step was reset",
        content=LetterContent(text),
    )


def _sign_in_words() -> dict[str, str]:
    phone = f": {settings.STUDY_PHONE}" if settings.STUDY_PHONE else ""
    return {"url": f"{settings.SITE_URL}{reverse('account_login')}", "phone": phone}
