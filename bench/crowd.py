"""The main lists again with a thousand rows more in each: no query and little time more."""

from copy import copy
from itertools import count, cycle, islice
from uuid import uuid4

from django.db.models import Model
from django.urls import reverse

from bench.cost import page_cost, signed_in
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
KINDS: tuple[type[Model], ...] = (
    DecisionAsked, Document, DocumentRequest, Expense, FieldActivity, Finding, Incident,
    Interview, Milestone, Participant, Recommendation,
)  # fmt: skip


def measure() -> dict[str, float]:
    """The queries of all lists before and with the crowd, and the slowest list's CPU."""
    client = signed_in(Role.LEAD)
    before = {name: page_cost(client, reverse(name), rounds=2).n_queries for name in names()}
    for kind in KINDS:
        add(kind)
    crowded = {name: page_cost(client, reverse(name), rounds=ROUNDS) for name in names()}
    more = {name: crowded[name].n_queries - before[name] for name in before}
    slowest = max(crowded, key=lambda name: crowded[name].p95_ms)
    return {
        "lists with 1,000 rows more: most queries more": float(max(more.values())),
        f"lists with 1,000 rows more: slowest ({slowest}), p95 ms": round(
            crowded[slowest].p95_ms, 1
        ),
    }


def add(kind: type[Model]) -> None:
    """A thousand copies of the demonstration's rows, each with a reference of its own."""
    rows = list(kind._default_manager.order_by("pk"))
    assert rows, kind
    numbers = count(5_000)
    kind._default_manager.bulk_create(
        [_copied(row, next(numbers)) for row in islice(cycle(rows), ROWS)]
    )


def _copied(row: Model, number: int) -> Model:
    made = copy(row)
    made.pk = uuid4()
    fields = {field.name for field in made._meta.concrete_fields}
    if "reference" in fields:
        prefix = made.reference.partition("-")[0]  # type: ignore[attr-defined]  # see `fields`
        made.reference = f"{prefix}-{number}"  # type: ignore[attr-defined]
    if "number" in fields:
        made.number = number  # type: ignore[attr-defined]
    made._state.adding = True
    return made
