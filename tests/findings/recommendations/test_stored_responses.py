"""Tests of what a response of the city stores, and when it may be given."""

from datetime import timedelta
from typing import Any

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.refusals import Refused
from findings.recommendations.actions.city_responses import record_response
from findings.recommendations.inputs import CityResponseInput
from findings.recommendations.models.recommendations import (
    CityAnswer,
    Recommendation,
    RecommendationStatus,
)
from findings.recommendations.selectors.issued_state import issued_recommendations
from tests.findings import factories as make

BEGUN, DECLINED = RecommendationStatus.IN_PROGRESS, RecommendationStatus.DECLINED
REPORTED = RecommendationStatus.REPORTED


@pytest.fixture
def advice(consultant: User, second_consultant: User, lead: User) -> Recommendation:
    return make.issued(by=consultant, signer=second_consultant, lead=lead)


def answer(row: Recommendation, response: str, by: User, **values: Any) -> None:
    row.refresh_from_db()
    given_on = values.get("given_on", clock.today())
    record_response(
        recommendation=row, revision=row.revision, by=by,
        answer=CityResponseInput(response, values.get("text", " We do. "), given_on),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("responses", "then"),
    [
        ([CityAnswer.CONCUR], (BEGUN, 1)),
        ([CityAnswer.PARTIAL], (BEGUN, 1)),
        ([CityAnswer.DECLINE], (DECLINED, 1)),
        ([CityAnswer.CONCUR, CityAnswer.PARTIAL], (BEGUN, 1)),
        ([CityAnswer.CONCUR, CityAnswer.DECLINE], (DECLINED, 2)),
    ],
)
def test_a_response_is_stored_with_the_status_that_follows(
    consultant: User,
    city_staff: User,
    advice: Recommendation,
    responses: list[CityAnswer],
    then: tuple[RecommendationStatus, int],
) -> None:
    before, (status, n_changes) = advice.revision, then
    other = make.recommendation(by=consultant)
    for response in responses:
        answer(advice, response, city_staff)
    kept = Recommendation.objects.get(pk=advice.pk)
    assert (kept.response, kept.status) == (responses[-1], status)
    assert kept.revision == before + len(responses)
    stored = [(row.response, row.text, row.by) for row in kept.responses.order_by("at")]
    assert stored == [(response, "We do.", city_staff) for response in responses]
    changes = list(kept.changes.order_by("at"))
    assert (len(changes), changes[-1].status, changes[-1].note) == (n_changes, status, "")
    assert (changes[-1].stage, changes[-1].by) == (advice.stage, city_staff)
    verbs = AuditEntry.objects.order_by("-id").values_list("verb", flat=True)
    assert verbs[0] == responses[-1].audit_verb
    assert (other.responses.count(), other.changes.count()) == (0, 0)
    [shown] = issued_recommendations(clock.now())
    assert (shown.response, shown.response_text) == (responses[-1].label, "We do.")
    assert (shown.status, shown.response_on) == (status, clock.today().isoformat())


@pytest.mark.parametrize("response", [CityAnswer.CONCUR, CityAnswer.PARTIAL])
def test_what_was_reported_stays_reported_and_is_not_declined(
    consultant: User, city_staff: User, advice: Recommendation, response: CityAnswer
) -> None:
    advice = make.reported(recommendation=advice, by=city_staff)
    with pytest.raises(Refused, match="cannot decline"):
        answer(advice, CityAnswer.DECLINE, city_staff)
    answer(advice, response, consultant)
    kept = Recommendation.objects.get(pk=advice.pk)
    assert (kept.status, kept.response, kept.changes.count()) == (REPORTED, response, 1)


@pytest.mark.parametrize(
    ("days", "is_refused"), [(-1, True), (0, False), (3, False), (5, False), (6, True)]
)
def test_the_day_of_a_response_lies_between_issue_and_today(
    city_staff: User, advice: Recommendation, days: int, is_refused: bool
) -> None:
    issued_on = clock.today()
    given_on = issued_on + timedelta(days=days)
    with clock.at(clock.now() + timedelta(days=5)):
        if is_refused:
            with pytest.raises(Refused, match="Enter a date from"):
                answer(advice, CityAnswer.CONCUR, city_staff, given_on=given_on)
        else:
            answer(advice, CityAnswer.CONCUR, city_staff, given_on=given_on)
    stored = [row.given_on for row in advice.responses.all()]
    assert stored == ([] if is_refused else [given_on])


def test_the_board_does_not_answer_and_the_team_may(
    board_member: User, consultant: User, advice: Recommendation
) -> None:
    with pytest.raises(Refused, match="Your role cannot respond"):
        answer(advice, CityAnswer.CONCUR, board_member)
    answer(advice, CityAnswer.CONCUR, consultant)
    assert advice.responses.get().by == consultant
