"""Pages of the evidence on a finding's thread: looking for it, amending, ordering, removing it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import attempt, initial_of, posted
from clayton_review.citable.form_page import Page, write
from clayton_review.refusals import Refused
from clayton_review.web.pages import form_page, saved
from findings.coding.selectors.release import large_groups
from findings.conclusions.actions.evidence import (
    amend_evidence,
    link_evidence,
    move_evidence,
    unlink_evidence,
)
from findings.conclusions.forms.findings import (
    EvidenceEditForm,
    EvidenceForm,
    RemoveForm,
    SearchForm,
)
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.models.findings import Finding
from findings.conclusions.selectors import evidence_choices
from findings.conclusions.selectors.evidence_thread import heading
from findings.conclusions.views.findings import find


@allow(Permission.WRITE_FINDINGS)
def add(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Look for a quote, claim, figure or document and hang it on the thread."""
    if kind not in evidence_choices.KINDS:
        raise Http404
    user = person(request)
    finding = find(user, reference)
    search = SearchForm(request.GET)
    words = search.cleaned_data["q"] if search.is_valid() else ""
    offered = evidence_choices.choices(kind, words, user)
    sent = request.POST.get("source", "")
    if sent and sent not in dict(offered):
        offered = [*evidence_choices.labelled(kind, sent, user), *offered]
    form = EvidenceForm(*posted(request), choices=offered, can_quote=kind == "quote")
    if attempt(form, lambda: _link(form, finding, kind, user)):
        saved(request, "The evidence was added.")
        return redirect(finding)
    kinds = [(key, words_, key == kind) for key, words_ in evidence_choices.KINDS.items()]
    return form_page(
        request, "findings/evidence_create.html", form,
        finding=finding, search=search, kinds=kinds, n_found=len(offered),
    )  # fmt: skip


@allow(Permission.WRITE_FINDINGS)
def edit(request: HttpRequest, reference: str, key: UUID) -> HttpResponse:
    """Change what a piece of evidence does and the note on it."""
    user = person(request)
    finding, link = _find(user, reference, key)
    form = EvidenceEditForm(
        *posted(request),
        can_quote=link.source == "excerpt",
        initial=initial_of(link, EvidenceEditForm),
    )
    page = Page(
        f"Evidence for {finding.reference}",
        "Save",
        finding.get_absolute_url(),
        lede=heading(link, large_groups()),
        warning="A change voids any signature on the finding.",
    )
    return write(
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
        lambda made: ("The evidence was saved.", finding.get_absolute_url()),
        record=link,
    )


@require_POST
@allow(Permission.WRITE_FINDINGS)
def move(request: HttpRequest, reference: str, key: UUID) -> HttpResponse:
    """Put a piece of evidence one place higher or lower."""
    user = person(request)
    finding, link = _find(user, reference, key)
    up = request.POST.get("to") != "down"
    try:
        move_evidence(link=link, up=up, by=user)
    except Refused as refusal:
        saved(request, str(refusal))
    return redirect(f"{finding.get_absolute_url()}#stands")


@allow(Permission.WRITE_FINDINGS)
def remove(request: HttpRequest, reference: str, key: UUID) -> HttpResponse:
    """Take a piece of evidence off the thread, with the reason."""
    user = person(request)
    finding, link = _find(user, reference, key)
    form = RemoveForm(*posted(request))
    page = Page(
        f"Remove evidence from {finding.reference}",
        "Remove the evidence",
        finding.get_absolute_url(),
        warning="This voids any signature on the finding. The history keeps the link.",
    )
    return write(
        request,
        form,
        page,
        lambda: unlink_evidence(link=link, reason=form.cleaned_data["reason"], by=user),
        lambda made: ("The evidence was removed.", finding.get_absolute_url()),
    )


def _find(user: User, reference: str, key: UUID) -> tuple[Finding, EvidenceLink]:
    finding = find(user, reference)
    rows = EvidenceLink.objects.visible_to(user).current().for_pages()
    return finding, get_object_or_404(rows, pk=key, finding=finding)


def _link(form: EvidenceForm, finding: Finding, kind: str, user: User) -> EvidenceLink:
    stated = form.cleaned_data
    source = evidence_choices.source(kind, stated["source"], user)
    if source is None:
        raise Refused("This evidence can no longer be found. Search again.")
    return link_evidence(
        record_id=stated["record_id"],
        finding=finding,
        source=source,
        stance=stated["stance"],
        note=stated["note"],
        is_quoted=stated.get("is_quoted", False),
        by=user,
    )
