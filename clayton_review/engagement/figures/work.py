"""Figures of the work plan and of the Board: milestones, questions and outcomes, what comes."""

import re
from decimal import Decimal

from clayton_review import clock
from clayton_review.charts.shapes import MilestoneChart, MilestoneMark
from clayton_review.engagement import selectors
from clayton_review.engagement.figures.parts import empty, evidence
from clayton_review.engagement.models import DecisionAsked
from clayton_review.engagement.selectors import MilestoneAsOf, Spending
from clayton_review.figures import Column, Figure, Scope, State, Table, cell, figure
from clayton_review.web.formatting import count_phrase, day, join_words, money

NEXT_DAYS = 30
COST = re.compile(r"\$(\d{1,3}(?:,\d{3})*(?:\.\d{2})?|\d+(?:\.\d{2})?)(?![\d,]*\d)")


@figure("engagement.milestones")
def work_plan(scope: Scope) -> Figure:
    """Return milestones reached, late and overdue; the value is the number reached."""
    rows = selectors.milestones(scope.as_of)
    if not rows:
        return empty("engagement.milestones", "No milestones are on record", "milestones")
    today = clock.local(scope.as_of).date()
    n_reached = sum(row.reached_on is not None for row in rows)
    n_late = sum(row.state == "reached late" for row in rows)
    n_overdue = sum(row.state == "overdue" for row in rows)
    milestones = count_phrase(len(rows), "milestone", "milestones")
    title = f"{n_reached} of {milestones} {_have(n_reached, len(rows))} been reached"
    title += f", {n_late} of them late" if n_late else ""
    title += f", {n_overdue} {_verb_for(n_overdue)} overdue" if n_overdue else ""
    state, state_words = _plan_state(rows)
    marks = tuple(_mark(row) for row in rows)
    return Figure(
        name="engagement.milestones",
        title=title,
        sentence=f"{title}.{_against_first_dates(rows)}{_next_due(rows)}",
        unit="milestones",
        denominator=milestones,
        method=(
            "Due dates as of the cutoff of the report. Every move is listed with its reason. Late "
            "means reached after the date first agreed on. Moved later means still due, and after "
            "that date."
        ),
        table=Table(_MILESTONE_COLUMNS, tuple(_milestone_row(row) for row in rows)),
        evidence_url=evidence(scope, "engagement:milestones"),
        value=str(n_reached),
        chart=MilestoneChart(title=title, today=today.isoformat(), marks=marks),
        state=state,
        state_words=state_words,
    )


def _plan_state(rows: list[MilestoneAsOf]) -> tuple[State, str]:
    """Return overdue first, then late and moved later; on time only if there is none of them."""
    n_overdue = sum(row.state == "overdue" for row in rows)
    if n_overdue:
        return State.ATTENTION, f"{n_overdue} overdue"
    counts = {
        "late": sum(row.state == "reached late" for row in rows),
        "moved later": sum(row.state == "due" and row.days_later > 0 for row in rows),
    }
    words = ", ".join(f"{n} {word}" for word, n in counts.items() if n)
    return (State.WATCH, words) if words else (State.ON_TRACK, "on time")


_MILESTONE_COLUMNS = (
    Column("Milestone"),
    Column("First agreed", "date"),
    Column("Due", "date"),
    Column("Reached", "date"),
    Column("Status"),
    Column("Early or late"),
    Column("Why it moved"),
)


def _milestone_row(row: MilestoneAsOf) -> tuple[str, ...]:
    reached = row.reached_on.isoformat() if row.reached_on else ""
    dates = (row.baseline_on.isoformat(), row.due_on.isoformat(), reached)
    return (row.title, *dates, row.state, row.early_or_late, row.reason)


def _mark(row: MilestoneAsOf) -> MilestoneMark:
    reached = row.reached_on.isoformat() if row.reached_on else None
    return MilestoneMark(row.title, row.baseline_on.isoformat(), row.due_on.isoformat(), reached)


def _against_first_dates(rows: list[MilestoneAsOf]) -> str:
    reached = [row.days_later for row in rows if row.reached_on]
    due = [row.days_later for row in rows if not row.reached_on]
    counts = [
        (sum(days < 0 for days in reached), "reached early"),
        (sum(days > 0 for days in reached), "reached late"),
        (sum(days < 0 for days in due), "moved earlier"),
        (sum(days > 0 for days in due), "moved later"),
    ]
    clauses = [f"{n} {'was' if n == 1 else 'were'} {words}" for n, words in counts if n]
    if clauses:
        first = clauses[0].replace(" ", f" of the {len(rows)} ", 1)
        return f" Compared with the dates first agreed on, {join_words([first, *clauses[1:]])}."
    on_time = " Each was reached, or is still due, on the date first agreed on."
    return "" if any(row.state == "overdue" for row in rows) else on_time


def _next_due(rows: list[MilestoneAsOf]) -> str:
    waiting = [row for row in rows if row.state == "due"]
    return f" The next is “{waiting[0].title}”, due {day(waiting[0].due_on)}." if waiting else ""


def _have(count: int, total: int) -> str:
    return "has" if 1 in {count, total} else "have"


