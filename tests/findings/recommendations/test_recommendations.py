"""Tests of recommendations: the city reports, somebody else verifies, issued words are fixed."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, InternalError, transaction
from django.test import Client
from django.urls import reverse

from clayton_review import clock, figures
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.citable.records import Stale
from clayton_review.figures import Audience, Scope, State
from clayton_review.refusals import Refused
from clayton_review.web.worklist import waiting
from findings.recommendations.actions.recommendations import edit_recommendation, report_progress
from findings.recommendations.actions.release import issue_recommendation
from findings.recommendations.inputs import ProgressInput
from findings.recommendations.models.recommendations import (
    STATUS_TRANSITIONS,
    Recommendation,
    RecommendationStatus,
    StatusChange,
)
from findings.recommendations.policies import can_verify, check_progress
from findings.recommendations.selectors.recommendation_page import recommendation_page
from findings.recommendations.selectors.work_items import recommendation_work_items
from tests.documents import factories as documents
from tests.findings import factories as make
from tests.findings.pages import notices

SignIn = Callable[[User], Client]


@pytest.fixture
def advice(consultant: User, second_consultant: User, lead: User) -> Recommendation:
    return make.issued(by=consultant, signer=second_consultant, lead=lead)


def step(advice: Recommendation, to: str, by: User, *, document: bool = False) -> StatusChange:
    advice.refresh_from_db()
    needs_one = document or (to == RecommendationStatus.REPORTED and by.role == "city")
    paper = documents.document(by=by, disclosure_class="public") if needs_one else None
    return report_progress(
        recommendation=advice,
        revision=advice.revision,
        progress=ProgressInput(to, advice.stage, "It was seen.", document=paper),
        by=by,
    )


def test_the_city_reports_and_a_consultant_verifies(
    advice: Recommendation, city_staff: User, second_consultant: User
) -> None:
    step(advice, RecommendationStatus.REPORTED, city_staff)
    step(advice, RecommendationStatus.VERIFIED, second_consultant, document=True)
    advice.refresh_from_db()
    assert advice.status == RecommendationStatus.VERIFIED
    assert [change.by for change in advice.changes.all()] == [city_staff, second_consultant]
    verbs = AuditEntry.objects.order_by("id").values_list("verb", flat=True)
    assert "reported it as implemented" in verbs
    assert verbs[len(verbs) - 1] == "verified that it is implemented"


def test_whoever_wrote_it_does_not_verify(
    advice: Recommendation, city_staff: User, consultant: User
) -> None:
    step(advice, RecommendationStatus.REPORTED, city_staff)
    with pytest.raises(Refused, match="wrote this recommendation"):
        step(advice, RecommendationStatus.VERIFIED, consultant, document=True)


def test_the_city_reports_as_implemented_only_with_a_document(
    advice: Recommendation, city_staff: User
) -> None:
    progress = ProgressInput(RecommendationStatus.REPORTED, "policy", "It is done.")
    with pytest.raises(Refused, match="document"):
        report_progress(
            recommendation=advice, revision=advice.revision, progress=progress, by=city_staff
        )


def test_the_city_does_not_reopen_what_is_closed(
    advice: Recommendation, city_staff: User, second_consultant: User
) -> None:
    step(advice, RecommendationStatus.REPORTED, city_staff)
    step(advice, RecommendationStatus.VERIFIED, second_consultant, document=True)
    with pytest.raises(Refused, match="reopen"):
        step(advice, RecommendationStatus.IN_PROGRESS, city_staff)
    step(advice, RecommendationStatus.IN_PROGRESS, second_consultant)


@pytest.mark.parametrize(
    "to",
    [RecommendationStatus.VERIFIED, RecommendationStatus.PARTIAL, RecommendationStatus.DECLINED],
)
def test_the_city_never_verifies_or_closes(
    advice: Recommendation, city_staff: User, to: RecommendationStatus
) -> None:
    step(advice, RecommendationStatus.REPORTED, city_staff)
    with pytest.raises(Refused):
        step(advice, to, city_staff)


def test_whoever_reported_does_not_verify(
    advice: Recommendation, second_consultant: User, third_consultant: User
) -> None:
    step(advice, RecommendationStatus.REPORTED, second_consultant)
    with pytest.raises(Refused, match="You reported"):
        step(advice, RecommendationStatus.VERIFIED, second_consultant, document=True)
    step(advice, RecommendationStatus.VERIFIED, third_consultant, document=True)


def test_without_the_check_the_reporter_would_verify(
    advice: Recommendation, consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "findings.recommendations.actions.recommendations.check_verifier", lambda row, by: None
    )
    step(advice, RecommendationStatus.REPORTED, consultant)
    step(advice, RecommendationStatus.VERIFIED, consultant, document=True)


def test_verification_rests_on_a_document(
    advice: Recommendation, city_staff: User, consultant: User, second_consultant: User
) -> None:
    step(advice, RecommendationStatus.REPORTED, city_staff)
    with pytest.raises(Refused, match="document"):
        step(advice, RecommendationStatus.VERIFIED, second_consultant)
    with pytest.raises(IntegrityError, match="rests_on_a_document"), transaction.atomic():
        StatusChange.objects.create(
            recommendation=advice,
            status=RecommendationStatus.VERIFIED,
            stage="policy",
            by=consultant,
        )


def test_the_history_is_append_only(advice: Recommendation, city_staff: User) -> None:
    step(advice, RecommendationStatus.REPORTED, city_staff)
    with pytest.raises((InternalError, IntegrityError), match="append-only"), transaction.atomic():
        StatusChange.objects.update(note="Something else")


@pytest.mark.parametrize("present", RecommendationStatus.values)
def test_statuses_move_only_along_the_mapping(
    advice: Recommendation, consultant: User, present: str
) -> None:
    advice.status = present
    for to in set(RecommendationStatus.values) - {present}:
        if to in STATUS_TRANSITIONS[RecommendationStatus(present)]:
            check_progress(advice, to, consultant)
        else:
            with pytest.raises(Refused):
                check_progress(advice, to, consultant)


def test_the_measure_of_done_is_fixed_when_issued(advice: Recommendation, consultant: User) -> None:
    values = replace(make.RECOMMENDATION, measure_of_done="Somebody says so.")
    with pytest.raises(Refused, match="fixed"):
        edit_recommendation(
            recommendation=advice, revision=advice.revision, values=values,
            findings=list(advice.findings.all()), by=consultant,
        )  # fmt: skip


def test_nothing_is_reported_before_it_is_issued(consultant: User) -> None:
    draft = make.recommendation(by=consultant)
    with pytest.raises(Refused, match="has not been issued yet"):
        step(draft, RecommendationStatus.IN_PROGRESS, consultant)
    with pytest.raises(IntegrityError, match="only_issued"), transaction.atomic():
        Recommendation.objects.filter(pk=draft.pk).update(status=RecommendationStatus.REPORTED)


def test_a_stale_report_is_refused(advice: Recommendation, city_staff: User) -> None:
    progress = ProgressInput(RecommendationStatus.IN_PROGRESS, "policy", "Begun.")
    revision = advice.revision
    for n in range(2):
        if n:
            with pytest.raises(Stale):
                report_progress(
                    recommendation=advice, revision=revision, progress=progress, by=city_staff
                )
        else:
            report_progress(
                recommendation=advice, revision=revision, progress=progress, by=city_staff
            )


def test_city_staff_see_issued_ones_only_and_report(
    as_: SignIn, advice: Recommendation, consultant: User, city_staff: User, board_member: User
) -> None:
    draft = make.recommendation(by=consultant)
    begun = as_(consultant).post(
        reverse("findings:recommendation_progress", args=[advice.reference]),
        {"revision": advice.revision, "status": "in_progress", "stage": "policy", "note": "Begun."},
    )
    assert notices(begun) == ["The recommendation is now in progress."]
    advice.refresh_from_db()
    client = as_(city_staff)
    page = client.get("/progress/")
    assert advice.reference in page.content.decode()
    assert draft.reference not in page.content.decode()
    assert client.get(f"/progress/{draft.reference}/").status_code == 404
    sent = {
        "revision": advice.revision, "status": RecommendationStatus.REPORTED, "stage": "policy",
        "note": "The order is signed.", "record_id": uuid.uuid4(),
    }  # fmt: skip
    assert client.post(f"/progress/{advice.reference}/", sent).status_code == 422
    shown = SimpleUploadedFile("order.pdf", documents.PDF_BYTES)
    with_file = {**sent, "upload": shown}
    assert client.post(f"/progress/{advice.reference}/", with_file).status_code == 302
    verified = {**sent, "revision": advice.revision + 1, "status": RecommendationStatus.VERIFIED}
    assert client.post(f"/progress/{advice.reference}/", verified).status_code == 422
    advice.refresh_from_db()
    assert advice.status == RecommendationStatus.REPORTED
    assert as_(board_member).get("/progress/").status_code == 403


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("due_on", "02/30/2019"),
        ("due_on", "07/07/0001"),
        ("text", "a\x00b"),
        ("text", "x" * 1_000_000),
        ("findings", "7c1f7a8e-0000-4000-8000-000000000000"),
        ("findings", "no key"),
        ("priority", "utmost"),
        ("record_id", "x"),
    ],
)
def test_wrong_input_is_explained_and_nothing_saved(
    as_: SignIn, consultant: User, name: str, value: str
) -> None:
    finding = make.finding(by=consultant)
    sent = {
        "record_id": uuid.uuid4(), "findings": finding.pk, "text": "Do it.", "addressee": "Chief",
        "priority": "high", "stage": "policy", "measure_of_done": "Done.", name: value,
    }  # fmt: skip
    answer = as_(consultant).post("/team/recommendations/new/", sent)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert not Recommendation.objects.exists()


def test_a_waiting_recommendation_is_watched_and_only_an_overdue_one_is_red(
    advice: Recommendation, city_staff: User, consultant: User
) -> None:
    figure = figures.compute("findings.recommendations", Scope(clock.now(), Audience.BOARD))
    assert figure.state == State.WATCH
    step(advice, RecommendationStatus.REPORTED, city_staff)
    figure = figures.compute("findings.recommendations", Scope(clock.now(), Audience.BOARD))
    assert {row[0]: row[1] for row in figure.table.rows}["Reported implemented"] == "1"
    assert "The one recommendation is not implemented (verified) yet" in figure.title


def test_overdue_is_computed(advice: Recommendation) -> None:
    Recommendation.objects.update(due_on=clock.today() - timedelta(days=3))
    advice.refresh_from_db()
    assert advice.is_overdue(clock.today())
    assert advice.days_overdue(clock.today()) == 3
    assert list(Recommendation.objects.overdue(clock.today())) == [advice]


@pytest.mark.parametrize(("n_days", "sign"), [(0, State.WATCH), (3_650, State.ATTENTION)])
def test_the_team_sees_the_sign_that_everybody_sees(
    consultant: User, lead: User, second_consultant: User, n_days: int, sign: State
) -> None:
    advice = make.recommendation(
        by=consultant,
        finding=make.released(by=consultant, signer=second_consultant, lead=lead),
        values=replace(make.RECOMMENDATION, due_on=clock.today() + timedelta(days=30)),
    )
    issue_recommendation(recommendation=advice, revision=advice.revision, by=lead)
    advice.refresh_from_db()
    with clock.at(clock.now() + timedelta(days=n_days)):
        page = recommendation_page(advice, consultant)
        public = figures.compute("findings.recommendations", Scope(clock.now(), Audience.PUBLIC))

    assert (page.state, public.state) == (sign, sign)


def test_only_those_who_may_verify_are_asked_to(
    advice: Recommendation, consultant: User, second_consultant: User, third_consultant: User
) -> None:
    step(advice, RecommendationStatus.REPORTED, second_consultant)
    for user, is_asked in ((consultant, 0), (second_consultant, 0), (third_consultant, 1)):
        n_by_queue = {items.queue.name: items.n for items in waiting(user)}
        assert n_by_queue.get("recommendations to verify", 0) == is_asked
        items = [item.why for item in recommendation_work_items(user)]
        assert any("verify" in why for why in items) == bool(is_asked)


def test_a_report_of_no_response_is_confirmed_in_a_sentence(
    as_: SignIn, advice: Recommendation, consultant: User
) -> None:
    sent = {"revision": advice.revision, "status": "no_response", "stage": "policy", "note": "x"}
    url = reverse("findings:recommendation_progress", args=[advice.reference])
    answer = as_(consultant).post(url, sent)
    assert notices(answer) == ["The recommendation is now marked as “No response”."]


@pytest.mark.parametrize("status", RecommendationStatus)
def test_each_status_is_confirmed_in_a_sentence(status: RecommendationStatus) -> None:
    assert status.notice.startswith("The recommendation ")
    assert status.notice.endswith(".")
    assert "(" not in status.notice


def test_someone_who_rewrote_it_before_the_issue_is_not_asked_to_verify(
    consultant: User, second_consultant: User, third_consultant: User, lead: User, city_staff: User
) -> None:
    finding = make.released(by=consultant, signer=second_consultant, lead=lead)
    advice = make.recommendation(by=consultant, finding=finding)
    values = replace(make.RECOMMENDATION, text="Rewrite the order, and train everyone.")
    edit_recommendation(
        recommendation=advice, revision=advice.revision, values=values, findings=[finding],
        by=second_consultant,
    )  # fmt: skip
    values = replace(values, priority="low")
    advice.refresh_from_db()
    edit_recommendation(
        recommendation=advice, revision=advice.revision, values=values, findings=[finding],
        by=third_consultant,
    )  # fmt: skip
    advice.refresh_from_db()
    issue_recommendation(recommendation=advice, revision=advice.revision, by=lead)
    step(advice, RecommendationStatus.REPORTED, city_staff)
    advice.refresh_from_db()
    for user, is_asked in ((second_consultant, 0), (third_consultant, 1)):
        n_by_queue = {items.queue.name: items.n for items in waiting(user)}
        assert n_by_queue.get("recommendations to verify", 0) == is_asked
        assert can_verify(user, advice) == bool(is_asked)
