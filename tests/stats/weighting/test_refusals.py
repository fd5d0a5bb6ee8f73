"""Known totals that weights cannot be brought to, each refused with its own sentence."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from clayton_review.stats.errors import CalibrationError, TooManyLevelsError
from clayton_review.stats.estimates.design import survey_design
from clayton_review.stats.weighting.calibration import (
    calibrate_linear,
    calibrate_logit,
    population_targets,
    post_stratify,
    rake,
    trim,
)

FOUR = survey_design(np.ones(4))
HALF = survey_design([1.0, 1.0, 0.0, 0.0])
PEOPLE = ["f", "f", "m", "m"]
SEX = population_targets("sex", PEOPLE, {"f": 2, "m": 2})
OTHER_SEX = population_targets("sex", PEOPLE, {"f": 1, "m": 3})
MORE = population_targets("age", ["18", "30", "18", "30"], {"18": 5, "30": 5})
WHOLES = "The margins add up to different wholes: [4.0, 10.0]."
NO_TOTAL = "There is no known total to bring the weights to."
within_bounds = partial(calibrate_logit, bounds=(0.5, 2))

REFUSED: list[tuple[Callable[[], object], str]] = [
    (
        partial(population_targets, "sex", PEOPLE, {"f": np.nan, "m": 2}),
        "The totals of 'sex' must be finite numbers of zero or more.",
    ),
    (
        partial(population_targets, "sex", [*PEOPLE, "x"], {"f": 2, "m": 2}),
        "'sex' has rows with 'x', which has no known total.",
    ),
    (
        partial(population_targets, "sex", [*PEOPLE, None], {"f": 2, "m": 2}),
        "'sex' has rows without an answer, which has no known total.",
    ),
    (
        partial(population_targets, "sex", ["f", "f"], {"f": 2, "m": 2}),
        "No one in the sample has 'sex' 'm': collapse it with a neighbor.",
    ),
    *((partial(bring, FOUR, [SEX, MORE]), WHOLES) for bring in (rake, calibrate_linear)),
    *((partial(bring, FOUR, []), NO_TOTAL) for bring in (rake, calibrate_linear)),
    (partial(within_bounds, FOUR, [SEX, MORE]), WHOLES),
    (partial(within_bounds, FOUR, []), NO_TOTAL),
    (
        partial(calibrate_logit, FOUR, [SEX], bounds=(1.5, 2)),
        "Bounds are two factors around 1, such as 0.5 and 2.",
    ),
    (
        partial(calibrate_linear, FOUR, [SEX, OTHER_SEX]),
        "The sample cannot be brought to these totals together: 'sex' 'f' is still -0.5 away from "
        "its total.",
    ),
    (
        partial(post_stratify, HALF, SEX),
        "'sex' 'm' has a total, and no one weighs for it: collapse it.",
    ),
    (
        partial(trim, FOUR, lower=2, upper=1),
        "The limits of trimming are a lower and a higher number.",
    ),
    (partial(trim, FOUR, upper=0.5), "Every weight lies outside the limits of trimming."),
]


@pytest.mark.parametrize(("bring", "sentence"), REFUSED)
def test_weights_that_cannot_be_brought_to_totals(
    bring: Callable[[], object], sentence: str
) -> None:
    with pytest.raises(CalibrationError) as refusal:
        bring()
    assert str(refusal.value) == sentence


def test_a_margin_has_at_most_a_thousand_levels() -> None:
    levels = {str(number): 1.0 for number in range(1_001)}
    with pytest.raises(TooManyLevelsError, match="The margin 'tract' has too many levels"):
        population_targets("tract", list(levels), levels)
