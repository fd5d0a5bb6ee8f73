"""Answers that conditions tell apart, with the lines of the published table that count them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from clayton_review.stats.disclosure.suppression_rule import Mask
from surveys.question_types.columns import LevelIndexes
from surveys.questionnaire import relevance
from surveys.questionnaire.questionnaire import Answer
from surveys.questionnaire.relevance import AnswerCondition
from surveys.results.figures.answer_levels import AnswerLevels
from surveys.results.figures.figure_forms import answer_levels
from surveys.results.figures.question_figure import FigureInput


@dataclass(frozen=True, eq=False)
class ConditionLevels:
    """One question as its conditions see it.

    `codes` (n,) are the level of each sheet. `answers` holds for each level an answer that stands
    for it, with the question's name; it is empty where the question was not asked. `shown` are the
    published lines (lines × levels).
    """

    codes: LevelIndexes
    answers: tuple[dict[str, Answer], ...]
    shown: Mask

    def without_empty_levels(self) -> "ConditionLevels":
        """Return these levels without those that the published lines show to be empty.

        A line that nobody is in empties all its levels; one that everybody is in, all others.
        """
        n = np.bincount(self.codes, minlength=len(self.answers))
        sums = self.shown @ n
        is_empty = self.shown[sums == 0].any(axis=0) | (~self.shown[sums == n.sum()]).any(axis=0)
        place = np.cumsum(~is_empty) - 1
        answers = tuple(
            answer for answer, is_out in zip(self.answers, is_empty, strict=True) if not is_out
        )
        return ConditionLevels(place[self.codes], answers, self.shown[sums > 0][:, ~is_empty])


def condition_levels(
    figure_input: FigureInput, comparisons: Sequence[AnswerCondition]
) -> ConditionLevels:
    """Return the levels of a question that these comparisons and its published ticks look at.

    Levels that no comparison tells apart are one level, those that are shown and those that are
    hidden each: how people divide among them says nothing about who was asked what.
    """
    fine = answer_levels(figure_input, comparisons)
    n_levels = len(fine.answers)
    told_apart = list(dict.fromkeys([*comparisons, *fine.ticks]))
    truths = [_truths(figure_input.question.name, told_apart, answers) for answers in fine.answers]
    is_mixed = [len({truths[at] for at in np.flatnonzero(mask)}) > 1 for mask, _ in fine.lines]
    keys: list[tuple[object, ...]] = []
    for level in range(n_levels):
        lines = [at for at, (mask, _is_shown) in enumerate(fine.lines) if mask[level]]
        is_plain = not any(is_mixed[at] for at in lines)
        are_shown = bool(lines) and all(fine.lines[at][1] for at in lines)
        keys.append((truths[level], are_shown if is_plain else tuple(lines)))
    return _merged(fine, keys)


def _truths(
    name: str, comparisons: Sequence[AnswerCondition], answers: dict[str, Answer]
) -> tuple[bool, ...]:
    """Return the truth of each comparison with these answers, then True if it was asked."""
    return (*(relevance.holds(comparison, answers) for comparison in comparisons), name in answers)


def _merged(fine: AnswerLevels, keys: Sequence[tuple[object, ...]]) -> ConditionLevels:
    distinct = list(dict.fromkeys(keys))
    place = np.array([distinct.index(key) for key in keys], dtype=np.int64)
    shown = [
        [any(mask[level] for level in np.flatnonzero(place == at)) for at in range(len(distinct))]
        for mask, is_shown in fine.lines
        if is_shown
    ]
    answers = tuple(fine.answers[keys.index(key)] for key in distinct)
    shown.append([bool(answer) for answer in answers])  # how many were asked stands beside them
    # A line inside a merged level says less than the level's own sum, which is known as well.
    merged_lines = np.array(shown, dtype=np.bool_)
    return ConditionLevels(place[fine.codes], answers, np.unique(merged_lines, axis=0))
