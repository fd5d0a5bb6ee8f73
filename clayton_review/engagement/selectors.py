"""Reads of the engagement: the contract in force, spending against it, the report calendar."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from clayton_review import clock
from clayton_review.engagement.models import (
    Amendment,
    BoardMeeting,
    Contract,
    DecisionAsked,
    Expense,
    Milestone,
    MilestoneMove,
    PlannedMonth,
)

BUILD_HOUR = time(6, 0)
DAYS_TO_REVIEW = 7  # from the built draft to the packet deadline: checks and two approvals
WATCH, ATTENTION, FULL = 75, 90, 100  # percent of the not-to-exceed amount


@dataclass(frozen=True)
class ContractDates:
    """The first and the last day of the contract, amendments counted."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Terms:
    """The contract as it is in force: its dates and the amount not to be exceeded."""

    dates: ContractDates
    limit: Decimal


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
    forecast: Decimal | None
    months: tuple[MonthSpent, ...]

    @property
    def share(self) -> Decimal:
        """Percent of the not-to-exceed amount that is spent."""
        return self.fees * 100 / self.limit

    @property
    def over(self) -> Decimal:
        """What is over the limit and not payable until amended."""
        return max(self.fees - self.limit, Decimal(0))


@dataclass(frozen=True)
class MilestoneThen:
    """A milestone as it stood at one moment."""

    reference: str
    title: str
    baseline_on: date
    due_on: date
    reached_on: date | None
    state: str
    n_moves: int


def contract() -> Contract | None:
    """The contract of this study, if it is on record."""
    return Contract.objects.current().first()


def terms(as_of: datetime | None = None) -> Terms | None:
    """Dates and limit with all amendments approved by that moment; None without a contract."""
    agreed = contract()
    if agreed is None:
        return None
    moment = as_of or clock.now()
    approved = Amendment.objects.as_of(moment).filter(approved_on__lte=clock.local(moment).date())
    ends_on, limit = agreed.ends_on, agreed.not_to_exceed
    for amendment in approved.order_by("approved_on", "reference"):
        ends_on = amendment.new_ends_on or ends_on
        limit += amendment.amount_change
    return Terms(ContractDates(agreed.starts_on, ends_on), limit)


def contract_dates(as_of: datetime | None = None) -> ContractDates | None:
    """The contract's dates with the newest amendment of its end; None without a contract."""
    agreed = terms(as_of)
    return agreed.dates if agreed else None


def limit_in_force(as_of: datetime | None = None) -> Decimal | None:
    """The not-to-exceed amount with all amendments approved by that moment."""
    agreed = terms(as_of)
    return agreed.limit if agreed else None


def is_over_limit(expense: Expense) -> bool:
    """Whether a fee, taken in the order they were incurred, exceeds the limit in force."""
    limit = limit_in_force()
    if limit is None or expense.kind != "fee" or expense.is_withdrawn:
        return False
    before = Q(incurred_on__lt=expense.incurred_on) | Q(
        incurred_on=expense.incurred_on, reference__lte=expense.reference
    )
    return bool(Expense.objects.current().fees().filter(before).total() > limit)


def over_limit_ids() -> set[UUID]:
    """The fees that exceed the limit in force; empty without a contract."""
    limit = limit_in_force()
    if limit is None:
        return set()
    fees = Expense.objects.current().fees().with_running_total()
    return set(fees.filter(running_total__gt=limit).values_list("pk", flat=True))


def spending(as_of: datetime) -> Spending | None:
    """Fees and plan by month as recorded at a moment; None without a contract."""
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
        forecast=_forecast(spent, dates, day),
        months=months,
    )


