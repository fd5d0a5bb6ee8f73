"""Pages of recommendations: list, one, writing, progress, issue, and the whole thread."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from clayton_review import clock
from clayton_review.accounts.access import allow, confirmed, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.documents.editing import attempt, initial_of, posted
from clayton_review.web.listing import Choices
from clayton_review.web.pages import Column, Filter, listing, saved
from clayton_review.web.words import day
from findings import actions
from findings.forms.interviews import RevisionForm
from findings.forms.recommendations import (
    RecommendationCreateForm,
    RecommendationEditForm,
    TeamProgressForm,
)
from findings.models import Finding, Priority, Recommendation, Status
from findings.selectors.desk import recommendation_work
from findings.selectors.tracing import recommendation_page, trace
from findings.views.shared import Page, take_back, write


def _overdue(rows: Any, value: str) -> Any:
    return rows.overdue(clock.today()) if value == "overdue" else rows


def _status_words(row: Recommendation) -> str:
    if row.issued_at is None:
        return "Not issued"
    late = ", overdue" if row.is_overdue(clock.today()) else ""
    return f"{row.get_status_display()}{late}"


COLUMNS = (
    Column("Recommendation", lambda row: row.text, url=lambda row: row.get_absolute_url()),
    Column("Reference", lambda row: row.reference),
    Column("Addressee", lambda row: row.addressee),
    Column("Priority", lambda row: row.get_priority_display()),
    Column("Due", lambda row: day(row.due_on)),
    Column("Status", _status_words),
)
FILTERS: dict[str, Choices | Filter] = {
    "status": Status.choices,
    "priority": Priority.choices,
    "due": Filter("Due", [("overdue", "Overdue")], _overdue),
}
SORTS = {"due": ("due_on", "reference"), "newest": "-reference", "reference": "reference"}
SEARCH = ("text__icontains", "reference__icontains", "addressee__icontains")


@require_safe
@allow(Permission.READ_RECOMMENDATIONS)
def index(request: HttpRequest) -> HttpResponse:
    """All recommendations, opening with what needs doing."""
    user = person(request)
    found = listing(
        request,
        Recommendation.objects.visible_to(user).current(),
        search=SEARCH,
        filters=FILTERS,
        sorts=SORTS,
        columns=COLUMNS,
        filename="recommendations",
    )
    if found.wants_csv:
        return found.csv()
    context = {"listing": found, "work": recommendation_work(user)}
    return render(request, "findings/recommendation_list.html", context)


@require_safe
@allow(Permission.READ_RECOMMENDATIONS)
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """One recommendation and what became of it."""
    user = person(request)
    page = recommendation_page(_find(user, reference), user)
    return render(request, "findings/recommendation_detail.html", {"page": page})


@require_safe
@allow(Permission.READ_RECOMMENDATIONS)
def trace_thread(request: HttpRequest, reference: str) -> HttpResponse:
    """The thread at full length: evidence, findings, recommendation, what became of it."""
    user = person(request)
    recommendation = _find(user, reference)
    context = {"recommendation": recommendation, "thread": trace(recommendation, user)}
    return render(request, "findings/recommendation_trace.html", context)


@allow(Permission.WRITE_RECOMMENDATIONS)
def create(request: HttpRequest) -> HttpResponse:
    """Write a recommendation."""
    user = person(request)
    asked = (
        Finding.objects.visible_to(user)
        .current()
        .filter(reference=request.GET.get("finding", "")[:12].replace("\x00", ""))
    )
    form = RecommendationCreateForm(*posted(request), user=user, initial={"findings": asked})
    return write(
        request,
        form,
        Page("Write a recommendation", "Save", reverse("findings:recommendation_list")),
        lambda: actions.write_recommendation(
            record_id=form.cleaned_data["record_id"],
            facts=form.facts(),
            findings=list(form.cleaned_data["findings"]),
            by=user,
        ),
        lambda made: (f"{made.reference} is saved.", made.get_absolute_url()),
    )


@allow(Permission.WRITE_RECOMMENDATIONS)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Change a recommendation."""
    user = person(request)
    row = _find(user, reference)
    initial = {**initial_of(row, RecommendationEditForm), "findings": row.findings.all()}
    form = RecommendationEditForm(*posted(request), user=user, initial=initial)
    fixed = "Issued: text, addressee and measure of done are fixed." if row.issued_at else ""
    return write(
        request,
        form,
        Page(f"Edit {row.reference}", "Save", row.get_absolute_url(), warning=fixed),
        lambda: actions.edit_recommendation(
            recommendation=row,
            revision=form.cleaned_data["revision"],
            facts=form.facts(),
            findings=list(form.cleaned_data["findings"]),
            by=user,
        ),
        lambda made: (f"{made.reference} is saved.", made.get_absolute_url()),
        record=row,
    )


@allow(Permission.WRITE_RECOMMENDATIONS)
def progress(request: HttpRequest, reference: str) -> HttpResponse:
    """Note, verify or close."""
    user = person(request)
    row = _find(user, reference)
    initial = {"revision": row.revision}
    form = TeamProgressForm(*posted(request), recommendation=row, user=user, initial=initial)
    page = Page(
        f"What became of {row.reference}",
        "Record it",
        row.get_absolute_url(),
        lede=f"Measure of done: {row.measure_of_done}",
    )
    return write(
        request,
        form,
        page,
        lambda: actions.report_progress(
            recommendation=row,
            revision=form.cleaned_data["revision"],
            progress=form.progress(),
            by=user,
        ),
        lambda made: (f"{row.reference}: {made.get_status_display()}.", row.get_absolute_url()),
        record=row,
    )


@require_POST
@allow(Permission.RELEASE_FINDINGS)
@confirmed
def issue(request: HttpRequest, reference: str) -> HttpResponse:
    """Issue the recommendation to its addressee."""
    user = person(request)
    row = _find(user, reference)
    form = RevisionForm(request.POST)

    def act() -> object:
        return actions.issue_recommendation(
            recommendation=row, revision=form.cleaned_data["revision"], by=user
        )

    if attempt(form, act) is None:
        context = {"page": recommendation_page(row, user), "form": form}
        return render(request, "findings/recommendation_detail.html", context, status=422)
    saved(request, f"{row.reference} is issued. Its measure of done is fixed.")
    return redirect(row)


@allow(Permission.WRITE_RECOMMENDATIONS)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a recommendation back."""
    user = person(request)
    row = _find(user, reference)
    page = Page(
        f"Withdraw {row.reference}",
        "Withdraw the recommendation",
        row.get_absolute_url(),
        lede=row.text,
        warning="It leaves the list. Once issued, only the lead takes it back, as a retraction.",
    )
    return take_back(
        request,
        row,
        page,
        lambda revision, reason: actions.withdraw_recommendation(
            recommendation=row, revision=revision, reason=reason, by=user
        ),
    )


def _find(user: User, reference: str) -> Recommendation:
    found: Recommendation = get_object_or_404(
        Recommendation.objects.visible_to(user), reference=reference
    )
    return found
