"""Rows of the audit record about signing in: who came in, who failed, who had to wait."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from clayton_review.accounts.models import User
from clayton_review.audit.actions import record

# Stands for an address without an account, whose text is not kept: it may be a password.
UNKNOWN = UUID(int=0)


@transaction.atomic
def record_sign_in(*, by: User, proofs: Sequence[str]) -> None:
    """Record that a person signed in, with what they proved it by, such as password and totp."""
    record(by=by, verb="signed in as", obj=by, proofs=list(proofs))


@transaction.atomic
def record_failure(*, user: User | None, proof: str) -> None:
    """Record a wrong password, code or key; `user` is None for an address without an account."""
    record(by=None, verb="refused to sign in", obj=user or User(pk=UNKNOWN), proof=proof)


@transaction.atomic
def record_lock_out(*, user: User | None, seconds: int) -> None:
    """Record that someone has to wait before they can try again; once for each time of waiting."""
    record(by=None, verb="made wait to sign in", obj=user or User(pk=UNKNOWN), seconds=seconds)


@transaction.atomic
def record_factor_change(*, by: User, change: str) -> None:
    """Record what a person changed of their second sign-in step."""
    record(by=by, verb="changed the second step of", obj=by, change=change)
