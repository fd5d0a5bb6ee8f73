"""The sample planner: how many letters a precision needs, or what letters give."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clayton_review.accounts.access import allow
from clayton_review.accounts.roles import Permission
from surveys.fielding.figures import plan_text, usual_plans
from surveys.fielding.forms.planner import PlannerForm


@allow(Permission.READ_SURVEYS)
@require_safe
def planner(request: HttpRequest) -> HttpResponse:
    """Show a form that sends its values in the address, and the plan for them."""
    is_asked = any(name in request.GET for name in PlannerForm.base_fields)
    form = PlannerForm(request.GET if is_asked else None)
    context: dict[str, object] = {"form": form}
    if is_asked and form.is_valid():
        expectation = form.expectation()
        context["plan"] = plan_text(
            margin=form.cleaned_data["margin"],
            letters=form.cleaned_data["letters"],
            expectation=expectation,
        )
        context["usual"] = usual_plans(expectation)
    return render(request, "surveys/planner.html", context)
