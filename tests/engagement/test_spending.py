"""Fees above the limit, and the day of one person."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.engagement import actions, models, selectors
from tests.engagement import factories as make

pytestmark = pytest.mark.django_db
NOON = datetime(2018, 11, 6, 18, tzinfo=UTC)
MONDAY, TUESDAY = date(2018, 11, 5), date(2018, 11, 6)


def test_neither_withdrawn_nor_later_fees_put_an_earlier_one_over_the_limit(lead: User) -> None:
    make.contract(by=lead, limit="1000")
    first = make.expense(by=lead, amount="900", on=MONDAY)
    twice = make.expense(by=lead, amount="900", on=MONDAY)
    second = make.expense(by=lead, amount="100", on=MONDAY)
    third = make.expense(by=lead, amount="500", on=TUESDAY)
    actions.withdraw(row=twice, revision=1, reason="Recorded twice", by=lead)
    twice.refresh_from_db()
    fees = (first, twice, second, third)
    assert [selectors.is_over_limit(fee) for fee in fees] == [False, False, False, True]
    assert selectors.over_limit_ids() == {third.pk}


@pytest.fixture
def logged(lead: User, consultant: User) -> list[models.Expense]:
    """Return what the consultant logged for Monday; others and other days have entries too."""
    theirs = partial(make.expense, kind=models.ExpenseKind.REIMBURSABLE, on=MONDAY)
    with clock.at(NOON):
        for person in (lead, consultant):
            make.hourly_rate(by=lead, person=person)
        make.mileage_rate(by=lead)
        make.time(by=consultant, on=TUESDAY)
        withdrawn = make.time(by=consultant, on=MONDAY)
        actions.withdraw(row=withdrawn, revision=1, reason="Twice", by=consultant)
    rows = []
    for minute, log in enumerate(
        (
            partial(make.time, by=consultant, hours="2", on=MONDAY),
            partial(make.mileage, by=consultant, miles="10", on=MONDAY),
            partial(theirs, by=consultant, amount="30", task=models.Task.REPORTING),
            partial(make.time, by=lead, on=MONDAY),
            partial(theirs, by=lead, task=models.Task.RECORDS),
        )
    ):
        with clock.at(NOON + timedelta(minutes=minute)):
            rows.append(log())
    return rows[:3]


def test_a_day_is_that_of_one_person(consultant: User, logged: list[models.Expense]) -> None:
    day = selectors.day_logged(consultant, MONDAY)
    assert set(day.entries) == set(logged)
    hours, miles, _ = logged
    assert (day.hours, day.miles) == (Decimal(2), Decimal(10))
    assert day.fees == hours.amount
    assert day.expenses == (miles.amount or 0) + 30


def test_a_form_proposes_the_last_task_of_that_person_in_that_category(
    consultant: User, logged: list[models.Expense]
) -> None:
    tasks = [selectors.last_task(consultant, name) for name in ("time", "mileage", "expense")]
    assert tasks == [row.task for row in logged]
