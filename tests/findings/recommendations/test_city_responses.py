"""Tests of the city's responses, and of its reports with a file."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, InternalError, transaction
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.citable.records import Stale
from clayton_review.documents.models import Document
from clayton_review.refusals import Refused
from findings.recommendations.actions.city_responses import record_response
from findings.recommendations.actions.recommendations import report_progress
from findings.recommendations.inputs import CityResponseInput
from findings.recommendations.models.recommendations import Recommendation, RecommendationStatus
from findings.recommendations.models.responses import CityResponse
from tests.documents.factories import PDF_BYTES
from tests.findings import factories as make
from tests.findings.pages import notices
from tests.module_rows import Making
from tests.people import usual_team

SignIn = Callable[[User], Client]


@pytest.fixture(scope="module", autouse=True)
def issued_once(making_rows: Making) -> UUID:
    with making_rows():
        lead, consultant, signer = usual_team()
        return make.issued(by=consultant, signer=signer, lead=lead).pk


@pytest.fixture
def advice(issued_once: UUID, db: None) -> Recommendation:
    return Recommendation.objects.get(pk=issued_once)


def answer(advice: Recommendation, response: str, by: User, *, days: int = 0) -> CityResponse:
    advice.refresh_from_db()
    city_response = CityResponseInput(
        response, "In our words.", clock.today() + timedelta(days=days)
    )
    return record_response(
        recommendation=advice, revision=advice.revision, answer=city_response, by=by
    )


@pytest.mark.parametrize(
    ("response", "status"),
    [
        ("concur", RecommendationStatus.IN_PROGRESS),
        ("partial", RecommendationStatus.IN_PROGRESS),
        ("decline", RecommendationStatus.DECLINED),
    ],
)
def test_the_answer_moves_what_had_no_response(
    advice: Recommendation, city_staff: User, response: str, status: RecommendationStatus
) -> None:
    answered = answer(advice, response, city_staff)
    advice.refresh_from_db()
    assert (advice.response, advice.status, answered.by) == (response, status, city_staff)
    assert advice.changes.get().status == status


def test_a_second_answer_is_added_and_the_first_stays(
    advice: Recommendation, city_staff: User
) -> None:
    answer(advice, "partial", city_staff)
    answer(advice, "concur", city_staff)
    assert [row.response for row in advice.responses.all()] == ["partial", "concur"]
    assert advice.changes.count() == 1
    assert AuditEntry.objects.filter(verb="answered that the city agrees in part").count() == 1
    with pytest.raises((InternalError, IntegrityError), match="append-only"), transaction.atomic():
        CityResponse.objects.update(text="Something else")


def test_what_is_reported_or_closed_is_not_declined(
    advice: Recommendation, city_staff: User
) -> None:
    make.reported(recommendation=advice, by=city_staff)
    with pytest.raises(Refused, match="reported this as implemented"):
        answer(advice, "decline", city_staff)
    other = make.recommendation(by=city_staff, finding=advice.findings.get())
    with pytest.raises(Refused, match="has not been issued yet"):
        answer(other, "concur", city_staff)


def test_a_declined_one_is_reopened_by_the_team_only(
    advice: Recommendation, city_staff: User, consultant: User
) -> None:
    answer(advice, "decline", city_staff)
    with pytest.raises(Refused, match="reopen it"):
        answer(advice, "concur", city_staff)
    advice.refresh_from_db()
    progress = make.in_progress()
    report_progress(
        recommendation=advice, revision=advice.revision, progress=progress, by=consultant
    )
    answer(advice, "concur", city_staff)


@pytest.mark.parametrize("days", [1, -1])
def test_an_answer_is_given_between_the_issue_and_today(
    advice: Recommendation, city_staff: User, days: int
) -> None:
    with pytest.raises(Refused, match=r"Enter a date from .+ to today"):
        answer(advice, "concur", city_staff, days=days)


def test_others_and_stale_forms_are_refused(
    advice: Recommendation, board_member: User, city_staff: User
) -> None:
    with pytest.raises(Refused, match="role"):
        answer(advice, "concur", board_member)
    old = advice.revision
    answer(advice, "concur", city_staff)
    with pytest.raises(Stale):
        record_response(
            recommendation=advice, revision=old, by=city_staff,
            answer=CityResponseInput("partial", "Later.", clock.today()),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"response": "maybe"}, "city_response_is_known"),
        ({"text": ""}, "city_response_says_why"),
    ],
)
def test_the_database_refuses_what_is_not_true(
    advice: Recommendation, city_staff: User, wrong: dict[str, str], constraint: str
) -> None:
    fields: dict[str, object] = {"response": "concur", "text": "Yes.", **wrong}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CityResponse.objects.create(
            recommendation=advice, given_on=clock.today(), by=city_staff, **fields
        )


def test_the_list_opens_with_what_waits_for_the_city(
    as_: SignIn, advice: Recommendation, city_staff: User
) -> None:
    client = as_(city_staff)
    assert (
        f"{advice.reference}, waiting for the city’s response"
        in client.get("/progress/").content.decode()
    )
    Recommendation.objects.update(due_on=clock.today() - timedelta(days=1))
    assert f"{advice.reference}, overdue" in client.get("/progress/").content.decode()
    advice.refresh_from_db()
    make.reported(recommendation=advice, by=city_staff)
    assert "Waiting for you" not in client.get("/progress/").content.decode()


def test_a_report_files_its_document_or_nothing(
    as_: SignIn, advice: Recommendation, city_staff: User
) -> None:
    client, url = as_(city_staff), f"/progress/{advice.reference}/"
    sent = {
        "record_id": uuid.uuid4(), "revision": advice.revision, "status": "reported",
        "stage": "policy", "note": "Signed.", "is_note_public": "on",
    }  # fmt: skip
    n_before = Document.objects.count()
    wrong = client.post(url, {**sent, "upload": SimpleUploadedFile("a.exe", b"MZ")})
    assert wrong.status_code == 422
    stale = client.post(
        url, {**sent, "revision": 1, "upload": SimpleUploadedFile("order.pdf", PDF_BYTES)}
    )
    assert stale.status_code == 422
    assert Document.objects.count() == n_before
    for status in (302, 422):  # a double click finds the first one done
        file = SimpleUploadedFile("order.pdf", PDF_BYTES)
        assert client.post(url, {**sent, "upload": file}).status_code == status
    change = advice.changes.get()
    assert change.document is not None
    assert (change.document.disclosure_class, change.is_note_public) == ("city_and_board", True)
    assert Document.objects.count() == n_before + 1
    assert change.document.title in client.get(url).content.decode()


def test_the_page_takes_the_answer_and_explains_what_is_wrong(
    as_: SignIn, advice: Recommendation, city_staff: User, consultant: User
) -> None:
    client, url = as_(city_staff), f"/progress/{advice.reference}/respond/"
    assert client.get(url).status_code == 200
    sent = {
        "revision": advice.revision, "response": "partial", "text": "For \N{GREEK SMALL LETTER PI}",
        "given_on": f"{clock.today():%m/%d/%Y}",
    }  # fmt: skip
    for wrong in (
        {"response": "maybe"}, {"text": ""}, {"text": "a\x00"}, {"text": "x" * 1_000_000},
        {"given_on": "02/30/2019"}, {"given_on": "01/01/1901"}, {"revision": "x"},
    ):  # fmt: skip
        assert client.post(url, {**sent, **wrong}).status_code == 422
    assert notices(client.post(url, sent)) == ["The city’s response was recorded."]
    assert as_(consultant).get(url).status_code == 403
    page = as_(consultant).get(advice.get_absolute_url()).content.decode()
    assert "Answered: agrees in part" in page
    draft = make.recommendation(by=consultant)
    for hidden in ("R-9999", draft.reference):
        assert client.get(f"/progress/{hidden}/respond/").status_code == 404


def test_a_note_that_names_a_participant_is_not_published(
    advice: Recommendation, consultant: User
) -> None:
    code = make.participant(by=consultant).code
    with pytest.raises(Refused, match="participant’s code"):
        report_progress(
            recommendation=advice, revision=advice.revision,
            progress=make.in_progress(note=f"As {code} said.", is_note_public=True), by=consultant,
        )  # fmt: skip
