"""Measure the main lists with a thousand rows more in each table."""

from copy import copy
from itertools import count, cycle, islice
from uuid import uuid4

from django.db.models import Model
from django.urls import reverse

from bench.costs import page_cost, sign_in
from bench.lists import names
from clayton_review.accounts.roles import Role
from clayton_review.documents.models import Document, DocumentRequest
from clayton_review.engagement.models import DecisionAsked, Expense, Milestone
from findings.conclusions.models.findings import Finding
from findings.fieldwork.models.activities import FieldActivity
from findings.interviews.models.interviews import Interview
from findings.interviews.models.participants import Participant
from findings.recommendations.models.recommendations import Recommendation
from incidents.models import Incident

ROWS, ROUNDS = 1_000, 10
MODELS: tuple[type[Model], ...] = (
    DecisionAsked, Document, DocumentRequest, Expense, FieldActivity, Finding, Incident,
    Interview, Milestone, Participant, Recommendation,
)  # fmt: skip


def measure() -> dict[str, float]:
    """Return how many queries the lists need more than before, and the slowest list's waiting."""
    client = sign_in(Role.LEAD)
    before = {name: page_cost(client, reverse(name), rounds=2).n_queries for name in names()}
    for model in MODELS:
        add_rows(model)
    after = {name: page_cost(client, reverse(name), rounds=ROUNDS) for name in names()}
    more = {name: after[name].n_queries - before[name] for name in before}
    slowest = max(after, key=lambda name: after[name].p95_ms)
    return {
        "lists with 1,000 rows more: most queries more": float(max(more.values())),
        f"lists with 1,000 rows more: slowest ({slowest}), p95 ms": round(after[slowest].p95_ms, 1),
    }


def add_rows(model: type[Model]) -> None:
    """Add a thousand copies of the demonstration's rows, each with a reference of its own."""
    rows = list(model._default_manager.order_by("pk"))
    assert rows, model
    numbers = count(5_000)
    model._default_manager.bulk_create(
        [_duplicate(row, next(numbers)) for row in islice(cycle(rows), ROWS)]
    )


def _duplicate(row: Model, number: int) -> Model:
    duplicate = copy(row)
    duplicate.pk = uuid4()
    fields = {field.name for field in duplicate._meta.concrete_fields}
    if "reference" in fields:
        prefix = duplicate.reference.partition("-")[0]  # type: ignore[attr-defined]  # see `fields`
        duplicate.reference = f"{prefix}-{number}"  # type: ignore[attr-defined]
    if "number" in fields:
        duplicate.number = number  # type: ignore[attr-defined]
    duplicate._state.adding = True
    return duplicate
