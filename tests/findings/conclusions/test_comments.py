"""Tests of comments: answers, resolving, and what an open comment blocks."""

import uuid
from collections.abc import Callable

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.refusals import Refused
from findings.conclusions.actions.comments import add_comment, resolve_comment
from findings.conclusions.actions.findings import sign_finding
from findings.conclusions.actions.release import release_finding, withdraw_finding
from findings.conclusions.inputs import CommentInput
from findings.conclusions.models.comments import Comment
from findings.conclusions.models.findings import Finding
from findings.conclusions.selectors.comments import discussions, open_comments_for
from findings.conclusions.selectors.work_items import comment_work_items, finding_work_items
from findings.recommendations.actions.release import issue_recommendation, withdraw_recommendation
from findings.recommendations.models.recommendations import Recommendation
from tests.findings import factories as make

SignIn = Callable[[User], Client]


def remark(subject: Finding | Recommendation, by: User, **values: object) -> Comment:
    """Add a comment on the whole record."""
    words = CommentInput("How do we know?", **values)  # type: ignore[arg-type]  # typed by callers
    return add_comment(record_id=uuid.uuid4(), subject=subject, values=words, by=by)


def test_an_open_comment_holds_the_signature_back(
    consultant: User, second_consultant: User
) -> None:
    finding = make.submitted(by=consultant)
    asked = remark(finding, second_consultant, element="cause")
    with pytest.raises(Refused, match="open comment"):
        sign_finding(finding=finding, revision=finding.revision, by=second_consultant)
    resolve_comment(comment=asked, by=consultant)
    signed = sign_finding(finding=finding, revision=finding.revision, by=second_consultant)
    assert signed.sha256 == finding.sha256()


def test_without_the_check_it_would_be_signed(
    consultant: User, second_consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "findings.conclusions.actions.findings.check_comments_are_resolved", lambda subject: None
    )
    finding = make.submitted(by=consultant)
    remark(finding, second_consultant)
    assert sign_finding(finding=finding, revision=finding.revision, by=second_consultant)


def test_an_open_comment_holds_release_and_issue_back(
    consultant: User, second_consultant: User, lead: User
) -> None:
    signed = make.approved(by=consultant, signer=second_consultant)
    remark(signed, second_consultant)
    with pytest.raises(Refused, match="open comment"):
        release_finding(finding=signed, revision=signed.revision, by=lead)
    out = make.released(by=consultant, signer=second_consultant, lead=lead)
    advice = make.recommendation(by=consultant, finding=out)
    remark(advice, lead, element="measure_of_done")
    with pytest.raises(Refused, match="open comment"):
        issue_recommendation(recommendation=advice, revision=advice.revision, by=lead)


def test_the_same_form_twice_leaves_one_comment(consultant: User) -> None:
    finding, key = make.finding(by=consultant), uuid.uuid4()
    values = CommentInput("How do we know?")
    for _ in range(2):
        add_comment(record_id=key, subject=finding, values=values, by=consultant)
    assert Comment.objects.count() == 1
    with pytest.raises(Refused, match="already saved"):
        other = CommentInput("Something else")
        add_comment(record_id=key, subject=finding, values=other, by=consultant)


def test_answers_stand_under_what_they_answer_and_are_closed_with_it(
    consultant: User, second_consultant: User
) -> None:
    finding = make.finding(by=consultant)
    asked = remark(finding, second_consultant, element="cause", mentioned=consultant)
    assert list(open_comments_for(consultant)) == [asked]
    answer = remark(finding, consultant, reply_to=asked, mentioned=second_consultant)
    assert (answer.element, answer.reply_to) == ("cause", asked)
    assert list(open_comments_for(second_consultant)) == [asked]
    with pytest.raises(Refused, match="resolved along with it"):
        resolve_comment(comment=answer, by=consultant)
    resolve_comment(comment=asked, by=consultant)
    assert list(open_comments_for(consultant)) == []
    with pytest.raises(Refused, match="resolved"):
        remark(finding, consultant, reply_to=asked)


def test_open_comments_come_first_each_with_its_own_answers(
    consultant: User, second_consultant: User
) -> None:
    finding, other = make.finding(by=consultant), make.finding(by=consultant)
    advice = make.recommendation(by=consultant, finding=finding)
    resolved, first, second = (remark(finding, second_consultant) for _ in range(3))
    answers = [remark(finding, consultant, reply_to=asked) for asked in (second, resolved, second)]
    for elsewhere in (other, advice):
        remark(elsewhere, consultant, reply_to=remark(elsewhere, consultant))
    resolve_comment(comment=resolved, by=consultant)
    shown = [(part.comment, part.answers) for part in discussions(finding, consultant)]
    assert shown == [
        (first, ()),
        (second, (answers[0], answers[2])),
        (resolved, (answers[1],)),
    ]


