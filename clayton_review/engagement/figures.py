"""The engagement's figures: budget, reimbursable expenses, milestones, decisions asked."""

from decimal import Decimal
from itertools import accumulate

from django.db.models import Sum
from django.urls import reverse

from clayton_review import clock
from clayton_review.charts.shapes import (
    Bar,
    BarChart,
    MilestoneChart,
    MilestoneMark,
    PlanChart,
    PlanPoint,
)
from clayton_review.engagement import selectors
from clayton_review.engagement.models import OVER_LIMIT, Expense, Task
from clayton_review.engagement.selectors import MilestoneThen, Spending
from clayton_review.figures import Audience, Column, Figure, Scope, State, Table, cell, figure
from clayton_review.web.words import day, money

TOLERANCE = Decimal("0.10")  # within a tenth of the plan spending counts as on plan
BUDGET_COLUMNS = (
    Column("Month"),
    Column("Planned", "money"),
    Column("Fees", "money"),
    Column("Planned in all", "money"),
    Column("Fees in all", "money"),
)


@figure("engagement.budget")
def budget(scope: Scope) -> Figure:
    """Fees to date beside the plan and under the limit; value in US dollars."""
    money_now = selectors.spending(scope.as_of)
    if money_now is None:
        return _empty("engagement.budget", "No contract is on record", "US dollars")
    title, state, state_words = _budget_state(money_now)
    return Figure(
        name="engagement.budget",
        title=title,
        sentence=_budget_sentence(money_now),
        unit="US dollars",
        denominator=f"{money(money_now.limit)} not to exceed",
        method=(
            "Professional fees by the day they were incurred, as recorded by the reporting moment. "
            "Reimbursable expenses stand apart. The forecast extends the pace so far to the end of "
            "the contract; a month that runs counts in the plan by its days."
        ),
        table=Table(BUDGET_COLUMNS, _budget_rows(money_now)),
        evidence_url=_evidence(scope, "engagement:expenses"),
        value=cell(money_now.fees, 2),
        chart=_budget_chart(money_now, title),
        state=state,
        state_words=state_words,
    )


def _budget_state(now: Spending) -> tuple[str, State, str]:
    """The statement, the state and its words: the limit first, then the plan."""
    if now.over:
        return "Spending is over the limit", State.ATTENTION, OVER_LIMIT
    spent = f"{cell(now.share, 0)}% of the limit spent"
    if now.share >= selectors.ATTENTION:
        return "Spending is near the limit", State.ATTENTION, spent
    return _plan_state(now, spent)


def _plan_state(now: Spending, spent: str) -> tuple[str, State, str]:
    if not now.planned_total:
        return "Spending has no plan to compare with", State.WATCH, "no plan on record"
    if now.fees > now.planned_to_date * (1 + TOLERANCE):
        return "Spending is ahead of plan", State.WATCH, "ahead of plan"
    if now.share >= selectors.WATCH:
        return "Three quarters of the limit are spent", State.WATCH, spent
    if now.fees < now.planned_to_date * (1 - TOLERANCE):
        return "Spending is behind plan", State.ON_TRACK, "behind plan"
    return "Spending is on plan", State.ON_TRACK, "on plan"


def _budget_sentence(now: Spending) -> str:
    parts = [
        f"Fees to date are {money(now.fees)}, {cell(now.share, 1)}% of the {money(now.limit)} "
        "not to be exceeded"
    ]
    if now.planned_total:
        parts.append(f", against {money(now.planned_to_date)} planned by now")
    parts.append(".")
    if now.forecast is not None:
        relation = "above" if now.forecast > now.limit else "within"
        reached = money(now.forecast.quantize(Decimal(1)))
        parts.append(f" At this pace they reach {reached} by the end, {relation} it.")
    if now.over:
        parts.append(f" {money(now.over)} is {OVER_LIMIT}.")
    parts.append(f" Reimbursable expenses of {money(now.reimbursables)} stand apart.")
    return "".join(parts)


def _budget_rows(now: Spending) -> tuple[tuple[str | None, ...], ...]:
    planned = accumulate(month.planned for month in now.months)
    spent = accumulate(month.spent or Decimal(0) for month in now.months)
    return tuple(
        (
            f"{month.month:%B %Y}",
            cell(month.planned, 2),
            "" if month.spent is None else cell(month.spent, 2),
            cell(planned_so_far, 2),
            "" if month.spent is None else cell(spent_so_far, 2),
        )
        for month, planned_so_far, spent_so_far in zip(now.months, planned, spent, strict=True)
    )


def _budget_chart(now: Spending, title: str) -> PlanChart:
    rows = _budget_rows(now)
    last = max((place for place, row in enumerate(rows) if row[4]), default=-1)
    points = tuple(
        PlanPoint(
            label=f"{month.month:%b %Y}",
            # a month that runs is compared with the plan up to today, not to its end
            planned=float(now.planned_to_date if place == last else row[3] or 0),
            actual=float(row[4]) if row[4] else None,
        )
        for place, (month, row) in enumerate(zip(now.months, rows, strict=True))
    )
    return PlanChart(title=title, unit="US dollars", limit=float(now.limit), points=points)


