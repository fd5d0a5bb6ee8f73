"""The audit record as the lead reads it."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clayton_review import clock
from clayton_review.accounts.access import allow
from clayton_review.accounts.roles import Permission
from clayton_review.audit.models import AuditEntry
from clayton_review.audit.selectors import head_hash
from clayton_review.web.pages import Column, listing


def _words(payload: str) -> str:
    facts = json.loads(payload)
    return ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in facts.items())


COLUMNS = (
    Column("Row", lambda entry: entry.id, kind="number"),
    Column("When", lambda entry: f"{clock.local(entry.at):%m/%d/%Y %H:%M:%S}"),
    Column("Who", lambda entry: entry.who),
    Column("Did", lambda entry: entry.verb),
    Column("What", lambda entry: f"{entry.object_type} {entry.object_id}"),
    Column("Why", lambda entry: entry.reason),
    Column("Facts", lambda entry: _words(entry.payload)),
)


@allow(Permission.READ_AUDIT)
def audit_list(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first, and the hash by which a cut-off tail would show."""
    found = listing(
        request,
        AuditEntry.objects.all(),
        search=("who__icontains", "verb__icontains", "object_id__icontains", "reason__icontains"),
        sorts={"newest": "-id", "oldest": "id"},
        columns=COLUMNS,
        filename="audit",
    )
    if found.wants_csv:
        return found.csv()
    return render(request, "people/audit_list.html", {"listing": found, "head": head_hash()})
