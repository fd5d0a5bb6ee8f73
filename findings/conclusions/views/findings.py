"""Pages of findings: the list with what needs doing, one finding, writing, its versions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import initial_of, posted
from clayton_review.citable.form_page import Page, write
from clayton_review.web.pages import Column, listing
from findings.conclusions.actions.findings import edit_finding, write_finding
from findings.conclusions.forms.findings import FindingCreateForm, FindingEditForm, SignForm
from findings.conclusions.models.findings import Finding, FindingState, Kind, Pillar
from findings.conclusions.selectors.finding_page import finding_page
from findings.conclusions.selectors.versions import history
from findings.conclusions.selectors.work import finding_work, waits

_COLUMNS = (
    Column("Finding", lambda row: row.statement, url=lambda row: row.get_absolute_url()),
    Column("Reference", lambda row: row.reference),
    Column("Kind", lambda row: row.get_kind_display()),
    Column("Pillar", lambda row: row.get_pillar_display()),
    Column(
        "State", lambda row: ", ".join(filter(None, (row.get_state_display(), waits(row.n_open))))
    ),
    Column("Evidence", lambda row: row.n_evidence, kind="number"),
    Column("Recommendations", lambda row: row.n_recommendations, kind="number"),
)
_SORTS = {
    "most_urgent": ("urgency", "changed_at"),
    "newest": "-reference",
    "oldest": "reference",
    "changed": "-changed_at",
}


@require_safe
@allow(Permission.READ_FINDINGS)
def index(request: HttpRequest) -> HttpResponse:
    """All findings, opening with what needs doing."""
    user = person(request)
    rows = Finding.objects.visible_to(user).current()
    found = listing(
        request,
        rows.with_counts().by_urgency(),
        search=("statement__icontains", "reference__icontains", "condition__icontains"),
        filters={"state": FindingState.choices, "kind": Kind.choices, "pillar": Pillar.choices},
        sorts=_SORTS,
        columns=_COLUMNS,
        filename="findings",
    )
    if found.wants_csv:
        return found.csv()
    context = {"listing": found, "work": finding_work(user)}
    return render(request, "findings/finding_list.html", context)


@require_safe
@allow(Permission.READ_FINDINGS)
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """One finding: what it stands on, what it says, who signed, how it changed."""
    user = person(request)
    finding = find(user, reference)
    context = {"page": finding_page(finding, user), "signing": sign_form(finding)}
    return render(request, "findings/finding_detail.html", context)


@allow(Permission.WRITE_FINDINGS)
def create(request: HttpRequest) -> HttpResponse:
    """Write a finding."""
    user, form = person(request), FindingCreateForm(*posted(request))
    return write(
        request,
        form,
        Page("Write a finding", "Save the draft", reverse("findings:finding_list")),
        lambda: write_finding(
            record_id=form.cleaned_data["record_id"], facts=form.facts(), by=user
        ),
        lambda made: (
            f"{made.reference} was saved as a draft. Now link its evidence.",
            made.get_absolute_url(),
        ),
    )


@allow(Permission.WRITE_FINDINGS)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Change the words; a signature under them is voided."""
    user = person(request)
    finding = find(user, reference)
    is_signed = finding.state in {FindingState.APPROVED, FindingState.RELEASED}
    initial = initial_of(finding, FindingEditForm)
    form = FindingEditForm(*posted(request), initial=initial, is_signed=is_signed)
    warning = "Saving a change voids the signature and sends the finding back to review."
    page = Page(
        f"Edit {finding.reference}",
        "Save",
        finding.get_absolute_url(),
        warning=warning if is_signed else "",
    )
    return write(
        request,
        form,
        page,
        lambda: edit_finding(
            finding=finding,
            revision=form.cleaned_data["revision"],
            facts=form.facts(),
            why=form.reason(),
            by=user,
        ),
        lambda made: (f"{made.reference} was saved.", made.get_absolute_url()),
        record=finding,
    )


@require_safe
@allow(Permission.READ_FINDINGS)
def changes(request: HttpRequest, reference: str) -> HttpResponse:
    """Every version of a finding, word by word."""
    user = person(request)
    finding = find(user, reference)
    context = {"record": finding, "versions": history(finding, user)}
    return render(request, "findings/record_changes.html", context)


def sign_form(finding: Finding) -> SignForm:
    """The tick and button under the evidence."""
    return SignForm(initial={"revision": finding.revision})


def find(user: User, reference: str) -> Finding:
    """The finding of this reference, if the person may see it."""
    rows = Finding.objects.visible_to(user).select_related("recorded_by", "theme", "withdrawn_by")
    found: Finding = get_object_or_404(rows, reference=reference)
    return found
