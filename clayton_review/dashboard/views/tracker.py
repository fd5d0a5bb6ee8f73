"""Tracker pages of the recommendations, for the Board and for everybody."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from clayton_review.accounts.access import allow, public
from clayton_review.accounts.roles import Permission
from clayton_review.dashboard.selectors.tracker import (
    TrackedRecommendation,
    published_recommendation,
    tracker,
)
from clayton_review.dashboard.tracker_words import newer_sentence, statement, status_words
from clayton_review.web.downloads import csv_response
from clayton_review.web.forms import PortalForm
from findings.conclusions.models.findings import Pillar
from findings.recommendations.models.recommendations import RecommendationStatus

HEADER = (
    "Reference", "Goal", "Action step", "Recommendation", "Addressee", "Due", "Counts as done when",
    "Status", "Reported on", "Verified on", "Response", "Last note", "Findings", "State as of",
)  # fmt: skip


class RecommendationFilterForm(PortalForm):
    """The choice of recommendations to show."""

    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("All")),
            ("overdue", _("Overdue")),
            ("open", _("Open")),
            *((status.value, _(status.label)) for status in RecommendationStatus),
        ],
    )
    pillar = forms.ChoiceField(
        label=_("Topic"),
        required=False,
        choices=[("", _("All")), *((pillar.value, _(pillar.label)) for pillar in Pillar)],
    )


@require_safe
@public
def everybody(request: HttpRequest) -> HttpResponse:
    """Show the public tracker of recommendations."""
    return _list_page(request, "dashboard/recommendation_list_public.html")


@require_safe
@public
def one_for_everybody(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one recommendation at a public address."""
    return _detail_page(request, reference, "dashboard/recommendation_detail_public.html")


@require_safe
@allow(Permission.SEE_DASHBOARD)
def board(request: HttpRequest) -> HttpResponse:
    """Show the tracker to the Board."""
    return _list_page(request, "dashboard/recommendation_list_board.html")


@require_safe
@allow(Permission.SEE_DASHBOARD)
def one_for_board(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one recommendation to the Board."""
    return _detail_page(request, reference, "dashboard/recommendation_detail_board.html")


def _list_page(request: HttpRequest, template: str) -> HttpResponse:
    form = RecommendationFilterForm(request.GET, auto_id="list_%s")
    form.is_valid()  # what makes no sense in the query is left aside
    shown = tracker(
        status=form.cleaned_data.get("status", ""), pillar=form.cleaned_data.get("pillar", "")
    )
    if request.GET.get("format") == "csv":
        return csv_response("recommendations", HEADER, [_row(item) for item in shown.items])
    context = {
        "tracker": shown,
        "narrow": form,
        "is_narrowed": any(form.cleaned_data.values()),
        "statement": statement(shown),
        "newer": newer_sentence(shown),
        "csv_query": _csv_query(request),
    }
    return render(request, template, context)


def _detail_page(request: HttpRequest, reference: str, template: str) -> HttpResponse:
    published = published_recommendation(reference)
    if published is None:
        raise Http404
    return render(
        request,
        template,
        {"item": published.item, "number": published.number, "next_on": published.next_on},
    )


def _csv_query(request: HttpRequest) -> str:
    query = request.GET.copy()
    query["format"] = "csv"
    return query.urlencode()


def _row(item: TrackedRecommendation) -> list[str]:
    state = item.state
    return [
        item.reference,
        item.goal,
        item.action_step,
        item.text,
        item.addressee,
        item.due_on.isoformat() if item.due_on else "",
        item.measure_of_done,
        status_words(item),
        state.get("Reported on", ""),
        state.get("Verified on", ""),
        state.get("Response", ""),
        state.get("Last note", ""),
        ", ".join(finding.reference for finding in item.findings),
        item.as_of.isoformat(),
    ]
