"""The budget figure: fees beside the plan and under the limit."""

from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from clayton_review.charts.shapes import PlanLineChart, PlanPoint
from clayton_review.engagement import selectors
from clayton_review.engagement.figures.parts import (
    FORECAST_METHOD,
    beside_limit,
    by_plan,
    dollars,
    empty,
    evidence,
)
from clayton_review.engagement.models import OVER_LIMIT
from clayton_review.engagement.selectors import Spending
from clayton_review.figures import Column, Figure, Scope, State, Table, cell, figure
from clayton_review.web.formatting import day, money

AHEAD = Decimal("0.01")  # more than a hundredth above the plan is over it
BEHIND = Decimal("0.10")  # more than a tenth below the plan is behind it
NO_LIMIT = "As recorded at the time, the contract leaves nothing to spend"
BUDGET_COLUMNS = (
    Column("Month"),
    Column("Planned", "money"),
    Column("Fees", "money"),
    Column("Planned in all", "money"),
    Column("Fees in all", "money"),
)


@figure("engagement.budget")
def budget(scope: Scope) -> Figure:
    """Return fees to date against the plan and the limit; value in US dollars."""
    money_now = selectors.spending(scope.as_of)
    if money_now is None:
        return empty("engagement.budget", "No contract is on record", "US dollars")
    title, state, state_words = _budget_state(money_now)
    return Figure(
        name="engagement.budget",
        title=title,
        sentence=_budget_sentence(money_now),
        unit="US dollars",
        denominator=("" if money_now.share is None else f"the {money(money_now.limit)} limit"),
        method=(
            "Professional fees by the day they were incurred, as recorded by the cutoff of the "
            "report. The limit is the not-to-exceed amount of the contract. "
            "Reimbursable expenses are shown separately. The plan for a month "
            "that is not over counts only the days that have passed. "
            f"{FORECAST_METHOD}{_plan_end(money_now)}"
        ),
        table=Table(BUDGET_COLUMNS, _budget_rows(money_now)),
        evidence_url=evidence(scope, "engagement:expenses"),
        value=cell(money_now.fees, 2),
        chart=_budget_chart(money_now, title),
        state=state,
        state_words=state_words,
    )


def _budget_state(now: Spending) -> tuple[str, State, str]:
    """Return title, state and its words: the limit decides first, then the plan."""
    if now.over_limit:
        return "Spending is over the limit", State.ATTENTION, "over the limit"
    if now.share is None:
        return NO_LIMIT, State.ATTENTION, "nothing left"
    spent = f"{cell(now.share, 0)}% of the limit spent"
    if now.share >= selectors.ATTENTION:
        return "Spending is near the limit", State.ATTENTION, spent
    return _plan_state(now, now.share, spent)


def _plan_state(now: Spending, share: Decimal, spent: str) -> tuple[str, State, str]:
    if not now.planned_total:
        return "There is no plan to compare spending with", State.WATCH, "no plan on record"
    if now.fees > now.planned_to_date * (1 + AHEAD):
        over = dollars(now.fees - now.planned_to_date)
        return f"Spending is {over} over plan", State.WATCH, "over plan"
    if share >= selectors.WATCH:
        return "Three quarters of the limit has been spent", State.WATCH, spent
    is_behind = now.fees < now.planned_to_date * (1 - BEHIND)
    words = "behind plan" if is_behind else "on plan"
    if now.limit_reached_in:
        return (
            f"Spending is {words}, but at this pace it would pass the limit",
            State.WATCH,
            "limit in sight",
        )
    return f"Spending is {words}", State.ON_TRACK, words


def _budget_sentence(now: Spending) -> str:
    parts = [f"Fees to date are {dollars(now.fees)}"]
    if now.share is not None:
        parts.append(f", {cell(now.share, 1)}% of the {money(now.limit)} limit")
    if now.planned_total:
        parts.append(f", compared with {dollars(now.planned_to_date)} planned by now")
    parts.append("." if now.share is not None else f". {NO_LIMIT}.")
    parts.append(_ends_at(now))
    if now.over_limit:
        parts.append(f" {dollars(now.over_limit)} is {OVER_LIMIT}.")
    parts.append(f" Reimbursable expenses of {dollars(now.reimbursables)} are separate.")
    return "".join(parts)


def _ends_at(now: Spending) -> str:
    """Forecast the fees at the end: if the plan holds, then at the pace of the last months."""
    parts = [by_plan(now, "they")]
    if now.by_run_rate is not None:
        pace = f"At the pace of recent months ({dollars(now.run_rate)} each)"
        beside = beside_limit(now.by_run_rate, now)
        end = f"{dollars(now.by_run_rate)} by {day(now.ends_on)}, {beside}"
        parts.append(f"{pace}, they will reach {end}.")
    return "".join(f" {sentence}" for sentence in parts if sentence)


def _plan_end(now: Spending) -> str:
    """Say that nothing is planned up to the end of the contract; empty if something is."""
    last = now.plan_ends
    if last is None or last == now.months[-1].month:
        return ""
    return f" No fees are planned after {last:%B %Y}; the contract runs to {day(now.ends_on)}."


def _budget_rows(now: Spending) -> tuple[tuple[str | None, ...], ...]:
    planned = accumulate(month.planned for month in now.shown_months)
    spent = accumulate(month.spent or Decimal(0) for month in now.shown_months)
    return tuple(
        (
            f"{month.month:%B %Y}",
            cell(month.planned, 2),
            "" if month.spent is None else cell(month.spent, 2),
            cell(planned_so_far, 2),
            "" if month.spent is None else cell(spent_so_far, 2),
        )
        for month, planned_so_far, spent_so_far in zip(
            now.shown_months, planned, spent, strict=True
        )
    )


def _budget_chart(now: Spending, title: str) -> PlanLineChart:
    rows = _budget_rows(now)
    last = max((place for place, row in enumerate(rows) if row[4]), default=-1)
    points = tuple(
        PlanPoint(
            label=f"{month.month:%b %Y}",
            # a month that runs is compared with the plan up to today, not to its end
            planned=_whole_dollars(now.planned_to_date if place == last else row[3] or "0"),
            actual=_whole_dollars(row[4]) if row[4] else None,
        )
        for place, (month, row) in enumerate(zip(now.shown_months, rows, strict=True))
    )
    limit = None if now.share is None else float(now.limit)
    return PlanLineChart(title=title, unit="US dollars", limit=limit, points=points)


def _whole_dollars(amount: Decimal | str) -> float:
    """Round to whole dollars: the chart's words stand beside sentences without cents."""
    return float(Decimal(amount).quantize(Decimal(1), ROUND_HALF_UP))
