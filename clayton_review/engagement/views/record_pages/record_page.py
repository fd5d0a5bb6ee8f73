"""Pages of one record model: its names, list, details and forms."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import ReviseForm
from clayton_review.citable.records import Record
from clayton_review.engagement import forms
from clayton_review.engagement.models import EngagementRecord
from clayton_review.web.forms import CreateForm
from clayton_review.web.pages import Column, Filter

Details = list[tuple[str, object]]
Acts = list[tuple[str, str]]  # what may be done with a record: label, and the page's verb
EDIT, WITHDRAW = ("Edit", "edit"), ("Withdraw", "withdraw")


@dataclass(frozen=True)
class RecordPages:
    """Pages of one record model; `slug` is its address.

    `acts` are what may be done with a record that is not withdrawn, in the order of their links.
    """

    slug: str
    title: str
    lede: str
    model: type[EngagementRecord]
    form: type[forms.RecordForm]
    columns: Callable[["RecordPages"], Sequence[Column]]
    details: Callable[[Any], Details]
    search: Sequence[str]
    sorts: Mapping[str, str | Sequence[str]]
    filters: Mapping[str, Any] = field(default_factory=dict)
    title_form: type[forms.RecordForm] | None = None  # when less may be corrected than stated
    form_of: Callable[[Any], type[forms.RecordForm]] | None = (
        None  # when records differ in category
    )
    related: Sequence[str] = ()
    key: str = "reference"
    acts: Callable[[Any], Acts] = lambda _row: [EDIT, WITHDRAW]

    @property
    def noun(self) -> str:
        """Return the name of such a record in a sentence."""
        return self.model.noun

    @property
    def permission(self) -> Permission:
        """Return the permission that writing such a record needs."""
        return self.model.writing_permission

    @property
    def create_form(self) -> type[forms.RecordForm]:
        """Return the form for a new record, with its id."""
        return cast("type[forms.RecordForm]", type("NewForm", (self.form, CreateForm), {}))

    def edit_form(self, row: Any) -> type[forms.RecordForm]:
        """Return the form for this record, with the revision that was read."""
        base = self.form_of(row) if self.form_of else self.title_form or self.form
        return cast("type[forms.RecordForm]", type("CorrectForm", (base, ReviseForm), {}))

    def url(self, verb: str = "list", row: Record | None = None) -> str:
        """Return the address of the list, or of another page named by `verb`."""
        arguments = [getattr(row, self.key)] if row else []
        return reverse(
            f"engagement:{self.slug}_{verb}" if verb != "list" else self.name, args=arguments
        )

    def links(self, row: Any, user: User) -> list[tuple[str, str]]:
        """List the acts that this person may take on the record: label and address."""
        if row.is_withdrawn or not user.may(self.permission):
            return []
        return [(label, self.url(verb, row)) for label, verb in self.acts(row)]

    @property
    def name(self) -> str:
        """Return the URL name of the list."""
        return f"engagement:{self.slug}"


def state_of(row: Any) -> str:
    return str(getattr(row, "state", "")) or ("withdrawn" if row.is_withdrawn else "current")


def _by_state(rows: Any, chosen: str) -> Any:
    return rows.filter(withdrawn_on__isnull=chosen == "current")


STATES = {
    "state": Filter("Status", [("current", "Current"), ("withdrawn", "Withdrawn")], _by_state)
}


def columns(
    *columns: tuple[str, Callable[[Any], object], str],
) -> Callable[[RecordPages], list[Column]]:
    """Return columns of which the first links to the record."""

    def columns_of(pages: RecordPages) -> list[Column]:
        linked = {0: lambda row: pages.url("detail", row)}
        return [
            Column(label, value, linked.get(place), shown)
            for place, (label, value, shown) in enumerate(columns)
        ]

    return columns_of
