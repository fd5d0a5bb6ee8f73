"""The contract of October 9, 2018, and an invented life of it: plan, money, milestones, asks."""

from datetime import date
from decimal import Decimal
from typing import Any

from clayton_review.accounts.models import User
from clayton_review.demo import time_and_expenses
from clayton_review.demo.times import identity, on
from clayton_review.documents.models import Document
from clayton_review.engagement import actions
from clayton_review.engagement.models import (
    BoardMeetingInput,
    ContractInput,
    DecisionAskedInput,
    ExpenseInput,
    ExpenseKind,
    Milestone,
    MilestoneInput,
    PlannedMonthInput,
    Task,
)

PLAN = {
    "2018-10": 14_000, "2018-11": 22_000, "2018-12": 22_000, "2019-01": 20_000,
    "2019-02": 19_000, "2019-03": 17_000, "2019-04": 16_000, "2019-05": 14_550,
}  # fmt: skip

MEETINGS = (
    ("2018-11-13", "2018-11-08"), ("2018-12-11", "2018-12-06"), ("2019-01-08", "2019-01-04"),
    ("2019-02-12", "2019-02-08"), ("2019-03-12", "2019-03-08"),
)  # fmt: skip

# (title, first agreed for, reached on, moved to, reason)
MILESTONES = (
    ("Staff on site", "2018-10-23", "2018-10-22", "", ""),
    ("Records of July 7 requested", "2018-11-05", "2018-11-05", "", ""),
    ("Mailed survey sent", "2018-11-09", "2018-11-12", "2018-11-12",
     "The printer needed one more weekend."),
    ("First findings released", "2018-11-30", "2018-11-29", "", ""),
    ("First interviews written up", "2018-12-14", "2018-12-14", "", ""),
    ("Mailed survey closed", "2018-12-14", "2018-12-15", "", ""),
    ("Draft findings to the Board", "2019-02-04", "", "2019-02-12",
     "The radio recordings came five weeks late."),
    ("Recommendations to the Board", "2019-03-12", "", "", ""),
    ("Strategic plan", "2019-05-28", "", "", ""),
)  # fmt: skip

COST = ExpenseKind.REIMBURSABLE  # fees are logged as time, in the log
EXPENSES: tuple[tuple[str, str, str, str, str], ...] = (
    ("2018-10-30", COST, Task.TRAVEL, "1062.52", "Travel of two consultants, four nights"),
    ("2018-11-12", COST, Task.SURVEY, "2873.00", "Printing and postage of 2,600 letters"),
    ("2018-11-29", COST, Task.TRAVEL, "864.25", "Travel of two consultants, three nights"),
    ("2018-12-19", COST, Task.TRAVEL, "980.60", "Travel of three consultants, three nights"),
    ("2019-01-28", COST, Task.TRAVEL, "781.40", "Travel of two consultants, two nights"),
)  # fmt: skip


def _file(name: str, values: Any, *, by: User) -> Any:
    return actions.file(record_id=identity(f"engagement/{name}"), values=values, by=by)


def sign_contract(sources: dict[str, Document], *, lead: User) -> None:
    """Sign the contract, with its plan, its milestones and the calendar of the Board."""
    with on("2018-10-15"):
        values = ContractInput(
            title="Study of relations between city, police and community",
            client="City of Clayton, Missouri",
            not_to_exceed=Decimal("158550.00"),
            approved_on=date(2018, 10, 9),
            starts_on=date(2018, 10, 1),
            ends_on=date(2019, 9, 30),
            document=sources["contract article"],
        )
        _file("contract", values, by=lead)
        for month, amount in PLAN.items():
            planned = PlannedMonthInput(date.fromisoformat(f"{month}-01"), Decimal(amount))
            _file(f"plan/{month}", planned, by=lead)
        for held_on, packet in MEETINGS:
            meeting = BoardMeetingInput(date.fromisoformat(held_on), date.fromisoformat(packet))
            _file(f"meeting/{held_on}", meeting, by=lead)
        for title, agreed, *_ in MILESTONES:
            _file(title, MilestoneInput(title, date.fromisoformat(agreed)), by=lead)
        time_and_expenses.agree_rates(lead=lead)


def spend(month: str, *, by: User) -> None:
    """Record expenses, hours and milestones of one month (`2018-11`)."""
    time_and_expenses.log_month(month)
    for number, (day, kind, task, amount, text) in enumerate(EXPENSES):
        if not day.startswith(month):
            continue
        with on(day, "17:00"):
            values = ExpenseInput(
                kind=kind,
                task=task,
                incurred_on=date.fromisoformat(day),
                amount=Decimal(amount),
                description=text,
                spent_by=by,
                receipt=time_and_expenses.receipt(text, day, amount, by=by),
            )
            _file(f"expense/{number}", values, by=by)
    for title, agreed, reached, moved_to, reason in MILESTONES:
        if moved_to and _moved_in(agreed) == month:
            _move(title, agreed, moved_to, reason, by=by)
        if reached.startswith(month):
            with on(reached, "18:00"):
                milestone = Milestone.objects.get(pk=identity(f"engagement/{title}"))
                actions.reach_milestone(
                    milestone=milestone,
                    revision=milestone.revision,
                    reached_on=date.fromisoformat(reached),
                    by=by,
                )


def ask_the_board(*, by: User) -> None:
    """Ask the Board for the decision open since December, and record the one taken that month."""
    time_and_expenses.decide_about_the_brief(lead=by)
    with on("2018-12-20"):
        values = DecisionAskedInput(
            text="Add two dialogues held in Spanish",
            why=(
                "Some of the people we interviewed speak Spanish at home. The survey reached few "
                "of them."
            ),
            asked_on=date(2018, 12, 20),
            decide_by=date(2019, 2, 12),
            amount=Decimal("6800.00"),
            options=(
                "Two dialogues with an interpreter: $6,800\n"
                "One dialogue with an interpreter: $3,600\n"
                "None: the report will say that few Spanish speakers were heard"
            ),
        )
        _file("decision/dialogues", values, by=by)


def _moved_in(agreed: str) -> str:
    return {"2019-02-04": "2019-01"}.get(agreed, agreed[:7])


def _move(title: str, agreed: str, moved_to: str, reason: str, *, by: User) -> None:
    day = "2019-01-25" if agreed == "2019-02-04" else agreed
    with on(day, "09:00"):
        milestone = Milestone.objects.get(pk=identity(f"engagement/{title}"))
        actions.move_milestone(
            milestone=milestone,
            revision=milestone.revision,
            to_on=date.fromisoformat(moved_to),
            reason=reason,
            by=by,
        )
