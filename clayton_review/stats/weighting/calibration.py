"""Weights brought to known totals: raking, post-stratification, linear and logit calibration.

Sources: Deming and Stephan (1940); Deville and Särndal (1992); Deville, Särndal and Sautory (1993).
What each leaves of the variance follows R's `survey` (function `svyrecvar`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

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
        """What weights (n,) add up to, less the totals: shape (k,)."""
        made: Floats = np.bincount(self.codes, weights, minlength=len(self.totals)) - self.totals
        return made


@dataclass(frozen=True, eq=False)
class PostStratificationAdjustment(CalibrationAdjustment):
    """Group means, weighted by the old weights, are taken away."""

    codes: Codes
    old: Floats
    new: Floats

    def residual(self, influence: Floats) -> Floats:
        """The influence about its post-stratum's mean."""
        ratio = np.divide(self.old, self.new, out=np.ones_like(self.old), where=self.new != 0)
        weighed = np.where((self.new == 0) & (self.old == 0), 1.0, self.old)
        means = _sums_by_group(influence * ratio[:, None], self.codes)
        means /= _sums_by_group(weighed[:, None], self.codes)
        return influence - means[self.codes] * self.new[:, None]


@dataclass(frozen=True, eq=False)
class RakingAdjustment(CalibrationAdjustment):
    """Margin means, unweighted, are taken away in turn: ten cycles, as R does."""

    margins: tuple[tuple[Codes, Floats], ...]  # the codes, and the weights after that margin
    n_cycles: int = 1

    def residual(self, influence: Floats) -> Floats:
        """The influence about the means of all margins."""
        left = influence
        for _ in range(RESIDUAL_CYCLES):
            for codes, weights in self.margins:
                scale = np.where(weights == 0, 1.0, weights)[:, None]
                means = _sums_by_group(left / scale, codes) / np.bincount(codes)[:, None]
                left = left - weights[:, None] * means[codes]
        return left


@dataclass(frozen=True, eq=False)
class RegressionAdjustment(CalibrationAdjustment):
    """What a regression on the auxiliary variables explains is taken away."""

    auxiliary: Floats
    old: Floats
    new: Floats
    n_cycles: int = 1  # Newton's steps

    def residual(self, influence: Floats) -> Floats:
        """The influence of the regression's residuals, with the new weights."""
        root = np.sqrt(self.old)
        scale = np.divide(self.new, root, out=np.zeros_like(root), where=root != 0)
        values = np.divide(
            influence, scale[:, None], out=np.zeros_like(influence), where=scale[:, None] != 0
        )
        fitted = np.linalg.lstsq(self.auxiliary * root[:, None], values, rcond=None)[0]
        return (values - (self.auxiliary * root[:, None]) @ fitted) * scale[:, None]


def population_targets(
    name: str, column: Sequence[object], totals: Mapping[str, float]
) -> PopulationTargets:
    """The margin of a column (n,); raises `CalibrationError` where column and totals differ."""
    check_levels(f"The margin {name!r}", len(totals))
    levels = {str(level): place for place, level in enumerate(totals)}
    sizes = np.array(list(totals.values()), dtype=np.float64)
    if not np.isfinite(sizes).all() or (sizes < 0).any() or not sizes.any():
        raise CalibrationError(f"The totals of {name!r} must be finite numbers of zero or more.")
    missing = [value for value in column if value is None or str(value) not in levels]
    if missing:
        what = "without an answer" if missing[0] is None else f"with {missing[0]!r}"
        raise CalibrationError(f"{name!r} has rows {what}, which has no known total.")
    codes = np.array([levels[str(value)] for value in column], dtype=np.int64)
    empty = [level for level, place in levels.items() if not (codes == place).any()]
    if empty:
        raise CalibrationError(
            f"Nobody in the sample has {name!r} {empty[0]!r}: collapse it with a neighbour."
        )
    return PopulationTargets(name, codes, sizes, tuple(levels))


def post_stratify(design: SurveyDesign, known: PopulationTargets) -> SurveyDesign:
    """Weights that add up to the totals of one variable."""
    old = design.weights
    new = _fit_to_targets(old, known)
    return design.reweighted(new, PostStratificationAdjustment(known.codes, old, new))


def rake(
    design: SurveyDesign, margins: Sequence[PopulationTargets], *, cycles: int = RAKING_CYCLES
) -> SurveyDesign:
    """Weights that add up to the totals of several variables, by iterated post-stratification.

    Raises `CalibrationError` when margins disagree about the whole, when it stands still short of a
    total, or after so many cycles; the category is named.
    """
    _check_same_population(margins)
    largest = max(known.totals.max() for known in margins)
    weights = design.weights
    for cycle in range(1, cycles + 1):
        before, steps = weights, []
        for known in margins:
            weights = _fit_to_targets(weights, known)
            steps.append((known.codes, weights))
        if _largest_cell_change(before, weights, margins) <= RAKING_PRECISION * largest:
            _check_targets_reached(weights, margins)
            return design.reweighted(weights, RakingAdjustment(tuple(steps), cycle))
    raise CalibrationError(
        f"Raking has not converged in {cycles:,} cycles: {_farthest_category(weights, margins)}."
    )


def calibrate_linear(design: SurveyDesign, margins: Sequence[PopulationTargets]) -> SurveyDesign:
    """Weights w(1 + x'λ) that add up to all totals: the generalized regression estimator."""
    _check_same_population(margins)
    auxiliary, totals = _auxiliary(margins)
    old = design.weights
    matrix = auxiliary.T @ (auxiliary * old[:, None])
    slopes = np.linalg.lstsq(matrix, totals - auxiliary.T @ old, rcond=None)[0]
    new = old * (1 + auxiliary @ slopes)
    _check_targets_reached(new, margins)
    return design.reweighted(new, RegressionAdjustment(auxiliary, old, new))


