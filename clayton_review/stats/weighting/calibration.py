"""Calibration of weights to known totals: raking, post-stratification, linear and logit.

Sources: Deming and Stephan (1940); Deville and Särndal (1992); Deville, Särndal and Sautory (1993).
The variance that each leaves follows R's `survey` (function `svyrecvar`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy
from numpy.typing import NDArray

from clayton_review.stats.errors import CalibrationError, check_levels
from clayton_review.stats.estimates.design import CalibrationAdjustment, Codes, Floats, SurveyDesign

RAKING_CYCLES = 1_000
RAKING_PRECISION = 1e-12  # of the largest known total
RESIDUAL_CYCLES = 10
NEWTON_STEPS = 200


@dataclass(frozen=True, eq=False)
class PopulationTargets:
    """Known totals of one variable: a code (n,) per row into `totals` (k,) of `categories`."""

    name: str
    codes: Codes
    totals: Floats
    categories: tuple[str, ...] = ()

    def differences(self, weights: Floats) -> Floats:
        """Return the sums of weights (n,) less the totals: shape (k,)."""
        differences: Floats = (
            np.bincount(self.codes, weights, minlength=len(self.totals)) - self.totals
        )
        return differences


@dataclass(frozen=True, eq=False)
class PostStratificationAdjustment(CalibrationAdjustment):
    """Post-stratification: group means, weighted by the old weights, are subtracted."""

    codes: Codes
    old: Floats
    new: Floats

    def residual(self, influence: Floats) -> Floats:
        """Return the influence about its post-stratum's mean."""
        ratio = np.divide(self.old, self.new, out=np.ones_like(self.old), where=self.new != 0)
        weighed = np.where((self.new == 0) & (self.old == 0), 1.0, self.old)
        means = _sums_by_group(influence * ratio[:, None], self.codes)
        means /= _sums_by_group(weighed[:, None], self.codes)
        return influence - means[self.codes] * self.new[:, None]


@dataclass(frozen=True, eq=False)
class RakingAdjustment(CalibrationAdjustment):
    """Raking: unweighted group means of each variable are subtracted, ten cycles, as R does."""

    margins: tuple[tuple[Codes, Floats], ...]  # the codes, and the weights after that margin
    n_cycles: int = 1

    def residual(self, influence: Floats) -> Floats:
        """Return the influence about the means of all variables' groups."""
        residual = influence
        for _ in range(RESIDUAL_CYCLES):
            for codes, weights in self.margins:
                scale = np.where(weights == 0, 1.0, weights)[:, None]
                means = _sums_by_group(residual / scale, codes) / np.bincount(codes)[:, None]
                residual = residual - weights[:, None] * means[codes]
        return residual


@dataclass(frozen=True, eq=False)
class RegressionCalibrationAdjustment(CalibrationAdjustment):
    """Linear or logit calibration: the part that a regression explains is subtracted."""

    auxiliary: Floats
    old: Floats
    new: Floats
    n_cycles: int = 1  # Newton's steps

    def residual(self, influence: Floats) -> Floats:
        """Return the influence of the regression's residuals, with the new weights."""
        root = np.sqrt(self.old)
        scale = np.divide(self.new, root, out=np.zeros_like(root), where=root != 0)
        residuals = np.divide(
            influence, scale[:, None], out=np.zeros_like(influence), where=scale[:, None] != 0
        )
        fitted = np.linalg.lstsq(self.auxiliary * root[:, None], residuals, rcond=None)[0]
        return (residuals - (self.auxiliary * root[:, None]) @ fitted) * scale[:, None]


def population_targets(
    name: str, column: Sequence[object], totals: Mapping[str, float]
) -> PopulationTargets:
    """Return the targets of a column (n,).

    Raises `CalibrationError` where column and totals differ.
    """
    check_levels(f"The margin {name!r}", len(totals))
    levels = {str(level): number for number, level in enumerate(totals)}
    sizes = np.array(list(totals.values()), dtype=np.float64)
    if not np.isfinite(sizes).all() or (sizes < 0).any() or not sizes.any():
        raise CalibrationError(f"The totals of {name!r} must be finite numbers of zero or more.")
    unknown = [value for value in column if value is None or str(value) not in levels]
    if unknown:
        description = "without an answer" if unknown[0] is None else f"with {unknown[0]!r}"
        raise CalibrationError(f"{name!r} has rows {description}, which has no known total.")
    codes = np.array([levels[str(value)] for value in column], dtype=np.int64)
    empty = [level for level, number in levels.items() if not (codes == number).any()]
    if empty:
        raise CalibrationError(
            f"No one in the sample has {name!r} {empty[0]!r}: collapse it with a neighbor."
        )
    return PopulationTargets(name, codes, sizes, tuple(levels))


