"""Pages across the field work: whom we heard, and what was answered to one question."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clayton_review import clock, figures
from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.figures import Audience, Scope
from findings.fieldwork.selectors.contact_list import work_list

FIGURES = ("findings.interviews", "findings.attendance", "findings.recruitment")


@require_safe
@allow(Permission.READ_INTERVIEWS)
def overview(request: HttpRequest) -> HttpResponse:
    """Interviews and attendance against target, and what came of asking, group by group."""
    scope = Scope(clock.now(), Audience.TEAM)
    made = [figures.compute(name, scope) for name in FIGURES]
    context = {
        "held": made[0],
        "attended": made[1],
        "asked": made[2],
        "n_to_do": work_list(person(request)).n_to_do,
    }
    return render(request, "findings/fieldwork.html", context)
