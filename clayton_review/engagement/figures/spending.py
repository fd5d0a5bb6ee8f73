"""Figures of what the money goes into: expenses, tasks, burn and forecast, alerts."""

from decimal import Decimal

from django.db.models import Sum

from clayton_review import clock
from clayton_review.charts.shapes import Bar, BarChart
from clayton_review.engagement import selectors
from clayton_review.engagement.figures.parts import (
    FORECAST_METHOD,
    by_plan,
    dollars,
    empty,
    evidence,
)
from clayton_review.engagement.models import OVER_LIMIT, Expense, Task
from clayton_review.engagement.selectors import Spending
from clayton_review.figures import Column, Figure, Scope, State, Table, cell, figure
from clayton_review.web.formatting import day, hours_words, lower_first, money


@figure("engagement.expenses")
def reimbursable_expenses(scope: Scope) -> Figure:
    """Return reimbursable expenses by task; value in US dollars."""
    known = Expense.objects.as_of(scope.as_of).reimbursables()
    known = known.filter(incurred_on__lte=clock.local(scope.as_of).date())
    sums = known.order_by("task").values_list("task").annotate(total=Sum("amount"))
    by_task = sorted(((Task(task).label, total) for task, total in sums), key=lambda row: -row[1])
    total = sum((amount for _, amount in by_task), Decimal(0))
    title = f"Reimbursable expenses total {dollars(total)}"
    largest = ""
    if by_task:
        largest = f" The largest item is {lower_first(by_task[0][0])}, at {dollars(by_task[0][1])}."
    return Figure(
        name="engagement.expenses",
        title=title,
        sentence=f"{title} to date, separate from the fees.{largest}",
        unit="US dollars",
        denominator="",
        method="Recorded reimbursable expenses by task; they do not count against the limit.",
        table=Table(
            (Column("Task"), Column("Expenses", "money")),
            tuple((label, cell(amount, 2)) for label, amount in by_task),
        ),
        evidence_url=evidence(scope, "engagement:expenses"),
        value=cell(total, 2),
        chart=_expense_chart(by_task, total, title) if by_task else None,
    )


def _expense_chart(by_task: list[tuple[str, Decimal]], total: Decimal, title: str) -> BarChart:
    bars = tuple(Bar(label, float(amount)) for label, amount in by_task)
    return BarChart(title, "US dollars", float(total), bars)


@figure("engagement.tasks")
def fees_by_task(scope: Scope) -> Figure:
    """Return hours and fees by task; value in US dollars."""
    rows = selectors.spent_by_task(scope.as_of)
    if not rows:
        return empty("engagement.tasks", "No time is on record", "US dollars")
    total = sum((amount for _, _, amount in rows), Decimal(0))
    hours = sum((spent for _, spent, _ in rows), Decimal(0))
    share = cell(rows[0][2] * 100 / total, 0)
    task = lower_first(rows[0][0])
    title = f"The largest part of the fees, {share}%, went to {task}"
    bars = tuple(Bar(label, float(amount)) for label, _, amount in rows)
    return Figure(
        name="engagement.tasks",
        title=title,
        sentence=f"{title}: {dollars(rows[0][2])} of {dollars(total)}, "
        f"with {hours_words(hours)} on record.",
        unit="US dollars",
        denominator="",
        method=(
            "Professional fees by task. Hours are those logged by members of the team. A fee "
            "agreed as one amount has no hours. Reimbursable expenses are shown separately."
        ),
        table=Table(
            (Column("Task"), Column("Hours", "number"), Column("Fees", "money")),
            (
                *((label, cell(spent, 2), cell(amount, 2)) for label, spent, amount in rows),
                ("Total", cell(hours, 2), cell(total, 2)),
            ),
        ),
        evidence_url=evidence(scope, "engagement:expenses"),
        value=cell(total, 2),
        chart=BarChart(title, "US dollars", float(total), bars),
    )


