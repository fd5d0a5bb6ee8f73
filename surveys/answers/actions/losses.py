"""Giving up answers that no key opens, so that they hold the results back no longer."""

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.refusals import Refused
from surveys.answers.actions.sweep import request_sweep
from surveys.answers.models import SealedBox
from surveys.answers.selectors import n_left_locked
from surveys.survey.models import Survey

NOTHING_LEFT = (
    "No answer of this survey is left that could not be opened. Look at the survey’s page again."
)


@transaction.atomic
def give_up_answers(*, survey: Survey, reason: str, by: User) -> int:
    """Delete the answers that a closed survey was opened without, and return their number.

    They count as lost wherever the survey is described, and are in no result: where people have
    seen results without them, the difference would show what they say. Raises `Refused` while the
    survey runs or is being opened, and where none are left.
    """
    boxes = SealedBox.objects.select_for_update().filter(survey=survey)
    ids = list(boxes.values_list("pk", flat=True))  # locked first, as the opening does
    locked = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    if not ids or not n_left_locked(locked):
        raise Refused(NOTHING_LEFT)
    SealedBox.objects.filter(pk__in=ids).delete()
    locked.n_unreadable, locked.locked_because = 0, ""
    locked.n_lost += len(ids)
    locked.lost_on, locked.lost_reason = clock.today(), reason
    locked.save()
    request_sweep()
    record(by=by, verb="gave up locked answers of", obj=locked, reason=reason, n=len(ids))
    return len(ids)
