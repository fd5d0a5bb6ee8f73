"""Alerts at 75, 90 and 100 percent of the limit: once each, told, canceled honestly."""

import json
import threading
import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.engagement import actions, models, selectors
from clayton_review.engagement.actions import alerts, records
from clayton_review.engagement.models import Alert
from clayton_review.jobs.models import Job
from clayton_review.refusals import Refused
from tests.engagement import factories
from tests.letters.outgoing import sent_letters
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def levels() -> list[int]:
    return sorted(Alert.objects.in_force().values_list("level", flat=True))


def test_each_level_is_raised_once_when_it_is_reached(lead: User) -> None:
    factories.contract(by=lead, limit="1000")
    factories.expense(by=lead, amount="749.99")
    assert levels() == []
    factories.expense(by=lead, amount="0.01")
    assert levels() == [75]
    factories.expense(by=lead, amount="10")
    assert Alert.objects.count() == 1
    factories.expense(by=lead, amount="500")  # recorded, whatever the limit says
    assert levels() == [75, 90, 100]
    assert Job.objects.filter(name=actions.MAIL_ALERT).count() == 3
    last = AuditEntry.objects.filter(verb="recorded an expense").latest("id")
    assert json.loads(last.payload)["alerts_raised"] == [90, 100]
    assert json.loads(last.payload)["over_limit"] is True


def test_reimbursable_expenses_and_miles_raise_nothing(lead: User) -> None:
    factories.contract(by=lead, limit="1000")
    factories.expense(by=lead, amount="5000", kind=models.ExpenseKind.REIMBURSABLE)
    factories.mileage(by=lead, miles="9000")
    assert levels() == []


def test_a_withdrawn_expense_takes_the_alert_back_and_the_next_raises_a_new_one(lead: User) -> None:
    factories.contract(by=lead, limit="1000")
    fee = factories.expense(by=lead, amount="950")
    actions.withdraw(row=fee, revision=1, reason="Billed to another study", by=lead)
    assert levels() == []
    back = Alert.objects.get(level=90)
    assert back.taken_back_because == f"expense {fee.reference} withdrawn"
    factories.expense(by=lead, amount="900")
    assert levels() == [75, 90]
    assert Alert.objects.filter(level=75).count() == 2


def test_alerts_of_a_moment_are_those_that_stood_then(lead: User) -> None:
    raised, taken_back, raised_again = (
        datetime(2018, 11, day, 18, tzinfo=UTC) for day in (6, 8, 10)
    )
    factories.contract(by=lead, limit="1000")
    with clock.at(raised):
        fee = factories.expense(by=lead, amount="950")
    with clock.at(taken_back):
        actions.withdraw(row=fee, revision=1, reason="Billed to another study", by=lead)
    with clock.at(raised_again):
        factories.expense(by=lead, amount="800")
    second = timedelta(seconds=1)
    moments = (raised - second, raised, taken_back - second, taken_back, raised_again)
    stood = [[alert.level for alert in selectors.alerts(at)] for at in moments]
    assert stood == [[], [90, 75], [90, 75], [], [75]]


def test_an_amendment_and_a_correction_count_too(lead: User) -> None:
    factories.contract(by=lead, limit="1000")
    fee = factories.expense(by=lead, amount="750")
    factories.amendment(by=lead, change="1000", approved_on=date(2018, 10, 9))
    assert levels() == []
    values = factories.expense_values(by=lead, amount="1800")
    actions.correct(row=fee, revision=1, values=values, by=lead)
    assert levels() == [75, 90]


def test_the_lead_is_told_once_of_each_alert_and_once_that_it_is_taken_back(lead: User) -> None:
    alert = factories.alert(by=lead)
    assert actions.mail_alert(alert=alert) == 1
    assert actions.mail_alert(alert=alert) == 0
    assert [letter.to for letter in sent_letters()] == [[lead.email]]
    assert sent_letters()[0].subject == "75% of the contract limit: reached"
    assert "$750 of $1,000" in sent_letters()[0].body
    assert sent_letters()[0].body.startswith(f"Hello {lead.name},")
    fee = models.Expense.objects.get()
    actions.withdraw(row=fee, revision=1, reason="Twice", by=lead)
    assert actions.mail_alert(alert=alert) == 1
    assert actions.mail_alert(alert=alert) == 0
    assert "canceled" in sent_letters()[1].subject
    assert "has been canceled" in sent_letters()[1].body


