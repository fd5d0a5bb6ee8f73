"""Quotes that wait to be confirmed; quotes and codes as they are searched and followed."""

from datetime import date
from typing import Any

from django.db.models import F, TextField, Value
from django.db.models.functions import Coalesce, Concat, Left

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.web import record_types, worklist
from clayton_review.web.record_types import RecordType, numbered
from clayton_review.web.worklist import Urgency, WorkQueue
from findings.coding.models.codes import Code
from findings.coding.models.excerpts import Excerpt
from findings.coding.selectors.quotes import releasable

TEAM = Permission.READ_INTERVIEWS

WRITERS = Permission.WRITE_INTERVIEWS


def pseudonym(field: str) -> Any:
    """`P-007` from the number of a participant."""
    return numbered("P", field, 3)


def quote_of() -> Any:
    """`Quote of P-007`, or of the activity in which it was said."""
    who = Coalesce(
        F("activity__reference"),
        pseudonym("answer__interview__participant__number"),
        output_field=TextField(),
    )
    return Concat(Value("Quote of "), who, output_field=TextField())


def _unconfirmed(user: User, _: date) -> Any:
    """On the record, in the words this person marked, and not confirmed by who said them."""
    rows = Excerpt.objects.visible_to(user).current().filter(created_by=user)
    return releasable(rows, "confirm")


EXCERPT = RecordType(
    name="quotes",
    is_large=True,
    label="Quotes",
    noun="quote",
    model=Excerpt,
    permission=TEAM,
    rows=lambda user: Excerpt.objects.visible_to(user).current(),
    heading=quote_of(),
    url_name="findings:quote_detail",
    address=("pk",),
    key="pk",
    search_fields=("text",),
    newest="-created_at",
)
CODE = RecordType(
    name="codes",
    label="Codes",
    noun="code",
    model=Code,
    permission=TEAM,
    rows=lambda user: Code.objects.visible_to(user).current(),
    heading=Concat(Value("#"), F("name"), output_field=TextField()),
    url_name="findings:code_edit",
    address=("pk",),
    key="pk",
    search_fields=("name", "definition"),
)
record_types.register(EXCERPT, CODE)
worklist.register(
    WorkQueue(
        name="quotes to confirm",
        urgency=Urgency.DRAFT,
        one="quote waiting for the speaker’s confirmation",
        many="quotes waiting for their speakers’ confirmation",
        permission=WRITERS,
        rows=_unconfirmed,
        heading=Concat(quote_of(), Value(": "), Left("text", 100), output_field=TextField()),
        url_name="findings:quote_detail",
        address=("pk",),
        all_url="findings:quote_list",
    ),
)
