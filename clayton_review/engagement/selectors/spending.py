"""Spending against the limit: what is over it, and how it ran month by month."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, Sum

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.engagement.models import (
    Alert,
    Expense,
    HourlyRate,
    MileageRate,
    PlannedMonth,
    Task,
)
from clayton_review.engagement.selectors.calendar import months_between
from clayton_review.engagement.selectors.terms import limit_in_force, terms
from clayton_review.read_cache import cached_read

CENT = Decimal("0.01")
RUN_MONTHS = 3  # whole months that the run rate is the mean of
WATCH, ATTENTION, FULL = 75, 90, 100  # percent of the not-to-exceed amount


@dataclass(frozen=True)
class MonthSpent:
    """One month of the contract: its plan and its fees (None while it has not begun)."""

    month: date
    planned: Decimal
    spent: Decimal | None


@dataclass(frozen=True)
class Spending:
    """Money under the contract at one moment, in US dollars."""

    limit: Decimal
    fees: Decimal
    reimbursables: Decimal
    planned_to_date: Decimal
    planned_total: Decimal
    months: tuple[MonthSpent, ...]
    day: date
    ends_on: date

    @property
    def n_whole(self) -> int:
        """Count the months of the contract that are over."""
        return sum(month.month < self.day.replace(day=1) for month in self.months)

    @property
    def months_left(self) -> Decimal:
        """Return the months from today to the end of the contract; part months count by days."""
        if self.day > self.ends_on:
            return Decimal(0)
        return sum(
            (_part(self.day, self.ends_on, month.month) for month in self.months), Decimal(0)
        )

    @property
    def share(self) -> Decimal | None:
        """Return the percent of the not-to-exceed amount that is spent; None if it is not above 0.

        No act leaves such an amount, but at a past moment an amendment may count that was
        withdrawn since, together with a contract that was corrected since.
        """
        return self.fees * 100 / self.limit if self.limit > 0 else None

    @property
    def run_rate(self) -> Decimal | None:
        """Return the mean fees of the last whole months, three at most; None before the first."""
        amounts = [month.spent for month in self.months[: self.n_whole] if month.spent is not None]
        last = amounts[-RUN_MONTHS:]
        return (sum(last, Decimal(0)) / len(last)).quantize(CENT) if last else None

    @property
    def by_plan(self) -> Decimal:
        """Return the fees at the end if exactly the plan is spent from now on."""
        return self.fees + self.planned_total - self.planned_to_date

    @property
    def by_run_rate(self) -> Decimal | None:
        """Return the fees at the end of the contract if each month to come costs the run rate.

        None before one whole month has passed, and once the contract is over.
        """
        if self.run_rate is None or self.day > self.ends_on:
            return None
        return (self.fees + self.run_rate * self.months_left).quantize(CENT)

    @property
    def plan_ends(self) -> date | None:
        """Return the last month with a planned amount; None without a plan."""
        return max((month.month for month in self.months if month.planned), default=None)

    @property
    def shown_months(self) -> tuple[MonthSpent, ...]:
        """Return the months up to the last with a plan or fees; all of them if there is neither."""
        n_shown = max(
            (n for n, month in enumerate(self.months, 1) if month.planned or month.spent), default=0
        )
        return self.months[:n_shown] or self.months

    @property
    def limit_reached_in(self) -> date | None:
        """Return the month in which the run rate reaches the limit; None if it never does."""
        if self.fees >= self.limit:
            return self.day.replace(day=1)
        if not self.run_rate or self.by_run_rate is None or self.by_run_rate <= self.limit:
            return None
        n_months = int((self.limit - self.fees) / self.run_rate)
        n = self.day.year * 12 + self.day.month - 1 + n_months
        return date(n // 12, n % 12 + 1, 1)

    @property
    def limit_passed_in(self) -> date | None:
        """Return the month whose fees took the sum over the limit; None while it is not passed."""
        total = Decimal(0)
        for month in self.months:
            total += month.spent or Decimal(0)
            if total > self.limit:
                return month.month
        return None

    @property
    def over_limit(self) -> Decimal:
        """Return the fees over the limit, not payable until the contract is amended."""
        return max(self.fees - self.limit, Decimal(0))


def is_over_limit(expense: Expense) -> bool:
    """True if a fee, in the order they were incurred, exceeds the limit in force."""
    limit = limit_in_force()
    if limit is None or expense.kind != "fee" or expense.is_withdrawn:
        return False
    before = Q(incurred_on__lt=expense.incurred_on) | Q(
        incurred_on=expense.incurred_on, reference__lte=expense.reference
    )
    return bool(Expense.objects.current().fees().filter(before).total() > limit)


def over_limit_ids() -> set[UUID]:
    """Return the ids of fees above the limit in force; empty without a contract."""
    limit = limit_in_force()
    if limit is None:
        return set()
    fees = Expense.objects.current().fees().with_running_total()
    return set(fees.filter(running_total__gt=limit).values_list("pk", flat=True))


@cached_read
def spending(as_of: datetime) -> Spending | None:
    """Return fees and plan by month as recorded at a moment; None without a contract."""
    agreed = terms(as_of)
    if agreed is None:
        return None
    dates = agreed.dates
    day = clock.local(as_of).date()
    known = Expense.objects.as_of(as_of).filter(incurred_on__lte=day)
    plan = dict(PlannedMonth.objects.as_of(as_of).values_list("month", "amount"))
    fees: dict[date, Decimal] = {}
    for incurred_on, amount in known.fees().values_list("incurred_on", "amount"):
        month = min(max(incurred_on, dates.starts_on), dates.ends_on).replace(day=1)
        fees[month] = fees.get(month, Decimal(0)) + amount
    spent = sum(fees.values(), Decimal(0))
    months = tuple(
        MonthSpent(m, plan.get(m, Decimal(0)), fees.get(m, Decimal(0)) if m < day else None)
        for m in months_between(dates.starts_on, dates.ends_on)
    )
    return Spending(
        limit=agreed.limit,
        fees=spent,
        reimbursables=known.reimbursables().total(),
        planned_to_date=_planned_to(day, plan),
        planned_total=sum(plan.values(), Decimal(0)),
        months=months,
        day=day,
        ends_on=dates.ends_on,
    )


def _planned_to(day: date, plan: dict[date, Decimal]) -> Decimal:
    """Return the amount planned up to the eve of a day; a month under way counts by days."""
    planned = Decimal(0)
    for month, amount in plan.items():
        n_days = monthrange(month.year, month.month)[1]
        passed = min(max((day - month).days, 0), n_days)
        planned += amount * passed / n_days
    return planned.quantize(Decimal("0.01"))


def _part(first: date, last: date, month: date) -> Decimal:
    """Return the share of a month between two days, both counted, from 0 to 1."""
    n_days = monthrange(month.year, month.month)[1]
    start, end = max(first, month), min(last, month.replace(day=n_days))
    return Decimal(max((end - start).days + 1, 0)) / n_days


def spent_by_task(as_of: datetime) -> list[tuple[str, Decimal, Decimal]]:
    """List each task with its hours and fees to date, the most expensive first."""
    day = clock.local(as_of).date()
    fees = Expense.objects.as_of(as_of).filter(incurred_on__lte=day).fees()
    sums = fees.order_by("task").values_list("task").annotate(Sum("hours"), Sum("amount"))
    rows = [(str(Task(task).label), hours or Decimal(0), amount) for task, hours, amount in sums]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def fees_to_date() -> Decimal:
    """Return all fees on record, against which alerts are measured."""
    return Expense.objects.current().fees().total()


def alerts(as_of: datetime) -> list[Alert]:
    """List the alerts in effect at a moment, the highest level first."""
    stood = Q(taken_back_at__isnull=True) | Q(taken_back_at__gt=as_of)
    return list(Alert.objects.filter(stood, raised_at__lte=as_of).order_by("-level"))


def hourly_rate(person: User, task: str, day: date) -> Decimal | None:
    """Return a person's hourly rate on a day: for that task, or else for all; None if unknown."""
    rates = HourlyRate.objects.current().filter(
        person=person, task__in=["", task], starts_on__lte=day
    )
    rate = rates.order_by("-task", "-starts_on").first()  # one of the task goes before one of all
    return rate.amount if rate else None


