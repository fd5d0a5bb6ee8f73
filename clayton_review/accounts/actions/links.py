"""Sign-in links by e-mail; the tokens are mailed once and stored only as hashes."""

from django.db import transaction
from django.db.models import QuerySet

from clayton_review import clock
from clayton_review.accounts import link_tokens, mail, policies
from clayton_review.accounts.models import LINK_LASTS, SignInLink, User
from clayton_review.audit.actions import record
from clayton_review.jobs.actions import request_run
from clayton_review.letters.actions import take_back
from clayton_review.refusals import Refused

SIGN_IN = "sign-in link"
SPENT = "It was used before, is too old, or was replaced. Ask for a new one."


def ask_for_link(*, email: str) -> None:
    """Mail a link if the address belongs to a Board member; the answer never says so."""
    user = User.objects.filter(email=email.strip().lower()).first()
    if user and policies.can_sign_in_by_link(user):
        request_run("accounts.mail_link", str(user.pk))


@transaction.atomic
def make_link(*, user: User) -> tuple[SignInLink, str]:
    """Mail a new single-use link; return it and its token. Older ones go on until one is used.

    Otherwise a stranger could ask for new links and so void the one a member has just received.

    Raises `Refused` for a role that does not sign in by a link.
    """
    user = User.objects.select_for_update().get(pk=user.pk)  # the address may just be changing
    if not policies.can_sign_in_by_link(user):
        raise Refused("Only Board members can sign in with a link.")
    token, token_hash = link_tokens.new_token(SIGN_IN)
    expires_at = clock.now() + LINK_LASTS
    link = SignInLink.objects.create(user=user, token_hash=token_hash, expires_at=expires_at)
    mail.write_link(link, token)
    record(by=None, verb="mailed a sign-in link to", obj=user)
    return link, token


@transaction.atomic
def use_link(*, token: str) -> User:
    """Spend a link and all others of the person; return the person who may sign in by it.

    Raises `Refused` for a link that was used or has run out, or whose person used another.
    """
    if not link_tokens.is_signed_here(token, SIGN_IN):
        raise Refused(SPENT)
    token_hash = link_tokens.hash_of_token(token)
    user = User.objects.select_for_update().filter(sign_in_links__token_hash=token_hash).first()
    is_usable = SignInLink.objects.usable(token_hash).exists()
    if user is None or not is_usable or not policies.can_sign_in_by_link(user):
        raise Refused(SPENT)
    end_links(SignInLink.objects.filter(user=user, used_at=None))
    record(by=user, verb="used a sign-in link of", obj=user)
    return user


def end_links(links: QuerySet[SignInLink]) -> None:
    """End links; a letter with one that has not gone out is not sent."""
    ending = list(links.select_for_update())
    take_back([link.letter_about for link in ending])
    SignInLink.objects.filter(pk__in=[link.pk for link in ending]).update(used_at=clock.now())