def milestones(as_of: datetime) -> list[MilestoneThen]:
    """All milestones as they stood at a moment, by due date."""
    day = clock.local(as_of).date()
    moves: dict[object, list[MilestoneMove]] = {}
    for move in MilestoneMove.objects.order_by("moved_at"):
        moves.setdefault(move.milestone_id, []).append(move)
    return sorted(
        (_then(row, moves.get(row.pk, []), as_of, day) for row in Milestone.objects.as_of(as_of)),
        key=lambda then: (then.due_on, then.reference),
    )


def decisions(as_of: datetime) -> list[DecisionAsked]:
    """What the Board is asked and has not decided at a moment, most urgent first."""
    day = clock.local(as_of).date()
    return list(DecisionAsked.objects.as_of(as_of).open_on(day))


def meetings() -> list[BoardMeeting]:
    """The Board's calendar as it stands, in order of its days."""
    return list(BoardMeeting.objects.current().order_by("held_on"))


def packet_due(month: date, calendar: list[BoardMeeting] | None = None) -> date | None:
    """When the packet closes for the Board meeting in the month after the one covered, if any.

    A packet that closes within a week of the month's end leaves no time to review and is left out.
    """
    following = _next_month(month)
    after, until = following + timedelta(days=DAYS_TO_REVIEW), _next_month(following)
    known = meetings() if calendar is None else calendar
    fitting = (one for one in known if one.packet_due_on >= after and one.held_on < until)
    return next((one.packet_due_on for one in fitting), None)


def report_build_at(month: date, calendar: list[BoardMeeting] | None = None) -> datetime:
    """When the report covering the month is built: 06:00 in Clayton.

    A week before the packet closes, never before the month is over; without a meeting calendar
    on the 1st of the month after.
    """
    due = packet_due(month, calendar)
    day = due - timedelta(days=DAYS_TO_REVIEW) if due else _next_month(month)
    return datetime.combine(day, BUILD_HOUR, tzinfo=clock.CLAYTON)


def months_to_report(now: datetime) -> list[date]:
    """First days of the months within the contract whose report should be built by now."""
    dates = contract_dates(now)
    if dates is None:
        return []
    calendar = meetings()
    within = months_between(dates.starts_on, dates.ends_on)
    return [month for month in within if report_build_at(month, calendar) <= now]


def months_between(first: date, last: date) -> list[date]:
    """The first day of each month from one date to another, both months included."""
    n_months = (last.year - first.year) * 12 + last.month - first.month + 1
    start = first.year * 12 + first.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(start, start + n_months)]


def _next_month(month: date) -> date:
    return months_between(month, month + timedelta(days=31))[1]


def _planned_to(day: date, plan: dict[date, Decimal]) -> Decimal:
    """The plan up to the evening before a day; a month that runs counts by its days."""
    planned = Decimal(0)
    for month, amount in plan.items():
        n_days = monthrange(month.year, month.month)[1]
        passed = min(max((day - month).days, 0), n_days)
        planned += amount * passed / n_days
    return planned.quantize(Decimal("0.01"))


def _forecast(spent: Decimal, dates: ContractDates, day: date) -> Decimal | None:
    """Fees at the end of the contract when spending goes on at the pace so far."""
    n_passed = (day - dates.starts_on).days
    if n_passed < 1 or day > dates.ends_on:
        return None
    n_days = (dates.ends_on - dates.starts_on).days + 1
    return (spent * n_days / n_passed).quantize(Decimal(1))


def _then(row: Milestone, moves: list[MilestoneMove], as_of: datetime, day: date) -> MilestoneThen:
    later = [move for move in moves if move.moved_at > as_of]
    row.due_on = later[0].from_on if later else row.due_on
    row.reached_on = row.reached_on if row.reached_on and row.reached_on <= day else None
    row.withdrawn_on = None  # `as_of` has left out what was withdrawn by then
    return MilestoneThen(
        reference=row.reference,
        title=row.title,
        baseline_on=row.baseline_on,
        due_on=row.due_on,
        reached_on=row.reached_on,
        state=row.state_on(day),
        n_moves=len(moves) - len(later),
    )