def post_stratify(design: SurveyDesign, targets: PopulationTargets) -> SurveyDesign:
    """Return the design with weights that add up to the totals of one variable.

    Raises `CalibrationError` for a category with a total and no weight.
    """
    old = design.weights
    new = _fit_to_targets(old, targets)
    return design.reweighted(new, PostStratificationAdjustment(targets.codes, old, new))


def rake(
    design: SurveyDesign, variables: Sequence[PopulationTargets], *, cycles: int = RAKING_CYCLES
) -> SurveyDesign:
    """Return the design with weights that add up to several variables' totals, by raking.

    Raking is iterated post-stratification (Deming and Stephan, 1940). Raises `CalibrationError`
    when the variables add up to different populations, when raking stops short of a total, or after
    so many cycles; the category is named.
    """
    _check_same_population(variables)
    largest = max(targets.totals.max() for targets in variables)
    weights = design.weights
    for cycle in range(1, cycles + 1):
        weights_before, fitted = weights, []
        for targets in variables:
            weights = _fit_to_targets(weights, targets)
            fitted.append((targets.codes, weights))
        if _largest_cell_change(weights_before, weights, variables) <= RAKING_PRECISION * largest:
            _check_targets_reached(weights, variables)
            return design.reweighted(weights, RakingAdjustment(tuple(fitted), cycle))
    raise CalibrationError(
        f"Raking has not converged in {cycles:,} cycles: {_farthest_category(weights, variables)}."
    )


def calibrate_linear(design: SurveyDesign, variables: Sequence[PopulationTargets]) -> SurveyDesign:
    """Return the design with weights w(1 + x'λ) that add up to all totals.

    The generalized regression estimator: Deville and Särndal (1992). Raises `CalibrationError` as
    `rake`.
    """
    _check_same_population(variables)
    auxiliary, totals = _auxiliary_variables(variables)
    old = design.weights
    matrix = auxiliary.T @ (auxiliary * old[:, None])
    slopes = np.linalg.lstsq(matrix, totals - auxiliary.T @ old, rcond=None)[0]
    new = old * (1 + auxiliary @ slopes)
    _check_targets_reached(new, variables)
    return design.reweighted(new, RegressionCalibrationAdjustment(auxiliary, old, new))


def calibrate_logit(
    design: SurveyDesign, variables: Sequence[PopulationTargets], *, bounds: tuple[float, float]
) -> SurveyDesign:
    """Return the design with weights that add up to all totals, each changed within `bounds`.

    F(u) = (L(U−1) + U(1−L)e^{Au}) / (U−1 + (1−L)e^{Au}), A = (U−L)/((1−L)(U−1)); Newton's method.
    Source: Deville and Särndal (1992). Raises `CalibrationError` when no factors within the
    bounds reach the totals.
    """
    low, high = bounds
    if not 0 <= low < 1 < high < np.inf:
        raise CalibrationError("Bounds are two factors around 1, such as 0.5 and 2.")
    _check_same_population(variables)
    auxiliary, totals = _auxiliary_variables(variables)
    old, slopes = design.weights, np.zeros(auxiliary.shape[1])
    steep = (high - low) / ((1 - low) * (high - 1))
    shift = np.log((1 - low) / (high - 1))
    for step in range(1, NEWTON_STEPS + 1):
        share = scipy.special.expit(shift + steep * (auxiliary @ slopes))
        new = old * (low + (high - low) * share)
        missing = totals - auxiliary.T @ new
        if np.abs(missing).max() <= RAKING_PRECISION * totals.max():
            return design.reweighted(
                new, RegressionCalibrationAdjustment(auxiliary, old, new, step)
            )
        rising = old * (high - low) * steep * share * (1 - share)
        matrix = auxiliary.T @ (auxiliary * rising[:, None])
        slopes = slopes + np.linalg.lstsq(matrix, missing, rcond=None)[0]
    raise CalibrationError(
        "No factors within the bounds reach the known totals: "
        f"{_farthest_category(new, variables)}."
    )