def mileage_rate(day: date) -> Decimal | None:
    """Return the mileage rate on a day; None if unknown."""
    rate = MileageRate.objects.current().filter(starts_on__lte=day).first()
    return rate.amount if rate else None


@dataclass(frozen=True)
class DayLog:
    """The entries of one person on a day, with their sums."""

    day: date
    entries: list[Expense]
    hours: Decimal
    miles: Decimal
    fees: Decimal
    expenses: Decimal


def day_logged(person: User, day: date) -> DayLog:
    """Return a person's entries of one day, the latest first, with their sums."""
    rows = Expense.objects.current().filter(spent_by=person, incurred_on=day)
    entries = list(rows.select_related("receipt").order_by("-recorded_at"))
    return DayLog(
        day=day,
        entries=entries,
        hours=sum((entry.hours for entry in entries if entry.hours), Decimal(0)),
        miles=sum((entry.miles for entry in entries if entry.miles), Decimal(0)),
        fees=sum((entry.amount for entry in entries if entry.kind == "fee"), Decimal(0)),
        expenses=sum((e.amount for e in entries if e.kind == "reimbursable"), Decimal(0)),
    )


def last_task(person: User, category: str) -> str:
    """Return the task this person last logged in this category; empty if there is none."""
    is_time, is_mileage = category == "time", category == "mileage"
    rows = Expense.objects.filter(
        spent_by=person, hours__isnull=not is_time, miles__isnull=not is_mileage
    ).order_by("-recorded_at")
    return rows.values_list("task", flat=True).first() or ""
