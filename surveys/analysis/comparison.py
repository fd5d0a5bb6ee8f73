"""Two groups of one question compared over all closed questions: shares, differences, tests."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clayton_review.stats.compare.comparison import (
    ComparedQuestion,
    Comparison,
    ComparisonResult,
    NotComparable,
)
from clayton_review.stats.estimates.rounding import round_half_up
from surveys.analysis.sample import Sample
from surveys.analysis.variables import Variable
from surveys.question_types import type_of
from surveys.question_types.columns import LevelIndexes

FEWEST = 5
TOO_FEW = (
    f"fewer than {FEWEST} people in the smaller group would be expected to give this answer, or to "
    "give another"
)
NOBODY = "no one in one of the two groups answered it"


@dataclass(frozen=True)
class ComparedGroups:
    """Two different groups of one variable, as places among its answers."""

    by: Variable
    first: int
    second: int

    @property
    def names(self) -> tuple[str, str]:
        """Return both group names in quotation marks, for sentences."""
        return f"“{self.by.levels[self.first]}”", f"“{self.by.levels[self.second]}”"


@dataclass(frozen=True, eq=False)
class ComparedAnswer:
    """A question with the answer that is compared, and who gives it: 1, 0, NaN for no answer."""

    variable: Variable
    answer: str
    gives: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class QuestionComparison:
    """One question: bases and weighted shares of both groups, None where nobody answered.

    `result` is None for an opt-in sample, where nothing is tested.
    """

    headline: ComparedAnswer
    n: tuple[int, int]
    shares: tuple[float, float] | None
    result: ComparisonResult | None

    @property
    def difference(self) -> float | None:
        """Return the first group's share less the second's; None if there are no shares."""
        return None if self.shares is None else self.shares[0] - self.shares[1]

    @property
    def test(self) -> Comparison | None:
        """Return the difference with its test; None if it was not tested."""
        return self.result if isinstance(self.result, Comparison) else None

    @property
    def is_detected(self) -> bool:
        """True if the groups differ more than chance explains, over the whole set."""
        return self.test is not None and self.test.is_detected


def compare_answers(
    groups: ComparedGroups, variables: Sequence[Variable], sample: Sample
) -> list[QuestionComparison]:
    """Compare every other closed question, the surest difference first.

    Nothing is compared with the question that makes the groups, not even its other choices: there
    the groups differ by definition. The lines of one question stay together.

    p-values are adjusted over the questions that are tested. A question is not tested if a group is
    too small: fewer than five expected of either answer (Cochran, 1954, Biometrics 10). In an
    opt-in sample the largest difference comes first.
    """
    codes = groups.by.codes(sample.coded)
    sides = codes == groups.first, codes == groups.second
    answers = [
        headline(variable, variable.codes(sample.coded))
        for variable in variables
        if variable.question.name != groups.by.question.name
        and type_of(variable.question.kind).is_compared
    ]
    questions = [
        ComparedQuestion(answer.variable.key, answer.gives)
        for answer in answers
        if sample.has_intervals and not _refusal(answer, sides)
    ]
    # A comparison says how its second group differs from the other.
    outcomes = sample.compared((groups.names[1], sides[1]), (groups.names[0], sides[0]), questions)
    results = {outcome.question: outcome for outcome in outcomes}
    rows = [_row(answer, sides, sample, results.get(answer.variable.key)) for answer in answers]
    return _by_question(rows)


def headline(variable: Variable, codes: LevelIndexes) -> ComparedAnswer:
    """Return the answer that is compared, from the codes (n,) of all sheets.

    It is the upper half of a scale (of five steps the top two), a tick, or else the answer that
    most sheets give.
    """
    n_levels = len(variable.levels)
    top = type_of(variable.question.kind).headline_levels(n_levels)
    if not top:
        top = (int(np.bincount(codes[codes >= 0], minlength=n_levels).argmax()),)
    gives = np.where(codes < 0, np.nan, np.isin(codes, top))
    return ComparedAnswer(variable, " or ".join(f"“{variable.levels[at]}”" for at in top), gives)


def _refusal(answer: ComparedAnswer, sides: tuple[NDArray[np.bool_], NDArray[np.bool_]]) -> str:
    """Return the reason why this question is not tested; empty if it is."""
    known = ~np.isnan(answer.gives)
    values = [answer.gives[side & known] for side in sides]
    if not all(len(side) for side in values):
        return NOBODY
    share = float(np.concatenate(values).mean())
    fewest = min(len(side) for side in values) * min(share, 1 - share)
    return TOO_FEW if fewest < FEWEST else ""


def _row(
    answer: ComparedAnswer,
    sides: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    sample: Sample,
    result: ComparisonResult | None,
) -> QuestionComparison:
    known = ~np.isnan(answer.gives)
    n = tuple(int((side & known).sum()) for side in sides)
    shares = None
    if all(sample.stands_for_somebody(side & known) for side in sides):
        pair = [sample.mean(answer.gives, side & known) for side in sides]
        shares = pair[0], pair[1]
    if result is None and sample.has_intervals:
        result = NotComparable(answer.variable.key, _refusal(answer, sides))
    return QuestionComparison(answer, (n[0], n[1]), shares, result)


def _by_question(rows: Sequence[QuestionComparison]) -> list[QuestionComparison]:
    """Return the rows by significance, all rows of a question beside its surest one."""
    ranked = sorted(rows, key=_significance_order)
    names = list(dict.fromkeys(row.headline.variable.question.name for row in ranked))
    return sorted(ranked, key=lambda row: names.index(row.headline.variable.question.name))


def _significance_order(row: QuestionComparison) -> tuple[float, float, float]:
    """Return a sort key: adjusted p, p, then size of the difference; untested ones last."""
    size = -float(round_half_up(abs(row.difference), 9)) if row.difference is not None else 1.0
    if row.test is not None:
        return row.test.adjusted_p, row.test.p_value, size
    return 2.0, 2.0, size