def test_of_two_alerts_the_one_that_was_told_of_is_marked(lead: User) -> None:
    higher = factories.alert(by=lead, amount="900")
    lower = Alert.objects.in_force().exclude(pk=higher.pk).get()
    actions.mail_alert(alert=higher)
    lower.refresh_from_db()
    higher.refresh_from_db()
    assert higher.told_at is not None
    assert lower.told_at is None


def test_an_act_that_raises_no_alert_says_nothing_of_alerts(lead: User) -> None:
    factories.contract(by=lead, limit="1000")
    factories.expense(by=lead, amount="10")
    assert "alerts" not in AuditEntry.objects.latest("id").payload
    factories.expense(by=lead, amount="800")
    payload = json.loads(AuditEntry.objects.latest("id").payload)
    assert payload["alerts_raised"] == [75]
    assert "alerts_taken_back" not in payload


def test_without_the_settlement_no_alert_stands(
    lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sabotage: nothing else raises them."""
    monkeypatch.setattr(alerts, "LEVELS", ())
    factories.contract(by=lead, limit="1000")
    factories.expense(by=lead, amount="1000")
    assert levels() == []


def test_hours_and_miles_are_priced_at_the_rate_of_their_day(lead: User) -> None:
    factories.mileage_rate(by=lead)
    factories.mileage_rate(by=lead, amount="0.58", starts_on=date(2019, 1, 1))
    factories.hourly_rate(by=lead, amount="180")
    factories.hourly_rate(by=lead, amount="210", task=models.Task.INTERVIEWS)
    old, new = factories.mileage(by=lead), factories.mileage(by=lead, on=date(2019, 1, 2))
    assert (old.amount, new.amount) == (Decimal("12.70"), Decimal("13.51"))
    assert factories.time(by=lead, hours="1.25").amount == Decimal("262.50")


def test_a_withdrawn_rate_prices_nothing(lead: User) -> None:
    factories.hourly_rate(by=lead, amount="180")
    wrong = factories.hourly_rate(by=lead, amount="810", task=models.Task.INTERVIEWS)
    actions.withdraw(row=wrong, revision=1, reason="Digits exchanged", by=lead)
    assert factories.time(by=lead, hours="1").amount == Decimal(180)


def test_without_a_rate_nothing_is_priced(lead: User, consultant: User) -> None:
    factories.hourly_rate(by=lead)
    with pytest.raises(Refused, match="No hourly rate"):
        factories.time(by=consultant)
    factories.mileage_rate(by=lead)
    with pytest.raises(Refused, match="No mileage rate"):
        factories.mileage(by=lead, on=date(2017, 12, 31))


def _two_halves_at_once(by: User) -> None:
    """Two fees that reach three quarters only together, each ready before the other is stored."""
    factories.contract(by=by, limit="1000")
    half = partial(factories.expense, by=by, amount="375")
    assert at_once(half, half) == []


@pytest.mark.django_db(transaction=True)
def test_two_fees_at_once_that_cross_only_together_raise_one_alert(lead: User) -> None:
    _two_halves_at_once(lead)
    assert levels() == [75]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_on_the_limit_both_would_miss_it(
    lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sabotage: each sums before the other commits."""
    both_have_summed = threading.Barrier(2)
    summed = selectors.fees_to_date

    def together() -> Decimal:
        total = summed()
        both_have_summed.wait(60)
        return total

    monkeypatch.setattr(records, "lock_limit", lambda model: None)
    monkeypatch.setattr(
        records, "next_reference", lambda prefix: f"{prefix}-{uuid.uuid4().hex[:6]}"
    )
    factories.contract(by=lead, limit="1000")
    monkeypatch.setattr(alerts, "fees_to_date", together)
    half = partial(factories.expense, by=lead, amount="375")
    assert at_once(half, half) == []
    assert levels() == []


def test_amendments_leave_something_under_the_contract(lead: User) -> None:
    factories.contract(by=lead, limit="1000")
    more = factories.amendment(by=lead, change="500", approved_on=date(2018, 11, 13))
    less = factories.amendment(by=lead, change="-1200")
    with pytest.raises(Refused, match="nothing under the contract") as refusal:
        factories.amendment(by=lead, change="-300", approved_on=date(2018, 12, 18))
    assert refusal.value.field == "amount_change"
    values = models.AmendmentInput(less.approved_on, less.reason, Decimal(-1500))
    with pytest.raises(Refused, match="nothing under the contract"):
        actions.correct(row=less, revision=1, values=values, by=lead)
    with pytest.raises(Refused, match="nothing under the contract"):
        actions.withdraw(row=more, revision=1, reason="Twice", by=lead)
    assert selectors.limit_in_force() == Decimal(300)
