"""Reads of people over several rows."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.db.models import Exists, OuterRef, QuerySet

from clayton_review import clock
from clayton_review.accounts import sessions
from clayton_review.accounts.devices import UNKNOWN_DEVICE
from clayton_review.accounts.factor_secrets import SECRETS, open_or_adopt
from clayton_review.accounts.link_tokens import hash_of_token
from clayton_review.accounts.models import FactorReset, Invitation, PersonSession, SignInLink, User
from clayton_review.accounts.roles import Permission
from clayton_review.letters.selectors import with_mail_problem
from clayton_review.vault.crypto import VaultError
from clayton_review.vault.selectors import key_sentence


def is_usable_link(token: str) -> bool:
    """True if a sign-in link can still be used; records nothing."""
    return SignInLink.objects.usable(hash_of_token(token)).exists()


def study_team() -> QuerySet[User]:
    """Return the people with an open account who work on interviews."""
    return User.objects.holding(Permission.WRITE_INTERVIEWS)


def people_with_factor() -> QuerySet[User]:
    """Return the people with an open account who set up a second sign-in step."""
    factors = Authenticator.objects.filter(user=OuterRef("pk"))
    return User.objects.filter(Exists(factors), is_active=True)


def unfit_factor_keys() -> list[str]:
    """Return a sentence for each key of second factors that VAULT_KEYS lacks or has otherwise.

    A key is right if it opens the secret of anybody: one alone may have been damaged.
    """
    right: set[str] = set()
    wrong: dict[str, VaultError] = {}
    for user_id, data in Authenticator.objects.order_by("id").values_list("user_id", "data"):
        for sealed in (data[name] for name in SECRETS if name in data):
            key_id = sealed.partition(":")[0]
            try:
                open_or_adopt(sealed, owner=user_id)
                right.add(key_id)
            except VaultError as error:
                wrong[key_id] = error
    return [
        key_sentence(key_id, error, "second sign-in steps")
        for key_id, error in wrong.items()
        if key_id not in right
    ]


def open_resets() -> QuerySet[FactorReset]:
    """Return the resets of second factors that wait for a second person."""
    return FactorReset.objects.filter(decided_at=None).select_related("user", "requested_by")


def waiting_resets(user: User) -> QuerySet[FactorReset]:
    """Return the resets of second factors that others asked for and this person may decide."""
    return open_resets().exclude(user=user).exclude(requested_by=user)


def open_links() -> tuple[list[Invitation], list[Invitation]]:
    """Return invitations not accepted yet, and links to a new password not used yet."""
    open_now = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    waiting = with_mail_problem(open_now).annotate(
        is_for_password=Exists(User.objects.filter(email=OuterRef("email")))
    )
    invitations: list[Invitation] = []
    password_links: list[Invitation] = []
    for row in waiting:
        (password_links if row.is_for_password else invitations).append(row)
    return invitations, password_links


def person_invited_again(invitation: Invitation) -> User | None:
    """Return the person whom an invitation only lets set a new password; None for a new one."""
    return User.objects.filter(email=invitation.email).first()


@dataclass(frozen=True)
class OpenSession:
    """One device on which a person is signed in; `id` names it on pages, where `key` never is."""

    id: str
    key: str
    device: str
    started_at: datetime
    seen_at: datetime
    is_remembered: bool


def session_id_of(key: str | None) -> str:
    """Return the name of a session on pages, from which its key cannot be computed."""
    return sha256((key or "").encode()).hexdigest()[:32]


def open_sessions(user: User) -> list[OpenSession]:
    """Return the sessions of a person that have not ended, the last used first."""
    now = time.time()
    open_now = [
        _open_session(row.session_key, values, now)
        for row in PersonSession.objects.filter(user=user, expire_date__gt=datetime.now(UTC))
        if SESSION_KEY in (values := row.get_decoded()) and not sessions.has_ended(values, now)
    ]
    return sorted(open_now, key=lambda session: session.seen_at, reverse=True)


def _shown_time(seconds: float) -> datetime:
    """Return a time as pages show it: limits of sessions follow the machine's own clock."""
    return clock.shifted(datetime.fromtimestamp(seconds, UTC))


def _open_session(key: str, values: dict[str, Any], now: float) -> OpenSession:
    started = values.get(sessions.STARTED, now)
    return OpenSession(
        id=session_id_of(key),
        key=key,
        device=values.get(sessions.DEVICE, UNKNOWN_DEVICE),
        started_at=_shown_time(started),
        seen_at=_shown_time(values.get(sessions.SEEN, started)),
        is_remembered=sessions.is_remembered(values),
    )
