"""Tests of the figures of recommendations: empty, and against counts made by hand."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clayton_review import clock, figures
from clayton_review.accounts.models import User
from clayton_review.figures import Audience, Figure, Scope, State
from findings.conclusions.actions.findings import sign_finding, submit_finding
from findings.conclusions.actions.release import release_finding
from findings.conclusions.inputs import EvidenceSource
from findings.conclusions.models.evidence import Stance
from findings.conclusions.models.findings import Finding, FindingState
from findings.recommendations.actions.city_responses import record_response
from findings.recommendations.actions.recommendations import assign_recommendations, report_progress
from findings.recommendations.actions.release import issue_recommendation
from findings.recommendations.figures.counting import verified_phrase
from findings.recommendations.inputs import CityResponseInput, RecommendationAssignmentInput
from findings.recommendations.models.recommendations import Recommendation
from findings.recommendations.selectors.issued_state import summarize_progress
from tests.documents import factories as documents
from tests.findings import factories as make

NAMES = (
    "by_goal",
    "by_pillar",
    "responses",
    "overdue",
    "technology",
    "tracker",
    "steps",
    "evidence",
)


def compute(name: str, audience: Audience = Audience.PUBLIC) -> Figure:
    return figures.compute(f"findings.{name}", Scope(clock.now(), audience))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("audience", Audience)
def test_every_figure_is_made_of_nothing_too(db: None, name: str, audience: Audience) -> None:
    figure = compute(name, audience)
    assert figure.table.rows == () or {row[-1] for row in figure.table.rows} == {"0"}
    assert not figure.title.endswith(".")


@pytest.fixture
def three(
    consultant: User, second_consultant: User, lead: User, city_staff: User
) -> list[Recommendation]:
    """Create a reported, a late and a declined recommendation; the first two under a step."""
    today = clock.today()
    finding = make.released(by=consultant, signer=second_consultant, lead=lead)
    step = make.plan(by=consultant, n_steps=1)[0]
    rows: list[Recommendation] = []
    for days in (-5, -5, 60):
        values = replace(make.RECOMMENDATION, due_on=today + timedelta(days=days))
        row = make.recommendation(by=consultant, finding=finding, values=values)
        if len(rows) < 2:
            assign_recommendations(
                recommendations=[row],
                assignment=RecommendationAssignmentInput(step=step),
                by=consultant,
            )
            row.refresh_from_db()
        issue_recommendation(recommendation=row, revision=row.revision, by=lead)
        row.refresh_from_db()
        rows.append(row)
    make.reported(recommendation=rows[0], by=city_staff)
    answer = CityResponseInput("decline", "Not by us.", today)
    record_response(recommendation=rows[2], revision=rows[2].revision, answer=answer, by=city_staff)
    return rows


def test_by_goal_and_pillar_count_reported_and_verified_apart(
    three: list[Recommendation],
) -> None:
    goals = compute("by_goal")
    assert goals.table.rows == (
        ("1. Every contact is explained", "2", "1", "0", "0", "1"),
        ("Not under a goal yet", "1", "0", "0", "1", "0"),
    )
    assert goals.title == "2 recommendations fall under 1 goal; 1 under none"
    assert goals.chart is not None
    pillars = compute("by_pillar")
    assert pillars.table.rows == (("Policy and oversight", "3", "1", "0", "1", "1"),)


def test_a_withdrawn_recommendation_no_longer_counts_for_its_finding(
    three: list[Recommendation], lead: User
) -> None:
    Recommendation.objects.filter(pk=three[0].pk).update(
        withdrawn_on=clock.today(), withdrawn_by=lead, withdrawn_reason="Written twice."
    )
    assert Finding.objects.with_counts().get().n_recommendations == 2


def test_answers_and_overdue(three: list[Recommendation]) -> None:
    answers = compute("responses")
    assert answers.table.rows == (
        ("Agrees", "0"), ("Agrees in part", "0"), ("Declines", "1"), ("No answer yet", "2"),
    )  # fmt: skip
    late = compute("overdue")
    assert [row[0] for row in late.table.rows] == [three[1].reference]
    assert late.state == State.ATTENTION
    assert late.sentence == "1 of 2 open recommendations is past its due date."


def test_the_tracker_tells_reported_and_verified_apart(
    three: list[Recommendation], second_consultant: User
) -> None:
    today = clock.today().isoformat()
    rows = {row[0]: row for row in compute("tracker").table.rows}
    assert rows[three[0].reference][1:4] == ("reported", today, "")
    three[0].refresh_from_db()
    report_progress(
        recommendation=three[0], revision=three[0].revision,
        progress=make.verification(by=second_consultant), by=second_consultant,
    )  # fmt: skip
    rows = {row[0]: row for row in compute("tracker").table.rows}
    assert rows[three[0].reference][1:4] == ("verified", today, today)
    assert rows[three[2].reference][5:8] == ("Declines", today, "Not by us.")
    steps = [row for row in compute("steps").table.rows if row[0] == three[2].reference]
    assert [row[2] for row in steps] == ["Issued", "Answered: declines", "Declined (closed)"]


def test_a_reopened_recommendation_is_no_longer_reported(
    three: list[Recommendation], consultant: User
) -> None:
    three[0].refresh_from_db()
    report_progress(
        recommendation=three[0], revision=three[0].revision, progress=make.in_progress(),
        by=consultant,
    )  # fmt: skip
    became = summarize_progress(three[0].changes.all())
    assert (became.status, became.reported_on, became.verified_on) == ("in_progress", None, None)


def test_an_earlier_moment_is_told_as_it_was(three: list[Recommendation]) -> None:
    before = Scope(clock.now() - timedelta(days=1), Audience.PUBLIC)
    for name in NAMES:
        assert figures.compute(f"findings.{name}", before).value == "0"


@pytest.mark.parametrize(
    ("n_verified", "n_all", "phrase"),
    [
        (0, 1, "The one recommendation on technology is not implemented (verified) yet"),
        (1, 1, "The one recommendation on technology is implemented (verified)"),
        (0, 7, "None of 7 recommendations on technology is implemented (verified) yet"),
        (1, 7, "1 of 7 recommendations on technology is implemented (verified)"),
        (2, 7, "2 of 7 recommendations on technology are implemented (verified)"),
    ],
)
def test_the_verified_are_counted_in_one_phrase(n_verified: int, n_all: int, phrase: str) -> None:
    assert verified_phrase(n_verified, n_all, "on technology") == phrase
    assert verified_phrase(n_verified, n_all) == phrase.replace(" on technology", "")


def test_technology_tells_the_stage(consultant: User, second_consultant: User, lead: User) -> None:
    values = replace(make.FINDING, pillar="technology")
    finding = make.finding(by=consultant, values=values)
    make.link(finding=finding, by=consultant)
    finding.refresh_from_db()
    finding = submit_finding(finding=finding, revision=finding.revision, by=consultant)
    sign_finding(finding=finding, revision=finding.revision, by=second_consultant)
    finding.refresh_from_db()
    release_finding(finding=finding, revision=finding.revision, by=lead)
    advice = make.recommendation(by=consultant, finding=finding)
    issue_recommendation(recommendation=advice, revision=advice.revision, by=lead)
    figure = compute("technology")
    assert figure.table.rows[0][2] == "Not started"
    assert figure.title == "The one recommendation on technology is not implemented (verified) yet"


def test_what_speaks_for_and_against_is_told_as_released(
    consultant: User, second_consultant: User, lead: User
) -> None:
    """Public documents are named, others are not; later links wait for a release."""
    open_paper = documents.document(by=consultant, title="Letter", disclosure_class="public")
    closed = [
        documents.document(by=consultant, title=title, disclosure_class="team")
        for title in ("Memo", "Note")
    ]
    row = make.finding(by=consultant)
    make.link(finding=row, by=consultant)
    for paper in (open_paper, *closed):
        source = EvidenceSource(document=paper)
        make.link(finding=row, by=consultant, source=source, stance="contradicting")
    row = release(row, consultant, second_consultant, lead)
    figure = compute("evidence")
    words = "A document that is not public\nLetter"
    assert figure.table.rows[0][2:] == ("Documents", "Yes", words)
    assert figure.title == "Each finding is printed with the evidence against it"
    later = documents.document(by=consultant, title="Later letter", disclosure_class="public")
    make.link(
        finding=row,
        by=consultant,
        source=EvidenceSource(document=later),
        stance=Stance.CONTRADICTING,
    )
    assert compute("evidence") == figure
    release(row, consultant, second_consultant, lead)
    assert compute("evidence").table.rows[0][4] == f"{words[:-6]}Later letter\nLetter"


def release(row: Finding, author: User, signer: User, lead: User) -> Finding:
    row.refresh_from_db()
    if row.state == FindingState.DRAFT:  # what was settled before is in review again
        row = submit_finding(finding=row, revision=row.revision, by=author)
    sign_finding(finding=row, revision=row.revision, by=signer)
    row.refresh_from_db()
    release_finding(finding=row, revision=row.revision, by=lead)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize("audience", Audience)
def test_it_is_not_told_how_many_spoke_for_or_against_a_finding(
    consultant: User, second_consultant: User, lead: User, audience: Audience
) -> None:
    """One unprinted quote and three of them read alike."""
    for n_said in (1, 3):
        row = make.finding(by=consultant)
        for stance in (Stance.SUPPORTING, Stance.CONTRADICTING):
            for n in range(n_said):
                quote = make.excerpt(by=consultant, words=f"{stance} {n_said} {n}")
                make.link(
                    finding=row, by=consultant, source=EvidenceSource(excerpt=quote), stance=stance
                )
        release(row, consultant, second_consultant, lead)
    rows = [row[1:] for row in compute("evidence", audience).table.rows]
    assert rows[0] == rows[1]
    assert rows[0][1:] == (
        "Interviews", "Yes", "Something said to the study that is not printed"
    )  # fmt: skip
