"""What the city does with a recommendation: answering it, and reporting with a document."""

from uuid import UUID

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass, Permission
from clayton_review.audit.actions import record
from clayton_review.citable import records
from clayton_review.documents.actions import file_document
from clayton_review.documents.models import DocumentFacts, DocumentKind, StoredFile
from clayton_review.refusals import Refused
from findings.recommendations.actions.recommendations import report_progress
from findings.recommendations.inputs import CityResponseInput, ProgressInput
from findings.recommendations.models.recommendations import (
    Recommendation,
    Response,
    Status,
    StatusChange,
)
from findings.recommendations.models.responses import CityResponse

MOVES = {
    Response.CONCUR: Status.IN_PROGRESS,
    Response.PARTIAL: Status.IN_PROGRESS,
    Response.DECLINE: Status.DECLINED,
}


def record_response(
    *, recommendation: Recommendation, revision: int, answer: CityResponseInput, by: User
) -> CityResponse:
    """Record the city's answer in its own words.

    Agreement, whole or in part, starts work on what had no response; to decline is the city's own
    decision, so it closes the recommendation, and the consultants may reopen it. Raises `Refused`
    when closed or not issued, `Stale` when outdated.
    """
    if not answer.text.strip():
        raise Refused("Write the city’s response in a sentence.", field="text")
    with transaction.atomic():
        row = records.locked(recommendation, revision=revision)
        _check_answerable(row, answer, by)
        made = CityResponse.objects.create(
            recommendation=row,
            response=answer.response,
            text=answer.text.strip(),
            given_on=answer.given_on,
            by=by,
        )
        moved_to = MOVES[Response(answer.response)]
        if row.status == Status.NO_RESPONSE or moved_to == Status.DECLINED:
            _move(row, moved_to, by)
        row.response, row.revision = answer.response, row.revision + 1
        row.save()
        record(by=by, verb=f"answered: {answer.response}", obj=row)
    return made


def report_with_file(
    *,
    record_id: UUID,
    recommendation: Recommendation,
    revision: int,
    progress: ProgressInput,
    file: StoredFile | None,
    by: User,
) -> StatusChange:
    """Report progress with the file that shows it, which goes into the library for city and Board.

    Raises `Refused` and `Stale` as `report_progress` does; then nothing is filed.
    """
    with transaction.atomic():
        document = progress.document
        if file is not None:
            facts = DocumentFacts(
                title=f"What the city reports on {recommendation.reference}",
                source=f"City of Clayton: {file.original_name}"[:200],
                kind=DocumentKind.CITY_REPORT,
                disclosure_class=DisclosureClass.CITY_AND_BOARD,
                file=file,
            )
            document = file_document(record_id=record_id, facts=facts, by=by)
        return report_progress(
            recommendation=recommendation,
            revision=revision,
            progress=ProgressInput(
                progress.status, progress.stage, progress.note, document, progress.is_note_public
            ),
            by=by,
        )


def _check_answerable(row: Recommendation, answer: CityResponseInput, by: User) -> None:
    if not (by.may(Permission.REPORT_PROGRESS) or by.may(Permission.WRITE_RECOMMENDATIONS)):
        raise Refused("Your role cannot respond to recommendations.")
    if row.issued_at is None:
        raise Refused(
            "This recommendation has not been issued yet, so there is nothing to respond to."
        )
    if row.is_closed:
        raise Refused(
            f"This is closed as “{row.get_status_display()}”. Ask the consultants to reopen it."
        )
    if answer.response not in Response.values:
        raise Refused("Choose one from the list.", field="response")
    if answer.response == Response.DECLINE and row.status == Status.REPORTED:
        raise Refused("The city has already reported this as implemented, so it cannot decline it.")
    if not clock.local(row.issued_at).date() <= answer.given_on <= clock.today():
        raise Refused("Enter a date between the issue date and today.", field="given_on")


def _move(row: Recommendation, to: Status, by: User) -> None:
    """The step that follows from an answer; its words are the answer’s."""
    StatusChange.objects.create(
        recommendation=row,
        status=to,
        stage=row.stage,
        by=by,
    )
    row.status = to
