"""The draft of a month: built once, within the contract, and what its checks ask about."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.jobs.models import Job, JobState
from clayton_review.refusals import Refused
from clayton_review.reports import actions, snapshot
from clayton_review.reports.actions.build import BUILD
from clayton_review.reports.checks import check
from clayton_review.reports.models import Report
from clayton_review.reports.sections import SECTIONS
from tests.engagement.factories import contract, decision, expense
from tests.reports.factories import JANUARY, a_draft

pytestmark = pytest.mark.django_db


def test_building_a_month_twice_gives_one_report() -> None:
    first, second = a_draft(), a_draft()
    assert first == second
    assert Report.objects.count() == 1
    assert first.sections.count() == len(SECTIONS)


def test_the_clock_leaves_a_failed_build_failed_and_requests_the_others(lead: User) -> None:
    contract(by=lead)
    with clock.at(JANUARY):
        months = actions.request_due_reports()
        Job.objects.filter(key="2018-11").update(state=JobState.FAILED)
        assert actions.request_due_reports() == months == ["2018-10", "2018-11", "2018-12"]
    states = dict(Job.objects.filter(name=BUILD).values_list("key", "state"))
    assert states == {"2018-10": "waiting", "2018-11": "failed", "2018-12": "waiting"}


def test_a_month_that_is_not_over_is_refused() -> None:
    with clock.at(datetime(2018, 12, 31, 23, tzinfo=UTC)), pytest.raises(Refused, match="not over"):
        actions.build(month=date(2018, 12, 1))
    assert not Report.objects.exists()


def test_a_month_outside_the_contract_is_refused() -> None:
    a_draft()
    with clock.at(datetime(2020, 1, 2, tzinfo=UTC)), pytest.raises(Refused, match="outside"):
        actions.build(month=date(2019, 12, 1))
    with clock.at(datetime(2020, 1, 2, tzinfo=UTC)), pytest.raises(Refused, match="outside"):
        actions.build(month=date(2018, 9, 1))


def test_a_number_in_a_question_to_the_board_is_asked_about(lead: User) -> None:
    """A count that has changed since the question was written would contradict the report."""
    with clock.at(datetime(2018, 12, 20, tzinfo=UTC)):
        contract(by=lead)
        decision(by=lead, why="Two of the 12 people we heard ask for it.")
        decision(by=lead, why="The timeline rests on it.")
    report = a_draft()
    checks = [problem.sentence for problem in check(report, snapshot.read(report.snapshot))]
    assert "Question Q-0001 to the Board: no figure explains the number 12." in checks
    assert not any("Q-0002" in sentence for sentence in checks)


def test_each_stale_figure_has_its_own_sentence_with_title_and_name(lead: User) -> None:
    report = a_draft()
    with clock.at(datetime(2018, 12, 20, tzinfo=UTC)):
        expense(by=lead)
    with pytest.raises(Refused) as refused:
        actions.submit(report=report, by=lead)
    assert (
        "“There is no plan to compare spending with” (engagement.budget) is new or has changed. "
        "Update the figures. "
        "“At the current pace, fees will stay within the limit” (engagement.burn) is new or has "
        "changed. Update the figures."
    ) in str(refused.value)


def test_checks_say_where_in_the_words_of_the_page(lead: User) -> None:
    report = a_draft()
    report.lede = 'Ward 3, Section 590.650 and Order 12. {{ fact "moon" }} and 77 of them.'
    section = report.sections.get(name="work_plan")
    section.narrative = 'It is {{ figure "moon" }}.'
    section.save()
    checks = [problem.sentence for problem in check(report, snapshot.read(report.snapshot))]
    words = [sentence for sentence in checks if "unknown" in sentence or "number" in sentence]
    assert words == [
        "The summary names an unknown fact “moon”.",
        "The summary: no figure explains the number 77.",
        "Section “Work plan” names an unknown figure “moon”.",
    ]


def test_a_comment_says_its_section_by_title(lead: User, as_: Callable[[User], Client]) -> None:
    report = a_draft()
    actions.comment(record_id=uuid4(), report=report, section="work_plan", text="No.", by=lead)
    page = as_(lead).get(f"/drafts/{report.number}/").content.decode()
    assert "on “Work plan”," in page
