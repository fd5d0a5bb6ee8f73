"""What weighting did: its steps in words, the spread of the weights, shares before and after."""

from dataclasses import dataclass

import numpy as np

from clayton_review.stats.estimates.design import Floats
from clayton_review.stats.estimates.precision import effective_sample_size, kish_design_effect
from clayton_review.stats.weighting.calibration import (
    PopulationTargets,
    RakingAdjustment,
    RegressionAdjustment,
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
    """Weights of the sheets that weigh anything; `variation` is their coefficient of variation."""

    minimum: float
    lower_quartile: float
    median: float
    upper_quartile: float
    maximum: float
    variation: float


@dataclass(frozen=True)
class CategoryShares:
    """A category's share (0..1) among the sheets that tell: population, before, and after.

    `remaining` is what its weights still add up to more than its total, in persons. Sheets that do
    not tell have no share in the population: their shares are of all sheets, and `population` None.
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
    """The steps in order, and what came of them.

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


def weighting_report(done: WeightingResult, plan: WeightingPlan) -> WeightingReport:
    """The report of a weighting by its plan."""
    final = done.design.weights[done.design.weights > 0]
    shares = tuple(row for known in done.margins for row in _category_shares(known, done))
    worst = max(shares, key=lambda row: abs(row.remaining))
    adjustment = done.design.adjustments[-1]
    n_cycles = (
        adjustment.n_cycles
        if isinstance(adjustment, RakingAdjustment | RegressionAdjustment)
        else 1
    )
    n_trimmed = int(done.is_trimmed.sum())
    steps = [
        f"Base weights of {len(final):,} sheets.",
        *_household_step(done, plan),
        *(
            f"{one.variable!r}: {one.category!r} ({one.n} sheets, fewer than {plan.fewest}) was "
            f"merged into {one.into!r} ({one.n_into} sheets)."
            for one in done.merges
        ),
        f"Weights were brought to the population of {done.before.sum():,.0f}.",
        *_missing_steps(shares),
        f"{METHOD_WORDS[plan.method]} to {', '.join(known.name for known in done.margins)}; "
        f"cycles: {n_cycles}; largest remaining difference: {abs(worst.remaining):.2g} persons "
        f"({worst.variable!r} {worst.category!r}).",
        *_trimming_step(done, plan, n_trimmed),
    ]
    return WeightingReport(
        tuple(steps), len(final), n_cycles, worst,
        weight_distribution(done.base[done.base > 0]), weight_distribution(final),
        n_trimmed, done.cut,
        kish_design_effect(final), effective_sample_size(final), shares,
    )  # fmt: skip


def weight_distribution(weights: Floats) -> WeightDistribution:
    """Quantiles (by linear interpolation) and variation of weights (n,) above zero."""
    low, first, middle, third, high = np.quantile(weights, (0, 0.25, 0.5, 0.75, 1)).tolist()
    return WeightDistribution(
        low, first, middle, third, high, float(weights.std() / weights.mean())
    )


def _category_shares(known: PopulationTargets, done: WeightingResult) -> list[CategoryShares]:
    after, k = done.design.weights, len(known.totals)
    n = np.bincount(known.codes[after > 0], minlength=k)
    tells = np.array([category != MISSING_CATEGORY for category in known.categories])
    sums = [np.bincount(known.codes, weights, minlength=k) for weights in (done.before, after)]
    wholes = [np.where(tells, part[tells].sum(), part.sum()) for part in (*sums, known.totals)]
    left = known.differences(after)
    return [
        CategoryShares(
            known.name, category, int(n[place]),
            float(known.totals[place] / wholes[2][place]) if tells[place] else None,
            float(sums[0][place] / wholes[0][place]), float(sums[1][place] / wholes[1][place]),
            float(left[place]),
        )
        for place, category in enumerate(known.categories)
    ]  # fmt: skip


def _household_step(done: WeightingResult, plan: WeightingPlan) -> list[str]:
    if plan.household is None:
        return []
    return [
        "Weights were multiplied by the number of adults in the household, at most "
        f"{plan.household.most} ({done.n_capped} sheets had more); {done.n_without_adults} sheets "
        "that do not tell it got the mean factor of the others."
    ]


def _missing_steps(shares: tuple[CategoryShares, ...]) -> list[str]:
    return [
        f"{row.n} sheets miss {row.variable!r}: together they keep their share of the sample, "
        f"{row.before:.1%}, and the known totals are scaled to the others. Standard errors take "
        "this share as known."
        for row in shares
        if row.population is None
    ]


def _trimming_step(done: WeightingResult, plan: WeightingPlan, n_trimmed: int) -> list[str]:
    if plan.trimming is None:
        return []
    return [
        f"Weights over {plan.trimming.times_mean:g} times their mean ({done.limit:,.4g}) were cut "
        f"and the others calibrated again, rounds: {done.n_rounds}; {n_trimmed} sheets are at the "
        f"limit; the first cut took {done.cut:.1%} of all weight."
    ]