def calibrate_logit(
    design: SurveyDesign, margins: Sequence[PopulationTargets], *, bounds: tuple[float, float]
) -> SurveyDesign:
    """Weights that add up to all totals, each changed by a factor within `bounds`.

    F(u) = (L(U−1) + U(1−L)e^{Au}) / (U−1 + (1−L)e^{Au}), A = (U−L)/((1−L)(U−1)); Newton's method.
    Raises `CalibrationError` when no factors within the bounds reach the totals.
    """
    low, high = bounds
    if not 0 <= low < 1 < high < np.inf:
        raise CalibrationError("Bounds are two factors around 1, such as 0.5 and 2.")
    _check_same_population(margins)
    auxiliary, totals = _auxiliary(margins)
    old, slopes = design.weights, np.zeros(auxiliary.shape[1])
    steep = (high - low) / ((1 - low) * (high - 1))
    shift = np.log((1 - low) / (high - 1))
    for step in range(1, NEWTON_STEPS + 1):
        share = expit(shift + steep * (auxiliary @ slopes))
        new = old * (low + (high - low) * share)
        missing = totals - auxiliary.T @ new
        if np.abs(missing).max() <= RAKING_PRECISION * totals.max():
            return design.reweighted(new, RegressionAdjustment(auxiliary, old, new, step))
        rising = old * (high - low) * steep * share * (1 - share)
        matrix = auxiliary.T @ (auxiliary * rising[:, None])
        slopes = slopes + np.linalg.lstsq(matrix, missing, rcond=None)[0]
    raise CalibrationError(
        f"No factors within the bounds reach the known totals: {_farthest_category(new, margins)}."
    )


def _fit_to_targets(weights: Floats, known: PopulationTargets) -> Floats:
    sums = np.bincount(known.codes, weights, minlength=len(known.totals))
    if ((sums == 0) & (known.totals > 0)).any():
        place = int(np.flatnonzero((sums == 0) & (known.totals > 0))[0])
        category = known.categories[place] if known.categories else str(place)
        raise CalibrationError(
            f"{known.name!r} {category!r} has a total, and nobody weighs for it: collapse it."
        )
    factor = np.divide(known.totals, sums, out=np.zeros_like(sums), where=sums != 0)
    made: Floats = weights * factor[known.codes]
    return made


def _largest_cell_change(
    before: Floats, after: Floats, margins: Sequence[PopulationTargets]
) -> float:
    """The largest change of a cell of the table that the margins make."""
    cell = np.zeros(len(before), dtype=np.int64)
    for known in margins:
        cell = cell * len(known.totals) + known.codes
    place = np.unique(cell, return_inverse=True)[1]
    return float(np.abs(np.bincount(place, after) - np.bincount(place, before)).max())


def _check_targets_reached(weights: Floats, margins: Sequence[PopulationTargets]) -> None:
    """Raking can stand still at weights that meet the last margin only; that is no success."""
    largest = max(known.totals.max() for known in margins)
    if any(np.abs(one.differences(weights)).max() > 1e-8 * largest for one in margins):
        raise CalibrationError(
            "The sample cannot be brought to these totals together: "
            f"{_farthest_category(weights, margins)}."
        )


def _farthest_category(weights: Floats, margins: Sequence[PopulationTargets]) -> str:
    """The category whose weights are farthest from its total, in words."""
    gaps = [known.differences(weights) for known in margins]
    worst = max(range(len(margins)), key=lambda place: float(np.abs(gaps[place]).max()))
    place, known = int(np.abs(gaps[worst]).argmax()), margins[worst]
    category = known.categories[place] if known.categories else str(place)
    return f"{known.name!r} {category!r} is still {gaps[worst][place]:+,.6g} away from its total"


def _check_same_population(margins: Sequence[PopulationTargets]) -> None:
    if not margins:
        raise CalibrationError("There is no known total to bring the weights to.")
    wholes = [float(known.totals.sum()) for known in margins]
    if max(wholes) - min(wholes) > 1e-6 * max(wholes):
        raise CalibrationError(f"The margins add up to different wholes: {wholes}.")


def _auxiliary(margins: Sequence[PopulationTargets]) -> tuple[Floats, Floats]:
    parts = [np.eye(len(known.totals))[known.codes] for known in margins]
    return np.hstack(parts), np.concatenate([known.totals for known in margins])


def _sums_by_group(values: Floats, codes: Codes) -> NDArray[np.float64]:
    sums = np.zeros((int(codes.max()) + 1, values.shape[1]))
    np.add.at(sums, codes, values)
    return sums


def trim(design: SurveyDesign, *, lower: float = 0.0, upper: float = np.inf) -> SurveyDesign:
    """Weights brought within limits; what is cut off is shared out equally among the others.

    Once, as R's `trimWeights` does: the share may lift a weight over the limit again. Raises
    `CalibrationError` where no weight lies within the limits.
    """
    if not 0 <= lower < upper:
        raise CalibrationError("The limits of trimming are a lower and a higher number.")
    weights = design.weights
    outside = (weights < lower) | (weights > upper)
    if not outside.any():
        return design
    if outside.all():
        raise CalibrationError("Every weight lies outside the limits of trimming.")
    made = np.clip(weights, lower, upper)
    made[~outside] += (weights - made).sum() / (~outside).sum()
    return replace(design, weights=made)
