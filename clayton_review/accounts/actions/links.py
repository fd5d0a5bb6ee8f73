"""Sign-in links by e-mail; the tokens are mailed once and stored only as hashes."""

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts import link_tokens, policies
from clayton_review.accounts.models import LINK_LASTS, SignInLink, User
from clayton_review.audit.actions import record
from clayton_review.jobs.actions import request_run
from clayton_review.refusals import Refused

SIGN_IN = "sign-in link"
SPENT = "It was already used, is too old, or was replaced by a newer one. Ask for a new link."


def ask_for_link(*, email: str) -> None:
    """Mail a link if the address belongs to a Board member; the answer never says so."""
    user = User.objects.filter(email=email.strip().lower()).first()
    if user and policies.can_sign_in_by_link(user):
        request_run("accounts.mail_link", str(user.pk))


@transaction.atomic
def make_link(*, user: User) -> tuple[SignInLink, str]:
    """Return a new single-use link and its token; older ones of the person stop working.

    Raises `Refused` for a role that does not sign in by a link.
    """
    if not policies.can_sign_in_by_link(user):
        raise Refused("Only Board members can sign in with a link.")
    SignInLink.objects.filter(user=user, used_at=None).update(used_at=clock.now())
    token, token_hash = link_tokens.new_token(SIGN_IN)
    expires_at = clock.now() + LINK_LASTS
    link = SignInLink.objects.create(user=user, token_hash=token_hash, expires_at=expires_at)
    record(by=None, verb="mailed a sign-in link to", obj=user)
    return link, token


@transaction.atomic
def use_link(*, token: str) -> User:
    """Spend a link; return the person who may sign in by it.

    Raises `Refused` for a link that was used, replaced or has run out.
    """
    if not link_tokens.is_signed_here(token, SIGN_IN):
        raise Refused(SPENT)
    now = clock.now()
    fresh = SignInLink.objects.filter(
        token_hash=link_tokens.hash_of_token(token), used_at=None, expires_at__gt=now
    )
    if not fresh.update(used_at=now):
        raise Refused(SPENT)
    user = User.objects.get(sign_in_links__token_hash=link_tokens.hash_of_token(token))
    if not policies.can_sign_in_by_link(user):
        raise Refused(SPENT)
    record(by=user, verb="signed in by link as", obj=user)
    return user
