"""Deleting answers that stay locked: a lead gives them up, or too few people sent them."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.refusals import Refused
from surveys.answers.actions.sweep import request_sweep
from surveys.answers.models import SealedBox
from surveys.survey.models import LockedBecause, Survey

NOTHING_LEFT = "This survey has no locked answers to give up. Look at the survey’s page again."


@transaction.atomic
def give_up_answers(*, survey: Survey, reason: str, by: User) -> int:
    """Delete the answers that a closed survey was opened without, and return their number.

    They are those that cannot be read, and those that can but are too few to be added. All count as
    lost wherever the survey is described, and are in no result: where people have seen results
    without them, the difference would show what they say. A restore may have lost them before.
    Raises `Refused` while the survey runs or is being opened, and where none are left.
    """
    locked, ids = _lock(survey)
    if not locked.n_left_locked:
        raise Refused(NOTHING_LEFT)
    n_given_up = max(len(ids), locked.n_left_locked)
    locked.locked_because = ""
    _lose(locked, ids, n=n_given_up, reason=reason)
    record(by=by, verb="gave up locked answers of", obj=locked, reason=reason, n=n_given_up)
    return n_given_up


@transaction.atomic
def delete_few_answers(*, survey: Survey) -> int:
    """Delete the answers of a closed survey that fewer than 10 people answered; return how many.

    No key that is found later opens any of them. The survey keeps their number, and the reason.
    """
    locked, ids = _lock(survey)
    reason, n_deleted = f"{LockedBecause.FEW_PEOPLE.label}.", len(ids)
    _lose(locked, ids, n=n_deleted, reason=reason)
    record(by=None, verb="deleted locked answers of", obj=locked, reason=reason, n=n_deleted)
    return n_deleted


def _lock(survey: Survey) -> tuple[Survey, Sequence[UUID]]:
    """Lock a survey and its boxes, and return it with their ids."""
    boxes = SealedBox.objects.select_for_update().filter(survey=survey)
    ids = list(boxes.values_list("pk", flat=True))  # locked first, as the opening does
    return Survey.objects.select_for_update(no_key=True).get(pk=survey.pk), ids


def _lose(locked: Survey, ids: Sequence[UUID], *, n: int, reason: str) -> None:
    """Delete the boxes, and count them as lost."""
    SealedBox.objects.filter(pk__in=ids).delete()
    locked.n_unreadable, locked.n_readable_left = 0, 0
    locked.n_lost += n
    locked.lost_on, locked.lost_reason = clock.today(), reason
    locked.save()
    request_sweep()
