"""Tests of days, amounts and hours that cannot be, and of correcting the day of a milestone."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.engagement import actions
from clayton_review.engagement.models import Expense, HourlyRate, Milestone, PlannedMonth
from clayton_review.refusals import Refused
from tests.engagement import factories as make

As = Callable[[User], Client]
START = "the start of the contract, October 15, 2018"


@pytest.fixture(autouse=True)
def _in_february(lead: User) -> Iterator[None]:
    with clock.at(datetime(2019, 2, 5, 18, tzinfo=UTC)):
        make.contract(by=lead)
        yield


def reached(by: User, on: date = date(2018, 12, 10)) -> Milestone:
    milestone = make.milestone(by=by)
    actions.reach_milestone(milestone=milestone, revision=1, reached_on=on, by=by)
    milestone.refresh_from_db()
    return milestone


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"approved_on": date(2019, 3, 2), "change": "1"}, "cannot be in the future"),
        ({"approved_on": date(2018, 10, 8), "change": "1"}, "before the approval of the contract"),
        ({"new_ends_on": date(2018, 1, 1)}, "cannot end before December 11, 2018"),
        ({"change": "-100000"}, r"leave \$58,550, less than the \$60,000 in fees"),
    ],
)
def test_an_amendment_that_cannot_be_is_refused(
    lead: User, values: dict[str, Any], words: str
) -> None:
    make.expense(by=lead, amount="60000")
    with pytest.raises(Refused, match=words):
        make.amendment(by=lead, **values)


def test_an_amendment_within_its_bounds_is_recorded(lead: User) -> None:
    make.expense(by=lead, amount="60000")
    twice = make.expense(by=lead, amount="60000")
    actions.withdraw(row=twice, revision=1, reason="Recorded twice", by=lead)
    row = make.amendment(by=lead, change="-98550", new_ends_on=date(2018, 12, 11))
    row.refresh_from_db()
    assert (row.amount_change, row.new_ends_on) == (Decimal(-98550), date(2018, 12, 11))


@pytest.mark.parametrize("month", [date(2018, 9, 1), date(2019, 5, 1), date(2030, 10, 1)])
def test_a_month_outside_the_contract_is_not_planned(lead: User, month: date) -> None:
    with pytest.raises(Refused, match="from October 15, 2018 to April 30, 2019"):
        make.planned(by=lead, month=month, amount="500")


def test_the_first_and_the_last_month_are_planned(lead: User) -> None:
    months = [date(2018, 10, 1), date(2019, 4, 1)]
    for month in months:
        make.planned(by=lead, month=month, amount="500")
    planned = PlannedMonth.objects.order_by("month").values_list("month", "amount")
    assert list(planned) == [(month, Decimal(500)) for month in months]


def test_a_rate_has_an_upper_bound(lead: User) -> None:
    with pytest.raises(Refused, match=r"at most \$1,000 per hour"):
        make.hourly_rate(by=lead, amount="1000.01")
    make.hourly_rate(by=lead, amount="1000")
    assert HourlyRate.objects.get().amount == 1000
    with pytest.raises(Refused, match=r"at most \$5 per mile"):
        make.mileage_rate(by=lead, amount="5.01")


def test_nothing_is_spent_or_reached_before_the_contract(lead: User) -> None:
    with pytest.raises(Refused, match=START):
        make.expense(by=lead, on=date(2018, 10, 14))
    with pytest.raises(Refused, match=START):
        reached(lead, date(2010, 3, 3))
    with pytest.raises(Refused, match="cannot be in the future"):
        reached(lead, date(2019, 2, 6))
    assert reached(lead, date(2018, 10, 15)).reached_on


def test_a_milestone_is_not_due_before_the_contract(lead: User) -> None:
    with pytest.raises(Refused, match=START):
        make.milestone(by=lead, on=date(2018, 10, 14))
    milestone = make.milestone(by=lead)
    with pytest.raises(Refused, match=START):
        actions.move_milestone(
            milestone=milestone, revision=1, to_on=date(2018, 1, 1), reason="Typed.", by=lead
        )


def test_a_day_has_24_hours_for_each_person(
    lead: User, consultant: User, second_consultant: User
) -> None:
    make.hourly_rate(by=lead, person=consultant)
    make.hourly_rate(by=lead, person=second_consultant)
    first = make.time(by=consultant, hours="8")
    make.time(by=second_consultant, hours="20")
    with pytest.raises(Refused, match=r"8 hours of Carla Consultant .* at most 16 hours"):
        make.time(by=consultant, hours="20")
    make.time(by=consultant, hours="16")
    make.time(by=consultant, hours="20", on=date(2018, 11, 6))
    actions.withdraw(row=first, revision=1, reason="Wrong day", by=consultant)
    make.time(by=consultant, hours="8")


@pytest.mark.parametrize(
    ("on_record", "hours", "words"),
    [
        ("1", "24", r"1 hour of Carla Consultant is on record .* enter at most 23 hours"),
        ("0.5", "24", r"0\.5 hours of Carla Consultant are on record .* at most 23\.5 hours"),
        (
            "24",
            "1",
            r"All 24 hours of November 5, 2018 are on record for Carla Consultant\. Correct",
        ),
    ],
)
def test_hours_that_do_not_fit_are_refused_in_a_sentence(
    lead: User, consultant: User, on_record: str, hours: str, words: str
) -> None:
    make.hourly_rate(by=lead, person=consultant)
    make.time(by=consultant, hours=on_record)
    with pytest.raises(Refused, match=words):
        make.time(by=consultant, hours=hours)


def test_a_correction_keeps_to_24_hours_too(lead: User, consultant: User, as_: As) -> None:
    make.hourly_rate(by=lead, person=consultant)
    first, _ = make.time(by=consultant, hours="8"), make.time(by=consultant, hours="16")
    values = {
        "revision": "1",
        "hours": "8.5",
        "task": "interviews",
        "incurred_on": "11/05/2018",
        "description": "Two interviews",
        "spent_by": str(consultant.pk),
    }
    url = reverse("engagement:expenses_edit", args=[first.reference])
    page = as_(consultant).post(url, values).content.decode()
    assert "enter at most 8 hours" in page
    assert Expense.objects.get(pk=first.pk).hours == 8


def test_a_wrong_day_is_corrected_with_its_reason(consultant: User, as_: As) -> None:
    milestone, client = reached(consultant), as_(consultant)
    url = reverse("engagement:milestones_reach", args=[milestone.reference])
    shown = client.get(reverse("engagement:milestones_detail", args=[milestone.reference]))
    assert "Correct the day it was reached" in shown.content.decode()
    assert "12/10/2018" in client.get(url).content.decode()
    typed = {"revision": "2", "reached_on": "12/12/2018"}
    assert client.post(url, typed).status_code == 422
    assert client.post(url, {**typed, "reason": "Typed the draft’s day."}).status_code == 302
    milestone.refresh_from_db()
    assert milestone.reached_on == date(2018, 12, 12)
    entry = AuditEntry.objects.latest("id")
    assert entry.verb == "corrected the day of a milestone"
    assert entry.reason == "Typed the draft’s day."
    for day in ("2018-12-10", "2018-12-12"):
        assert day in entry.payload


def test_a_milestone_is_not_reached_after_all(consultant: User) -> None:
    milestone = reached(consultant)
    row = actions.correct_reached_day(
        milestone=milestone, revision=2, reached_on=None, reason="Another one.", by=consultant
    )
    assert (row.reached_on, row.state) == (None, "overdue")
    with pytest.raises(Refused, match="not marked as reached"):
        actions.correct_reached_day(
            milestone=row, revision=3, reached_on=None, reason="Again.", by=consultant
        )


@pytest.mark.parametrize(
    ("day", "reason", "words"),
    [
        (date(2018, 12, 10), "Same.", "the day on record"),
        (date(2018, 12, 11), " ", "Say why"),
        (date(2019, 2, 6), "Later.", "in the future"),
    ],
)
def test_a_correction_says_another_day_and_why(
    consultant: User, day: date, reason: str, words: str
) -> None:
    milestone = reached(consultant)
    with pytest.raises(Refused, match=words):
        actions.correct_reached_day(
            milestone=milestone, revision=2, reached_on=day, reason=reason, by=consultant
        )
