"""From base weights to final weights in named steps: household, collapse, calibrate, trim.

Every step is told in the report (`weighting_report.py`). Sources: Kish (1965), Survey Sampling,
section 11.3 (one adult of a household); Kalton and Flores-Cervantes (2003), Weighting methods,
Journal of Official Statistics 19 (collapsing); Izrael, Battaglia and Frankel (2009), Extreme survey
weight adjustment (trim at a multiple of the mean weight, rake again, until stable).

Sheets that miss a weighting variable are a category of their own, kept at its share of the sample,
and the known totals are scaled to the other sheets: the variable itself changes nothing for them as
a group. Standard errors take that share as if it were known, so they are slightly too small for
whatever goes along with missing the variable, and the sheets that miss it are not made
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

    `neighbours` names for a category the one that takes it in when it is thin.
    """

    name: str
    categories: tuple[str, ...]
    codes: Codes
    totals: Floats
    neighbours: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class HouseholdAdults:
    """Adults in the household of each sheet (n,), NaN where not told; counted up to `most`."""

    n_adults: Floats
    most: int = 4


@dataclass(frozen=True)
class Trimming:
    """Weights are cut at so many times their mean, in at most so many rounds."""

    times_mean: float = 5.0
    most_rounds: int = 50


@dataclass(frozen=True, eq=False)
class WeightingPlan:
    """How sheets are weighted: thin categories have fewer than `fewest` sheets.

    `bounds` are the factors of the logit method. Trimming and household may be left out.
    """

    variables: tuple[WeightingVariable, ...]
    method: CalibrationMethod = "rake"
    bounds: tuple[float, float] = (0.2, 5.0)
    fewest: int = 20
    household: HouseholdAdults | None = None
    trimming: Trimming | None = None


@dataclass(frozen=True)
class CategoryMerge:
    """A thin category that a neighbour took in, with their sheets."""

    variable: str
    category: str
    n: int
    into: str
    n_into: int


@dataclass(frozen=True, eq=False)
class WeightingResult:
    """The final design, what came before it, and what was done on the way.

    `before` are weights after the household step, brought to the size of the population.
    """

    design: SurveyDesign
    base: Floats
    before: Floats
    margins: tuple[PopulationTargets, ...]
    merges: tuple[CategoryMerge, ...]
    n_without_adults: int
    n_capped: int
    n_rounds: int
    limit: float
    is_trimmed: Floats  # (n,) of 0 and 1
    cut: float  # the part of all weight that the first round cut off


def weighting_variable(
    name: str, column: Sequence[object], totals: Mapping[str, float],
    neighbours: Mapping[str, str] | None = None,
) -> WeightingVariable:  # fmt: skip
    """A column (n,) of category names, missing ones None, NaN or empty, with its known totals.

    Raises `CalibrationError` for totals that are not finite and above zero, for a category without
    one, for neighbours that are not there, and for a column that everybody misses.
    """
    check_levels(f"The weighting variable {name!r}", len(totals))
    sizes = np.array(list(totals.values()), dtype=np.float64)
    if not len(sizes) or not np.isfinite(sizes).all() or (sizes <= 0).any():
        raise CalibrationError(f"The totals of {name!r} must be finite numbers above zero.")
    place = {category: number for number, category in enumerate(totals)}
    told = [None if is_missing(value) or value == "" else str(value) for value in column]
    unknown = [value for value in told if value is not None and value not in place]
    if unknown:
        raise CalibrationError(f"{name!r} has sheets with {unknown[0]!r}, which has no total.")
    if all(value is None for value in told):
        raise CalibrationError(f"Every sheet misses {name!r}: it cannot weigh anything.")
    near = dict(neighbours or {})
    strange = [one for pair in near.items() for one in pair if one not in place]
    if strange:
        raise CalibrationError(f"{name!r} has no category {strange[0]!r} to collapse.")
    codes = np.array([-1 if value is None else place[value] for value in told], dtype=np.int64)
    return WeightingVariable(name, tuple(totals), codes, sizes, near)


