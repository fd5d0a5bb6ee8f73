"""Pages of recommendations: the list, one recommendation, writing, editing, versions and thread."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clayton_review import clock
from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import initial_of, posted
from clayton_review.citable.form_page import FormPageTexts, save_or_show
from clayton_review.web.formatting import day
from clayton_review.web.listing import Choices
from clayton_review.web.pages import Column, Filter, listing
from findings.conclusions.models.findings import Finding
from findings.conclusions.selectors.versions import version_history
from findings.recommendations.actions.recommendations import (
    edit_recommendation,
    write_recommendation,
)
from findings.recommendations.forms.recommendations import (
    RecommendationCreateForm,
    RecommendationEditForm,
)
from findings.recommendations.models.recommendations import (
    Priority,
    Recommendation,
    RecommendationStatus,
)
from findings.recommendations.selectors.recommendation_page import recommendation_page
from findings.recommendations.selectors.thread import recommendation_thread
from findings.recommendations.selectors.work_items import recommendation_work_items


def _only_overdue(rows: Any, value: str) -> Any:
    return rows.overdue(clock.today()) if value == "overdue" else rows


def _without_step(rows: Any, value: str) -> Any:
    return rows.filter(step__isnull=True) if value == "none" else rows


def _status_words(row: Recommendation) -> str:
    return f"{row.status_label}{', overdue' if row.is_overdue(clock.today()) else ''}"


COLUMNS = (
    Column("Recommendation", lambda row: row.text, url=lambda row: row.get_absolute_url()),
    Column("Reference", lambda row: row.reference),
    Column("Addressee", lambda row: row.addressee),
    Column("Step", lambda row: row.step.label if row.step else ""),
    Column("Priority", lambda row: row.get_priority_display()),
    Column("Due", lambda row: day(row.due_on)),
    Column("Status", _status_words),
)
FILTERS: dict[str, Choices | Filter] = {
    "status": RecommendationStatus.choices,
    "priority": Priority.choices,
    "due": Filter("Due", [("overdue", "Overdue")], _only_overdue),
    "plan": Filter("Plan", [("none", "Not under a goal")], _without_step),
}
SORTS = {
    "most_urgent": ("urgency", "due_on", "reference"),
    "due": ("due_on", "reference"),
    "newest": "-reference",
    "reference": "reference",
}
SEARCH = ("text__icontains", "reference__icontains", "addressee__icontains")


@require_safe
@allow(Permission.READ_RECOMMENDATIONS)
def index(request: HttpRequest) -> HttpResponse:
    """List recommendations, with those that wait for this person first."""
    user = person(request)
    recommendations = listing(
        request,
        Recommendation.objects.visible_to(user).current().with_plan().with_urgency(clock.today()),
        search=SEARCH,
        filters=FILTERS,
        sorts=SORTS,
        columns=COLUMNS,
        filename="recommendations",
    )
    if recommendations.is_download:
        return recommendations.download()
    context = {"listing": recommendations, "work_items": recommendation_work_items(user)}
    return render(request, "findings/recommendation_list.html", context)


@require_safe
@allow(Permission.READ_RECOMMENDATIONS)
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one recommendation with its history."""
    user = person(request)
    page = recommendation_page(get_recommendation(user, reference), user)
    return render(request, "findings/recommendation_detail.html", {"page": page})


@require_safe
@allow(Permission.READ_RECOMMENDATIONS)
def thread(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the whole thread: evidence, findings, recommendation, and its history."""
    user = person(request)
    recommendation = get_recommendation(user, reference)
    context = {
        "recommendation": recommendation,
        "thread": recommendation_thread(recommendation, user),
    }
    return render(request, "findings/recommendation_trace.html", context)


@require_safe
@allow(Permission.READ_RECOMMENDATIONS)
def changes(request: HttpRequest, reference: str) -> HttpResponse:
    """Show every version of a recommendation, word by word."""
    user = person(request)
    row = get_recommendation(user, reference)
    context = {"record": row, "versions": version_history(row, user)}
    return render(request, "findings/record_changes.html", context)


@allow(Permission.WRITE_RECOMMENDATIONS)
def create(request: HttpRequest) -> HttpResponse:
    """Write a recommendation."""
    user = person(request)
    findings_asked_for = (
        Finding.objects.visible_to(user)
        .current()
        .filter(reference=request.GET.get("finding", "")[:12].replace("\x00", ""))
    )
    form = RecommendationCreateForm(
        *posted(request), user=user, initial={"findings": findings_asked_for}
    )
    return save_or_show(
        request,
        form,
        FormPageTexts(
            "Write a recommendation", "Save the draft", reverse("findings:recommendation_list")
        ),
        lambda: write_recommendation(
            record_id=form.cleaned_data["record_id"],
            values=form.values(),
            findings=list(form.cleaned_data["findings"]),
            by=user,
        ),
        lambda record: (f"{record.reference} was saved.", record.get_absolute_url()),
    )


@allow(Permission.WRITE_RECOMMENDATIONS)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Edit a recommendation."""
    user = person(request)
    row = get_recommendation(user, reference)
    initial = {**initial_of(row, RecommendationEditForm), "findings": row.findings.all()}
    form = RecommendationEditForm(*posted(request), user=user, initial=initial)
    fixed = (
        "This recommendation is issued, so its text, addressee and measure of done are fixed."
        if row.issued_at
        else ""
    )
    return save_or_show(
        request,
        form,
        FormPageTexts(
            f"Edit {row.reference}", "Save the changes", row.get_absolute_url(), warning=fixed
        ),
        lambda: edit_recommendation(
            recommendation=row,
            revision=form.cleaned_data["revision"],
            values=form.values(),
            findings=list(form.cleaned_data["findings"]),
            why=form.reason(),
            by=user,
        ),
        lambda record: (f"{record.reference} was saved.", record.get_absolute_url()),
        record=row,
    )


def get_recommendation(user: User, reference: str) -> Recommendation:
    """Return the recommendation with this reference if the person may see it, else answer 404."""
    recommendation: Recommendation = get_object_or_404(
        Recommendation.objects.visible_to(user).with_plan(), reference=reference
    )
    return recommendation
