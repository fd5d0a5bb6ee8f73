"""Pages of the plan: goals, their action steps, and what is recommended under each."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import initial_of, posted
from clayton_review.citable.form_page import Page, take_back, write
from findings.recommendations.actions.goals import add_step, reword, set_goal, withdraw_part
from findings.recommendations.actions.recommendations import assign_recommendations as assign_now
from findings.recommendations.forms.goals import (
    AssignForm,
    GoalCreateForm,
    RewordForm,
    StepCreateForm,
)
from findings.recommendations.models.goals import ActionStep, Goal
from findings.recommendations.models.recommendations import Recommendation
from findings.recommendations.selectors.plan import plan

PLAN = "findings:goal_list"


@require_safe
@allow(Permission.READ_RECOMMENDATIONS)
def index(request: HttpRequest) -> HttpResponse:
    """The whole plan: goal, step, recommendation."""
    return render(request, "findings/goal_list.html", {"plan": plan(person(request))})


@allow(Permission.WRITE_RECOMMENDATIONS)
def create(request: HttpRequest) -> HttpResponse:
    """Set a goal."""
    user, form = person(request), GoalCreateForm(*posted(request))
    return write(
        request,
        form,
        Page("Add a goal", "Add the goal", reverse(PLAN)),
        lambda: set_goal(record_id=form.cleaned_data["record_id"], facts=form.facts(), by=user),
        lambda made: (f"Goal {made.number} was added.", reverse(PLAN)),
    )


@allow(Permission.WRITE_RECOMMENDATIONS)
def step_create(request: HttpRequest) -> HttpResponse:
    """Add a step to a goal."""
    user = person(request)
    asked = request.GET.get("goal", "")
    goal = Goal.objects.current().filter(number=asked).first() if asked.isdecimal() else None
    form = StepCreateForm(*posted(request), initial={"goal": goal})
    return write(
        request,
        form,
        Page("Add an action step", "Add the step", reverse(PLAN)),
        lambda: add_step(record_id=form.cleaned_data["record_id"], facts=form.facts(), by=user),
        lambda made: (f"Action step {made.label} was added.", reverse(PLAN)),
    )


@allow(Permission.WRITE_RECOMMENDATIONS)
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Reword a goal."""
    return _reword(request, get_object_or_404(Goal, pk=key))


@allow(Permission.WRITE_RECOMMENDATIONS)
def step_edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Reword an action step."""
    return _reword(request, get_object_or_404(ActionStep.objects.select_related("goal"), pk=key))


@allow(Permission.WRITE_RECOMMENDATIONS)
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a goal out of the plan."""
    return _withdraw(request, get_object_or_404(Goal, pk=key))


@allow(Permission.WRITE_RECOMMENDATIONS)
def step_withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a step out of the plan."""
    return _withdraw(request, get_object_or_404(ActionStep.objects.select_related("goal"), pk=key))


@allow(Permission.WRITE_RECOMMENDATIONS)
def assign(request: HttpRequest) -> HttpResponse:
    """Put several recommendations under a step, or give them an owner or contact."""
    user = person(request)
    loose = Recommendation.objects.visible_to(user).current().filter(step__isnull=True)
    form = AssignForm(*posted(request), user=user, initial={"recommendations": loose})
    return write(
        request,
        form,
        Page(
            "Assign recommendations",
            "Assign the recommendations",
            reverse("findings:recommendation_list"),
        ),
        lambda: assign_now(
            recommendations=list(form.cleaned_data["recommendations"]), given=form.given(), by=user
        ),
        lambda changed: (_assigned(len(changed)), reverse("findings:recommendation_list")),
    )


def _assigned(n: int) -> str:
    return (
        f"{n} recommendation{' is' if n == 1 else 's are'} assigned." if n else "Nothing changed."
    )


def _reword(request: HttpRequest, part: Goal | ActionStep) -> HttpResponse:
    form = RewordForm(*posted(request), initial=initial_of(part, RewordForm))
    user = person(request)
    return write(
        request,
        form,
        Page("Edit a goal" if isinstance(part, Goal) else "Edit a step", "Save", reverse(PLAN)),
        lambda: reword(
            part=part,
            revision=form.cleaned_data["revision"],
            title=form.cleaned_data["title"],
            by=user,
        ),
        lambda made: (f"{made} was saved.", reverse(PLAN)),
        record=part,
    )


def _withdraw(request: HttpRequest, part: Goal | ActionStep) -> HttpResponse:
    user = person(request)
    page = Page(
        "Withdraw a goal" if isinstance(part, Goal) else "Withdraw an action step",
        "Withdraw",
        reverse(PLAN),
        lede=str(part),
        warning="Its number will not be used again. Nothing can be left under it.",
    )
    return take_back(
        request,
        part,
        page,
        lambda revision, reason: withdraw_part(
            part=part, revision=revision, reason=reason, by=user
        ),
    )
