"""Opening sealed answers in shuffled batches.

Why two steps: whatever is written in one transaction carries the same transaction number in
PostgreSQL, and whatever is written one after the other keeps its order. So the transaction that
spends a code writes only a sealed box; the batch reads many boxes, writes their sheets in random
order under new ids, and deletes the boxes, all in one other transaction.
"""

import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

from django.db import connection, transaction

from clayton_review import clock
from surveys.answers import sealing
from surveys.answers.models import AnswerSheet, SealedBox, SpentCode
from surveys.survey.models import Survey, SurveyStatus

BATCH = 100
Row = TypeVar("Row")


@transaction.atomic
def open_boxes(*, survey_id: UUID) -> int:
    """Open all waiting boxes of a survey, at least 100 or at close; returns how many.

    A last batch of fewer than 100 is mixed with the sheets of the latest week, which get new
    ids, so that those who answered late do not stand alone. At close the spent codes go too.
    Raises `sealing.KeyUnusable`, and then changes nothing.
    """
    survey = Survey.objects.select_related("version").get(pk=survey_id)
    is_closed = survey.status == SurveyStatus.CLOSED
    boxes = list(SealedBox.objects.select_for_update().filter(survey_id=survey_id))
    if len(boxes) < BATCH and not is_closed:
        return 0
    sheets = [_open_sheet(box, survey) for box in boxes]
    if 0 < len(boxes) < BATCH:
        sheets += _renew_latest_sheets(survey)
    AnswerSheet.objects.bulk_create(shuffled(sheets), batch_size=500)
    SealedBox.objects.filter(pk__in=[box.pk for box in boxes]).delete()
    if is_closed:
        SpentCode.objects.filter(survey_id=survey_id).delete()
    return len(boxes)


def vacuum_opened_boxes() -> None:
    """Drop deleted boxes from PostgreSQL's files, where they remain unseen until then.

    They carry the transaction number of their spent code. Does nothing inside a transaction.
    """
    vacuum("surveys_sealedbox", "surveys_spentcode", "surveys_answersheet")


def vacuum(*tables: str) -> None:
    """Make PostgreSQL drop deleted rows from its files; does nothing inside a transaction."""
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM {', '.join(tables)}")


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


def _open_sheet(box: SealedBox, survey: Survey) -> AnswerSheet:
    content = sealing.open_box(bytes(box.ciphertext), survey_id=survey.pk, box_id=box.pk)
    return AnswerSheet(
        id=fresh_id(),
        survey=survey,
        version_id=UUID(content["version"]),
        channel=content["channel"],
        answers=content["answers"],
        batch_week=this_week(),
    )


def _renew_latest_sheets(survey: Survey) -> list[AnswerSheet]:
    latest = survey.sheets.order_by("-batch_week").values_list("batch_week", flat=True).first()
    if latest is None:
        return []
    old = list(survey.sheets.select_for_update().filter(batch_week=latest))
    AnswerSheet.objects.filter(pk__in=[sheet.pk for sheet in old]).delete()
    for sheet in old:
        sheet.pk, sheet.batch_week = fresh_id(), this_week()
        sheet._state.adding = True
    return old
