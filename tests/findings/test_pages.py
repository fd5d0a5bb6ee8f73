"""Tests of every page of findings: who may open it, what it shows, and what it refuses."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from clayton_review.accounts.models import User
from findings.conclusions.models.findings import Finding
from findings.interviews.models.interviews import InterviewAnswer
from findings.recommendations.models.recommendations import Recommendation
from tests.findings import factories as make

SignIn = Callable[[User], Client]
LISTS = [
    "guide_list", "participant_list", "interview_list", "quote_list", "code_list",
    "finding_list", "recommendation_list",
]  # fmt: skip
FORMS = [
    "guide_create", "participant_create", "interview_create", "interview_targets", "code_create",
    "finding_create", "recommendation_create",
]  # fmt: skip

KINDS = ("quote", "claim", "figure", "document")


def url(name: str, *args: object) -> str:
    return reverse(f"findings:{name}", args=args)


@pytest.mark.parametrize("name", [*LISTS, *FORMS])
def test_the_team_opens_every_page_and_nobody_else(
    name: str, as_: SignIn, consultant: User, board_member: User, city_staff: User
) -> None:
    assert as_(consultant).get(url(name)).status_code == 200
    for outsider in (board_member, city_staff):
        assert as_(outsider).get(url(name)).status_code == 403
    assert Client().get(url(name)).status_code == 302


def test_every_detail_page_opens(
    as_: SignIn, consultant: User, second_consultant: User, lead: User
) -> None:
    quote = make.excerpt(by=consultant)
    finding = make.released(by=consultant, signer=second_consultant, lead=lead, quote=quote)
    advice = make.recommendation(by=consultant, finding=finding)
    interview = make.heard(quote)
    client = as_(consultant)
    pages = [
        interview.get_absolute_url(),
        url("interview_log", interview.pk),
        url("interview_edit", interview.pk),
        url("interview_withdraw", interview.pk),
        interview.guide.get_absolute_url(),
        interview.participant.get_absolute_url(),
        url("participant_edit", interview.participant.pk),
        url("participant_consent", interview.participant.pk),
        url("participant_store_identity", interview.participant.pk),
        quote.get_absolute_url(),
        url("quote_create", quote.answer_id),
        finding.get_absolute_url(),
        url("finding_edit", finding.reference),
        url("finding_withdraw", finding.reference),
        url("finding_return", finding.reference),
        *(url("evidence_create", finding.reference, kind) for kind in KINDS),
        url("evidence_remove", finding.reference, finding.links.get().pk),
        advice.get_absolute_url(),
        url("recommendation_edit", advice.reference),
        url("recommendation_trace", advice.reference),
        url("recommendation_progress", advice.reference),
        url("recommendation_withdraw", advice.reference),
    ]  # fmt: skip
    for page in pages:
        assert client.get(page).status_code == 200, page


@pytest.mark.parametrize("name", LISTS)
def test_lists_download_as_csv(name: str, as_: SignIn, consultant: User) -> None:
    make.excerpt(by=consultant)
    if name == "code_list":
        return
    answer = as_(consultant).get(url(name), {"format": "csv"})
    assert answer["Content-Type"].startswith("text/csv")


def test_a_consultant_logs_marks_writes_and_recommends(as_: SignIn, consultant: User) -> None:
    interview = make.interview(by=consultant)
    client = as_(consultant)
    question = interview.guide.questions.get(position=2)
    client.post(
        url("interview_log", interview.pk),
        {f"answer-{question.pk}": "Nobody told me.", f"base-{question.pk}": "0"},
    )
    answer = InterviewAnswer.objects.get()
    client.post(url("quote_create", answer.pk), {"words": "Nobody told me."})
    quote = answer.excerpts.get()
    sent = {
        "record_id": uuid.uuid4(),
        "statement": "A rule is missing.",
        "kind": "problem",
        "pillar": "policy",
    }
    for _ in range(2):
        assert client.post(url("finding_create"), sent).status_code == 302
    finding = Finding.objects.get()
    evidence = {
        "record_id": uuid.uuid4(),
        "source": quote.pk,
        "stance": "supporting",
        "is_quoted": "on",
    }
    for _ in range(2):
        assert (
            client.post(url("evidence_create", finding.reference, "quote"), evidence).status_code
            == 302
        )
    assert finding.links.count() == 1
    advice = {
        "record_id": uuid.uuid4(),
        "findings": finding.pk,
        "text": "Write it.",
        "addressee": "Chief",
        "priority": "high",
        "stage": "policy",
        "measure_of_done": "It is written.",
    }
    for _ in range(2):
        assert client.post(url("recommendation_create"), advice).status_code == 302
    assert Recommendation.objects.get().findings.get() == finding
    page = client.get(finding.get_absolute_url()).content.decode()
    assert "“Nobody told me.”" in page
    assert "R-0001" in page
