"""Pages across the field work: whom we heard, and what was answered to one question."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from clayton_review import clock, figures
from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.figures import Audience, Scope
from findings.models import Group, GuideQuestion, InterviewGuide
from findings.selectors.contacting import work_list
from findings.selectors.reading import told_to

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


@require_safe
@allow(Permission.READ_INTERVIEWS)
def question(request: HttpRequest, key: UUID) -> HttpResponse:
    """Every answer to one question, through all versions that ask it in the same words."""
    guides = InterviewGuide.objects.visible_to(person(request))
    rows = GuideQuestion.objects.filter(guide__in=guides).select_related("guide")
    asked = get_object_or_404(rows, pk=key)
    group = request.GET.get("group", "")
    group = group if group in Group.values else ""
    told = told_to(asked, group)
    context = {
        "question": asked,
        "told": told,
        "versions": sorted({one.version for one in told}),
        "groups": Group.choices,
        "group": group,
    }
    return render(request, "findings/question_answers.html", context)
