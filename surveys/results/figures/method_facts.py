"""Facts from the records about how a survey was done, in the words of the public pages.

Each fact is read where the other pages read it, so that the method agrees with them.
"""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clayton_review import clock
from clayton_review.figures import Scope
from clayton_review.languages import language_in_use, quoted
from clayton_review.stats.disclosure.suppression_rule import SUPPRESSION_RULES
from clayton_review.web.formatting import day
from surveys.analysis import method_notes, population
from surveys.analysis.selectors.columns import sample_of
from surveys.analysis.share_text import in_people
from surveys.questionnaire.condition_words import condition_words
from surveys.questionnaire.questionnaire import Question
from surveys.results.figures.answers import build_figure, has_figure
from surveys.results.figures.question_figure import FigureInput
from surveys.results.figures.response import response_of
from surveys.results.selectors.precision import precision_of
from surveys.survey.models import Survey

Fact = tuple[str, str]  # name, what the records say


def method_facts(survey: Survey, scope: Scope) -> list[Fact]:
    """Return the facts of a survey that has a questionnaire, for the audience of the scope."""
    sample = sample_of(survey, clock.local(scope.as_of).date())
    if sample.n < max(SUPPRESSION_RULES[scope.audience].minimum_base, 1):
        return []
    return [
        *_days(survey),
        *_response(survey, scope),
        *_sheets_by_programs(survey, scope),
        *_losses(survey),
        *_populations(survey),
        *_conditional_questions(survey, scope),
    ]


def _days(survey: Survey) -> Iterator[Fact]:
    if survey.opens_on and survey.closed_on:
        days = {"first": day(survey.opens_on), "last": day(survey.closed_on)}
        yield _("On record: when"), _("%(first)s to %(last)s") % days


def _response(survey: Survey, scope: Scope) -> Iterator[Fact]:
    response = response_of(survey, scope)
    is_drawn = survey.is_probability_sample
    people = method_notes.RESIDENTS_WHO_ANSWERED if is_drawn else method_notes.PEOPLE_WHO_ANSWERED
    answered = people % {"n": f"{response.n_sheets:,}"}
    if response.rate is not None:
        share = {"share": in_people(Decimal(response.rate)), "rate": response.rate}
        answered += "; " + _("%(share)s people we invited (response rate %(rate)s%%, RR1)") % share
    yield _("On record: how many answered"), answered
    sample = sample_of(survey, clock.local(scope.as_of).date())
    precision = precision_of(survey, sample, response.outcomes)
    if not survey.is_probability_sample:
        yield _("On record: margin of error"), str(method_notes.OPT_IN)
    if precision is None or response.margin is None:
        return
    numbers = {"margin": response.margin, "effect": f"{precision.design_effect:.2f}"}
    yield (
        _("On record: margin of error"),
        _(
            "±%(margin)s percentage points for a share of 50%%, with 95%% confidence and a design "
            "effect of %(effect)s. A question that fewer people were asked has a larger one."
        )
        % numbers,
    )


def _sheets_by_programs(survey: Survey, scope: Scope) -> Iterator[Fact]:
    if not survey.is_probability_sample:
        sample = sample_of(survey, clock.local(scope.as_of).date())
        least = SUPPRESSION_RULES[scope.audience].minimum_cell
        both = _(
            "Results with and without them are given only where at least 100 sheets are left out."
        )
        yield (
            _("On record: sheets that look made by a program"),
            f"{sample.left_out_sentence(least)} {method_notes.BY_PROGRAM_RULE} {both}",
        )


def _losses(survey: Survey) -> Iterator[Fact]:
    if survey.n_lost:
        n = {"n": f"{survey.n_lost:,}"}
        yield (
            _("On record: lost answers"),
            ngettext(
                "%(n)s answer was sent but never opened. It is in no result.",
                "%(n)s answers were sent but never opened. They are in no result.",
                survey.n_lost,
            )
            % n,
        )


def _populations(survey: Survey) -> Iterator[Fact]:
    assert survey.version  # noqa: S101  # as `method_facts` asks for
    language = survey.version.questionnaire.language(language_in_use())
    for target in survey.targets.current():
        question = survey.version.questionnaire.question(target.question)
        text = question.text.get(language_in_use()) or question.text["en"]
        groups = "; ".join(
            f"{_group_words(category, question, language)}: {category.n:,}"
            for category in population.categories(question, target.counts)
        )
        source = {"groups": groups, "source": target.source, "vintage": target.vintage}
        yield (
            _("On record: population counts, %(question)s") % {"question": quoted(text)},
            _("%(groups)s. Source: %(source)s, %(vintage)s.") % source,
        )


def _group_words(category: population.Category, question: Question, language: str) -> str:
    """Return the answer in the questionnaire's own words; a span of numbers as it is."""
    if category.least is not None:
        return category.label
    return question.label_of(category.name, language)


def _conditional_questions(survey: Survey, scope: Scope) -> Iterator[Fact]:
    assert survey.version  # noqa: S101  # as `method_facts` asks for
    questionnaire = survey.version.questionnaire
    sample = sample_of(survey, clock.local(scope.as_of).date())
    for question in questionnaire.questions:
        condition = questionnaire.condition_of(question.name)
        if condition is None or not has_figure(question):
            continue
        figure_input = FigureInput(questionnaire, question, sample, scope.audience)
        people = _("The number of people asked is not shown.")
        if build_figure(survey, figure_input).n is not None:
            people = f"{figure_input.people}."
            if sample.is_weighted and sample.has_intervals:
                people += f" {figure_input.effective_size_sentence}"
        name = _("On record: who was asked, %(question)s") % {"question": quoted(figure_input.text)}
        asked = _("It was asked only if %(condition)s.") % {
            "condition": condition_words(condition, questionnaire)
        }
        yield name, f"{asked} {people}"