def _verb_for(count: int) -> str:
    return "is" if count == 1 else "are"


@figure("engagement.decisions")
def decisions_asked(scope: Scope) -> Figure:
    """Return the decisions asked of the Board; the value is the number of open questions."""
    rows = selectors.decisions(scope.as_of)
    money_now = selectors.spending(scope.as_of) if any(row.amount for row in rows) else None
    n_late = sum(row.decide_by < clock.local(scope.as_of).date() for row in rows)
    title = {
        0: "The Board is not asked to decide anything",
        1: "The Board is asked for one decision",
    }.get(len(rows), f"The Board is asked for {len(rows)} decisions")
    first = ""
    if rows:
        name = rows[0].reference if len(rows) == 1 else f"The first, {rows[0].reference},"
        first = f" {name} is needed by {day(rows[0].decide_by)}."
    return Figure(
        name="engagement.decisions",
        title=title,
        sentence=f"{title}.{first}",
        unit="decisions",
        denominator="",
        method=(
            "Questions the Board had been asked but had not decided by the cutoff of the report. "
            "Where money is asked for, the cost of an option is compared with what is left under "
            "the limit."
        ),
        table=Table(
            (
                Column("Reference"),
                Column("What is asked"),
                Column("Why"),
                Column("Amount", "money"),
                Column("Needed by", "date"),
                Column("Options and costs"),
            ),
            tuple(
                (
                    row.reference,
                    row.text,
                    row.why,
                    cell(row.amount, 2) if row.amount else "",
                    row.decide_by.isoformat(),
                    _options(row, money_now),
                )
                for row in rows
            ),
        ),
        evidence_url=evidence(scope, "engagement:decisions"),
        value=str(len(rows)),
        state=State.ATTENTION if n_late else State.WATCH if rows else State.ON_TRACK,
        state_words=f"{n_late} overdue" if n_late else "waiting for the Board" if rows else "none",
    )


def _options(row: DecisionAsked, now: Spending | None) -> str:
    """Return the options line by line; with an amount, also what is left until the limit."""
    if now is None or not row.amount:
        return row.options
    return "\n".join(f"{line}{_remaining_note(line, now)}" for line in row.options.splitlines())


def _remaining_note(line: str, now: Spending) -> str:
    costs = COST.findall(line)
    if len(costs) != 1:
        return ""
    if now.over_limit:
        return f" (fees are already {money(now.over_limit)} over the limit)"
    on = f"{now.day:%B} {now.day.day}"
    remaining, cost = now.limit - now.fees, Decimal(costs[0].replace(",", ""))
    if cost > remaining:
        return f" ({money(cost - remaining)} more than is left under the limit on {on})"
    return f" (out of {money(remaining)} left under the limit on {on})"


@figure("engagement.decided")
def decisions_taken(scope: Scope) -> Figure:
    """Return the decisions of the Board so far; the value is their number."""
    rows = selectors.decided(scope.as_of)
    n = len(rows)
    title = {
        0: "The Board has not made any decisions yet",
        1: "The Board has made one decision",
    }.get(n, f"The Board has made {n} decisions")
    last = (
        f" The latest, {rows[0].reference}, was made on {day(rows[0].decided_on)}." if rows else ""
    )
    return Figure(
        name="engagement.decided",
        title=title,
        sentence=f"{title}.{last}",
        unit="decisions",
        denominator="",
        method="Decisions by the Board on questions from the study, by the day they were made.",
        table=Table(
            (
                Column("Reference"),
                Column("What was asked"),
                Column("Decided on", "date"),
                Column("How"),
                Column("Outcome"),
                Column("Minutes"),
            ),
            tuple(
                (
                    row.reference,
                    row.text,
                    row.decided_on.isoformat() if row.decided_on else "",
                    row.get_how_decided_display() or "Decided",
                    row.outcome,
                    row.minutes,
                )
                for row in rows
            ),
        ),
        evidence_url=evidence(scope, "engagement:decisions"),
        value=str(n),
    )


@figure("engagement.calendar")
def next_days(scope: Scope) -> Figure:
    """Return the dates in the 30 days after the reporting moment; the value is their number."""
    rows = selectors.coming(scope.as_of, days=NEXT_DAYS)
    title = f"{len(rows)} dates are set for the next {NEXT_DAYS} days"
    if len(rows) == 1:
        title = f"One date is set for the next {NEXT_DAYS} days"
    first = f" The first is {day(rows[0].on)}: {rows[0].title}." if rows else ""
    return Figure(
        name="engagement.calendar",
        title=title if rows else f"No dates are set for the next {NEXT_DAYS} days",
        sentence=f"{title if rows else 'No dates are set'}.{first}",
        unit="dates",
        denominator="",
        method=(
            "Meetings of the Board and the days their packets close, reports to be prepared, "
            "milestones due and decisions needed, as known at the cutoff of the report."
        ),
        table=Table(
            (Column("Day", "date"), Column("What"), Column("Kind")),
            tuple((row.on.isoformat(), row.title, row.kind) for row in rows),
        ),
        evidence_url=evidence(scope, "engagement:calendar"),
        value=str(len(rows)),
    )
