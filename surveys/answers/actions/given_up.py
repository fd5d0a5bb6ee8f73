"""Giving up answers that stay locked, so that they hold the results back no longer."""

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.refusals import Refused
from surveys.answers.actions.sweep import request_sweep
from surveys.answers.models import SealedBox
from surveys.survey.models import Survey

NOTHING_LEFT = "This survey has no locked answers to give up. Look at the survey’s page again."


@transaction.atomic
def give_up_answers(*, survey: Survey, reason: str, by: User) -> int:
    """Delete the answers that a closed survey was opened without, and return their number.

    They are those that cannot be read, and those that can but are too few to be added. All count as
    lost wherever the survey is described, and are in no result: where people have seen results
    without them, the difference would show what they say. A restore may have lost them before.
    Raises `Refused` while the survey runs or is being opened, and where none are left.
    """
    boxes = SealedBox.objects.select_for_update().filter(survey=survey)
    ids = list(boxes.values_list("pk", flat=True))  # locked first, as the opening does
    locked = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    if not locked.n_left_locked:
        raise Refused(NOTHING_LEFT)
    n_given_up = max(len(ids), locked.n_left_locked)
    SealedBox.objects.filter(pk__in=ids).delete()
    locked.n_unreadable, locked.n_readable_left, locked.locked_because = 0, 0, ""
    locked.n_lost += n_given_up
    locked.lost_on, locked.lost_reason = clock.today(), reason
    locked.save()
    request_sweep()
    record(by=by, verb="gave up locked answers of", obj=locked, reason=reason, n=n_given_up)
    return n_given_up
