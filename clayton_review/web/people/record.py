"""The audit record as the lead reads it."""

import json
import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clayton_review import clock
from clayton_review.accounts.access import allow
from clayton_review.accounts.roles import Permission
from clayton_review.audit.models import AuditEntry
from clayton_review.audit.selectors import newest_row
from clayton_review.web.pages import Column, listing

_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _words(payload: str) -> str:
    values = json.loads(payload)
    return ", ".join(f"{name.replace('_', ' ')}: {_value(value)}" for name, value in values.items())


def _value(fact: Any) -> Any:
    """Return a fact in words: yes, no, none, or the items of a list."""
    if isinstance(fact, bool):
        return "yes" if fact else "no"
    if isinstance(fact, dict):
        return "; ".join(f"{name.replace('_', ' ')}: {_value(part)}" for name, part in fact.items())
    if isinstance(fact, list):
        return ", ".join(map(str, fact)) or "none"
    return "none" if fact is None or fact == "" else fact


def _record_name(entry: AuditEntry) -> str:
    """Return the kind of record in words with its name: `document request RQ-0005`."""
    kind = entry.object_type.rpartition(".")[2]
    return f"{_INNER_CAPITAL.sub(' ', kind).lower()} {entry.object_id}"


COLUMNS = (
    Column("Row", lambda entry: entry.id, kind="number"),
    Column("When", lambda entry: f"{clock.local(entry.at):%m/%d/%Y %H:%M:%S}"),
    Column("Who", lambda entry: entry.who),
    Column("Action", lambda entry: entry.verb),
    Column("Record", _record_name),
    Column("Why", lambda entry: entry.reason),
    Column("Details", lambda entry: _words(entry.payload)),
)


@allow(Permission.READ_AUDIT)
def audit_list(request: HttpRequest) -> HttpResponse:
    """Show the audit record, newest first, and its head hash."""
    matches = listing(
        request,
        AuditEntry.objects.all(),
        search=("who__icontains", "verb__icontains", "object_id__icontains", "reason__icontains"),
        sorts={"newest": "-id", "oldest": "id"},
        columns=COLUMNS,
        filename="audit",
    )
    if matches.is_download:
        return matches.download()
    return render(request, "people/audit_list.html", {"listing": matches, "head": newest_row()[1]})
