"""Page with the progress of field work by group."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clayton_review import clock, figures
from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.figures import Audience, Scope
from findings.fieldwork.selectors.contacts_today import contacts_today

FIGURES = ("findings.interviews", "findings.attendance", "findings.recruitment")


@require_safe
@allow(Permission.READ_INTERVIEWS)
def overview(request: HttpRequest) -> HttpResponse:
    """Show interviews, attendance and recruitment by group against the targets."""
    scope = Scope(clock.now(), Audience.TEAM)
    figures_by_place = [figures.compute(name, scope) for name in FIGURES]
    context = {
        "interviews": figures_by_place[0],
        "attendance": figures_by_place[1],
        "recruitment": figures_by_place[2],
        "n_to_do": contacts_today(person(request)).n_to_do,
    }
    return render(request, "findings/fieldwork.html", context)
