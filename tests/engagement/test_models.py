"""Refusals of the database itself, whatever a program says."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model

from clayton_review.accounts.models import User
from clayton_review.engagement import actions, models
from tests.engagement import factories

pytestmark = pytest.mark.django_db

MADE: dict[str, Callable[[User], Model]] = {
    "contract": lambda by: factories.contract(by=by),
    "amendment": lambda by: factories.amendment(by=by, change="5"),
    "expense": lambda by: factories.expense(by=by),
    "time": lambda by: factories.time(by=by),
    "mileage": lambda by: factories.mileage(by=by),
    "rate": lambda by: factories.hourly_rate(by=by),
    "mile rate": lambda by: factories.mileage_rate(by=by),
    "alert": lambda by: factories.alert(by=by),
    "plan": lambda by: factories.planned(by=by, month=date(2018, 10, 1), amount="1"),
    "meeting": lambda by: factories.meeting(
        by=by, held_on=date(2019, 1, 8), packet_due_on=date(2019, 1, 3)
    ),
    "decision": lambda by: factories.decision(by=by),
}

UNTRUE: list[tuple[str, str, dict[str, Any]]] = [
    ("contract", "contract_amount_is_positive", {"not_to_exceed": 0}),
    ("contract", "contract_ends_after_its_start", {"ends_on": date(2018, 1, 1)}),
    ("contract", "contract_is_the_only_one", {"is_the_one": False}),
    ("amendment", "amendment_changes_something", {"amount_change": 0}),
    ("expense", "expense_kind_is_known", {"kind": "bribe"}),
    ("expense", "expense_task_is_known", {"task": "golf"}),
    ("expense", "expense_amount_is_positive", {"amount": 0}),
    ("expense", "engagement_expense_withdrawal_complete", {"withdrawn_on": date(2019, 1, 1)}),
    ("plan", "plan_is_not_negative", {"amount": -1}),
    ("plan", "plan_is_for_a_whole_month", {"month": date(2018, 10, 2)}),
    ("meeting", "packet_is_due_before_meeting", {"packet_due_on": date(2019, 1, 9)}),
    ("decision", "decision_has_date_and_outcome", {"outcome": "Yes"}),
    ("decision", "decision_is_asked_before_due", {"decide_by": date(2018, 12, 1)}),
    (
        "decision",
        "decision_follows_the_question",
        {"decided_on": date(2018, 12, 1), "outcome": "Yes"},
    ),
    ("decision", "decision_amount_is_positive", {"amount": Decimal(-1)}),
    ("decision", "decision_is_decided_somehow", {"how_decided": "approved"}),
    ("decision", "decision_is_decided_somehow", {"minutes": "item 6"}),
    ("time", "time_is_hours_at_a_rate", {"amount": 1}),
    ("time", "time_is_hours_at_a_rate", {"rate": None}),
    ("time", "time_is_hours_at_a_rate", {"kind": "reimbursable"}),
    ("time", "time_is_hours_at_a_rate", {"hours": 25, "amount": 4500}),
    ("mileage", "mileage_is_miles_at_a_rate", {"amount": 1}),
    ("mileage", "mileage_is_miles_at_a_rate", {"mile_rate": None}),
    ("mileage", "mileage_is_miles_at_a_rate", {"kind": "fee"}),
    ("rate", "hourly_rate_is_positive", {"amount": 0}),
    ("rate", "hourly_rate_task_is_known", {"task": "golf"}),
    ("mile rate", "mileage_rate_is_positive", {"amount": 0}),
    ("alert", "alert_level_is_known", {"level": 60}),
    ("alert", "alert_has_its_reason", {"fees": 1}),
    ("alert", "alert_taken_back_with_reason", {"taken_back_because": "expense withdrawn"}),
]


@pytest.mark.parametrize(("kind", "constraint", "change"), UNTRUE)
def test_the_database_refuses_what_cannot_be_true(
    kind: str, constraint: str, change: dict[str, Any], lead: User
) -> None:
    row = MADE[kind](lead)
    rows = type(row)._default_manager.filter(pk=row.pk)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        rows.update(**change)


@pytest.mark.parametrize(("kind", "constraint", "change"), UNTRUE)
def test_without_its_constraint_the_untrue_row_would_stand(
    kind: str, constraint: str, change: dict[str, Any], lead: User
) -> None:
    """Sabotage: each refusal above comes from the constraint it names."""
    row = MADE[kind](lead)
    table = row._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
    assert type(row)._default_manager.filter(pk=row.pk).update(**change) == 1


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_moves_of_a_milestone_are_append_only(act: str, lead: User) -> None:
    milestone = factories.milestone(by=lead)
    actions.move_milestone(
        milestone=milestone, revision=1, to_on=date(2019, 2, 1), reason="Late", by=lead
    )
    moves = models.MilestoneMove.objects.all()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        moves.update(reason="x") if act == "update" else moves.delete()
