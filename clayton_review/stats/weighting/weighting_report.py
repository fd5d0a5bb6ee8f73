"""Report on a weighting: its steps in words, the spread of the weights, shares before and after."""

from dataclasses import dataclass

import numpy as np

from clayton_review.stats.estimates.design import Floats
from clayton_review.stats.estimates.precision import effective_sample_size, kish_design_effect
from clayton_review.stats.weighting.calibration import (
    PopulationTargets,
    RakingAdjustment,
    RegressionCalibrationAdjustment,
)
from clayton_review.stats.weighting.weighting_steps import (
    MISSING_CATEGORY,
    WeightingPlan,
    WeightingResult,
)

METHOD_WORDS = {
    "rake": "Raked",
    "poststratify": "Post-stratified",
    "linear": "Calibrated (linear)",
    "logit": "Calibrated (logit)",
}


@dataclass(frozen=True)
class WeightDistribution:
    """Quantiles of the weights above zero; `variation` is their coefficient of variation."""

    minimum: float
    lower_quartile: float
    median: float
    upper_quartile: float
    maximum: float
    variation: float


@dataclass(frozen=True)
class CategoryShares:
    """A category's share (0..1) among the sheets that answered: population, before, and after.

    `remaining` is the sum of its weights less its total, in persons. Sheets without an answer have
    no share in the population: their shares are of all sheets, and `population` is None.
    """

    variable: str
    category: str
    n: int
    population: float | None
    before: float
    after: float
    remaining: float


@dataclass(frozen=True)
class WeightingReport:
    """The steps in order, and the resulting weights.

    `design_effect` and `n_effective` are Kish's; `trimmed` is the part of all weight that was cut.
    """

    steps: tuple[str, ...]
    n: int
    n_cycles: int
    largest_remaining: CategoryShares
    base: WeightDistribution
    final: WeightDistribution
    n_trimmed: int
    trimmed: float
    design_effect: float
    n_effective: float
    categories: tuple[CategoryShares, ...]


def weighting_report(result: WeightingResult, plan: WeightingPlan) -> WeightingReport:
    """Return the report of a weighting by its plan."""
    final = result.design.weights[result.design.weights > 0]
    shares = tuple(row for targets in result.targets for row in _category_shares(targets, result))
    worst = max(shares, key=lambda row: abs(row.remaining))
    adjustment = result.design.adjustments[-1]
    n_cycles = (
        adjustment.n_cycles
        if isinstance(adjustment, RakingAdjustment | RegressionCalibrationAdjustment)
        else 1
    )
    n_trimmed = int(result.is_trimmed.sum())
    steps = [
        f"The weighting starts with the base weights of {len(final):,} sheets.",
        *_household_step(result, plan),
        *(
            f"“{merge.variable}”: “{merge.category}” ({merge.n} sheets, fewer than {plan.fewest}) "
            f"was merged into “{merge.into}” ({merge.n_into} sheets)."
            for merge in result.merges
        ),
        f"The weights were scaled to the population of {result.before.sum():,.0f}.",
        *_missing_steps(shares),
        f"{METHOD_WORDS[plan.method]} to {', '.join(targets.name for targets in result.targets)} "
        f"in {n_cycles} cycle{'s' * (n_cycles != 1)}. The largest difference left is "
        f"{_people(worst.remaining)} (“{worst.variable}”: “{worst.category}”).",
        *_trimming_step(result, plan, n_trimmed),
    ]
    return WeightingReport(
        tuple(steps), len(final), n_cycles, worst,
        weight_distribution(result.base[result.base > 0]), weight_distribution(final),
        n_trimmed, result.cut,
        kish_design_effect(final), effective_sample_size(final), shares,
    )  # fmt: skip


def _people(difference: float) -> str:
    return "less than 1 person" if abs(difference) < 1 else f"{abs(difference):,.0f} people"


def weight_distribution(weights: Floats) -> WeightDistribution:
    """Return quantiles (by linear interpolation) and variation of weights (n,) above zero."""
    low, first, middle, third, high = np.quantile(weights, (0, 0.25, 0.5, 0.75, 1)).tolist()
    return WeightDistribution(
        low, first, middle, third, high, float(weights.std() / weights.mean())
    )


def _category_shares(targets: PopulationTargets, result: WeightingResult) -> list[CategoryShares]:
    after, k = result.design.weights, len(targets.totals)
    n = np.bincount(targets.codes[after > 0], minlength=k)
    is_known = np.array([category != MISSING_CATEGORY for category in targets.categories])
    sums = [np.bincount(targets.codes, weights, minlength=k) for weights in (result.before, after)]
    wholes = [
        np.where(is_known, part[is_known].sum(), part.sum()) for part in (*sums, targets.totals)
    ]
    differences = targets.differences(after)
    return [
        CategoryShares(
            targets.name, category, int(n[place]),
            float(targets.totals[place] / wholes[2][place]) if is_known[place] else None,
            float(sums[0][place] / wholes[0][place]), float(sums[1][place] / wholes[1][place]),
            float(differences[place]),
        )
        for place, category in enumerate(targets.categories)
    ]  # fmt: skip


def _household_step(result: WeightingResult, plan: WeightingPlan) -> list[str]:
    if plan.household is None:
        return []
    return [
        "Each weight was multiplied by the number of adults in the household, up to "
        f"{plan.household.most} ({result.n_capped} sheets had more). {result.n_without_adults} "
        "sheets without this number got the mean factor of the others."
    ]


def _missing_steps(shares: tuple[CategoryShares, ...]) -> list[str]:
    return [
        f"{row.n} sheets have no answer to “{row.variable}”. Together they keep their share of "
        f"the sample, {row.before:.1%}, and the known totals are scaled to the other sheets. "
        "Standard errors treat this share as known."
        for row in shares
        if row.population is None
    ]


def _trimming_step(result: WeightingResult, plan: WeightingPlan, n_trimmed: int) -> list[str]:
    if plan.trimming is None:
        return []
    return [
        f"Weights of more than {plan.trimming.times_mean:g} times the mean ({result.limit:,.4g}) "
        f"were cut and the others calibrated again, {result.n_rounds} "
        f"time{'s' * (result.n_rounds != 1)}. {n_trimmed} sheets are at the limit. The first cut "
        f"took {result.cut:.1%} of the total weight."
    ]