@figure("engagement.expenses")
def reimbursable_expenses(scope: Scope) -> Figure:
    """Reimbursable expenses by task; value in US dollars."""
    known = Expense.objects.as_of(scope.as_of).reimbursables()
    known = known.filter(incurred_on__lte=clock.local(scope.as_of).date())
    sums = known.order_by("task").values_list("task").annotate(total=Sum("amount"))
    by_task = sorted(((Task(task).label, total) for task, total in sums), key=lambda row: -row[1])
    total = sum((amount for _, amount in by_task), Decimal(0))
    title = f"Reimbursable expenses come to {money(total)}"
    largest = ""
    if by_task:
        largest = f" The largest part, {money(by_task[0][1])}, is {by_task[0][0].lower()}."
    return Figure(
        name="engagement.expenses",
        title=title,
        sentence=f"{title} to date, apart from the fees.{largest}",
        unit="US dollars",
        denominator="",
        method="Recorded reimbursable expenses by task; they do not count against the limit.",
        table=Table(
            (Column("Task"), Column("Expenses", "money")),
            tuple((label, cell(amount, 2)) for label, amount in by_task),
        ),
        evidence_url=_evidence(scope, "engagement:expenses"),
        value=cell(total, 2),
        chart=_expense_chart(by_task, title) if by_task else None,
    )


def _expense_chart(by_task: list[tuple[str, Decimal]], title: str) -> BarChart:
    bars = tuple(Bar(label, float(amount)) for label, amount in by_task)
    return BarChart(title, "US dollars", float(by_task[0][1]), bars)


@figure("engagement.milestones")
def work_plan(scope: Scope) -> Figure:
    """Milestones reached, late and moved; value is the number reached."""
    rows = selectors.milestones(scope.as_of)
    if not rows:
        return _empty("engagement.milestones", "No milestone is on record", "milestones")
    today = clock.local(scope.as_of).date()
    n_reached = sum(row.reached_on is not None for row in rows)
    n_overdue = sum(row.state == "overdue" for row in rows)
    n_moved = sum(row.n_moves > 0 for row in rows)
    title = f"{n_reached} of {len(rows)} milestones are reached"
    title += f", {n_overdue} {_are(n_overdue)} overdue" if n_overdue else ""
    marks = tuple(_mark(row) for row in rows)
    return Figure(
        name="engagement.milestones",
        title=title,
        sentence=f"{title}; {n_moved} moved from the date first agreed.{_next_due(rows)}",
        unit="milestones",
        denominator=f"{len(rows)} milestones",
        method="Due dates as they stood at the reporting moment; every move keeps its reason.",
        table=Table(_MILESTONE_COLUMNS, tuple(_milestone_row(row) for row in rows)),
        evidence_url=_evidence(scope, "engagement:milestones"),
        value=str(n_reached),
        chart=MilestoneChart(title=title, today=today.isoformat(), marks=marks),
        state=State.ATTENTION if n_overdue else State.ON_TRACK,
        state_words=f"{n_overdue} overdue" if n_overdue else "on time",
    )


_MILESTONE_COLUMNS = (
    Column("Milestone"),
    Column("First agreed for", "date"),
    Column("Due", "date"),
    Column("Reached", "date"),
    Column("State"),
)


def _milestone_row(row: MilestoneThen) -> tuple[str, ...]:
    reached = row.reached_on.isoformat() if row.reached_on else ""
    return (row.title, row.baseline_on.isoformat(), row.due_on.isoformat(), reached, row.state)


def _mark(row: MilestoneThen) -> MilestoneMark:
    reached = row.reached_on.isoformat() if row.reached_on else None
    return MilestoneMark(row.title, row.baseline_on.isoformat(), row.due_on.isoformat(), reached)


def _next_due(rows: list[MilestoneThen]) -> str:
    waiting = [row for row in rows if row.state == "due"]
    return f" Next is “{waiting[0].title}”, due {day(waiting[0].due_on)}." if waiting else ""


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


@figure("engagement.decisions")
def decisions_asked(scope: Scope) -> Figure:
    """What the Board is asked to decide; value is the number of open questions."""
    rows = selectors.decisions(scope.as_of)
    n_late = sum(row.decide_by < clock.local(scope.as_of).date() for row in rows)
    title = {0: "Nothing is asked of the Board", 1: "One decision is asked of the Board"}.get(
        len(rows), f"{len(rows)} decisions are asked of the Board"
    )
    first = ""
    if rows:
        first = f" The first, {rows[0].reference}, is needed by {day(rows[0].decide_by)}."
    return Figure(
        name="engagement.decisions",
        title=title,
        sentence=f"{title}.{first}",
        unit="decisions",
        denominator="",
        method="Questions to the Board that were asked and not decided by the reporting moment.",
        table=Table(
            (
                Column("Reference"),
                Column("What is asked"),
                Column("Why"),
                Column("Amount", "money"),
                Column("Needed by", "date"),
            ),
            tuple(
                (
                    row.reference,
                    row.text,
                    row.why,
                    cell(row.amount, 2) if row.amount else "",
                    row.decide_by.isoformat(),
                )
                for row in rows
            ),
        ),
        evidence_url=_evidence(scope, "engagement:decisions"),
        value=str(len(rows)),
        state=State.ATTENTION if n_late else State.WATCH if rows else State.ON_TRACK,
        state_words=f"{n_late} overdue" if n_late else "waiting for the Board" if rows else "none",
    )


def _evidence(scope: Scope, url_name: str) -> str:
    """The records behind a figure, for those who may open them."""
    return reverse(url_name) if scope.audience == Audience.TEAM else ""


def _empty(name: str, title: str, unit: str) -> Figure:
    return Figure(
        name=name,
        title=title,
        sentence=f"{title}.",
        unit=unit,
        denominator="",
        method="",
        table=Table((), ()),
        evidence_url="",
    )
