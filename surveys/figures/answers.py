"""`surveys.answers/<survey>.<question>`: what was answered to one closed question.

The base is everybody who was asked, so that one table has one total: with a second base for those
who have an opinion, hidden cells could be worked out from the difference. Answers in own words
are no figure: they never leave the team.
"""

from collections.abc import Callable

from clayton_review import clock
from clayton_review.figures import Audience, Figure, Scope, family
from clayton_review.stats.disclosure import RULES
from surveys import documents, selectors
from surveys.documents import Question
from surveys.figures import grids, spans, ticks, words
from surveys.figures.parts import Asked, Drawn
from surveys.models import Survey
from surveys.question_types import type_of
from surveys.selectors import Tally

# By the chart of the question type.
DRAWN: dict[str, Callable[[Asked], Drawn]] = {
    "bars": ticks.draw_choice,
    "agreement": ticks.draw_agreement,
    "several": ticks.draw_several,
    "grid": grids.draw_grid,
    "ranking": grids.draw_ranking,
    "number": spans.draw_number,
    "date": spans.draw_date,
}


def keys(scope: Scope) -> list[str]:
    """Every closed question of every survey that has opened sheets.

    Board and public see a survey only once it is closed: two issues while it runs could be
    subtracted, and what the last few people answered would remain.
    """
    as_of = clock.local(scope.as_of).date()
    surveys = Survey.objects.opened()
    if scope.audience != Audience.TEAM:
        surveys = Survey.objects.closed_before(as_of)
    return [
        f"{survey.slug}.{question.name}"
        for survey in surveys.with_questionnaire().order_by("slug")
        if survey.version and survey.sheets.filter(batch_week__lte=as_of).exists()
        for question in documents.from_json(survey.version.document).questions
        if has_figure(question)
    ]


def has_figure(question: Question) -> bool:
    """Whether answers to it are counted; those in own words are only read."""
    return bool(type_of(question.kind).chart)


@family("surveys.answers", keys)
def answers_figure(scope: Scope, key: str) -> Figure:
    """The answers to one question. Raises `KeyError` for an unknown survey or question."""
    slug, _, name = key.partition(".")
    survey = Survey.objects.with_questionnaire().filter(slug=slug).first()
    if survey is None or survey.version is None:
        raise KeyError(key)
    question = documents.from_json(survey.version.document).question(name)
    if not has_figure(question):
        raise KeyError(key)
    counted = selectors.tally(survey, name, clock.local(scope.as_of).date())
    return question_figure(survey, question, counted, scope.audience)


def question_figure(
    survey: Survey, question: Question, counted: Tally, audience: Audience
) -> Figure:
    """The figure of a closed question of a published survey from its tally."""
    asked = Asked(question, counted, audience, has_intervals=survey.is_probability_sample)
    drawn = DRAWN[type_of(question.kind).chart](asked)
    precision = words.INTERVALS if survey.is_probability_sample else words.OPT_IN
    if survey.is_probability_sample and not drawn.has_intervals:
        precision = words.UNWEIGHTED
    method = (words.ASKED, drawn.method, precision, f"{survey.title}, {survey.version}.")
    return Figure(
        name=f"surveys.answers/{survey.slug}.{question.name}",
        title=drawn.title,
        sentence=drawn.sentence,
        unit=drawn.unit,
        denominator="not shown" if drawn.is_thin else f"{asked.n:,} residents who were asked",
        method=" ".join(part for part in method if part),
        table=drawn.table,
        evidence_url=f"/surveys/{survey.slug}/results/{question.name}/",
        value=drawn.value,
        chart=drawn.chart,
        suppressed=_suppressed(drawn, audience),
    )


def _suppressed(drawn: Drawn, audience: Audience) -> str:
    if not drawn.n_hidden or audience == Audience.TEAM:
        return ""
    rule = RULES[audience]
    return (
        f"{drawn.n_hidden} of {drawn.n_cells} counts are hidden: a base under {rule.minimum_base} "
        f"or a cell under {rule.minimum_cell}, or a cell that would give one of these away."
    )
