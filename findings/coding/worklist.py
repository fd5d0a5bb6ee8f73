"""Work queue of quotes to confirm; record types of quotes and codes."""

from datetime import date
from typing import Any

from django.db.models import Case, F, TextField, Value, When
from django.db.models.functions import Concat

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.web import record_types, worklist
from clayton_review.web.record_types import RecordType, numbered, shortened
from clayton_review.web.worklist import Urgency, WorkQueue
from findings.coding.models.codes import Code
from findings.coding.models.excerpts import Excerpt
from findings.coding.models.quotable_texts import source_kinds
from findings.coding.selectors.quote_filters import by_release

TEAM = Permission.READ_INTERVIEWS

WRITERS = Permission.WRITE_INTERVIEWS


def participant_code(field: str) -> Any:
    """Return the SQL expression of `P-007` from the number of a participant."""
    return numbered("P", field, 3)


def quote_heading() -> Any:
    """Return the SQL expression of `Quote of P-007`, with the short name of the speaker."""
    cases = [
        When(**{f"{kind.field}__isnull": False}, then=kind.speaker_name) for kind in source_kinds()
    ]
    return Concat(
        Value("Quote of "), Case(*cases, output_field=TextField()), output_field=TextField()
    )


def _unconfirmed_quotes(user: User, _: date) -> Any:
    """Return quotes this person marked that are on the record and not confirmed."""
    rows = Excerpt.objects.visible_to(user).current().filter(created_by=user)
    return by_release(rows, "confirm")


QUOTE_TYPE = RecordType(
    name="quotes",
    is_large=True,
    label="Quotes",
    noun="quote",
    model=Excerpt,
    permission=TEAM,
    rows=lambda user: Excerpt.objects.visible_to(user).current(),
    heading=quote_heading(),
    url_name="findings:quote_detail",
    address=("pk",),
    key="pk",
    search_fields=("text",),
    newest="-created_at",
)
CODE_TYPE = RecordType(
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
record_types.register(QUOTE_TYPE, CODE_TYPE)
worklist.register(
    WorkQueue(
        name="quotes to confirm",
        urgency=Urgency.DRAFT,
        singular="quote waiting for the speaker’s confirmation",
        plural="quotes waiting for their speakers’ confirmation",
        permission=WRITERS,
        rows=_unconfirmed_quotes,
        heading=Concat(
            quote_heading(), Value(": "), shortened("text", 100), output_field=TextField()
        ),
        url_name="findings:quote_detail",
        address=("pk",),
        all_url="findings:quote_list",
    ),
)
