"""Pages that move or reach a milestone, or note what the Board decided."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import ReviseForm, attempt, posted
from clayton_review.engagement import actions
from clayton_review.engagement.forms import (
    DecisionOutcomeForm,
    DueDateForm,
    MilestoneReachedForm,
    ReachedDayForm,
)
from clayton_review.engagement.views.record_pages.record_page import RecordPages
from clayton_review.engagement.views.record_pages.work import DECISIONS, MILESTONES
from clayton_review.engagement.views.records import record_or_404
from clayton_review.web.pages import form_page, saved


@allow(Permission.WRITE_ENGAGEMENT)
def move(request: HttpRequest, key: str) -> HttpResponse:
    """Change the due date of a milestone, with the reason."""
    row = record_or_404(MILESTONES, request, key)
    return _act(
        request,
        MILESTONES,
        row,
        DueDateForm,
        _move_milestone,
        heading=f"Change the due date of {row}",
        action_label="Change the due date",
    )


@allow(Permission.WRITE_ENGAGEMENT)
def reach(request: HttpRequest, key: str) -> HttpResponse:
    """Record the day a milestone was reached, or correct it with the reason."""
    row = record_or_404(MILESTONES, request, key)
    if row.reached_on:
        return _act(
            request,
            MILESTONES,
            row,
            ReachedDayForm,
            _correct_reached_day,
            heading=f"Correct the day {row} was reached",
            action_label="Correct the day",
            initial={"reached_on": row.reached_on},
        )
    return _act(
        request,
        MILESTONES,
        row,
        MilestoneReachedForm,
        _reach_milestone,
        heading=f"When was {row} reached?",
        action_label="Save the day",
    )


@allow(Permission.WRITE_ENGAGEMENT)
def outcome(request: HttpRequest, key: str) -> HttpResponse:
    """Record what the Board decided."""
    row = record_or_404(DECISIONS, request, key)
    return _act(
        request,
        DECISIONS,
        row,
        DecisionOutcomeForm,
        _note_outcome,
        heading=f"What was decided on {row}?",
        action_label="Save the outcome",
    )


def _move_milestone(row: Any, values: dict[str, Any]) -> Any:
    return actions.move_milestone(milestone=row, **values)


def _reach_milestone(row: Any, values: dict[str, Any]) -> Any:
    return actions.reach_milestone(milestone=row, **values)


def _correct_reached_day(row: Any, values: dict[str, Any]) -> Any:
    return actions.correct_reached_day(milestone=row, **values)


def _note_outcome(row: Any, values: dict[str, Any]) -> Any:
    return actions.note_outcome(decision=row, **values)


def _act(
    request: HttpRequest,
    pages: RecordPages,
    row: Any,
    form_type: type[ReviseForm],
    act: Callable[[Any, dict[str, Any]], Any],
    *,
    heading: str,
    action_label: str,
    initial: dict[str, Any] | None = None,
) -> HttpResponse:
    form = form_type(*posted(request), initial={"revision": row.revision, **(initial or {})})

    def save() -> Any:
        return act(row, {**form.cleaned_data, "by": person(request)})

    if attempt(form, save, record=row) is not None:
        saved(request, "Saved.")
        return redirect(pages.url("detail", row))
    context = {
        "pages": pages,
        "heading": heading,
        "action_label": action_label,
        "cancel_url": pages.url("detail", row),
    }
    return form_page(request, "engagement/record_write.html", form, **context)