def _fit_to_targets(weights: Floats, targets: PopulationTargets) -> Floats:
    sums = np.bincount(targets.codes, weights, minlength=len(targets.totals))
    if ((sums == 0) & (targets.totals > 0)).any():
        place = int(np.flatnonzero((sums == 0) & (targets.totals > 0))[0])
        category = targets.categories[place] if targets.categories else str(place)
        raise CalibrationError(
            f"{targets.name!r} {category!r} has a total, and no one weighs for it: collapse it."
        )
    factor = np.divide(targets.totals, sums, out=np.zeros_like(sums), where=sums != 0)
    fitted: Floats = weights * factor[targets.codes]
    return fitted


def _largest_cell_change(
    before: Floats, after: Floats, variables: Sequence[PopulationTargets]
) -> float:
    """Return the largest change of a cell of the table that the variables make together."""
    cell = np.zeros(len(before), dtype=np.int64)
    for targets in variables:
        cell = cell * len(targets.totals) + targets.codes
    cell_numbers = np.unique(cell, return_inverse=True)[1]
    return float(np.abs(np.bincount(cell_numbers, after) - np.bincount(cell_numbers, before)).max())


def _check_targets_reached(weights: Floats, variables: Sequence[PopulationTargets]) -> None:
    """Raise `CalibrationError` where raking has settled at weights that miss a total."""
    largest = max(targets.totals.max() for targets in variables)
    if any(np.abs(targets.differences(weights)).max() > 1e-8 * largest for targets in variables):
        raise CalibrationError(
            "The sample cannot be brought to these totals together: "
            f"{_farthest_category(weights, variables)}."
        )


def _farthest_category(weights: Floats, variables: Sequence[PopulationTargets]) -> str:
    """Return the category whose weights are farthest from its total, in words."""
    gaps = [targets.differences(weights) for targets in variables]
    worst = max(range(len(variables)), key=lambda place: float(np.abs(gaps[place]).max()))
    place, targets = int(np.abs(gaps[worst]).argmax()), variables[worst]
    category = targets.categories[place] if targets.categories else str(place)
    return f"{targets.name!r} {category!r} is still {gaps[worst][place]:+,.6g} away from its total"


def _check_same_population(variables: Sequence[PopulationTargets]) -> None:
    if not variables:
        raise CalibrationError("There is no known total to bring the weights to.")
    wholes = [float(targets.totals.sum()) for targets in variables]
    if max(wholes) - min(wholes) > 1e-6 * max(wholes):
        raise CalibrationError(f"The margins add up to different wholes: {wholes}.")


def _auxiliary_variables(variables: Sequence[PopulationTargets]) -> tuple[Floats, Floats]:
    parts = [np.eye(len(targets.totals))[targets.codes] for targets in variables]
    return np.hstack(parts), np.concatenate([targets.totals for targets in variables])


def _sums_by_group(values: Floats, codes: Codes) -> NDArray[np.float64]:
    sums = np.zeros((int(codes.max()) + 1, values.shape[1]))
    np.add.at(sums, codes, values)
    return sums


def trim(design: SurveyDesign, *, lower: float = 0.0, upper: float = np.inf) -> SurveyDesign:
    """Return the design with weights brought within limits.

    The excess is shared equally by the others. Once, as R's `trimWeights` does: the share may lift
    a weight over the limit again. Raises `CalibrationError` where no weight lies within the limits.
    """
    if not 0 <= lower < upper:
        raise CalibrationError("The limits of trimming are a lower and a higher number.")
    weights = design.weights
    outside = (weights < lower) | (weights > upper)
    if not outside.any():
        return design
    if outside.all():
        raise CalibrationError("Every weight lies outside the limits of trimming.")
    trimmed = np.clip(weights, lower, upper)
    trimmed[~outside] += (weights - trimmed).sum() / (~outside).sum()
    return replace(design, weights=trimmed)
