"""Page with all answers to one question."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from findings.coding.models.quotable_texts import SpeakerGroup
from findings.interviews.models.guides import GuideQuestion, InterviewGuide
from findings.interviews.selectors.question_answers import answers_to


@require_safe
@allow(Permission.READ_INTERVIEWS)
def question_answers(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show the answers to one question in all versions that ask it in the same words."""
    guides = InterviewGuide.objects.visible_to(person(request))
    rows = GuideQuestion.objects.filter(guide__in=guides).select_related("guide")
    question = get_object_or_404(rows, pk=key)
    group = request.GET.get("group", "")
    group = group if group in SpeakerGroup.values else ""
    answers = answers_to(question, group)
    context = {
        "question": question,
        "answers": answers,
        "versions": sorted({answer.version for answer in answers}),
        "groups": SpeakerGroup.choices,
        "group": group,
    }
    return render(request, "findings/question_answers.html", context)
