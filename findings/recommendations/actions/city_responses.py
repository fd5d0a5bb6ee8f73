"""Record the city's response to a recommendation, and its reports with a document."""

from uuid import UUID

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass, Permission
from clayton_review.audit.actions import record
from clayton_review.citable import records
from clayton_review.documents.actions import file_document
from clayton_review.documents.models import DocumentInput, DocumentKind, StoredFile
from clayton_review.refusals import Refused
from clayton_review.web.formatting import day
from findings.recommendations.actions.recommendations import report_progress
from findings.recommendations.inputs import CityResponseInput, ProgressInput
from findings.recommendations.models.recommendations import (
    CityAnswer,
    Recommendation,
    RecommendationStatus,
    StatusChange,
)
from findings.recommendations.models.responses import CityResponse

STATUS_AFTER_RESPONSE = {
    CityAnswer.CONCUR: RecommendationStatus.IN_PROGRESS,
    CityAnswer.PARTIAL: RecommendationStatus.IN_PROGRESS,
    CityAnswer.DECLINE: RecommendationStatus.DECLINED,
}


def record_response(
    *, recommendation: Recommendation, revision: int, answer: CityResponseInput, by: User
) -> CityResponse:
    """Record the city's response in its own words.

    Full or partial agreement starts work on a recommendation without response. To decline closes
    it, since that is the city's own decision; the consultants may reopen it. Raises `Refused` when
    it is closed or not issued, for an empty text, an impossible day and a role that does not
    answer; `Stale` on an outdated revision.
    """
    if not answer.text.strip():
        raise Refused("Write the city’s response in a sentence.", field="text")
    with transaction.atomic():
        row = records.locked(recommendation, revision=revision)
        _check_answerable(row, answer, by)
        response = CityResponse.objects.create(
            recommendation=row,
            response=answer.response,
            text=answer.text.strip(),
            given_on=answer.given_on,
            by=by,
        )
        new_status = STATUS_AFTER_RESPONSE[CityAnswer(answer.response)]
        if (
            row.status == RecommendationStatus.NO_RESPONSE
            or new_status == RecommendationStatus.DECLINED
        ):
            _change_status(row, new_status, by)
        row.response, row.revision = answer.response, row.revision + 1
        row.save()
        record(by=by, verb=CityAnswer(answer.response).audit_verb, obj=row)
    return response


def report_with_file(
    *,
    record_id: UUID,
    recommendation: Recommendation,
    revision: int,
    progress: ProgressInput,
    file: StoredFile | None,
    by: User,
) -> StatusChange:
    """Report progress with its file, which is filed as a document for city and Board.

    Raises `Refused` and `Stale` as `report_progress` does; then nothing is filed.
    """
    with transaction.atomic():
        document = progress.document
        if file is not None:
            document_input = DocumentInput(
                title=f"What the city reports on {recommendation.reference}",
                source=f"City of Clayton: {file.original_name}"[:200],
                kind=DocumentKind.CITY_REPORT,
                disclosure_class=DisclosureClass.CITY_AND_BOARD,
                file=file,
            )
            document = file_document(record_id=record_id, values=document_input, by=by)
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
            f"This recommendation’s status is “{row.get_status_display()}”. Ask the consultants "
            "to reopen it."
        )
    if answer.response not in CityAnswer.values:
        raise Refused("Choose one from the list.", field="response")
    if answer.response == CityAnswer.DECLINE and row.status == RecommendationStatus.REPORTED:
        raise Refused("The city has already reported this as implemented, so it cannot decline it.")
    issued_on = clock.local(row.issued_at).date()
    if not issued_on <= answer.given_on <= clock.today():
        raise Refused(f"Enter a date from {day(issued_on)} to today.", field="given_on")


def _change_status(row: Recommendation, to: RecommendationStatus, by: User) -> None:
    """Set the status that follows from a response and add it to the history, without a note."""
    StatusChange.objects.create(
        recommendation=row,
        status=to,
        stage=row.stage,
        by=by,
    )
    row.status = to
