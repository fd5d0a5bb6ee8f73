"""Giving up stories and requests to talk that no key opens."""

from django.db import transaction

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.audit.actions import record
from clayton_review.jobs.actions import request_run
from clayton_review.refusals import Refused
from findings.stories.actions.sealed_notes import SWEEP_JOB
from findings.stories.models import NoteLoss, SealedNote

NOTHING_LEFT = "No story and no request to talk is left that could not be opened."


@transaction.atomic
def give_up_notes(*, reason: str, by: User) -> NoteLoss:
    """Delete the notes that were set aside, and keep their number and the reason.

    Raises `Refused` for others than a lead, and where none are left.
    """
    if not by.may(Permission.RETRY_WORK):
        raise Refused("Only a lead gives up what cannot be opened.")
    notes = SealedNote.objects.select_for_update().filter(is_set_aside=True)
    ids = list(notes.values_list("pk", flat=True))
    if not ids:
        raise Refused(NOTHING_LEFT)
    SealedNote.objects.filter(pk__in=ids).delete()
    loss = NoteLoss.objects.create(n=len(ids), reason=reason)
    request_run(SWEEP_JOB)
    record(by=by, verb="gave up locked stories", obj=loss, reason=reason, n=loss.n)
    return loss
