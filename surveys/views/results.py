"""What was answered, for the team: each question with its figure, and people's own words."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from clayton_review import clock
from clayton_review.accounts.access import allow
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.figures import Audience, Figure, Scope
from surveys import documents, selectors
from surveys.documents import Question
from surveys.figures import answers_figure
from surveys.models import Survey

AUDIENCES = {
    Audience.TEAM: "the team (every count)",
    Audience.BOARD: "the Board (small counts hidden)",
    Audience.PUBLIC: "everybody (small counts hidden)",
}
SHOWN_AT_ONCE = 50


@dataclass(frozen=True)
class Result:
    """One question: its figure, or what people wrote."""

    question: Question
    figure: Figure | None
    texts: list[str]
    n_texts: int


@allow(Permission.READ_SURVEYS)
@require_safe
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """The results as the team, the Board or everybody would see them."""
    assert isinstance(request.user, User)  # noqa: S101  # the door let nobody else in
    known = Survey.objects.visible_to(request.user).with_questionnaire()
    survey = get_object_or_404(known, slug=slug)
    chosen = request.GET.get("audience", "")
    audience = Audience(chosen) if chosen in set(Audience) else Audience.TEAM
    context = {
        "survey": survey,
        "results": _results(survey, Scope(as_of=clock.now(), audience=audience)),
        "audience": audience,
        "audiences": AUDIENCES.items(),
        "n_sheets": survey.sheets.count(),
    }
    return render(request, "surveys/result_list.html", context)


def _results(survey: Survey, scope: Scope) -> list[Result]:
    assert survey.version  # noqa: S101  # `with_questionnaire`
    made: list[Result] = []
    for question in documents.from_json(survey.version.document).questions:
        if question.choices:
            figure = answers_figure(scope, f"{survey.slug}.{question.name}")
            made.append(Result(question, figure, [], 0))
        elif scope.audience == Audience.TEAM:
            texts = selectors.own_words(survey, question.name)
            made.append(Result(question, None, texts[:SHOWN_AT_ONCE], len(texts)))
        else:
            made.append(Result(question, None, [], 0))
    return made
