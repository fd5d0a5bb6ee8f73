"""Pages of the evidence of a finding: search and link, change, reorder, remove."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import attempt, details_by, initial_of, posted
from clayton_review.citable.form_page import FormPageTexts, save_or_show
from clayton_review.refusals import Refused
from clayton_review.web.pages import form_page, refused, saved
from findings.coding.selectors.quote_release import large_groups
from findings.conclusions.actions.evidence import (
    amend_evidence,
    link_evidence,
    reorder_evidence,
    unlink_evidence,
)
from findings.conclusions.forms.evidence import (
    EvidenceLinkEditForm,
    EvidenceLinkForm,
    RemoveForm,
    SearchForm,
)
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.models.findings import Finding
from findings.conclusions.selectors.evidence_kinds import KINDS, kind_named, kind_searched
from findings.conclusions.selectors.evidence_kinds.base import EvidenceKind
from findings.conclusions.selectors.evidence_thread import evidence_heading
from findings.conclusions.views.findings import get_finding


@allow(Permission.WRITE_FINDINGS)
def add(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Search for a quote, claim, figure or document, and link one."""
    searched = kind_searched(kind)
    if searched is None:
        raise Http404
    user = person(request)
    finding = get_finding(user, reference)
    search = SearchForm(request.GET)
    query = search.cleaned_data["q"] if search.is_valid() else ""
    choices = _choices(searched, query, request.POST.get("source", ""), user)
    form = EvidenceLinkForm(*posted(request), choices=choices, can_quote=searched.is_quote)
    if attempt(form, lambda: _link(form, finding, searched, user)):
        saved(request, "The evidence was added.")
        return redirect(finding)
    kinds = [(other.key, other.label, other == searched) for other in KINDS]
    return form_page(
        request, "findings/evidence_create.html", form,
        finding=finding, search=search, kinds=kinds, n_found=len(choices),
    )  # fmt: skip


@allow(Permission.WRITE_FINDINGS)
def edit(request: HttpRequest, reference: str, key: UUID) -> HttpResponse:
    """Change stance, note and quoting of a link."""
    user = person(request)
    finding, link = _get_link(user, reference, key)
    form = EvidenceLinkEditForm(
        *posted(request),
        can_quote=kind_named(link.kind).is_quote,
        initial=initial_of(link, EvidenceLinkEditForm),
    )
    page = FormPageTexts(
        f"Evidence for {finding.reference}",
        "Save the changes",
        finding.get_absolute_url(),
        lede=evidence_heading(link, large_groups()),
        warning="A change voids any signature on the finding.",
    )
    return save_or_show(
        request,
        form,
        page,
        lambda: amend_evidence(
            link=link,
            revision=form.cleaned_data["revision"],
            stance=form.cleaned_data["stance"],
            note=form.cleaned_data["note"],
            is_quoted=form.cleaned_data.get("is_quoted", False),
            by=user,
        ),
        lambda record: ("The evidence was saved.", finding.get_absolute_url()),
        record=link,
    )


@require_POST
@allow(Permission.WRITE_FINDINGS)
def move(request: HttpRequest, reference: str, key: UUID) -> HttpResponse:
    """Move a link one place up or down."""
    user = person(request)
    finding, link = _get_link(user, reference, key)
    up = request.POST.get("to") != "down"
    try:
        reorder_evidence(link=link, up=up, by=user)
    except Refused as refusal:
        refused(request, str(refusal))
    return redirect(f"{finding.get_absolute_url()}#stands")


@allow(Permission.WRITE_FINDINGS)
def remove(request: HttpRequest, reference: str, key: UUID) -> HttpResponse:
    """Remove a link, with the reason."""
    user = person(request)
    finding, link = _get_link(user, reference, key)
    details = details_by(EvidenceLinkEditForm)
    form = RemoveForm(*posted(request), details=details, initial={"revision": link.revision})
    page = FormPageTexts(
        f"Remove evidence from {finding.reference}",
        "Remove the evidence",
        finding.get_absolute_url(),
        lede=evidence_heading(link, large_groups()),
        warning="This voids any signature on the finding, and an approved or released finding "
        "goes back to review. A quote is no longer shown on public pages. Issued reports keep "
        "what they printed. The history keeps the link, with your reason.",
    )
    return save_or_show(
        request,
        form,
        page,
        lambda: unlink_evidence(
            link=link,
            revision=form.cleaned_data["revision"],
            reason=form.cleaned_data["reason"],
            by=user,
        ),
        lambda record: ("The evidence was removed.", finding.get_absolute_url()),
        record=link,
    )


def _get_link(user: User, reference: str, key: UUID) -> tuple[Finding, EvidenceLink]:
    finding = get_finding(user, reference)
    rows = EvidenceLink.objects.visible_to(user).current().for_pages()
    return finding, get_object_or_404(rows, pk=key, finding=finding)


def _choices(kind: EvidenceKind, query: str, chosen: str, user: User) -> list[tuple[str, str]]:
    """List the pieces with the words of the search, and first the one that is chosen already."""
    choices = kind.choices(query, user)
    source = kind.find(chosen, user) if chosen and chosen not in dict(choices) else None
    return [(chosen, kind.chosen_label(source)), *choices] if source else choices


def _link(form: EvidenceLinkForm, finding: Finding, kind: EvidenceKind, user: User) -> EvidenceLink:
    values = form.cleaned_data
    source = kind.find(values["source"], user)
    if source is None:
        raise Refused("This evidence can no longer be found. Search again.")
    return link_evidence(
        record_id=values["record_id"],
        finding=finding,
        source=source,
        stance=values["stance"],
        note=values["note"],
        is_quoted=values.get("is_quoted", False),
        by=user,
    )