def weight_sample(design: SurveyDesign, plan: WeightingPlan) -> WeightingResult:
    """Weights of `design`, which are base weights, brought to the population by the plan.

    Raises `CalibrationError` where a step cannot be taken, with the category; never a guess.
    """
    if design.adjustments:
        raise CalibrationError("Base weights are weights that nothing has been done to yet.")
    _check(design, plan)
    factor, n_without, n_capped = _household_factors(plan.household, design.n)
    collapsed = [
        collapse_thin_categories(one, design.weights > 0, plan.fewest) for one in plan.variables
    ]
    whole = float(plan.variables[0].totals.sum())
    inside = design.weights * factor
    before = inside * (whole / inside.sum())
    margins = tuple(_population_targets(one, before) for one, _ in collapsed)
    start = replace(design, weights=before)
    made, limit, rounds, first = _calibrate_and_trim(start, margins, plan)
    return WeightingResult(
        made, design.weights, before, margins, tuple(m for _, merges in collapsed for m in merges),
        n_without, n_capped, rounds, limit,
        (made.weights >= limit * (1 - TRIMMING_TOLERANCE)).astype(float),
        float(np.maximum(first - limit, 0.0).sum() / whole),
    )  # fmt: skip


def collapse_thin_categories(
    variable: WeightingVariable, weighs: np.ndarray, fewest: int
) -> tuple[WeightingVariable, tuple[CategoryMerge, ...]]:
    """The variable with thin categories merged, the thinnest first, and every merge that was made.

    `weighs` (n,) says which sheets count. Raises `CalibrationError` where a thin category has no
    neighbour left to go to, or where one category would be all that is left.
    """
    home = np.arange(len(variable.categories))  # where each category has gone
    names, totals = list(variable.categories), variable.totals.copy()
    known = variable.codes[(variable.codes >= 0) & weighs]
    counts = np.bincount(known, minlength=len(home))
    merges: list[CategoryMerge] = []
    while True:
        own = np.unique(home)
        thin = int(own[counts[own].argmin()])
        if counts[thin] >= fewest:
            break
        into = _neighbour(variable, home, thin)
        if into is None or len(own) <= 2:
            raise CalibrationError(
                f"{variable.name!r} {names[thin]!r} has {counts[thin]} sheets, fewer than {fewest},"
                " and no neighbour that could take it in: leave the variable out or name one."
            )
        merges.append(
            CategoryMerge(
                variable.name, names[thin], int(counts[thin]), names[into], int(counts[into])
            )
        )
        counts[into] += counts[thin]
        totals[into] += totals[thin]
        names[into] = f"{names[into]} + {names[thin]}"
        home[home == thin] = into
    number = np.searchsorted(own, home)
    codes = np.where(variable.codes >= 0, number[variable.codes], -1)
    kept = tuple(names[place] for place in own)
    return WeightingVariable(variable.name, kept, codes, totals[own], {}), tuple(merges)


def _neighbour(variable: WeightingVariable, home: Codes, thin: int) -> int | None:
    """The group that a thin group goes to: by the first of its categories that names another."""
    for place in np.flatnonzero(home == thin):
        named = variable.neighbours.get(variable.categories[place])
        if named is not None and home[variable.categories.index(named)] != thin:
            return int(home[variable.categories.index(named)])
    return None


def _check(design: SurveyDesign, plan: WeightingPlan) -> None:
    if not plan.variables or (plan.method == "poststratify" and len(plan.variables) > 1):
        raise CalibrationError(
            "Weighting needs a variable with known totals; post-stratification exactly one."
        )
    wholes = [float(one.totals.sum()) for one in plan.variables]
    if max(wholes) - min(wholes) > 1e-6 * max(wholes):
        raise CalibrationError(f"The variables add up to different populations: {wholes}.")
    n = int((design.weights > 0).sum())
    if n > wholes[0]:
        raise CalibrationError(f"{n:,} sheets cannot come from a population of {wholes[0]:,.0f}.")
    if any(one.codes.shape != (design.n,) for one in plan.variables):
        raise CalibrationError("Each weighting variable needs one value for each sheet.")
    if plan.trimming and (plan.trimming.times_mean <= 1 or plan.trimming.most_rounds < 1):
        raise OutOfRangeError("Weights are cut at more than their mean, in at least one round.")


