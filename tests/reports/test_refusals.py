"""Acts on a report that are refused: each with its sentence, and nothing is stored."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import pytest
from django.core import serializers

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.audit.models import AuditEntry
from clayton_review.jobs.models import Job
from clayton_review.refusals import Refused
from clayton_review.reports import actions
from clayton_review.reports.approved_content import content_sha256
from clayton_review.reports.models import (
    Acknowledgement,
    Approval,
    Comment,
    Report,
    ReportState,
    Section,
)
from tests.module_rows import Making
from tests.people import usual_person
from tests.reports.factories import a_draft, in_review

pytestmark = pytest.mark.django_db
KEPT = (Report, Section, Comment, Acknowledgement, Approval, AuditEntry, Job)


@dataclass(frozen=True)
class Acting:
    """A draft, a report in review, and the people who act on them."""

    draft: Report
    in_review: Report
    lead: User
    consultant: User
    board_member: User


@pytest.fixture(scope="module", autouse=True)
def _reports(making_rows: Making) -> None:
    with making_rows():
        lead = usual_person(Role.LEAD, "Lena Lead")
        in_review(by=lead, month=date(2018, 11, 1))
        a_draft()


@pytest.fixture
def acting(lead: User, consultant: User, board_member: User) -> Acting:
    november, december = Report.objects.order_by("month")
    return Acting(december, november, lead, consultant, board_member)


def correct_a_draft(acting: Acting) -> None:
    actions.correct(report=acting.draft, reason="A number was wrong.", by=acting.lead)


def correct_without_a_reason(acting: Acting) -> None:
    acting.draft.state = ReportState.ISSUED  # as the page read it
    actions.correct(report=acting.draft, reason=" ", by=acting.lead)


def submit_as_a_board_member(acting: Acting) -> None:
    actions.submit(report=acting.draft, by=acting.board_member)


def submit_in_review(acting: Acting) -> None:
    actions.submit(report=acting.in_review, by=acting.consultant)


def send_a_draft_back(acting: Acting) -> None:
    actions.send_back(report=acting.draft, reason="One word is wrong.", by=acting.lead)


def send_back_without_a_reason(acting: Acting) -> None:
    actions.send_back(report=acting.in_review, reason=" ", by=acting.consultant)


def approve_a_draft(acting: Acting) -> None:
    content = content_sha256(acting.draft)
    actions.approve(report=acting.draft, content=content, by=acting.consultant)


def approve_as_a_board_member(acting: Acting) -> None:
    content = content_sha256(acting.in_review)
    actions.approve(report=acting.in_review, content=content, by=acting.board_member)


def issue_as_a_consultant(acting: Acting) -> None:
    actions.issue(report=acting.in_review, by=acting.consultant)


def issue_in_review(acting: Acting) -> None:
    actions.issue(report=acting.in_review, by=acting.lead)


def sign_as_a_consultant(acting: Acting) -> None:
    actions.sign_report(report=acting.in_review, by=acting.consultant)


def sign_in_review(acting: Acting) -> None:
    actions.sign_report(report=acting.in_review, by=acting.lead)


def refresh_in_review(acting: Acting) -> None:
    actions.refresh(report=acting.in_review, by=acting.lead)


def write_the_opening_in_review(acting: Acting) -> None:
    report = acting.in_review
    actions.write_opening(
        report=report, headline="New", lede="New", revision=report.text_revision, by=acting.lead
    )


def write_a_section_in_review(acting: Acting) -> None:
    actions.write_section(
        report=acting.in_review, name="limits", narrative="New.", revision=1, by=acting.lead
    )


def comment_on_an_unknown_section(acting: Acting) -> None:
    actions.comment(
        record_id=uuid4(), report=acting.draft, section="nowhere", text="Here?", by=acting.lead
    )


def answer_a_warning_without_a_reason(acting: Acting) -> None:
    actions.acknowledge(report=acting.draft, warning="any", reason=" ", by=acting.lead)


def answer_an_unknown_warning(acting: Acting) -> None:
    actions.acknowledge(report=acting.draft, warning="any", reason="Of record.", by=acting.lead)


REFUSED: list[tuple[Callable[[Acting], None], str]] = [
    (correct_a_draft, "Only an issued report needs a correction. You can edit a draft directly."),
    (correct_without_a_reason, "Give the reason for the correction. It is printed in the report."),
    (submit_as_a_board_member, "Only consultants can send a report for review."),
    (submit_in_review, "A report cannot change from “in review” to “in review”."),
    (send_a_draft_back, "A report cannot change from “draft” to “draft”."),
    (send_back_without_a_reason, "Say what should be changed."),
    (approve_a_draft, "Report 2018-12 is not in review."),
    (approve_as_a_board_member, "Only consultants can approve a report."),
    (
        issue_as_a_consultant,
        "Only a lead consultant or a lead’s named deputy can issue a report.",
    ),
    (issue_in_review, "A report cannot change from “in review” to “issued”."),
    (
        sign_as_a_consultant,
        "Only a lead consultant or a lead’s named deputy can sign a report.",
    ),
    (sign_in_review, "Only an issued report can be signed."),
    (
        refresh_in_review,
        "You can update the figures only in a draft. Send the report back first.",
    ),
    *(
        (
            writing,
            "Report 2018-11 is in review. You can change its text only while it is a draft.",
        )
        for writing in (write_the_opening_in_review, write_a_section_in_review)
    ),
    (comment_on_an_unknown_section, "This report has no such section."),
    (answer_a_warning_without_a_reason, "Say why this warning is acceptable."),
    (answer_an_unknown_warning, "That warning no longer exists. Reload the report."),
]


@pytest.mark.parametrize(("act", "sentence"), REFUSED, ids=[act.__name__ for act, _ in REFUSED])
def test_a_refused_act_says_why_and_stores_nothing(
    acting: Acting, act: Callable[[Acting], None], sentence: str
) -> None:
    before = stored_rows()
    with pytest.raises(Refused) as refusal:
        act(acting)
    assert str(refusal.value) == sentence
    assert stored_rows() == before


def stored_rows() -> list[str]:
    """Return all that the acts on reports store."""
    return [serializers.serialize("json", kind._default_manager.order_by("pk")) for kind in KEPT]
