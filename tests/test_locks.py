"""Acts on one record wait for each other: each locks it before it reads what it decides on.

Another connection holds the record; an act that takes no lock would read the old state, and wait
only as it writes. The locks of jobs and deliveries are tested beside them.
"""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.actions import change_account, close
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.audit.actions import record
from clayton_review.audit.models import AuditHead
from clayton_review.engagement.models import Contract
from clayton_review.reports import actions as reports
from clayton_review.reports.approved_content import content_sha256
from clayton_review.reports.models import Report
from clayton_review.reports.sections import SECTIONS
from clayton_review.vault import actions as vault
from clayton_review.vault.models import DataKey
from findings.coding.actions.excerpts import confirm_words, mark_excerpt
from findings.coding.models.excerpts import Excerpt
from findings.conclusions.actions.comments import add_comment, resolve_comment
from findings.conclusions.actions.findings import sign_finding
from findings.conclusions.inputs import CommentInput
from findings.conclusions.models.comments import Comment
from findings.conclusions.models.findings import Finding
from findings.interviews.actions.guides import create_next_version
from findings.interviews.models.guides import InterviewGuide
from findings.interviews.models.interviews import Interview, InterviewAnswer
from findings.recommendations.actions.goals import create_action_step
from findings.recommendations.inputs import ActionStepInput
from findings.recommendations.models.goals import Goal
from incidents import actions as incidents
from incidents.models import Incident
from surveys.analysis.actions.table_groups import choose_table_groups
from surveys.answers.actions.received_counts import count_received
from surveys.fielding.actions import status
from surveys.fielding.actions.questionnaire import publish_questionnaire
from surveys.results.actions import publish_results
from surveys.survey.models import Survey
from tests.accounts.factories import person
from tests.engagement import factories as engagement
from tests.findings import factories as findings
from tests.incidents import factories as cases
from tests.reports import factories as months
from tests.surveys import factories as surveys
from tests.threads import acts_without_lock

pytestmark = pytest.mark.django_db(transaction=True)


def test_steps_of_a_report(lead: User, consultant: User) -> None:
    report = months.in_review(by=lead)
    rows = Report.objects.filter(pk=report.pk)
    content = content_sha256(report)
    section = SECTIONS[0].name
    acts = {
        "approve": (rows, lambda: reports.approve(report=report, content=content, by=consultant)),
        "comment": (rows, lambda: reports.comment(
            record_id=uuid.uuid4(), report=report, section=section, text="Why?", by=consultant)),
        "send back": (rows, lambda: reports.send_back(
            report=report, reason="A number is wrong.", by=consultant)),
        "opening": (rows, lambda: reports.write_opening(
            report=report, headline="A", lede="B", revision=report.revision, by=lead)),
        "section": (rows, lambda: reports.write_section(
            report=report, name=section, narrative="C", revision=1, by=lead)),
        "submit": (rows, lambda: reports.submit(report=report, by=lead)),
    }  # fmt: skip
    with clock.at(months.JANUARY):
        assert acts_without_lock(acts) == []


def test_steps_of_a_survey(lead: User) -> None:
    survey = surveys.draft_survey(by=lead)
    rows = Survey.objects.filter(pk=survey.pk)
    acts = {
        "freeze": (rows, lambda: publish_questionnaire(survey=survey, by=lead)),
        "open": (rows, lambda: status.open_survey(survey=survey, by=lead)),
        "table groups": (rows, lambda: choose_table_groups(
            survey=survey, question="feel_safe", by=lead)),
        "count": (rows, lambda: count_received(sunday=clock.today() + timedelta(days=7))),
        "close": (rows, lambda: status.close_survey(survey=survey, by=lead)),
        "statement": (rows, lambda: surveys.stated(survey, by=lead)),
        "publish": (rows, lambda: publish_results(survey=survey, by=lead)),
    }  # fmt: skip
    assert acts_without_lock(acts) == []


