"""Ending sessions, so that nothing brings them back."""

from django.db import transaction
from django.db.models import F

from clayton_review.accounts import policies
from clayton_review.accounts.models import PersonSession, User
from clayton_review.accounts.selectors import open_sessions
from clayton_review.audit.actions import record
from clayton_review.refusals import Refused


@transaction.atomic
def end_session(*, user: User, session_id: str, by: User) -> None:
    """Sign a person out of one device.

    Raises `Refused` when the session has ended already, and for somebody else's session when `by`
    manages no people.
    """
    policies.check_can_end_sessions(user, by)
    session = next((row for row in open_sessions(user) if row.id == session_id), None)
    if session is None:
        raise Refused("This session has already ended.")
    PersonSession.objects.filter(pk=session.key).delete()
    record(by=by, verb="ended a session of", obj=user, device=session.device)


@transaction.atomic
def end_all_sessions(*, user: User, by: User) -> None:
    """Sign a person out everywhere, this browser included.

    Raises `Refused` for somebody else's sessions when `by` manages no people.
    """
    policies.check_can_end_sessions(user, by)
    n_ended = end_sessions_of(user)
    record(by=by, verb="ended all sessions of", obj=user, sessions=n_ended)


@transaction.atomic
def change_password(*, user: User, password: str, by: User) -> User:
    """Set a person's new password; every session that began with the old one ends."""
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions_of(user)
    record(by=by, verb="changed the password of", obj=user)
    return user


def end_sessions_of(user: User) -> int:
    """Delete all sessions of a person; return how many.

    What signs in at this moment ends with them: a session carries the number of the last time when
    all of them ended. Part of an action, which writes the audit row.
    """
    User.objects.filter(pk=user.pk).update(n_session_ends=F("n_session_ends") + 1)
    user.refresh_from_db(fields=["n_session_ends"])
    n_ended, _ = PersonSession.objects.filter(user=user).delete()
    return n_ended