@figure("engagement.burn")
def burn_and_forecast(scope: Scope) -> Figure:
    """Forecast the fees by pace and by plan; the value is the monthly pace."""
    now = selectors.spending(scope.as_of)
    if now is None or now.run_rate is None or now.by_run_rate is None:
        return empty("engagement.burn", "A forecast needs one whole month", "US dollars a month")
    title, state, state_words = _burn_state(now)
    return Figure(
        name="engagement.burn",
        title=title,
        sentence=f"{by_plan(now, 'fees')} {_by_pace(now)}".strip(),
        unit="US dollars",
        denominator="a month, fees without expenses",
        method=f"{FORECAST_METHOD} It does not allow for amendments the Board may make.",
        table=Table(
            (Column("Measure"), Column("Amount", "money"), Column("When")), _spending_rows(now)
        ),
        evidence_url=evidence(scope, "engagement:expenses"),
        value=cell(now.run_rate, 2),
        state=state,
        state_words=state_words,
    )


def _burn_state(now: Spending) -> tuple[str, State, str]:
    """Return title, state and its words: a limit that was passed is not a forecast."""
    if now.over_limit:
        return f"Fees passed the limit{_passed_in(now)}", State.ATTENTION, "over the limit"
    if reached := now.limit_reached_in:
        title = f"At the current pace, fees will reach the limit in {reached:%B %Y}"
        return title, State.WATCH, "limit in sight"
    return (
        "At the current pace, fees will stay within the limit",
        State.ON_TRACK,
        "within the limit",
    )


def _passed_in(now: Spending) -> str:
    return f" in {now.limit_passed_in:%B %Y}" if now.limit_passed_in else ""


def _by_pace(now: Spending) -> str:
    return (
        f"Recent months cost {dollars(now.run_rate)} each on average. At that pace, fees will "
        f"reach {dollars(now.by_run_rate)} by {day(now.ends_on)}. The limit is {money(now.limit)}."
    )


def _spending_rows(now: Spending) -> tuple[tuple[str, ...], ...]:
    end = day(now.ends_on)
    return (
        ("Fees to date", cell(now.fees, 2), day(now.day)),
        ("Average of recent months", cell(now.run_rate or 0, 2), ""),
        ("If the plan holds", cell(now.by_plan, 0), end),
        ("At the pace of recent months", cell(now.by_run_rate or 0, 0), end),
        ("Limit in force", cell(now.limit, 2), ""),
        ("Left under the limit", cell(max(now.limit - now.fees, Decimal(0)), 2), ""),
        _limit_row(now),
    )


def _limit_row(now: Spending) -> tuple[str, str, str]:
    """Return the month in which the limit was passed, or is reached at the current pace."""
    if now.over_limit:
        passed = now.limit_passed_in
        return "Limit passed", "", f"{passed:%B %Y}" if passed else ""
    reached = now.limit_reached_in
    return "Limit reached at that pace", "", f"{reached:%B %Y}" if reached else "not reached"


@figure("engagement.alerts")
def limit_alerts(scope: Scope) -> Figure:
    """Return the alerts at 75, 90 and 100 percent of the limit; the value is the highest level."""
    rows = selectors.alerts(scope.as_of)
    title = (
        f"Fees have passed {rows[0].level}% of the limit" if rows else "No limit alert is in effect"
    )
    over = (
        f" Everything above it is {OVER_LIMIT}." if rows and rows[0].level == selectors.FULL else ""
    )
    return Figure(
        name="engagement.alerts",
        title=title,
        sentence=f"{title}.{over}",
        unit="percent",
        denominator="",
        method=(
            "An alert is raised once when fees reach 75, 90 and 100 percent of the limit in force, "
            "the not-to-exceed amount of the contract. It is canceled when a withdrawn record or "
            "an amendment puts fees below that level."
        ),
        table=Table(
            (
                Column("Level", "percent"),
                Column("Raised on", "date"),
                Column("Fees then", "money"),
                Column("Limit then", "money"),
            ),
            tuple(
                (
                    str(row.level),
                    clock.local(row.raised_at).date().isoformat(),
                    cell(row.fees, 2),
                    cell(row.limit, 2),
                )
                for row in rows
            ),
        ),
        evidence_url=evidence(scope, "engagement:overview"),
        value=str(rows[0].level) if rows else "0",
        state=_alert_state(rows[0].level if rows else 0),
        state_words=f"{rows[0].level}% passed" if rows else "none",
    )


def _alert_state(level: int) -> State:
    if level >= selectors.ATTENTION:
        return State.ATTENTION
    return State.WATCH if level else State.ON_TRACK
