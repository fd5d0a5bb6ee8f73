"""Refusals of writing, assigning, issuing, answering, reporting and verifying recommendations."""

from functools import partial
from uuid import UUID, uuid4

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.citable import records
from findings.conclusions.actions.comments import add_comment
from findings.conclusions.inputs import CommentInput
from findings.conclusions.models.findings import Finding
from findings.recommendations.actions.city_responses import record_response
from findings.recommendations.actions.recommendations import (
    assign_recommendations,
    edit_recommendation,
    report_progress,
)
from findings.recommendations.actions.release import (
    issue_recommendation,
    release_changes,
    withdraw_recommendation,
)
from findings.recommendations.inputs import (
    CityResponseInput,
    ProgressInput,
    RecommendationAssignmentInput,
)
from findings.recommendations.models.recommendations import (
    Recommendation,
    RecommendationStatus,
    StatusChange,
)
from findings.recommendations.models.responses import CityResponse
from findings.recommendations.policies import check_verifier
from tests.findings import factories
from tests.module_rows import Making
from tests.people import usual_team
from tests.refusing import refused

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def issued_key(making_rows: Making) -> UUID:
    """The key of a recommendation that was issued."""
    with making_rows():
        lead, consultant, second = usual_team()
        row = factories.issued(by=consultant, signer=second, lead=lead)
    return row.pk


@pytest.fixture
def issued(issued_key: UUID) -> Recommendation:
    return Recommendation.objects.get(pk=issued_key)


def test_a_recommendation_rests_on_findings_that_stand(consultant: User) -> None:
    row = factories.recommendation(by=consultant)
    gone = factories.finding(by=consultant)
    gone = records.withdraw(gone, revision=1, reason="Written twice.", by=consultant)
    no_findings: list[Finding] = []
    for findings, sentence in (
        (no_findings, "Choose at least one finding behind this recommendation."),
        (
            [gone],
            "A withdrawn finding cannot support a recommendation. Choose another finding.",
        ),
    ):
        with refused(sentence, row):
            edit_recommendation(
                recommendation=row, revision=1, values=factories.RECOMMENDATION,
                findings=findings, by=consultant,
            )  # fmt: skip
    assert row.findings.count() == 1


def test_an_owner_is_given_to_chosen_recommendations_only(consultant: User) -> None:
    with refused("Choose at least one recommendation."):
        assign_recommendations(
            recommendations=[], assignment=RecommendationAssignmentInput(owner="Chief"),
            by=consultant,
        )  # fmt: skip


def test_a_recommendation_is_issued_once(issued: Recommendation, lead: User) -> None:
    with refused("This recommendation has already been issued.", issued):
        issue_recommendation(recommendation=issued, revision=issued.revision, by=lead)


def test_only_a_lead_issues_releases_and_withdraws_what_was_issued(
    issued: Recommendation, consultant: User
) -> None:
    """Each refusal comes before any other."""
    for act in (
        partial(issue_recommendation, recommendation=issued),
        partial(release_changes, recommendation=issued),
        partial(withdraw_recommendation, recommendation=issued, reason="Written twice."),
    ):
        with refused("Only the lead consultant can release findings and recommendations.", issued):
            act(revision=issued.revision, by=consultant)
    assert issued.published.count() == 1


@pytest.mark.parametrize("is_issued", [True, False])
def test_nothing_is_released_while_a_comment_is_open(
    issued: Recommendation, lead: User, is_issued: bool
) -> None:
    if not is_issued:
        Recommendation.objects.filter(pk=issued.pk).update(issued_at=None)
    add_comment(record_id=uuid4(), subject=issued, values=CommentInput("By when?"), by=lead)
    release = release_changes if is_issued else issue_recommendation
    sentence = "Resolve the open comment first. Until then, nothing can be signed or released."
    with refused(sentence, issued):
        release(recommendation=issued, revision=issued.revision, by=lead)
    assert issued.published.count() == 1


