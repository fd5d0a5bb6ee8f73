"""The number of complete sheets, which tells something about how many skipped a question.

Of 100 sheets of one question 97 are complete: 3 skipped it, and of 5 who are shown to have skipped
it or not to know, 2 did not know.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from clayton_review.figures import Audience
from clayton_review.stats.disclosure.several_answers import SeveralAnswers
from clayton_review.stats.disclosure.suppression_rule import SUPPRESSION_RULES, SuppressionRule
from surveys.analysis.sample import Sample
from surveys.question_types.columns import SKIPPED
from surveys.questionnaire.questionnaire import Questionnaire
from surveys.results.figures.answers import has_figure, must_close
from surveys.results.figures.figure_forms import draw
from surveys.results.figures.question_figure import FigureInput
from surveys.results.selectors.outcomes import COMPLETE_FROM, PARTIAL_FROM, Outcomes

ENOUGH_TO_SKIP_ONE = 5  # questions, of which a complete sheet may have skipped one


def tells_small_numbers(
    questionnaire: Questionnaire, sample: Sample, outcomes: Outcomes, audience: Audience
) -> bool:
    """True if the number of complete sheets would tell this audience a small number.

    It is small itself, or leaves few; or a number that skipped a question is hidden and follows.
    """
    rule = SUPPRESSION_RULES[audience]
    n_rest = sample.n - outcomes.complete
    if any(0 < n < rule.minimum_cell for n in (outcomes.complete, n_rest)):
        return True
    if not rule.minimum_cell:
        return False
    inputs = [
        FigureInput(questionnaire, question, sample, audience)
        for question in questionnaire.questions
        if question.choices and has_figure(question)
    ]
    return _tells_who_skipped(inputs, outcomes.partial, n_rest - outcomes.partial, rule)


def _tells_who_skipped(
    inputs: Sequence[FigureInput], n_partial: int, n_broken_off: int, rule: SuppressionRule
) -> bool:
    """True if these sheets tell a small or hidden number of those who skipped a question.

    With up to four questions a sheet is not complete as soon as one is skipped, so all numbers of
    skipped answers add up. With more, a complete one may have skipped some; one that is not skipped
    more than a fifth of its questions, one that was broken off more than half. Nothing follows as
    long as the questions of which all is shown leave room for a small number.
    """
    if not n_partial + n_broken_off:
        return False
    hidden = [asked.question.name for asked in inputs if _hides_skipped(asked)]
    skipped = {asked.question.name: asked.column() == SKIPPED for asked in inputs}
    if len(inputs) < ENOUGH_TO_SKIP_ONE:
        return bool(hidden) or _adds_up_to_few(np.array([*skipped.values()]), rule)
    needed = n_partial * _least_skipped(len(inputs), COMPLETE_FROM)
    needed += n_broken_off * _least_skipped(len(inputs), PARTIAL_FROM)
    n_shown = sum(
        int(np.sum(skipped[asked.question.name]))
        for asked in inputs
        if not (asked.is_conditional or asked.question.name in hidden)
    )
    return n_shown < needed + rule.minimum_cell


def _adds_up_to_few(skipped: NDArray[np.bool_], rule: SuppressionRule) -> bool:
    """True if a small number follows from how many skipped each question (× sheets), and any."""
    n_skipped = skipped.sum(axis=0)
    n_any = int(np.sum(n_skipped > 0))
    given, rest = tuple(skipped.sum(axis=1).tolist()), n_skipped.size - n_any
    several = SeveralAnswers(given, (rest,), n_any, int(n_skipped.max()))
    nothing = (False,) * (len(given) + 1)
    return not several.is_protected(nothing, rule)


def _least_skipped(n_asked: int, percent: int) -> int:
    """Return how many of so many questions a sheet skipped at least that is below this percent."""
    return n_asked * (100 - percent) // 100 + 1


def _hides_skipped(asked: FigureInput) -> bool:
    """True if a number of skipped answers to this question is hidden, or shown in a sum only."""
    drawn = draw(replace(asked, is_closed=must_close(asked)))
    return any(line.is_hidden for line in drawn.lines if line.label == asked.skipped_label)
