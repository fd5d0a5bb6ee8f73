"""Samples and tables that cannot be estimated from, each refused with its own sentence."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

from clayton_review.stats.errors import (
    DesignError,
    EmptyBaseError,
    NotEstimableError,
    OutOfRangeError,
    StatisticsError,
    TooManyLevelsError,
)
from clayton_review.stats.estimates.answer_arrays import (
    answer_arrays,
    answer_arrays_from_design,
)
from clayton_review.stats.estimates.cell_estimates import cell_shares
from clayton_review.stats.estimates.design import survey_design
from clayton_review.stats.estimates.independence import independence_test
from clayton_review.stats.estimates.intervals import critical_z, wilson
from clayton_review.stats.estimates.means_and_totals import (
    contrast,
    critical_t,
    means,
)
from clayton_review.stats.estimates.precision import (
    effective_sample_size,
    margin_of_error,
    needed_invitations,
    needed_sample_size,
)
from clayton_review.stats.estimates.proportions import proportion
from clayton_review.stats.estimates.quantiles import quantile, quantile_value
from clayton_review.stats.estimates.rounding import (
    round_half_up,
    rounded_percent,
    rounded_ratio,
)
from clayton_review.stats.estimates.sufficient_statistics import count_one_way_tables

ONES = np.ones(6)
ANSWERS = np.array([0, 1, 0, 1, 0, 0])
OTHERS = np.array([0, 0, 1, 1, 0, 1])
ALIKE = np.array([0, 1, 2, 0, 1, 2])
COLUMN = np.arange(6.0)[:, None]
SIX = np.arange(6)
NOTHING = np.zeros(6, dtype=np.int64)
BELOW = "{} must be a whole number of zero or more, not {}."
SHARE = "{} must lie between 0 and 1, not {}."
UNKNOWN: Any = "guess"


def strata_of_single_rows_alone() -> None:
    design = survey_design(ONES, strata=[SIX], fpc=[np.full(6, 40.0)], single_cluster="average")
    cell_shares(count_one_way_tables(answer_arrays_from_design(design, ANSWERS[:, None], (2,))))


def arrays(
    codes: Any = ANSWERS[:, None], levels: tuple[int, ...] = (2,), population: float = np.inf
) -> Callable[[], object]:
    """Return a way to answer arrays of six rows in one stratum."""
    return partial(answer_arrays, codes, levels, ONES, NOTHING, [population])


def independence(
    rows: Any, columns: Any, shape: tuple[int, int], statistic: Any = "F", **design: Any
) -> Callable[[], object]:
    """Return a way to a test of six rows."""
    drawn = survey_design(ONES, **design)
    return partial(independence_test, rows, columns, shape, drawn, statistic=statistic)


REFUSED: dict[type[StatisticsError], list[tuple[Callable[[], object], str]]] = {
    DesignError: [
        (
            partial(survey_design, ONES, strata=[ANSWERS, ANSWERS]),
            "Strata and corrections need one column for each stage of clusters.",
        ),
        (
            partial(survey_design, ONES, fpc=[ONES, ONES]),
            "Strata and corrections need one column for each stage of clusters.",
        ),
        (
            partial(survey_design, ONES, single_cluster=UNKNOWN),
            "The rule for a single cluster is one of fail, remove, certainty, adjust, average.",
        ),
        (
            partial(survey_design, ONES, strata=[np.array([0, 1, None, 0, 1, 0], dtype=object)]),
            "A column of strata must not have missing values.",
        ),
        (
            partial(survey_design, ONES, strata=[ANSWERS], clusters=[OTHERS]),
            "A cluster lies in more than one stratum: number clusters anew in each stratum, or "
            "say that they are nested.",
        ),
        (
            partial(means, COLUMN, survey_design(ONES, strata=[SIX], single_cluster="average")),
            "Every stratum has a single cluster: there is nothing to average.",
        ),
        (
            strata_of_single_rows_alone,
            "Every stratum has a single row: there is nothing to average.",
        ),
        (
            arrays(population=np.nan),
            "A stratum's population or the rule for single clusters is unknown.",
        ),
    ],
    OutOfRangeError: [
        (partial(wilson, 3, 2), "3 of 2 cannot have answered yes."),
        (partial(wilson, -1, 2), BELOW.format("The number of yes answers", -1)),
        (partial(wilson, 1, -2), BELOW.format("The number of answers", -2)),
        (partial(wilson, 1, 2, 95.0), SHARE.format("Confidence", 95.0)),
        (partial(critical_z, 95.0), SHARE.format("Confidence", 95.0)),
        (partial(critical_t, 5, 95.0), SHARE.format("Confidence", 95.0)),
        (partial(margin_of_error, -1), BELOW.format("The sample size", -1)),
        (partial(margin_of_error, 9, population=-1), BELOW.format("The population", -1)),
        (
            partial(margin_of_error, 20, population=10),
            "A sample of 20 cannot come from a population of 10.",
        ),
        (partial(margin_of_error, 9, share=1.5), "The share must lie from 0 to 1, not 1.5."),
        (partial(needed_sample_size, 0.1, share=-1), "The share must lie from 0 to 1, not -1."),
        (partial(needed_invitations, -1, 0.5), BELOW.format("The number of answers", -1)),
        (
            partial(proportion, ANSWERS.astype(float), survey_design(ONES), interval=UNKNOWN),
            "There is no interval of a share called 'guess'.",
        ),
        (partial(rounded_ratio, float("inf"), 2), "inf is not a number to count with."),
        (partial(needed_sample_size, 1.0), SHARE.format("The margin of error", 1.0)),
        (
            partial(margin_of_error, 9, design_effect=0.0),
            "The design effect must be above zero, not 0.0.",
        ),
        (partial(effective_sample_size, [1, -1]), "Weights must be finite and not below zero."),
        (
            partial(effective_sample_size, [[1.0]]),
            "Weights must be one row of numbers, not 2 dimensions.",
        ),
        (
            partial(quantile, ONES, 1.5, survey_design(ONES)),
            SHARE.format("The probability", 1.5),
        ),
        (partial(quantile_value, ONES, ONES, 1.5), SHARE.format("The probability", 1.5)),
        (partial(round_half_up, float("nan")), "nan cannot be rounded."),
        (partial(round_half_up, 1, -1), "Places must be zero or more, not -1."),
        (
            arrays(codes=ANSWERS),
            "Codes are whole numbers: a row per weight, a column per question.",
        ),
        (arrays(levels=(1,)), "Question 0 has a code outside its 1 answers."),
        (independence(ANSWERS, OTHERS, (2, 2), UNKNOWN), "There is no test called 'guess'."),
    ],
    EmptyBaseError: [
        (partial(wilson, 0, 0), "A share of no answers is undefined."),
        (partial(margin_of_error, 0), "A sample of no one has no margin of error."),
        (
            partial(needed_sample_size, 0.1, population=0),
            "A population of no one cannot be sampled.",
        ),
        (partial(rounded_percent, 1, 0), "A share of no one is undefined."),
        (partial(rounded_ratio, 1, 0), "A ratio to zero is undefined."),
    ],
    NotEstimableError: [
        (
            partial(contrast, means(COLUMN, survey_design(ONES)), np.ones(2)),
            "A contrast needs one finite coefficient for each estimate.",
        ),
        (
            partial(quantile_value, np.full(6, np.nan), ONES, 0.5),
            "No one in the sample belongs here, so nothing can be estimated.",
        ),
        (
            independence(NOTHING, ANSWERS, (1, 2), "Wald"),
            "Each of the two variables needs at least two answers.",
        ),
        (
            independence(ANSWERS, OTHERS, (2, 3), "Wald"),
            "An answer that no one gave cannot be tested; leave it out.",
        ),
        (
            independence(ALIKE, ALIKE, (3, 3)),
            "Too many cells of the table are empty for a test.",
        ),
        (
            independence(ANSWERS, OTHERS, (2, 2), fpc=[np.full(6, 6.0)]),
            "The table does not vary, so it cannot be tested.",
        ),
    ],
    TooManyLevelsError: [
        (
            arrays(levels=(1_001,)),
            "Question 0 has too many levels for a table: 1,001 different answers, at most 1,000. "
            "Group them, or ask for a mean or for one level.",
        ),
    ],
}
CASES = [(kind, *case) for kind, cases in REFUSED.items() for case in cases]


@pytest.mark.parametrize(("kind", "ask", "sentence"), CASES)
def test_what_cannot_be_estimated_is_refused(
    kind: type[StatisticsError], ask: Callable[[], object], sentence: str
) -> None:
    with pytest.raises(kind) as refusal:
        ask()
    assert str(refusal.value) == sentence
