"""Pages of findings: the list with what needs doing, one finding, writing, evidence."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.documents.editing import attempt, initial_of, posted
from clayton_review.documents.records import Refused
from clayton_review.web.pages import Column, form_page, listing, saved
from findings import actions
from findings.forms.findings import (
    EvidenceForm,
    FindingCreateForm,
    FindingEditForm,
    RemoveForm,
    SearchForm,
)
from findings.models import EvidenceLink, Finding, FindingState, Kind, Pillar
from findings.selectors import choosing
from findings.selectors.desk import finding_page, finding_work
from findings.views.shared import Page, write

_COLUMNS = (
    Column("Finding", lambda row: row.statement, url=lambda row: row.get_absolute_url()),
    Column("Reference", lambda row: row.reference),
    Column("Kind", lambda row: row.get_kind_display()),
    Column("Pillar", lambda row: row.get_pillar_display()),
    Column("State", lambda row: row.get_state_display()),
    Column("Evidence", lambda row: row.n_evidence, kind="number"),
    Column("Recommendations", lambda row: row.n_recommendations, kind="number"),
)


@require_safe
@allow(Permission.READ_FINDINGS)
def index(request: HttpRequest) -> HttpResponse:
    """All findings, opening with what needs doing."""
    user = person(request)
    rows = Finding.objects.visible_to(user).current()
    found = listing(
        request,
        rows.with_counts(),
        search=("statement__icontains", "reference__icontains", "condition__icontains"),
        filters={"state": FindingState.choices, "kind": Kind.choices, "pillar": Pillar.choices},
        sorts={"newest": "-reference", "oldest": "reference", "changed": "-changed_at"},
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
    return render(request, "findings/finding_detail.html", {"page": finding_page(finding, user)})


@allow(Permission.WRITE_FINDINGS)
def create(request: HttpRequest) -> HttpResponse:
    """Write a finding."""
    user, form = person(request), FindingCreateForm(*posted(request))
    return write(
        request,
        form,
        Page("Write a finding", "Save the draft", reverse("findings:finding_list")),
        lambda: actions.write_finding(
            record_id=form.cleaned_data["record_id"], facts=form.facts(), by=user
        ),
        lambda made: (f"{made.reference} is a draft. Link its evidence.", made.get_absolute_url()),
    )


@allow(Permission.WRITE_FINDINGS)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Change the words; a signature under them is voided."""
    user = person(request)
    finding = find(user, reference)
    form = FindingEditForm(*posted(request), initial=initial_of(finding, FindingEditForm))
    is_signed = finding.state in {FindingState.APPROVED, FindingState.RELEASED}
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
        lambda: actions.edit_finding(
            finding=finding, revision=form.cleaned_data["revision"], facts=form.facts(), by=user
        ),
        lambda made: (f"{made.reference} is saved.", made.get_absolute_url()),
        record=finding,
    )


@allow(Permission.WRITE_FINDINGS)
def evidence(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Look for a quote, claim, figure or document and hang it on the thread."""
    if kind not in choosing.KINDS:
        raise Http404
    user = person(request)
    finding = find(user, reference)
    search = SearchForm(request.GET)
    words = search.cleaned_data["q"] if search.is_valid() else ""
    offered = choosing.choices(kind, words, user)
    sent = request.POST.get("source", "")
    if sent and sent not in dict(offered):
        offered = [*choosing.labelled(kind, sent, user), *offered]
    form = EvidenceForm(*posted(request), choices=offered, can_quote=kind == "quote")
    if attempt(form, lambda: _link(form, finding, kind, user)):
        saved(request, "The evidence hangs on the thread.")
        return redirect(finding)
    kinds = [(key, words_, key == kind) for key, words_ in choosing.KINDS.items()]
    return form_page(
        request, "findings/evidence_create.html", form,
        finding=finding, search=search, kinds=kinds, n_found=len(offered),
    )  # fmt: skip


@allow(Permission.WRITE_FINDINGS)
def evidence_remove(request: HttpRequest, reference: str, key: UUID) -> HttpResponse:
    """Take a piece of evidence off the thread, with the reason."""
    user = person(request)
    finding = find(user, reference)
    rows = EvidenceLink.objects.visible_to(user).current()
    link = get_object_or_404(rows, pk=key, finding=finding)
    form = RemoveForm(*posted(request))
    page = Page(
        f"Remove evidence from {finding.reference}",
        "Remove it",
        finding.get_absolute_url(),
        warning="A signature under the finding is voided. The link stays in the history.",
    )
    return write(
        request,
        form,
        page,
        lambda: actions.unlink_evidence(link=link, reason=form.cleaned_data["reason"], by=user),
        lambda made: ("The evidence is removed.", finding.get_absolute_url()),
    )


def find(user: User, reference: str) -> Finding:
    """The finding of this reference, if the person may see it."""
    rows = Finding.objects.visible_to(user).select_related("recorded_by", "theme", "withdrawn_by")
    found: Finding = get_object_or_404(rows, reference=reference)
    return found


def _link(form: EvidenceForm, finding: Finding, kind: str, user: User) -> EvidenceLink:
    stated = form.cleaned_data
    source = choosing.source(kind, stated["source"], user)
    if source is None:
        raise Refused("This evidence cannot be found any more. Search again.")
    return actions.link_evidence(
        record_id=stated["record_id"],
        finding=finding,
        source=source,
        stance=stated["stance"],
        note=stated["note"],
        is_quoted=stated.get("is_quoted", False),
        by=user,
    )
