"""Hostile texts, numbers and answers that one draft meets: none of them gets through."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.refusals import Refused
from clayton_review.reports import actions, snapshot
from clayton_review.reports.actions.decide import refuse_problems
from clayton_review.reports.checks import ReportProblem, check
from clayton_review.reports.models import Report, ReportState
from tests.module_rows import Making
from tests.people import usual_team
from tests.reports.factories import a_draft, answer_warnings, approved

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture(scope="module")
def report_key(making_rows: Making) -> UUID:
    """The key of a draft."""
    with making_rows():
        usual_team()
        return a_draft().pk


@pytest.fixture
def report(report_key: UUID, db: None) -> Report:
    """A draft."""
    return Report.objects.get(pk=report_key)


def test_only_warnings_that_stand_are_answered(report: Report, lead: User) -> None:
    """An answer given in advance would silence a warning nobody has read."""
    with pytest.raises(Refused, match="no longer exists"):
        actions.acknowledge(report=report, warning="a" * 64, reason="In advance.", by=lead)


@pytest.mark.parametrize(
    ("sentences", "opening"),
    [
        (["Late."], "1 warning needs an answer first: Late."),
        (["Late.", "Thin."], "2 warnings need an answer first: Late. Thin."),
    ],
)
def test_open_warnings_are_counted_in_the_refusal(
    report: Report, sentences: list[str], opening: str
) -> None:
    warnings = [ReportProblem(is_blocking=False, sentence=sentence) for sentence in sentences]
    with pytest.raises(Refused) as refusal:
        refuse_problems(report, warnings)

    assert str(refusal.value) == opening


def test_words_changed_while_a_report_is_sent_are_checked_too(
    report: Report, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody saves an unknown figure after the check was made and before the row is locked."""
    answer_warnings(report, lead)
    check(report, snapshot.read(report.snapshot))
    actions.write_opening(
        report=report, headline="Bad", lede='{{ figure "no.such" }}', revision=1, by=lead
    )
    with pytest.raises(Refused, match="unknown figure"):
        actions.submit(report=report, by=lead)  # with the row as it was read before


@pytest.mark.parametrize(
    "number",
    ["2018-12.r0", "2018-12.r1", "2018-12.r", "2018-12.r01", "2018-12.r+1", "2018-12.r٠",
     "2018-1", "2018-12.r99999999", "2018-12.r" + "9" * 5_000, "２０１８-12", "2018-12-01",
     "2018-12.r-1", "0000-12", "2018-13", "2018-12 ", "2018-12.r1.r1"],
)  # fmt: skip
def test_only_the_exact_number_names_a_report(
    report: Report, number: str, lead: User, consultant: User, as_: As
) -> None:
    assert not Report.objects.by_number(number).exists()
    assert as_(consultant).get(f"/drafts/{number}/").status_code == 404


@pytest.mark.parametrize("piece", ["1" * 20_000 + "x", "1," * 10_000 + "x", "{{ figure " * 2_000,
                                   "> " * 10_000, "1 Aa " * 4_000, "July " * 4_000])  # fmt: skip
def test_no_text_of_allowed_length_takes_the_checks_long(
    report: Report, piece: str, lead: User
) -> None:
    actions.write_section(
        report=report, name="budget", narrative=piece[:20_000], revision=1, by=lead
    )
    began = datetime.now(UTC)
    check(report, snapshot.read(report.snapshot), live=False)
    assert (datetime.now(UTC) - began).total_seconds() < 1


def test_placeholders_can_neither_nest_nor_carry_markup(
    report: Report, lead: User, as_: As
) -> None:
    hostile = '{{ figure "<script>alert(1)</script>" }} {{ {{ fact "x" }} }} {% load os %} ${7*7}'
    actions.write_section(report=report, name="budget", narrative=hostile, revision=1, by=lead)
    page = as_(lead).get(f"/drafts/{report.number}/").content.decode()
    assert "<script>alert" not in page
    with pytest.raises(Refused, match="unknown"):
        actions.submit(report=report, by=lead)


def test_figures_that_were_changed_behind_the_approvals_are_not_issued(
    lead: User, consultant: User, second_consultant: User
) -> None:
    """Someone who may write to the table can leave the hash of the figures as it was."""
    report = approved(by=lead, approvers=(consultant, second_consultant))
    Report.objects.filter(pk=report.pk).update(snapshot=report.snapshot.replace("2018", "2017", 1))
    for read_before_or_after in (report, Report.objects.get(pk=report.pk)):
        with pytest.raises(Refused, match="Two people must approve exactly this text"):
            actions.issue(report=read_before_or_after, by=lead)
    report.refresh_from_db()
    assert report.state == ReportState.APPROVED
