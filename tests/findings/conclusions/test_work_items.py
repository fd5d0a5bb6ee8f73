"""Tests of which findings wait for whom, in the order of what is to be done."""

import uuid
from dataclasses import replace
from uuid import UUID

import pytest

from clayton_review.accounts.models import User
from findings.conclusions.actions.comments import add_comment, resolve_comment
from findings.conclusions.actions.release import withdraw_finding
from findings.conclusions.inputs import CommentInput
from findings.conclusions.models.comments import Comment
from findings.conclusions.models.findings import Finding
from findings.conclusions.selectors.work_items import finding_work_items
from tests.findings import factories as make
from tests.module_rows import Making
from tests.people import usual_team

pytestmark = pytest.mark.django_db
SIGN = "needs a signature from someone who did not write it"


@pytest.fixture(scope="module", autouse=True)
def every_state(making_rows: Making) -> dict[str, UUID]:
    """Write findings of each state, some with a comment; none that is withdrawn is shown."""
    with making_rows():
        lead, consultant, second = usual_team()
        drafts = {
            "own draft": make.finding(by=consultant),
            "draft of another": make.finding(by=second),
            "withdrawn": make.finding(by=consultant),
            "to sign": make.submitted(by=consultant),
            "commented": make.submitted(by=consultant),
            "resolved": make.submitted(by=consultant),
            "approved": make.approved(by=consultant, signer=second),
            "commented draft": make.finding(by=consultant),
            "released": make.released(by=consultant, signer=second, lead=lead),
        }
        gone = drafts["withdrawn"]
        withdraw_finding(finding=gone, revision=1, reason="Twice.", by=consultant)
        comment(drafts["commented"], second)
        comment(drafts["commented draft"], second)
        resolve_comment(comment=comment(drafts["resolved"], second), by=consultant)
        return {name: row.pk for name, row in drafts.items()}


def comment(subject: Finding, by: User, mentioned: User | None = None) -> Comment:
    values = CommentInput("How do we know?", mentioned=mentioned)
    return add_comment(record_id=uuid.uuid4(), subject=subject, values=values, by=by)


def shown_to(user: User, every_state: dict[str, UUID]) -> list[tuple[str, str]]:
    """Return what waits for a person: the name of each finding, and why."""
    rows = {Finding.objects.get(pk=key).reference: name for name, key in every_state.items()}
    items = [item.why.partition(", ") for item in finding_work_items(user)]
    return [(rows[reference], why) for reference, _comma, why in items]


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (
            0,
            [
                ("to sign", SIGN),
                ("commented", "waiting for 1 comment to be resolved"),
                ("resolved", SIGN),
                ("approved", "approved: release it"),
            ],
        ),
        (
            1,
            [
                ("commented", "waiting for 1 comment to be resolved"),
                ("own draft", "your draft"),
                ("commented draft", "your draft"),
            ],
        ),
        (
            2,
            [
                ("to sign", SIGN),
                ("commented", "waiting for 1 comment to be resolved"),
                ("resolved", SIGN),
                ("draft of another", "your draft"),
            ],
        ),
    ],
    ids=["lead", "writer", "another consultant"],
)
def test_each_sees_what_is_theirs_to_do(
    every_state: dict[str, UUID], person: int, expected: list[tuple[str, str]]
) -> None:
    assert shown_to(usual_team()[person], every_state) == expected


def test_nothing_waits_for_the_board(board_member: User, every_state: dict[str, UUID]) -> None:
    assert shown_to(board_member, every_state) == []


def test_questions_come_first_and_eight_items_are_shown(every_state: dict[str, UUID]) -> None:
    _lead, consultant, second = usual_team()
    subject = Finding.objects.get(pk=every_state["draft of another"])
    for _ in range(2):
        comment(subject, consultant, mentioned=second)
    for _ in range(5):
        make.finding(by=second, values=replace(make.FINDING, statement="Another one."))
    items = finding_work_items(second)
    assert [item.why for item in items[:2]] == [
        f"{consultant} has a question for you on {subject.reference}"
    ] * 2
    assert items[0].url == f"{subject.get_absolute_url()}#comments"
    assert (items[0].text, items[2].url) == (
        "How do we know?", Finding.objects.get(pk=every_state["to sign"]).get_absolute_url(),
    )  # fmt: skip
    assert len(items) == 8
