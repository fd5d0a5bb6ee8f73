"""Pages of findings: the list, one finding, writing, editing, and versions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import initial_of, posted
from clayton_review.citable.form_page import FormPageTexts, save_or_show
from clayton_review.web.pages import Column, Filter, listing
from findings.conclusions.actions.findings import edit_finding, write_finding
from findings.conclusions.forms.findings import FindingCreateForm, FindingEditForm
from findings.conclusions.forms.review import SignForm
from findings.conclusions.models.findings import Finding, FindingKind, FindingState, Pillar
from findings.conclusions.selectors.finding_page import finding_page
from findings.conclusions.selectors.versions import version_history
from findings.conclusions.selectors.work_items import finding_work_items, open_comments_note

_COLUMNS = (
    Column("Finding", lambda row: row.statement, url=lambda row: row.get_absolute_url()),
    Column("Reference", lambda row: row.reference),
    Column("Type", lambda row: row.get_kind_display()),
    Column("Pillar", lambda row: row.get_pillar_display()),
    Column(
        "Status",
        lambda row: ", ".join(
            filter(None, (row.get_state_display(), open_comments_note(row.n_open)))
        ),
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
    """List findings, with those that wait for this person first."""
    user = person(request)
    rows = Finding.objects.visible_to(user).current()
    findings = listing(
        request,
        rows.with_counts().with_urgency(),
        search=("statement__icontains", "reference__icontains", "condition__icontains"),
        filters={
            "state": Filter("Status", FindingState.choices),
            "kind": Filter("Type", FindingKind.choices),
            "pillar": Pillar.choices,
        },
        sorts=_SORTS,
        columns=_COLUMNS,
        filename="findings",
    )
    if findings.is_download:
        return findings.download()
    context = {"listing": findings, "work_items": finding_work_items(user)}
    return render(request, "findings/finding_list.html", context)


@require_safe
@allow(Permission.READ_FINDINGS)
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one finding with evidence, text, signatures and versions."""
    user = person(request)
    finding = get_finding(user, reference)
    context = {"page": finding_page(finding, user), "signing": sign_form(finding)}
    return render(request, "findings/finding_detail.html", context)


@allow(Permission.WRITE_FINDINGS)
def create(request: HttpRequest) -> HttpResponse:
    """Write a finding."""
    user, form = person(request), FindingCreateForm(*posted(request))
    return save_or_show(
        request,
        form,
        FormPageTexts("Write a finding", "Save the draft", reverse("findings:finding_list")),
        lambda: write_finding(
            record_id=form.cleaned_data["record_id"], values=form.values(), by=user
        ),
        lambda record: (
            f"{record.reference} was saved as a draft. Now link its evidence.",
            record.get_absolute_url(),
        ),
    )


@allow(Permission.WRITE_FINDINGS)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Edit the text of a finding; this voids a signature."""
    user = person(request)
    finding = get_finding(user, reference)
    is_signed = finding.state in {FindingState.APPROVED, FindingState.RELEASED}
    initial = initial_of(finding, FindingEditForm)
    form = FindingEditForm(*posted(request), initial=initial, is_signed=is_signed)
    warning = "Saving a change voids the signature and sends the finding back to review."
    page = FormPageTexts(
        f"Edit {finding.reference}",
        "Save the changes",
        finding.get_absolute_url(),
        warning=warning if is_signed else "",
    )
    return save_or_show(
        request,
        form,
        page,
        lambda: edit_finding(
            finding=finding,
            revision=form.cleaned_data["revision"],
            values=form.values(),
            why=form.reason(),
            by=user,
        ),
        lambda record: (f"{record.reference} was updated.", record.get_absolute_url()),
        record=finding,
    )


@require_safe
@allow(Permission.READ_FINDINGS)
def changes(request: HttpRequest, reference: str) -> HttpResponse:
    """Show every version of a finding, word by word."""
    user = person(request)
    finding = get_finding(user, reference)
    context = {"record": finding, "versions": version_history(finding, user)}
    return render(request, "findings/record_changes.html", context)


def sign_form(finding: Finding) -> SignForm:
    """Return the form that signs this revision."""
    return SignForm(initial={"revision": finding.revision})


def get_finding(user: User, reference: str) -> Finding:
    """Return the finding with this reference if the person may see it, otherwise answer 404."""
    rows = Finding.objects.visible_to(user).select_related("recorded_by", "theme", "withdrawn_by")
    finding: Finding = get_object_or_404(rows, reference=reference)
    return finding
