"""Opening sealed answers in shuffled batches.

Why two steps: whatever is written in one transaction carries the same transaction number in
PostgreSQL, and whatever is written one after the other keeps its order. So the transaction that
spends a code writes only a sealed box; the batch reads many boxes, writes their sheets in random
order under new ids, and deletes the boxes, all in one other transaction.

Why some boxes stay: who answered last before a batch would be in it, and who answered last before
the close would be in that one alone. See `n_to_open`.
"""

import logging
import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import transaction

from clayton_review import clock
from clayton_review.chunked_rows import in_chunks
from surveys.answers import sealing
from surveys.answers.actions.given_up import delete_few_answers
from surveys.answers.actions.sweep import request_sweep
from surveys.answers.models import AnswerSheet, Channel, SealedBox, SpentCode
from surveys.answers.policies import LEAST_OPENED, n_to_open
from surveys.survey.models import LockedBecause, Survey, SurveyStatus

logger = logging.getLogger(__name__)
OPENING_JOB = "surveys.open_boxes"  # its key is the survey's
CHUNK = 500  # boxes read at once
Row = TypeVar("Row")
Opened = dict[UUID, dict[str, Any]]  # id of a box: what is in it


@transaction.atomic
def open_boxes(*, survey_id: UUID) -> int:
    """Open as many waiting boxes of a survey as may be opened now; return how many.

    A box that cannot be read is left where it is and counted on the survey: it waits with the
    others as soon as it can be read, unless results are known that it is not in. A closed survey
    keeps the reason why boxes are left; those of fewer than 10 people are deleted. With each batch
    the marks of spent codes are written anew in sorted order; at close they are deleted. A sweep
    takes what was deleted out of the database's files.

    Raises `sealing.KeyUnusable` if this process has no opening key, and then changes nothing.
    """
    survey = Survey.objects.select_related("version").get(pk=survey_id)
    if survey.is_never_opened:
        if SealedBox.objects.filter(survey=survey).exists():  # version 0.2.0 kept them
            delete_few_answers(survey=survey)
        return 0
    readable, n_unreadable = _read_boxes(survey)
    n_people = sum(content["channel"] != Channel.PROGRAM for content in readable.values())
    n_open = _n_to_open(survey, len(readable), n_people)
    chosen = shuffled(readable)[:n_open]
    sheets = [_sheet(readable[box_id], survey) for box_id in chosen]
    AnswerSheet.objects.bulk_create(sheets, batch_size=500)
    SealedBox.objects.filter(pk__in=chosen).delete()
    is_over = survey.status == SurveyStatus.CLOSED
    if n_open or (is_over and SpentCode.objects.filter(survey=survey).exists()):
        _rewrite_spent_codes(survey)
        Survey.objects.filter(pk=survey.pk).update(n_waiting=None)  # Sunday's were other boxes
        request_sweep()
    _keep_what_is_left(survey, len(readable) - n_open, n_unreadable, n_people)
    return n_open


def _n_to_open(survey: Survey, n_readable: int, n_people: int) -> int:
    """Return how many boxes may be opened; sheets of programs are no people to hide among."""
    has_sheets = survey.sheets.exists()
    if not n_to_open(survey, n_people, has_sheets=has_sheets):
        return 0
    return n_to_open(survey, n_readable, has_sheets=has_sheets)


def _keep_what_is_left(survey: Survey, n_left: int, n_unreadable: int, n_people: int) -> None:
    """Keep how many boxes cannot be read, and for a closed survey how many can, and the reason.

    Those of fewer than 10 people are deleted; one that cannot be read is of one person at most.
    """
    survey.refresh_from_db(fields=["locked_because"])  # another run may have had the boxes before
    if survey.is_never_opened and not n_left + n_unreadable:
        return  # they were deleted before
    reason, is_over = "", survey.status == SurveyStatus.CLOSED
    if is_over and n_left + n_unreadable:
        can_be_enough = n_people + n_unreadable >= LEAST_OPENED or survey.sheets.exists()
        reason = LockedBecause.UNREADABLE if can_be_enough else LockedBecause.FEW_PEOPLE
    n_readable_left = n_left if is_over else 0
    kept = {
        "n_unreadable": n_unreadable,
        "n_readable_left": n_readable_left,
        "locked_because": reason,
    }
    Survey.objects.filter(pk=survey.pk).exclude(**kept).update(**kept)
    if reason == LockedBecause.FEW_PEOPLE:
        delete_few_answers(survey=survey)


def _read_boxes(survey: Survey) -> tuple[Opened, int]:
    """Return what is in the readable boxes, and the number of the others."""
    readable: Opened = {}
    n_unreadable = 0
    for box in in_chunks(SealedBox.objects.select_for_update().filter(survey=survey), CHUNK):
        if (content := _content_of(box, survey)) is None:
            n_unreadable += 1
        else:
            readable[box.pk] = content
    if n_unreadable and not readable:
        logger.error("No box of %s opens with SURVEY_OPENING_KEY.", survey.slug)
    return readable, n_unreadable


def count_unreadable(survey: Survey) -> int:
    """Return how many waiting boxes of a survey cannot be read; lock none of them.

    Raises `sealing.KeyUnusable` if this process has no opening key.
    """
    boxes = SealedBox.objects.filter(survey=survey).order_by("pk")
    return sum(_content_of(box, survey) is None for box in in_chunks(boxes, CHUNK))


def _content_of(box: SealedBox, survey: Survey) -> dict[str, Any] | None:
    """Return the answers in a box; None if it cannot be read or holds none of this survey."""
    try:
        content = sealing.open_box(bytes(box.ciphertext), survey_id=survey.pk, box_id=box.pk)
    except sealing.BoxUnreadable:
        return None
    is_ours = content.get("version") == str(survey.version_id)
    is_sheet = content.get("channel") in Channel.values and isinstance(content.get("answers"), dict)
    return content if is_ours and is_sheet else None


def _rewrite_spent_codes(survey: Survey) -> None:
    """Write the marks anew, so that neither their place nor their transaction tells their order."""
    spent = SpentCode.objects.filter(survey=survey)
    marks = sorted(spent.values_list("mark", flat=True))
    spent.filter(mark__in=marks).delete()
    if survey.status != SurveyStatus.CLOSED:
        rows = [SpentCode(mark=mark, survey=survey) for mark in marks]
        SpentCode.objects.bulk_create(rows, batch_size=5_000)


def shuffled(rows: Iterable[Row]) -> list[Row]:
    """Return the rows in an order nobody can foresee or repeat."""
    mixed = list(rows)
    secrets.SystemRandom().shuffle(mixed)
    return mixed


def fresh_id() -> UUID:
    """Return a new random id, which has nothing in common with the sealed box."""
    return uuid4()


def this_week() -> date:
    """Return the Monday of the present week in Clayton."""
    return clock.today() - timedelta(days=clock.today().weekday())


def _sheet(content: dict[str, Any], survey: Survey) -> AnswerSheet:
    return AnswerSheet(
        id=fresh_id(),
        survey=survey,
        version_id=UUID(content["version"]),
        channel=content["channel"],
        answers=content["answers"],
        batch_week=this_week(),
    )