def _household_factors(household: HouseholdAdults | None, n: int) -> tuple[Floats, int, int]:
    """The factor of each sheet, how many did not tell, and how many were capped.

    Adults up to the maximum; a sheet that does not tell gets the mean factor of those that do.
    """
    if household is None:
        return np.ones(n), 0, 0
    adults, told = household.n_adults, ~np.isnan(household.n_adults)
    if adults.shape != (n,) or household.most < 1 or not told.any():
        raise OutOfRangeError("The number of adults belongs to each sheet, up to 1 or more.")
    if (adults[told] < 1).any() or (adults[told] != np.floor(adults[told])).any():
        raise OutOfRangeError("A household that answers has at least one adult, in whole numbers.")
    factor = np.minimum(adults, household.most)
    factor = np.where(told, factor, factor[told].mean())
    return factor, int((~told).sum()), int((adults[told] > household.most).sum())


def _population_targets(variable: WeightingVariable, before: Floats) -> PopulationTargets:
    """Known totals, scaled to the sheets that tell, with the others at their own total."""
    missing = variable.codes < 0
    if not missing.any():
        return PopulationTargets(
            variable.name, variable.codes, variable.totals, variable.categories
        )
    without, whole = before[missing].sum(), variable.totals.sum()
    totals = np.append(variable.totals * (1 - without / whole), without)
    codes = np.where(missing, len(variable.totals), variable.codes)
    return PopulationTargets(variable.name, codes, totals, (*variable.categories, MISSING_CATEGORY))


def _calibrate_and_trim(
    start: SurveyDesign, margins: tuple[PopulationTargets, ...], plan: WeightingPlan
) -> tuple[SurveyDesign, float, int, Floats]:
    """The calibrated design with no weight over the limit, the limit, rounds, untrimmed weights."""
    made = _calibrate(start, margins, plan)
    first = made.weights
    if plan.trimming is None:
        return made, np.inf, 0, first
    limit = plan.trimming.times_mean * float(first.sum()) / int((first > 0).sum())
    for rounds in range(plan.trimming.most_rounds + 1):
        if made.weights.max() <= limit * (1 + TRIMMING_TOLERANCE):
            return made, limit, rounds, first
        cut = np.minimum(made.weights, limit)
        made = _calibrate(replace(start, weights=cut), margins, plan)
    raise CalibrationError(_trimming_failure(made.weights, margins, plan.trimming))


def _trimming_failure(
    weights: Floats, margins: tuple[PopulationTargets, ...], trimming: Trimming
) -> str:
    heavy = int(weights.argmax())
    told = ", ".join(f"{one.name!r} {one.categories[one.codes[heavy]]!r}" for one in margins)
    return (
        f"Weights are not stable after {trimming.most_rounds} rounds of trimming at "
        f"{trimming.times_mean:g} times their mean; the heaviest sheet has {told}."
    )


def _calibrate(
    design: SurveyDesign, margins: tuple[PopulationTargets, ...], plan: WeightingPlan
) -> SurveyDesign:
    if plan.method == "rake":
        made = rake(design, margins)
    elif plan.method == "poststratify":
        made = post_stratify(design, margins[0])
    elif plan.method == "linear":
        made = calibrate_linear(design, margins)
    elif plan.method == "logit":
        made = calibrate_logit(design, margins, bounds=plan.bounds)
    else:
        raise OutOfRangeError(f"There is no weighting method {plan.method!r}.")
    if (made.weights < 0).any():
        raise CalibrationError(
            f"Linear calibration makes {int((made.weights < 0).sum())} weights negative: rake, or "
            "use the logit method, which keeps weights within bounds."
        )
    return made