def test_no_change_is_released_that_names_a_participant(issued: Recommendation, lead: User) -> None:
    assignment = RecommendationAssignmentInput(owner="P-001")
    assign_recommendations(recommendations=[issued], assignment=assignment, by=lead)
    issued.refresh_from_db()
    sentence = "The text contains a participant’s code. Remove it before the release."
    with refused(sentence, issued):
        release_changes(recommendation=issued, revision=issued.revision, by=lead)
    assert issued.published.count() == 1


def test_no_recommendation_is_issued_without_a_released_finding(
    consultant: User, lead: User
) -> None:
    row = factories.recommendation(by=consultant)
    sentence = (
        "Release one of its findings first. A recommendation needs a released finding behind it."
    )
    with refused(sentence, row):
        issue_recommendation(recommendation=row, revision=1, by=lead)
    assert not row.published.exists()


def test_a_response_needs_words_and_an_answer_of_the_list(
    issued: Recommendation, city_staff: User
) -> None:
    for response, text, sentence in (
        ("concur", " ", "Write the city’s response in a sentence."),
        ("perhaps", "We will see.", "Choose one from the list."),
    ):
        with refused(sentence, issued):
            record_response(
                recommendation=issued, revision=issued.revision,
                answer=CityResponseInput(response, text, clock.today()), by=city_staff,
            )  # fmt: skip
    assert not CityResponse.objects.exists()


def test_a_report_needs_a_sentence(issued: Recommendation, city_staff: User) -> None:
    with refused("Say in a sentence what was done or seen.", issued):
        report(issued, factories.in_progress(note=" "), city_staff)


def test_a_role_without_a_part_in_it_reports_nothing(
    issued: Recommendation, board_member: User
) -> None:
    with refused("Your role cannot report on recommendations.", issued):
        report(issued, factories.in_progress(), board_member)


def test_what_was_declined_is_not_declined_again(issued: Recommendation, lead: User) -> None:
    declined = ProgressInput(RecommendationStatus.DECLINED, issued.stage, "Too costly.")
    report(issued, declined, lead)
    issued.refresh_from_db()
    with refused("This recommendation already has that status.", issued):
        report(issued, declined, lead)


def test_the_city_does_not_verify(issued: Recommendation, city_staff: User) -> None:
    with refused("The city reports progress. Only the consultants can verify and close."):
        check_verifier(issued, city_staff)


def test_what_is_closed_takes_no_response(
    issued: Recommendation, lead: User, city_staff: User
) -> None:
    report(issued, ProgressInput(RecommendationStatus.DECLINED, issued.stage, "Dear."), lead)
    issued.refresh_from_db()
    sentence = (
        "This recommendation’s status is “Declined (closed)”. Ask the consultants to reopen it."
    )
    with refused(sentence, issued):
        record_response(
            recommendation=issued, revision=issued.revision,
            answer=CityResponseInput("concur", "We will.", clock.today()), by=city_staff,
        )  # fmt: skip
    assert not CityResponse.objects.exists()


def test_a_writer_does_not_verify(issued: Recommendation, consultant: User) -> None:
    row = factories.reported(recommendation=issued, by=consultant)
    sentence = "You wrote this recommendation, so someone else must verify it."
    progress = factories.verification(by=consultant)
    with refused(sentence, row):
        report(row, progress, consultant)


def test_nothing_is_verified_before_it_is_reported(issued: Recommendation, lead: User) -> None:
    progress = factories.verification(by=lead)
    sentence = "A recommendation cannot change from “No response” to “Implemented (verified)”."
    with refused(sentence, issued):
        report(issued, progress, lead)


def test_a_public_note_names_no_participant(issued: Recommendation, city_staff: User) -> None:
    progress = factories.in_progress(note="As P-001 said.", is_note_public=True)
    sentence = "The text contains a participant’s code. Remove it before the release."
    with refused(sentence, issued):
        report(issued, progress, city_staff)


def report(row: Recommendation, progress: ProgressInput, by: User) -> StatusChange:
    """Report on the present revision."""
    return report_progress(recommendation=row, revision=row.revision, progress=progress, by=by)
