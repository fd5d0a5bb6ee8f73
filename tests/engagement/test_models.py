"""Refusals of the database itself, whatever a program says."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Model

from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.engagement import actions, models
from clayton_review.engagement.actions.constraint_refusals import REFUSALS
from clayton_review.engagement.views.record_pages import RECORD_PAGES
from clayton_review.refusals import Refused
from tests.database_roles import as_superuser
from tests.engagement import factories

pytestmark = pytest.mark.django_db
RECORD_MODELS = [pages.model for pages in RECORD_PAGES]

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


WITHOUT_A_SENTENCE = {  # no form and no action can break them
    "contract_is_the_only_one",
    *(f"engagement_{model.__name__.lower()}_withdrawal_complete" for model in RECORD_MODELS),
}


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
    with as_superuser() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
    assert type(row)._default_manager.filter(pk=row.pk).update(**change) == 1


@pytest.mark.parametrize("model", RECORD_MODELS)
def test_each_constraint_of_what_people_record_has_a_sentence_and_a_field(model: type[Any]) -> None:
    for constraint in model._meta.constraints:
        if constraint.name not in WITHOUT_A_SENTENCE:
            field, sentence = REFUSALS[constraint.name]
            assert model._meta.get_field(field)
            assert sentence.endswith(".")


def test_values_that_break_a_constraint_are_refused_at_their_field(lead: User) -> None:
    decision = factories.decision(by=lead)
    actions.note_outcome(
        decision=decision,
        revision=1,
        decided_on=date(2018, 12, 10),
        outcome="Yes",
        how_decided=models.BoardAnswer.APPROVED,
        by=lead,
    )
    later = models.DecisionAskedInput(
        text="Release it?", why="Time.", asked_on=date(2018, 12, 11), decide_by=date(2019, 1, 8)
    )
    with pytest.raises(Refused, match="The Board had already decided") as refusal:
        actions.correct(row=decision, revision=2, values=later, by=lead)
    assert refusal.value.field == "asked_on"
    factories.hourly_rate(by=lead)
    with pytest.raises(Refused, match="already has a rate for this task") as refusal:
        factories.hourly_rate(by=lead)
    assert refusal.value.field == "starts_on"
    assert AuditEntry.objects.filter(verb="recorded an hourly rate").exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [({"outcome": " "}, "outcome"), ({"how_decided": "by lot"}, "how_decided")],
)
def test_an_outcome_that_says_too_little_is_refused_at_its_field(
    change: dict[str, str], field: str, lead: User
) -> None:
    decision = factories.decision(by=lead)
    values: dict[str, Any] = {"outcome": "Yes", "how_decided": "approved", **change}
    with pytest.raises(Refused) as refusal:
        actions.note_outcome(
            decision=decision, revision=1, decided_on=date(2018, 12, 10), by=lead, **values
        )
    assert refusal.value.field == field
    assert not AuditEntry.objects.filter(verb="noted a decision").exists()


def test_an_unknown_error_of_the_database_is_raised_as_it_is(
    lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(REFUSALS, "expense_amount_is_positive")
    with pytest.raises(IntegrityError, match="expense_amount_is_positive") as error:
        factories.expense(by=lead, amount="0")
    assert error.value.__cause__ is not error.value
    assert "diag" in dir(error.value.__cause__)


def test_a_person_who_may_not_write_is_told_who_may(lead: User, liaison: User) -> None:
    with pytest.raises(Refused, match=r"Only the team can"):
        factories.milestone(by=liaison)
    with pytest.raises(Refused, match=r"Only the lead consultant can"):
        factories.contract(by=liaison)


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_moves_of_a_milestone_are_append_only(act: str, lead: User) -> None:
    milestone = factories.milestone(by=lead)
    actions.move_milestone(
        milestone=milestone, revision=1, to_on=date(2019, 2, 1), reason="Late", by=lead
    )
    moves = models.MilestoneMove.objects.all()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        moves.update(reason="x") if act == "update" else moves.delete()
