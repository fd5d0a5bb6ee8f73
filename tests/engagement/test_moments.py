"""The engagement at one moment: rates of a day, fees by task and month, and what is to come."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from clayton_review import clock
from clayton_review.accounts.roles import Role
from clayton_review.engagement import actions, selectors
from clayton_review.engagement.models import AmendmentInput, BoardMeeting, ExpenseKind, Task
from clayton_review.engagement.selectors import months_between
from clayton_review.engagement.selectors.calendar import coming, packet_due, report_build_at
from clayton_review.engagement.selectors.spending import (
    hourly_rate,
    mileage_rate,
    spending,
    spent_by_task,
)
from tests.engagement import factories as make
from tests.module_rows import Making
from tests.people import usual_person

pytestmark = pytest.mark.django_db
DECEMBER = date(2018, 12, 1)


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 18, tzinfo=UTC)


BEGINNING = noon(2018, 10, 10)


@pytest.fixture(scope="module", autouse=True)
def engagement(making_rows: Making) -> None:
    """A contract with plan, rates of two people, fees within and after it, and dates."""
    with making_rows(), clock.at(BEGINNING):
        lead = usual_person(Role.LEAD, "Lena Lead")
        other = usual_person(Role.CONSULTANT, "Carla Consultant")
        make.contract(by=lead, ends_on=date(2019, 1, 31))
        for person, amount, task, starts_on in (
            (lead, "100", "", date(2018, 10, 1)),
            (lead, "120", "", DECEMBER),
            (lead, "150", Task.INTERVIEWS, date(2018, 11, 1)),
            (lead, "155", Task.INTERVIEWS, date(2019, 1, 1)),
            (other, "200", "", date(2018, 10, 1)),
        ):
            make.hourly_rate(by=lead, person=person, amount=amount, task=task, on=starts_on)
        make.mileage_rate(by=lead, amount="0.50", starts_on=date(2018, 10, 1))
        make.mileage_rate(by=lead, amount="0.60", starts_on=DECEMBER)
        for month, amount in ((date(2018, 10, 1), "3100"), (date(2018, 11, 1), "3000")):
            make.planned(by=lead, month=month, amount=amount)
        for amount, on, task in (
            ("10", date(2018, 10, 15), Task.SURVEY),
            ("20", date(2018, 10, 31), Task.RECORDS),
            ("30", date(2018, 11, 1), Task.INCIDENTS),
            ("40", date(2019, 1, 31), Task.SURVEY),
            ("50", date(2019, 2, 3), Task.RECORDS),
        ):
            with clock.at(noon(on.year, on.month, on.day)):
                make.expense(by=lead, amount=amount, on=on, task=task)
        with clock.at(noon(2018, 10, 31)):
            make.expense(by=lead, amount="7", on=date(2018, 10, 31), kind=ExpenseKind.REIMBURSABLE)
            make.time(by=lead, hours="2", on=date(2018, 10, 20))
        make.meeting(by=lead, held_on=date(2019, 1, 22), packet_due_on=date(2019, 1, 17))
        make.milestone(by=lead, title="Letters sent", on=date(2019, 1, 17))
        with clock.at(noon(2018, 12, 1)):
            make.decision(by=lead, asked_on=DECEMBER, decide_by=date(2019, 1, 17))


@pytest.mark.parametrize(
    ("task", "day", "amount"),
    [
        (Task.RECORDS, date(2018, 9, 30), None),
        (Task.RECORDS, date(2018, 10, 1), 100),
        (Task.RECORDS, date(2018, 11, 30), 100),
        (Task.RECORDS, DECEMBER, 120),
        (Task.INTERVIEWS, date(2018, 10, 31), 100),
        (Task.INTERVIEWS, date(2018, 11, 1), 150),
        (Task.INTERVIEWS, date(2018, 12, 31), 150),
        (Task.INTERVIEWS, date(2019, 1, 1), 155),
    ],
)
def test_the_rate_of_the_task_goes_before_the_rate_of_all(
    task: str, day: date, amount: int | None
) -> None:
    lead = usual_person(Role.LEAD, "Lena Lead")
    assert hourly_rate(lead, task, day) == amount
    other = usual_person(Role.CONSULTANT, "Carla Consultant")
    assert hourly_rate(other, task, day) == (200 if amount else None)
    assert hourly_rate(usual_person(Role.CONSULTANT, "Simon Second"), task, day) is None


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2018, 9, 30), None),
        (date(2018, 10, 1), "0.50"),
        (date(2018, 11, 30), "0.50"),
        (DECEMBER, "0.60"),
    ],
)
def test_the_mileage_rate_is_that_of_the_day(day: date, amount: str | None) -> None:
    assert mileage_rate(day) == (Decimal(amount) if amount else None)


@pytest.mark.parametrize(
    ("at", "planned", "fees", "months"),
    [
        (BEGINNING, "900.00", 0, [0, None, None, None]),
        (noon(2018, 10, 15), "1400.00", 10, [10, None, None, None]),
        (noon(2018, 11, 1), "3100.00", 260, [230, None, None, None]),
        (noon(2018, 11, 2), "3200.00", 260, [230, 30, None, None]),
        (noon(2019, 1, 30), "6100.00", 260, [230, 30, 0, 0]),
        (noon(2019, 3, 1), "6100.00", 350, [230, 30, 0, 90]),
    ],
)
def test_fees_count_by_month_and_late_ones_in_the_last(
    at: datetime, planned: str, fees: int, months: list[int | None]
) -> None:
    now = spending(at)
    assert now is not None
    assert (now.planned_to_date, now.planned_total) == (Decimal(planned), Decimal(6100))
    assert now.fees == fees
    assert [month.spent for month in now.months] == months
    assert [month.planned for month in now.months] == [3100, 3000, 0, 0]
    assert now.reimbursables == (7 if at > noon(2018, 10, 31) else 0)


@pytest.mark.parametrize(
    ("at", "tasks"),
    [
        (noon(2018, 10, 15), [("Survey", 0, 10)]),
        (
            noon(2018, 11, 1),
            [
                ("Interviews and dialogues", 2, 200),
                ("Incident review", 0, 30),
                ("Records and stop data", 0, 20),
                ("Survey", 0, 10),
            ],
        ),
        (
            noon(2019, 2, 3),
            [
                ("Interviews and dialogues", 2, 200),
                ("Records and stop data", 0, 70),
                ("Survey", 0, 50),
                ("Incident review", 0, 30),
            ],
        ),
    ],
)
def test_tasks_are_listed_by_their_fees_to_date(
    at: datetime, tasks: list[tuple[str, int, int]]
) -> None:
    rows = [(task, int(hours), int(amount)) for task, hours, amount in spent_by_task(at)]
    assert rows == tasks


def test_the_calendar_lists_all_kinds_of_dates_in_order() -> None:
    entries = [(entry.on, entry.kind, entry.title) for entry in coming(noon(2019, 1, 10))]
    seventeenth = date(2019, 1, 17)
    question = "Decision needed: Release the file of July 7 to the study team?"
    assert entries == [
        (date(2019, 1, 10), "report", "Report for December 2018 is prepared"),
        (seventeenth, "decision", question),
        (seventeenth, "milestone", "Letters sent"),
        (seventeenth, "packet", "Packet closes for the meeting of January 22"),
        (date(2019, 1, 22), "meeting", "Board of Aldermen meets"),
        (date(2019, 2, 1), "report", "Report for January 2019 is prepared"),
    ]
    assert [entry.on for entry in coming(noon(2019, 1, 11), days=6)] == [seventeenth] * 3
    assert coming(noon(2019, 1, 11), days=5) == []


def test_a_packet_names_the_report_that_goes_into_it() -> None:
    (packet,) = selectors.packets(noon(2019, 1, 22))
    assert (packet.month, packet.built_on) == (DECEMBER, date(2019, 1, 10))
    assert (packet.held_on, packet.packet_due_on) == (date(2019, 1, 22), date(2019, 1, 17))
    assert selectors.packets(noon(2019, 1, 23)) == []


def test_limits_are_listed_as_they_changed() -> None:
    lead = usual_person(Role.LEAD, "Lena Lead")
    with clock.at(noon(2018, 12, 20)):
        for change, ends_on, day in (("500", None, 12), ("-200", date(2019, 5, 31), 11)):
            make.amendment(
                by=lead, change=change, new_ends_on=ends_on, approved_on=date(2018, 12, day)
            )
        withdrawn = make.amendment(by=lead, change="900", approved_on=date(2018, 12, 13))
        actions.withdraw(row=withdrawn, revision=1, reason="Twice", by=lead)
    january, may = date(2019, 1, 31), date(2019, 5, 31)
    assert [(row.starts_on, int(row.limit), row.ends_on) for row in selectors.limits()] == [
        (date(2018, 10, 9), 158_550, january),
        (date(2018, 12, 11), 158_350, may),
        (date(2018, 12, 12), 158_850, may),
    ]
    in_force = [selectors.limit_in_force(noon(2018, 12, day)) for day in (10, 20)]
    assert in_force == [158_550, 158_850]


def test_an_amendment_corrected_to_a_later_approval_counts_from_that_day() -> None:
    lead = usual_person(Role.LEAD, "Lena Lead")
    with clock.at(noon(2018, 12, 5)):
        row = make.amendment(by=lead, change="500", approved_on=date(2018, 12, 4))
        make.amendment(by=lead, change="70", approved_on=date(2018, 12, 4))
    with clock.at(noon(2018, 12, 20)):
        later = AmendmentInput(date(2018, 12, 18), row.reason, row.amount_change, None)
        actions.correct(row=row, revision=1, values=later, by=lead)
    in_force = [selectors.limit_in_force(noon(2018, 12, day)) for day in (17, 18)]
    assert in_force == [158_620, 159_120]


@pytest.mark.parametrize(
    ("held_on", "closes_on", "is_for_december", "built_on"),
    [
        (date(2019, 1, 22), date(2019, 1, 7), False, date(2019, 1, 1)),
        (date(2019, 1, 22), date(2019, 1, 8), True, date(2019, 1, 1)),
        (date(2019, 1, 22), date(2019, 1, 17), True, date(2019, 1, 10)),
        (date(2019, 1, 31), date(2019, 1, 25), True, date(2019, 1, 18)),
        (date(2019, 2, 1), date(2019, 1, 25), False, date(2019, 1, 1)),
        (date(2018, 12, 20), date(2018, 12, 15), False, date(2019, 1, 1)),
    ],
)
def test_a_report_is_built_a_week_before_a_packet_of_the_month_after(
    held_on: date, closes_on: date, *, is_for_december: bool, built_on: date
) -> None:
    calendar = [BoardMeeting(held_on=held_on, packet_due_on=closes_on)]
    assert packet_due(DECEMBER, calendar) == (closes_on if is_for_december else None)
    built_at = report_build_at(DECEMBER, calendar)
    assert (built_at.date(), built_at.hour, built_at.minute) == (built_on, 6, 0)


@pytest.mark.parametrize(
    ("last", "months"),
    [
        (date(2018, 11, 30), [11]),
        (date(2018, 12, 1), [11, 12]),
        (date(2019, 2, 1), [11, 12, 1, 2]),
        (date(2018, 10, 31), []),
    ],
)
def test_months_are_counted_with_both_ends(last: date, months: list[int]) -> None:
    between = months_between(date(2018, 11, 5), last)
    assert [month.month for month in between] == months
    assert {month.day for month in between} <= {1}
    assert [month.year for month in between] == [2018 if n > 9 else 2019 for n in months]