def test_acts_on_an_incident(consultant: User) -> None:
    incident = cases.incident(by=consultant)
    claim = cases.claim(incident=incident, by=consultant)
    item = cases.evidence(incident=incident, by=consultant)
    rows = Incident.objects.filter(pk=incident.pk)
    incident.refresh_from_db()
    values = replace(cases.VALUES, title="Another title")
    acts = {
        "amend": (rows, lambda: incidents.amend_incident(
            incident=incident, revision=incident.revision, values=values, by=consultant)),
        "event": (rows, lambda: cases.event(incident=incident, by=consultant)),
        "assess": (rows, lambda: cases.assessed(claim=claim, by=consultant)),
        "evidence": (rows, lambda: incidents.move_evidence(
            item=item, revision=item.revision, to="received", on=clock.today(), reason="Came.",
            by=consultant)),
    }  # fmt: skip
    assert acts_without_lock(acts) == []


def test_acts_on_a_finding(consultant: User, second_consultant: User) -> None:
    finding = findings.submitted(by=consultant)
    rows = Finding.objects.filter(pk=finding.pk)
    values = CommentInput(text="Is this so?")
    comment = add_comment(record_id=uuid.uuid4(), subject=finding, values=values, by=consultant)
    acts = {
        "comment": (rows, lambda: add_comment(
            record_id=uuid.uuid4(), subject=finding, values=values, by=consultant)),
        "resolve": (Comment.objects.filter(pk=comment.pk), lambda: resolve_comment(
            comment=comment, by=consultant)),
        "sign": (rows, lambda: sign_finding(
            finding=finding, revision=finding.revision, by=second_consultant)),
        "evidence": (rows, lambda: findings.link(finding=finding, by=consultant)),
    }  # fmt: skip
    assert acts_without_lock(acts) == []


def test_acts_on_an_interview_and_its_quotes(consultant: User) -> None:
    quote = findings.excerpt(by=consultant)
    interview = findings.heard(quote)
    acts = {
        "answer": (Interview.objects.filter(pk=interview.pk), lambda: findings.answer(
            interview=interview, text="Well. Nobody told me I could go. No.", by=consultant)),
        "quote": (InterviewAnswer.objects.filter(interview=interview), lambda: mark_excerpt(
            source=InterviewAnswer.objects.get(), words="Nobody told me", by=consultant)),
        "confirm": (Excerpt.objects.filter(pk=quote.pk), lambda: confirm_words(
            excerpt=quote, by=consultant)),
        "next version": (InterviewGuide.objects.all(), lambda: create_next_version(
            guide=interview.guide, by=consultant)),
    }  # fmt: skip
    assert acts_without_lock(acts) == []


def test_people(lead: User, consultant: User) -> None:
    person(role=Role.LEAD)
    leads = User.objects.filter(role=Role.LEAD)
    acts = {
        "change": (User.objects.filter(pk=consultant.pk), lambda: change_account(
            user=consultant, email="new@example.org", role=Role.CONSULTANT, reason="Moved.",
            by=lead)),
        "close": (leads, lambda: close(user=consultant, by=lead)),
    }  # fmt: skip
    assert acts_without_lock(acts) == []


def test_the_keys_of_the_vault(consultant: User) -> None:
    row = str(uuid.uuid4())

    def seal() -> None:
        vault.seal_field(table="tests", row=row, field="name", text="Ann", by=consultant)

    seal()
    keys = DataKey.objects.filter(row=row)
    acts = {
        "seal": (keys, seal),
        "wrap again": (keys, lambda: vault.rewrap_keys(by=consultant)),
        "destroy": (keys, lambda: vault.destroy_key(
            table="tests", row=row, by=consultant, reason="Consent withdrawn.")),
    }  # fmt: skip
    assert acts_without_lock(acts) in ([], ["wrap again"])


def test_money_and_the_audit_record(lead: User) -> None:
    contract = engagement.contract(by=lead)

    @transaction.atomic
    def audited() -> None:
        record(by=lead, verb="tried", obj=contract)

    acts = {
        "expense": (Contract.objects.all(), lambda: engagement.expense(by=lead)),
        "audit": (AuditHead.objects.all(), audited),
    }
    assert acts_without_lock(acts) == []


def test_steps_of_the_plan(consultant: User) -> None:
    step = findings.plan(by=consultant, n_steps=1)[0]
    acts = {
        "next step": (Goal.objects.all(), lambda: create_action_step(
            record_id=uuid.uuid4(), values=ActionStepInput(goal=step.goal, title="Another"),
            by=consultant)),
    }  # fmt: skip
    assert acts_without_lock(acts) == []
