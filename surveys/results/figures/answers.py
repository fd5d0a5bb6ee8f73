"""`surveys.answers/<survey>.<question>`: what was answered to one closed question.

The base is everybody who was asked, so that one table has one total: with a second base for those
who have an opinion, hidden cells could be worked out from the difference. Answers in own words
are no figure: they never leave the team.
"""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from clayton_review import clock
from clayton_review.figures import Audience, Figure, Scope, cell, family
from clayton_review.languages import english_address
from clayton_review.read_cache import cached_read
from clayton_review.stats.disclosure.suppression_rule import SUPPRESSION_RULES
from surveys.analysis import method_notes
from surveys.analysis.figure_names import FAMILY, figure_name
from surveys.analysis.selectors.columns import sample_of
from surveys.analysis.share_text import interval_cells
from surveys.question_types import type_of
from surveys.questionnaire.questionnaire import Question, title_of
from surveys.results.figures.asked_groups import withheld_questions
from surveys.results.figures.figure_forms import draw
from surveys.results.figures.program_sheets import answers_with_programs
from surveys.results.figures.question_figure import FigureContent, FigureInput
from surveys.survey.models import Survey

PROVED = ("n_cells", "n_hidden", "rule", "sentence", "version")


def keys(scope: Scope) -> list[str]:
    """List every closed question of every survey that has opened sheets.

    Board and public see a survey only once its results are published, for which it must be closed:
    two reports while it runs could be subtracted, leaving what the last few people answered.
    """
    as_of = clock.local(scope.as_of).date()
    surveys = Survey.objects.opened()
    if scope.audience != Audience.TEAM:
        surveys = Survey.objects.published_by(as_of)
    return [
        f"{survey.slug}.{question.name}"
        for survey in surveys.with_questionnaire().order_by("slug")
        if survey.version and survey.sheets.filter(batch_week__lte=as_of).exists()
        for question in survey.version.questionnaire.questions
        if has_figure(question)
    ]


def has_figure(question: Question) -> bool:
    """True if answers to it are counted; those in own words are only read."""
    return type_of(question.kind).figure_form is not None


@family(FAMILY, keys, is_translated=True)
def answers_figure(scope: Scope, key: str) -> Figure:
    """Return the answers to one question. Raise `KeyError` for an unknown survey or question."""
    slug, _, name = key.partition(".")
    survey = _survey(slug)
    if survey is None or survey.version is None:
        raise KeyError(key)
    questionnaire = survey.version.questionnaire
    question = questionnaire.question(name)
    if not has_figure(question):
        raise KeyError(key)
    sample = sample_of(survey, clock.local(scope.as_of).date())
    return build_figure(survey, FigureInput(questionnaire, question, sample, scope.audience))


@cached_read
def _survey(slug: str) -> Survey | None:
    return Survey.objects.with_questionnaire().filter(slug=slug).first()


def build_figure(survey: Survey, figure_input: FigureInput) -> Figure:
    """Return the figure of a closed question of a published survey from its sheets."""
    figure_input = replace(figure_input, is_closed=must_close(figure_input))
    question = figure_input.question
    drawn = draw(figure_input)
    version = _("version %(number)s") % {"number": survey.version.number if survey.version else 0}
    source = f"{title_of(figure_input.questionnaire)}, {version}."
    method = (method_notes.ASKED, drawn.method, *_precision(drawn, figure_input), source)
    lower, upper = interval_cells(drawn.interval)
    return Figure(
        name=figure_name(survey.slug, question.name),
        title=drawn.title,
        sentence=drawn.sentence,
        unit=drawn.unit,
        denominator=_denominator(drawn, figure_input),
        method=" ".join(str(part) for part in method if part),
        table=drawn.table,
        evidence_url=english_address("surveys:answers", survey.slug, question.name),
        value=drawn.value,
        lower=lower or None,
        upper=upper or None,
        n=None if drawn.is_thin else cell(figure_input.n),
        n_weighted=None if drawn.is_thin else _people(figure_input),
        chart=drawn.chart,
        suppressed=_suppression_note(drawn, figure_input),
        certificates=_certificates(drawn, figure_input.audience),
        proofs=tuple(proof.to_json() for proof in drawn.certificates),
    )


def must_close(figure_input: FigureInput) -> bool:
    """True if nothing of a question may be shown.

    So it is where it would tell two answers of one of few people; and, for others than the team,
    where the number of those who were asked would give somebody away, and where the sheets
    are weighted by the question and it hides anything: its weighted shares follow from the
    population.
    """
    if figure_input.is_closed or figure_input.shows_answers_together:
        return True
    if figure_input.audience == Audience.TEAM:
        return False
    name = figure_input.question.name
    if name in figure_input.sample.raked_by and draw(figure_input).hides_answers:
        return True
    return figure_input.is_conditional and name in withheld_questions(
        figure_input.questionnaire, figure_input.sample, figure_input.audience
    )


def _precision(drawn: FigureContent, figure_input: FigureInput) -> list[object]:
    """Return sentences on how the sheets count and what the intervals are."""
    sample, sentences = figure_input.sample, list[object]([method_notes.UNWEIGHTED])
    if sample.is_weighted:
        sentences = [method_notes.WEIGHTED % {"targets": sample.weighted_by}]
    if not sample.has_intervals:
        programs = () if drawn.is_thin else _on_programs(figure_input)
        return [*sentences, *programs, method_notes.OPT_IN]
    if sample.is_weighted and not drawn.is_thin:
        sentences.append(figure_input.effective_size_sentence)
    return [*sentences, method_notes.INTERVALS] if drawn.has_intervals else sentences


def _on_programs(figure_input: FigureInput) -> tuple[str, str]:
    left_out = figure_input.sample.left_out_sentence(figure_input.rule.minimum_cell)
    return left_out, answers_with_programs(figure_input)


def _people(figure_input: FigureInput) -> str | None:
    """Return the number of people for whom those asked stand; None if only for themselves."""
    n = figure_input.sample.n_weighted_where(figure_input.question.name)
    return None if n is None else cell(round(n))


def _denominator(drawn: FigureContent, figure_input: FigureInput) -> str:
    if drawn.is_thin:
        return _("not shown")
    people = _people(figure_input)
    if people is None:
        return figure_input.people
    numbers = {"asked": figure_input.people, "people": f"{int(people):,}"}
    return _("%(asked)s, representing %(people)s people") % numbers


def _certificates(drawn: FigureContent, audience: Audience) -> tuple[dict[str, Any], ...]:
    """Return the public parts of the proofs for a figure that leaves the team."""
    if audience == Audience.TEAM:
        return ()
    proofs = (proof.to_public() for proof in drawn.certificates if proof.n_hidden)
    return tuple({name: proof[name] for name in PROVED} for proof in proofs)


def _suppression_note(drawn: FigureContent, figure_input: FigureInput) -> str:
    audience = figure_input.audience
    if figure_input.shows_answers_together:
        return str(method_notes.CONDITIONAL_APART)
    if audience == Audience.TEAM or not drawn.hides_answers:
        return ""
    if not drawn.n_hidden:
        return _(
            "Small counts of people who gave no opinion or skipped the question are shown together."
        )
    rule = SUPPRESSION_RULES[audience]
    return _(
        "%(hidden)s of %(cells)s counts are hidden: those in groups of fewer than %(base)s "
        "people, those under %(cell)s, and those that would reveal one of these."
    ) % {
        "hidden": drawn.n_hidden,
        "cells": drawn.n_cells,
        "base": rule.minimum_base,
        "cell": rule.minimum_cell,
    }