def test_a_comment_on_a_withdrawn_record_waits_for_no_one(
    consultant: User, second_consultant: User
) -> None:
    finding = make.finding(by=consultant)
    advice = make.recommendation(by=consultant, finding=make.finding(by=consultant))
    for subject in (finding, advice):
        remark(subject, second_consultant, mentioned=consultant)
    (question,) = comment_work_items(consultant, "finding")
    assert finding.reference in question.why
    withdraw_finding(
        finding=finding, revision=finding.revision, reason="Filed twice.", by=consultant
    )
    assert comment_work_items(consultant, "finding") == []
    (question,) = comment_work_items(consultant, "recommendation")
    assert advice.reference in question.why
    withdraw_recommendation(
        recommendation=advice, revision=advice.revision, reason="Filed twice.", by=consultant
    )
    assert comment_work_items(consultant, "recommendation") == []


def test_a_second_press_does_not_change_who_resolved(
    consultant: User, second_consultant: User
) -> None:
    asked = remark(make.finding(by=consultant), consultant)
    resolve_comment(comment=asked, by=consultant)
    resolve_comment(comment=asked, by=second_consultant)
    asked.refresh_from_db()
    assert asked.resolved_by == consultant


def test_what_makes_no_sense_is_refused(
    consultant: User, city_staff: User, board_member: User
) -> None:
    finding = make.finding(by=consultant)
    wrong: list[tuple[User, dict[str, object]]] = [
        (city_staff, {}),
        (consultant, {"element": "measure_of_done"}),
        (consultant, {"mentioned": board_member}),
        (consultant, {"reply_to": remark(make.finding(by=consultant), consultant)}),
    ]
    for by, values in wrong:
        with pytest.raises(Refused):
            remark(finding, by, **values)
    with pytest.raises(Refused):
        add_comment(
            record_id=uuid.uuid4(), subject=finding, values=CommentInput("  "), by=consultant
        )


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({}, "comment_is_about_exactly_one"),
        ({"text": ""}, "comment_says_something"),
        ({"element": "color"}, "comment_element_is_known"),
        ({"resolved": True}, "whole_comments_are_resolved_by_somebody"),
    ],
)
def test_the_database_refuses_what_is_not_true(
    consultant: User, wrong: dict[str, object], constraint: str
) -> None:
    about = {"finding": make.finding(by=consultant)} if wrong else {}
    if wrong.pop("resolved", False):
        wrong["resolved_at"] = "2018-12-01T00:00Z"
    fields: dict[str, object] = {"text": "Why?", "by": consultant, **about, **wrong}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Comment.objects.create(**fields)


def test_comments_are_never_deleted(consultant: User) -> None:
    remark(make.finding(by=consultant), consultant)
    with pytest.raises((InternalError, IntegrityError), match="append-only"), transaction.atomic():
        Comment.objects.all().delete()


def test_the_pages_comment_answer_and_resolve(
    as_: SignIn, consultant: User, second_consultant: User
) -> None:
    finding = make.finding(by=consultant)
    client, base = as_(second_consultant), f"/findings/{finding.reference}/"
    assert client.get(f"{base}comment/?about=cause").status_code == 200
    empty = client.post(f"{base}comment/", {"record_id": uuid.uuid4(), "text": ""})
    assert empty.status_code == 422
    sent = {
        "record_id": uuid.uuid4(), "text": "<b>Is it so?</b>", "element": "cause",
        "mentioned": consultant.pk,
    }  # fmt: skip
    assert client.post(f"{base}comment/", sent).status_code == 302
    asked = Comment.objects.get()
    page = as_(consultant).get(base).content.decode()
    assert "&lt;b&gt;Is it so?&lt;/b&gt;" in page
    assert "One comment is open" in page
    waiting = as_(consultant).get("/findings/").content.decode()
    assert f"has a question for you on {finding.reference}" in waiting
    answer = {"record_id": uuid.uuid4(), "text": "It is."}
    url = f"{base}comment/?answer={asked.pk}"
    assert as_(consultant).get(url).status_code == 200
    assert as_(consultant).post(url, answer).status_code == 302
    assert as_(consultant).post(f"/comments/{asked.pk}/resolve/").status_code == 302
    assert "Resolved" in client.get(base).content.decode()
    for wrong in ("nonsense", uuid.uuid4()):
        assert client.get(f"{base}comment/?answer={wrong}").status_code == 404


def test_the_refusal_says_how_many_comments_are_open(
    consultant: User, second_consultant: User
) -> None:
    finding, other = make.submitted(by=consultant), make.submitted(by=consultant)
    remark(finding, second_consultant)
    with pytest.raises(Refused, match="Resolve the open comment first"):
        sign_finding(finding=finding, revision=finding.revision, by=second_consultant)
    remark(finding, second_consultant)
    with pytest.raises(Refused, match="Resolve the 2 open comments first"):
        sign_finding(finding=finding, revision=finding.revision, by=second_consultant)
    assert sign_finding(finding=other, revision=other.revision, by=second_consultant)


def test_a_finding_to_sign_is_named_by_its_statement(
    consultant: User, second_consultant: User
) -> None:
    finding = make.submitted(by=consultant)
    (item,) = finding_work_items(second_consultant)
    assert item.text == finding.statement
    assert item.why == f"{finding.reference}, needs a signature from someone who did not write it"
    assert item.url == finding.get_absolute_url()
