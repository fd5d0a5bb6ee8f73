"""Weighting in named steps: household, collapsing, calibration, trimming.

The report (`weighting_report.py`) tells every step. Sources: Kish (1965), Survey Sampling, section
11.3 (one adult of a household); Kalton and Flores-Cervantes (2003), Weighting methods, Journal of
Official Statistics 19 (collapsing); Izrael, Battaglia and Frankel (2009), Extreme survey weight
adjustment (trim at a multiple of the mean weight, rake again, until stable).

Sheets that miss a weighting variable are a category of their own, kept at its share of the sample,
and the known totals are scaled to the other sheets: the variable itself changes nothing for them as
a group. Standard errors take that share as if it were known, so they are slightly too small for
answers that go along with missing the variable, and the sheets that miss it are not made
representative of their kind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from clayton_review.stats.errors import CalibrationError, OutOfRangeError, check_levels
from clayton_review.stats.estimates.design import Codes, Floats, SurveyDesign, is_missing
from clayton_review.stats.weighting.calibration import (
    PopulationTargets,
    calibrate_linear,
    calibrate_logit,
    post_stratify,
    rake,
)

CalibrationMethod = Literal["rake", "poststratify", "linear", "logit"]
MISSING_CATEGORY = "(not answered)"
TRIMMING_TOLERANCE = 1e-3  # weights may exceed the limit of trimming by this part of it


@dataclass(frozen=True, eq=False)
class WeightingVariable:
    """A variable with known totals: codes (n,), −1 for missing; totals (k,) of the population.

    `neighbors` names for a category the one that it is merged into when it is thin.
    """

    name: str
    categories: tuple[str, ...]
    codes: Codes
    totals: Floats
    neighbors: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class HouseholdAdults:
    """Adults in the household of each sheet (n,), NaN where not given; counted up to `most`."""

    n_adults: Floats
    most: int = 4


@dataclass(frozen=True)
class Trimming:
    """The limit of weights as a multiple of their mean, and the largest number of rounds."""

    times_mean: float = 5.0
    most_rounds: int = 50


@dataclass(frozen=True, eq=False)
class WeightingPlan:
    """The plan of a weighting: thin categories have fewer than `fewest` sheets.

    `bounds` are the factors of the logit method. Trimming and household may be left out.
    """

    variables: tuple[WeightingVariable, ...]
    method: CalibrationMethod = "rake"
    bounds: tuple[float, float] = (0.2, 5.0)
    fewest: int = 20
    household: HouseholdAdults | None = None
    trimming: Trimming | None = None


@dataclass(frozen=True)
class ThinCategoryMerge:
    """A thin category that was merged into a neighbor, with the sheets of both."""

    variable: str
    category: str
    n: int
    into: str
    n_into: int


@dataclass(frozen=True, eq=False)
class WeightingResult:
    """The final design, the weights before it, and a record of each step.

    `before` are weights after the household step, brought to the size of the population.
    """

    design: SurveyDesign
    base: Floats
    before: Floats
    targets: tuple[PopulationTargets, ...]
    merges: tuple[ThinCategoryMerge, ...]
    n_without_adults: int
    n_capped: int
    n_rounds: int
    limit: float
    is_trimmed: Floats  # (n,) of 0 and 1
    cut: float  # the part of all weight that the first round cut off


def weighting_variable(
    name: str, column: Sequence[object], totals: Mapping[str, float],
    neighbors: Mapping[str, str] | None = None,
) -> WeightingVariable:  # fmt: skip
    """Return the variable of a column (n,) of category names, with its known totals.

    Missing names are None, NaN or empty. Raises `CalibrationError` for totals that are not finite
    and above zero, for a category without one, for unknown neighbors, and for a column that
    everybody misses.
    """
    check_levels(f"The weighting variable {name!r}", len(totals))
    sizes = np.array(list(totals.values()), dtype=np.float64)
    if not len(sizes) or not np.isfinite(sizes).all() or (sizes <= 0).any():
        raise CalibrationError(f"The totals of {name!r} must be finite numbers above zero.")
    numbers = {category: number for number, category in enumerate(totals)}
    answers = [None if is_missing(value) or value == "" else str(value) for value in column]
    unknown = [value for value in answers if value is not None and value not in numbers]
    if unknown:
        raise CalibrationError(f"{name!r} has sheets with {unknown[0]!r}, which has no total.")
    if all(value is None for value in answers):
        raise CalibrationError(f"Every sheet misses {name!r}: it cannot weigh anything.")
    merges_into = dict(neighbors or {})
    unknown_neighbors = [
        category for pair in merges_into.items() for category in pair if category not in numbers
    ]
    if unknown_neighbors:
        raise CalibrationError(f"{name!r} has no category {unknown_neighbors[0]!r} to collapse.")
    codes = np.array([-1 if value is None else numbers[value] for value in answers], dtype=np.int64)
    return WeightingVariable(name, tuple(totals), codes, sizes, merges_into)


def weight_sample(design: SurveyDesign, plan: WeightingPlan) -> WeightingResult:
    """Return the base weights of `design` brought to the population by the plan.

    Raises `CalibrationError` where a step cannot be taken, with the category; never a guess.
    """
    if design.adjustments:
        raise CalibrationError("Base weights are weights that nothing has been done to yet.")
    _check(design, plan)
    factor, n_without, n_capped = _household_factors(plan.household, design.n)
    collapsed = [
        collapse_thin_categories(variable, design.weights > 0, plan.fewest)
        for variable in plan.variables
    ]
    population = float(plan.variables[0].totals.sum())
    adjusted = design.weights * factor
    before = adjusted * (population / adjusted.sum())
    targets = tuple(_population_targets(variable, before) for variable, _ in collapsed)
    start = replace(design, weights=before)
    weighted, limit, rounds, untrimmed_weights = _calibrate_and_trim(start, targets, plan)
    return WeightingResult(
        weighted, design.weights, before, targets,
        tuple(merge for _, merges in collapsed for merge in merges),
        n_without, n_capped, rounds, limit,
        (weighted.weights >= limit * (1 - TRIMMING_TOLERANCE)).astype(float),
        float(np.maximum(untrimmed_weights - limit, 0.0).sum() / population),
    )  # fmt: skip


def collapse_thin_categories(
    variable: WeightingVariable, weighs: np.ndarray, fewest: int
) -> tuple[WeightingVariable, tuple[ThinCategoryMerge, ...]]:
    """Return the variable with thin categories merged, the thinnest first, and the list of merges.

    `weighs` (n,) is True for sheets that count. Raises `CalibrationError` where a thin category has
    no neighbor left to merge with, or where only one category would remain. Source: Kalton and
    Flores-Cervantes (2003).
    """
    group_of_category = np.arange(len(variable.categories))  # where each category has gone
    names, totals = list(variable.categories), variable.totals.copy()
    known = variable.codes[(variable.codes >= 0) & weighs]
    counts = np.bincount(known, minlength=len(group_of_category))
    merges: list[ThinCategoryMerge] = []
    while True:
        groups = np.unique(group_of_category)
        thin = int(groups[counts[groups].argmin()])
        if counts[thin] >= fewest:
            break
        target = _neighbor(variable, group_of_category, thin)
        if target is None or len(groups) <= 2:
            raise CalibrationError(
                f"{variable.name!r} {names[thin]!r} has {counts[thin]} sheets, fewer than {fewest},"
                " and no neighbor that could take it in: leave the variable out or name one."
            )
        merges.append(
            ThinCategoryMerge(
                variable.name, names[thin], int(counts[thin]), names[target], int(counts[target])
            )
        )
        counts[target] += counts[thin]
        totals[target] += totals[thin]
        names[target] = f"{names[target]} + {names[thin]}"
        group_of_category[group_of_category == thin] = target
    number = np.searchsorted(groups, group_of_category)
    codes = np.where(variable.codes >= 0, number[variable.codes], -1)
    merged_names = tuple(names[place] for place in groups)
    return WeightingVariable(variable.name, merged_names, codes, totals[groups], {}), tuple(merges)


def _neighbor(variable: WeightingVariable, group_of_category: Codes, thin: int) -> int | None:
    """Return the group that a thin group merges into, or None.

    It is that of the first category in the group that names a category outside.
    """
    for place in np.flatnonzero(group_of_category == thin):
        named = variable.neighbors.get(variable.categories[place])
        if named is not None and group_of_category[variable.categories.index(named)] != thin:
            return int(group_of_category[variable.categories.index(named)])
    return None


def _check(design: SurveyDesign, plan: WeightingPlan) -> None:
    if not plan.variables or (plan.method == "poststratify" and len(plan.variables) > 1):
        raise CalibrationError(
            "Weighting needs a variable with known totals; post-stratification exactly one."
        )
    wholes = [float(variable.totals.sum()) for variable in plan.variables]
    if max(wholes) - min(wholes) > 1e-6 * max(wholes):
        raise CalibrationError(f"The variables add up to different populations: {wholes}.")
    n = int((design.weights > 0).sum())
    if n > wholes[0]:
        raise CalibrationError(f"{n:,} sheets cannot come from a population of {wholes[0]:,.0f}.")
    if any(variable.codes.shape != (design.n,) for variable in plan.variables):
        raise CalibrationError("Each weighting variable needs one value for each sheet.")
    if plan.trimming and (plan.trimming.times_mean <= 1 or plan.trimming.most_rounds < 1):
        raise OutOfRangeError("Weights are cut at more than their mean, in at least one round.")


def _household_factors(household: HouseholdAdults | None, n: int) -> tuple[Floats, int, int]:
    """Return each sheet's factor, and the numbers of sheets without an answer and over the maximum.

    Adults up to the maximum; a sheet without an answer gets the mean factor of the others.
    """
    if household is None:
        return np.ones(n), 0, 0
    adults, is_known = household.n_adults, ~np.isnan(household.n_adults)
    if adults.shape != (n,) or household.most < 1 or not is_known.any():
        raise OutOfRangeError("The number of adults belongs to each sheet, up to 1 or more.")
    if (adults[is_known] < 1).any() or (adults[is_known] != np.floor(adults[is_known])).any():
        raise OutOfRangeError("A household that answers has at least one adult, in whole numbers.")
    factor = np.minimum(adults, household.most)
    factor = np.where(is_known, factor, factor[is_known].mean())
    return factor, int((~is_known).sum()), int((adults[is_known] > household.most).sum())


def _population_targets(variable: WeightingVariable, before: Floats) -> PopulationTargets:
    """Return known totals, scaled to the sheets that answered; the others keep their own total."""
    missing = variable.codes < 0
    if not missing.any():
        return PopulationTargets(
            variable.name, variable.codes, variable.totals, variable.categories
        )
    missing_weight, population = before[missing].sum(), variable.totals.sum()
    totals = np.append(variable.totals * (1 - missing_weight / population), missing_weight)
    codes = np.where(missing, len(variable.totals), variable.codes)
    return PopulationTargets(variable.name, codes, totals, (*variable.categories, MISSING_CATEGORY))


def _calibrate_and_trim(
    start: SurveyDesign, targets: tuple[PopulationTargets, ...], plan: WeightingPlan
) -> tuple[SurveyDesign, float, int, Floats]:
    """Return the calibrated design, the limit of weights, the rounds, and the untrimmed weights.

    No weight of the design is over the limit.
    """
    weighted = _calibrate(start, targets, plan)
    untrimmed = weighted.weights
    if plan.trimming is None:
        return weighted, np.inf, 0, untrimmed
    limit = plan.trimming.times_mean * float(untrimmed.sum()) / int((untrimmed > 0).sum())
    for rounds in range(plan.trimming.most_rounds + 1):
        if weighted.weights.max() <= limit * (1 + TRIMMING_TOLERANCE):
            return weighted, limit, rounds, untrimmed
        cut = np.minimum(weighted.weights, limit)
        weighted = _calibrate(replace(start, weights=cut), targets, plan)
    raise CalibrationError(_trimming_failure(weighted.weights, targets, plan.trimming))


def _trimming_failure(
    weights: Floats, margins: tuple[PopulationTargets, ...], trimming: Trimming
) -> str:
    heavy = int(weights.argmax())
    categories = ", ".join(
        f"{targets.name!r} {targets.categories[targets.codes[heavy]]!r}" for targets in margins
    )
    return (
        f"Weights are not stable after {trimming.most_rounds} rounds of trimming at "
        f"{trimming.times_mean:g} times their mean; the heaviest sheet has {categories}."
    )


def _calibrate(
    design: SurveyDesign, targets: tuple[PopulationTargets, ...], plan: WeightingPlan
) -> SurveyDesign:
    if plan.method == "rake":
        calibrated = rake(design, targets)
    elif plan.method == "poststratify":
        calibrated = post_stratify(design, targets[0])
    elif plan.method == "linear":
        calibrated = calibrate_linear(design, targets)
    elif plan.method == "logit":
        calibrated = calibrate_logit(design, targets, bounds=plan.bounds)
    else:
        raise OutOfRangeError(f"There is no weighting method {plan.method!r}.")
    if (calibrated.weights < 0).any():
        raise CalibrationError(
            f"Linear calibration makes {int((calibrated.weights < 0).sum())} weights negative: "
            "rake, or use the logit method, which keeps weights within bounds."
        )
    return calibrated
