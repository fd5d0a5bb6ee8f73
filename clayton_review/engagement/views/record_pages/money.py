"""Pages of the records about money."""

from django.urls import reverse
from django.utils.html import format_html

from clayton_review.engagement import forms, models, selectors
from clayton_review.engagement.views.record_pages.record_page import (
    EDIT,
    STATES,
    Details,
    RecordPages,
    columns,
    state_of,
)
from clayton_review.web.formatting import day, hours_words, miles_words, money
from clayton_review.web.pages import Column, Filter


def expense_columns(pages: RecordPages) -> list[Column]:
    over_limit_ids = selectors.over_limit_ids()
    return columns(
        ("Expense", lambda row: row.reference, "text"),
        ("Date", lambda row: day(row.incurred_on), "text"),
        ("Type", lambda row: row.get_kind_display(), "text"),
        ("Task", lambda row: row.get_task_display(), "text"),
        ("Description", _description, "text"),
        ("Hours", lambda row: row.hours or "", "number"),
        ("Amount", lambda row: money(row.amount), "number"),
        (
            "Status",
            lambda row: models.OVER_LIMIT if row.pk in over_limit_ids else state_of(row),
            "text",
        ),
    )(pages)


def _description(row: models.Expense) -> str:
    """Return what an expense was for; one that is paid by the mile says so."""
    return row.description if row.miles is None else f"{miles_words(row.miles)}: {row.description}"


def _expense_details(row: models.Expense) -> Details:
    limit = [("Limit", models.OVER_LIMIT)] if selectors.is_over_limit(row) else []
    quantity: Details = []
    if row.hours is not None:
        quantity = [("Time", f"{hours_words(row.hours)} at {money(row.rate)}")]
    if row.miles is not None and row.mile_rate is not None:
        quantity = [("Mileage", f"{miles_words(row.miles)} at ${row.mile_rate.normalize()}")]
    return [
        *limit,
        ("Amount", money(row.amount)),
        *quantity,
        ("Date", day(row.incurred_on)),
        ("Type", row.get_kind_display()),
        ("Task", row.get_task_display()),
        ("Description", row.description),
        ("Who", row.spent_by),
        ("Receipt", receipt_link(row)),
    ]


def receipt_link(row: models.Expense) -> object:
    """Return a link to the receipt, or "none"."""
    if row.receipt is None:
        return "none"
    address = reverse("engagement:receipt", args=[row.reference])
    return format_html('<a href="{}">{}</a>', address, row.receipt)


EXPENSES = RecordPages(
    slug="expenses",
    title="Expenses and time",
    lede="Time and fees count against the limit. Reimbursable expenses are counted separately.",
    model=models.Expense,
    form=forms.ExpenseForm,
    columns=expense_columns,
    details=_expense_details,
    search=("reference__icontains", "description__icontains", "spent_by__name__icontains"),
    sorts={
        "newest": ("-incurred_on", "-reference"),
        "oldest": ("incurred_on", "reference"),
        "largest": "-amount",
    },
    filters={
        "kind": Filter("Type", models.ExpenseKind.choices),
        "task": models.Task.choices,
        **STATES,
    },
    related=("spent_by", "receipt"),
    form_of=lambda row: forms.FORM_OF[row.category],
)

AMENDMENTS = RecordPages(
    slug="amendments",
    title="Amendments",
    lede="Changes to the contract that the Board approved.",
    model=models.Amendment,
    form=forms.AmendmentForm,
    columns=columns(
        ("Amendment", lambda row: row.reference, "text"),
        ("Approved", lambda row: day(row.approved_on), "text"),
        ("Change", lambda row: money(row.amount_change), "number"),
        ("New end", lambda row: day(row.new_ends_on), "text"),
        ("Reason", lambda row: row.reason, "text"),
        ("Status", state_of, "text"),
    ),
    details=lambda row: [
        ("Approved by the Board", day(row.approved_on)),
        ("Change to the amount", money(row.amount_change)),
        ("New end", day(row.new_ends_on) or "unchanged"),
        ("Reason", row.reason),
        ("Document", row.document or "none"),
    ],
    search=("reference__icontains", "reason__icontains"),
    sorts={"newest": "-approved_on", "oldest": "approved_on"},
    filters=STATES,
    related=("document",),
)

PLAN = RecordPages(
    slug="plan",
    title="Planned spending",
    lede="The fees planned for each month. We compare spending with this plan.",
    model=models.PlannedMonth,
    form=forms.PlannedMonthForm,
    columns=columns(
        ("Month", lambda row: f"{row.month:%B %Y}", "text"),
        ("Planned fees", lambda row: money(row.amount), "number"),
        ("Status", state_of, "text"),
    ),
    details=lambda row: [
        ("Month", f"{row.month:%B %Y}"),
        ("Planned fees", money(row.amount)),
    ],
    search=(),
    sorts={"earliest": "month", "latest": "-month"},
    filters=STATES,
    key="pk",
)

RATES = RecordPages(
    slug="rates",
    title="Hourly rates",
    lede="What an hour of each person’s time costs. A rate for one task overrides a "
    "rate for all tasks.",
    model=models.HourlyRate,
    form=forms.HourlyRateForm,
    columns=columns(
        ("Person", lambda row: row.person, "text"),
        ("Task", lambda row: row.get_task_display() or "all tasks", "text"),
        ("From", lambda row: day(row.starts_on), "text"),
        ("Per hour", lambda row: money(row.amount), "number"),
        ("Status", state_of, "text"),
    ),
    details=lambda row: [
        ("Person", row.person),
        ("Task", row.get_task_display() or "all tasks"),
        ("From", day(row.starts_on)),
        ("Per hour", money(row.amount)),
    ],
    search=("person__name__icontains",),
    sorts={"by person": ("person__name", "task", "-starts_on"), "newest": "-starts_on"},
    filters=STATES,
    related=("person",),
    key="pk",
)

MILEAGE = RecordPages(
    slug="mileage",
    title="Mileage rates",
    lede="What we reimburse for a mile, and from which date. The rate changes each year.",
    model=models.MileageRate,
    form=forms.MileageRateForm,
    columns=columns(
        ("From", lambda row: day(row.starts_on), "text"),
        ("Per mile", lambda row: f"${row.amount.normalize()}", "number"),
        ("Source", lambda row: row.source, "text"),
        ("Status", state_of, "text"),
    ),
    details=lambda row: [
        ("From", day(row.starts_on)),
        ("Per mile", f"${row.amount.normalize()}"),
        ("Source", row.source),
    ],
    search=("source__icontains",),
    sorts={"newest": "-starts_on", "oldest": "starts_on"},
    filters=STATES,
    key="pk",
)

CONTRACT = RecordPages(
    slug="contract",
    title="Contract",
    lede="The contract of this study.",
    model=models.Contract,
    form=forms.ContractForm,
    columns=columns(
        ("Contract", lambda row: row.title, "text"),
        ("Client", lambda row: row.client, "text"),
        ("Not to exceed", lambda row: money(row.not_to_exceed), "number"),
        ("Ends", lambda row: day(row.ends_on), "text"),
    ),
    details=lambda row: [
        ("Title", row.title),
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
    acts=lambda _row: [EDIT],
)
