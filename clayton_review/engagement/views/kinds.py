"""The kinds of records of the engagement: how each is named, listed, shown and written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.urls import reverse

from clayton_review.accounts.roles import Permission
from clayton_review.documents.records import Record
from clayton_review.engagement import forms, models, selectors
from clayton_review.engagement.policies import WRITERS
from clayton_review.web.forms import CreateForm, EditForm
from clayton_review.web.pages import Column, Filter
from clayton_review.web.words import day, money

Facts = list[tuple[str, object]]


@dataclass(frozen=True)
class Kind:
    """One kind of record; `slug` is its address and `noun` its name in a sentence."""

    slug: str
    noun: str
    title: str
    lede: str
    model: type[Record]
    form: type[forms.FactsForm]
    columns: Callable[["Kind"], Sequence[Column]]
    facts: Callable[[Any], Facts]
    search: Sequence[str]
    sorts: Mapping[str, str | Sequence[str]]
    filters: Mapping[str, Any] = field(default_factory=dict)
    title_form: type[forms.FactsForm] | None = None  # when less may be corrected than stated
    related: Sequence[str] = ()
    key: str = "reference"

    @property
    def permission(self) -> Permission:
        """What writing this kind asks for."""
        return WRITERS[self.model]

    @property
    def create_form(self) -> type[forms.FactsForm]:
        """The form with the identity of a new record."""
        return cast("type[forms.FactsForm]", type("NewForm", (self.form, CreateForm), {}))

    @property
    def edit_form(self) -> type[forms.FactsForm]:
        """The form with the revision that was read."""
        base = self.title_form or self.form
        return cast("type[forms.FactsForm]", type("CorrectForm", (base, EditForm), {}))

    def url(self, verb: str = "list", row: Record | None = None) -> str:
        """The address of a page of this kind."""
        arguments = [getattr(row, self.key)] if row else []
        return reverse(
            f"engagement:{self.slug}_{verb}" if verb != "list" else self.name, args=arguments
        )

    @property
    def name(self) -> str:
        """The URL name of its list."""
        return f"engagement:{self.slug}"


def _state(row: Any) -> str:
    return str(getattr(row, "state", "")) or ("withdrawn" if row.is_withdrawn else "current")


def _by_state(rows: Any, chosen: str) -> Any:
    return rows.filter(withdrawn_on__isnull=chosen == "current")


STATES = {"state": Filter("State", [("current", "Current"), ("withdrawn", "Withdrawn")], _by_state)}


def _columns(*columns: tuple[str, Callable[[Any], object], str]) -> Callable[[Kind], list[Column]]:
    """Columns of which the first links to the record."""

    def made(kind: Kind) -> list[Column]:
        linked = {0: lambda row: kind.url("detail", row)}
        return [
            Column(label, value, linked.get(place), shown)
            for place, (label, value, shown) in enumerate(columns)
        ]

    return made


def _expense_columns(kind: Kind) -> list[Column]:
    over = selectors.over_limit_ids()
    return _columns(
        ("Expense", lambda row: row.reference, "text"),
        ("Date", lambda row: day(row.incurred_on), "text"),
        ("Kind", lambda row: row.get_kind_display(), "text"),
        ("Task", lambda row: row.get_task_display(), "text"),
        ("Description", lambda row: row.description, "text"),
        ("Amount", lambda row: money(row.amount), "number"),
        ("State", lambda row: models.OVER_LIMIT if row.pk in over else _state(row), "text"),
    )(kind)


def _expense_facts(row: models.Expense) -> Facts:
    over = [("Limit", models.OVER_LIMIT)] if selectors.is_over_limit(row) else []
    return [
        *over,
        ("Amount", money(row.amount)),
        ("Date", day(row.incurred_on)),
        ("Kind", row.get_kind_display()),
        ("Task", row.get_task_display()),
        ("Description", row.description),
        ("Who", row.spent_by),
        ("Receipt", row.receipt or "none"),
    ]


EXPENSES = Kind(
    slug="expenses",
    noun="expense",
    title="Expenses",
    lede="Fees count against the not-to-exceed amount; reimbursable expenses stand apart.",
    model=models.Expense,
    form=forms.ExpenseForm,
    columns=_expense_columns,
    facts=_expense_facts,
    search=("reference__icontains", "description__icontains", "spent_by__name__icontains"),
    sorts={
        "newest": ("-incurred_on", "-reference"),
        "oldest": ("incurred_on", "reference"),
        "largest": "-amount",
    },
    filters={"kind": models.ExpenseKind.choices, "task": models.Task.choices, **STATES},
    related=("spent_by", "receipt"),
)

MILESTONES = Kind(
    slug="milestones",
    noun="milestone",
    title="Milestones",
    lede="What was agreed first, when it is due now, and when it was reached.",
    model=models.Milestone,
    form=forms.MilestoneForm,
    title_form=forms.MilestoneTitleForm,
    columns=_columns(
        ("Milestone", lambda row: row.title, "text"),
        ("Reference", lambda row: row.reference, "text"),
        ("First agreed for", lambda row: day(row.baseline_on), "text"),
        ("Due", lambda row: day(row.due_on), "text"),
        ("Reached", lambda row: day(row.reached_on), "text"),
        ("State", _state, "text"),
    ),
    facts=lambda row: [
        ("State", row.state),
        ("First agreed for", day(row.baseline_on)),
        ("Due", day(row.due_on)),
        ("Reached", day(row.reached_on) or "not yet"),
    ],
    search=("reference__icontains", "title__icontains"),
    sorts={"due first": "due_on", "newest": "-reference"},
    filters=STATES,
)

DECISIONS = Kind(
    slug="decisions",
    noun="question",
    title="Decisions asked of the Board",
    lede="What the Board is asked, why, by when, and what it decided.",
    model=models.DecisionAsked,
    form=forms.DecisionForm,
    columns=_columns(
        ("What is asked", lambda row: row.text, "text"),
        ("Reference", lambda row: row.reference, "text"),
        ("Amount", lambda row: money(row.amount), "number"),
        ("Needed by", lambda row: day(row.decide_by), "text"),
        ("State", _state, "text"),
        ("Outcome", lambda row: row.outcome, "text"),
    ),
    facts=lambda row: [
        ("State", row.state),
        ("Why", row.why),
        ("Amount", money(row.amount) or "none"),
        ("Asked", day(row.asked_on)),
        ("Needed by", day(row.decide_by)),
        ("Decided", day(row.decided_on) or "not yet"),
        ("Outcome", row.outcome or "none yet"),
    ],
    search=("reference__icontains", "text__icontains", "why__icontains", "outcome__icontains"),
    sorts={"needed first": "decide_by", "newest": "-reference"},
    filters=STATES,
)

AMENDMENTS = Kind(
    slug="amendments",
    noun="amendment",
    title="Amendments",
    lede="Changes of the contract that the Board approved.",
    model=models.Amendment,
    form=forms.AmendmentForm,
    columns=_columns(
        ("Amendment", lambda row: row.reference, "text"),
        ("Approved", lambda row: day(row.approved_on), "text"),
        ("Change", lambda row: money(row.amount_change), "number"),
        ("New end", lambda row: day(row.new_ends_on), "text"),
        ("Reason", lambda row: row.reason, "text"),
        ("State", _state, "text"),
    ),
    facts=lambda row: [
        ("Approved by the Board", day(row.approved_on)),
        ("Change of the amount", money(row.amount_change)),
        ("New end", day(row.new_ends_on) or "unchanged"),
        ("Reason", row.reason),
        ("Document", row.document or "none"),
    ],
    search=("reference__icontains", "reason__icontains"),
    sorts={"newest": "-approved_on", "oldest": "approved_on"},
    filters=STATES,
    related=("document",),
)

PLAN = Kind(
    slug="plan",
    noun="planned month",
    title="Planned spending",
    lede="The fees planned for each month; spending is read against it.",
    model=models.PlannedMonth,
    form=forms.PlannedMonthForm,
    columns=_columns(
        ("Month", lambda row: f"{row.month:%B %Y}", "text"),
        ("Planned fees", lambda row: money(row.amount), "number"),
        ("State", _state, "text"),
    ),
    facts=lambda row: [
        ("Month", f"{row.month:%B %Y}"),
        ("Planned fees", money(row.amount)),
    ],
    search=(),
    sorts={"first months": "month", "last months": "-month"},
    filters=STATES,
    key="pk",
)

MEETINGS = Kind(
    slug="meetings",
    noun="meeting",
    title="Board meetings",
    lede="When the Board meets, and when its packet closes: reports are built a week before.",
    model=models.BoardMeeting,
    form=forms.BoardMeetingForm,
    columns=_columns(
        ("Meeting", lambda row: day(row.held_on), "text"),
        ("Packet due", lambda row: day(row.packet_due_on), "text"),
        ("State", _state, "text"),
    ),
    facts=lambda row: [("Meeting", day(row.held_on)), ("Packet due", day(row.packet_due_on))],
    search=(),
    sorts={"first meetings": "held_on", "last meetings": "-held_on"},
    filters=STATES,
    key="pk",
)

CONTRACT = Kind(
    slug="contract",
    noun="contract",
    title="Contract",
    lede="The one contract of this study.",
    model=models.Contract,
    form=forms.ContractForm,
    columns=_columns(
        ("Contract", lambda row: row.title, "text"),
        ("Client", lambda row: row.client, "text"),
        ("Not to exceed", lambda row: money(row.not_to_exceed), "number"),
        ("Ends", lambda row: day(row.ends_on), "text"),
    ),
    facts=lambda row: [
        ("Client", row.client),
        ("Not to exceed", money(row.not_to_exceed)),
        ("Approved by the Board", day(row.approved_on)),
        ("Starts", day(row.starts_on)),
        ("Ends", day(row.ends_on)),
        ("Document", row.document or "none"),
    ],
    search=(),
    sorts={"newest": "-reference"},
    related=("document",),
)

KINDS = (EXPENSES, MILESTONES, DECISIONS, AMENDMENTS, PLAN, MEETINGS, CONTRACT)
