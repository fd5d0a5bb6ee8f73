"""Pages of the plan: goals, action steps, and assigning recommendations."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import initial_of, posted
from clayton_review.citable.form_page import FormPageTexts, save_or_show, withdraw_page
from clayton_review.web.formatting import count_phrase
from findings.recommendations.actions.goals import (
    change_plan_title,
    create_action_step,
    create_goal,
    withdraw_plan_item,
)
from findings.recommendations.actions.recommendations import assign_recommendations as assign_now
from findings.recommendations.forms.goals import (
    AssignForm,
    GoalCreateForm,
    PlanTitleForm,
    StepCreateForm,
)
from findings.recommendations.models.goals import ActionStep, Goal
from findings.recommendations.models.recommendations import Recommendation
from findings.recommendations.selectors.plan import plan

PLAN = "findings:goal_list"


@require_safe
@allow(Permission.READ_RECOMMENDATIONS)
def index(request: HttpRequest) -> HttpResponse:
    """Show the whole plan."""
    return render(request, "findings/goal_list.html", {"plan": plan(person(request))})


@allow(Permission.WRITE_RECOMMENDATIONS)
def create(request: HttpRequest) -> HttpResponse:
    """Create a goal."""
    user, form = person(request), GoalCreateForm(*posted(request))
    return save_or_show(
        request,
        form,
        FormPageTexts("Add a goal", "Add the goal", reverse(PLAN)),
        lambda: create_goal(
            record_id=form.cleaned_data["record_id"], values=form.values(), by=user
        ),
        lambda record: (f"Goal {record.number} was added.", reverse(PLAN)),
    )


@allow(Permission.WRITE_RECOMMENDATIONS)
def step_create(request: HttpRequest) -> HttpResponse:
    """Create an action step."""
    user = person(request)
    number = request.GET.get("goal", "")
    goal = Goal.objects.current().filter(number=number).first() if number.isdecimal() else None
    form = StepCreateForm(*posted(request), initial={"goal": goal})
    return save_or_show(
        request,
        form,
        FormPageTexts("Add an action step", "Add the step", reverse(PLAN)),
        lambda: create_action_step(
            record_id=form.cleaned_data["record_id"], values=form.values(), by=user
        ),
        lambda record: (f"Action step {record.label} was added.", reverse(PLAN)),
    )


@allow(Permission.WRITE_RECOMMENDATIONS)
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change the title of a goal."""
    return _edit_title(request, get_object_or_404(Goal, pk=key))


@allow(Permission.WRITE_RECOMMENDATIONS)
def step_edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change the title of an action step."""
    return _edit_title(
        request, get_object_or_404(ActionStep.objects.select_related("goal"), pk=key)
    )


@allow(Permission.WRITE_RECOMMENDATIONS)
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Withdraw a goal, with the reason."""
    return _withdraw(request, get_object_or_404(Goal, pk=key))


@allow(Permission.WRITE_RECOMMENDATIONS)
def step_withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Withdraw an action step, with the reason."""
    return _withdraw(request, get_object_or_404(ActionStep.objects.select_related("goal"), pk=key))


@allow(Permission.WRITE_RECOMMENDATIONS)
def assign(request: HttpRequest) -> HttpResponse:
    """Put several recommendations under a step, or give them an owner or contact."""
    user = person(request)
    loose = Recommendation.objects.visible_to(user).current().filter(step__isnull=True)
    form = AssignForm(*posted(request), user=user, initial={"recommendations": loose})
    return save_or_show(
        request,
        form,
        FormPageTexts(
            "Assign recommendations",
            "Assign the recommendations",
            reverse("findings:recommendation_list"),
        ),
        lambda: assign_now(
            recommendations=list(form.cleaned_data["recommendations"]),
            assignment=form.assignment(),
            by=user,
        ),
        lambda changed: (_assigned_notice(len(changed)), reverse("findings:recommendation_list")),
    )


def _assigned_notice(n: int) -> str:
    if not n:
        return "Nothing changed."
    return f"{count_phrase(n, 'recommendation was', 'recommendations were')} assigned."


def _edit_title(request: HttpRequest, item: Goal | ActionStep) -> HttpResponse:
    form = PlanTitleForm(*posted(request), initial=initial_of(item, PlanTitleForm))
    user = person(request)
    return save_or_show(
        request,
        form,
        FormPageTexts(f"Edit the {item.noun}", "Save the changes", reverse(PLAN)),
        lambda: change_plan_title(
            item=item,
            revision=form.cleaned_data["revision"],
            title=form.cleaned_data["title"],
            by=user,
        ),
        lambda record: (
            f"{record.noun.capitalize()} {record.label} was updated.",
            reverse(PLAN),
        ),
        record=item,
    )


def _withdraw(request: HttpRequest, item: Goal | ActionStep) -> HttpResponse:
    user = person(request)
    page = FormPageTexts(
        f"Withdraw the {item.noun}",
        f"Withdraw the {item.noun}",
        reverse(PLAN),
        lede=str(item),
        warning="Its number will not be used again. Move or withdraw what is under it first.",
    )
    return withdraw_page(
        request,
        item,
        page,
        lambda revision, reason: withdraw_plan_item(
            item=item, revision=revision, reason=reason, by=user
        ),
        edit_form=PlanTitleForm,
    )
