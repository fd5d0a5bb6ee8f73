"""Rows of answers in a stratified sample of single elements, as arrays checked for counting."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clayton_review.stats.errors import DesignError, OutOfRangeError, check_levels
from clayton_review.stats.estimates.design import (
    SINGLE_CLUSTER_RULES,
    Codes,
    Floats,
    SingleCluster,
    SurveyDesign,
    validated_weights,
)
from clayton_review.stats.estimates.means_and_totals import Domain

SmallCodes = NDArray[np.unsignedinteger]
BLOCK_ROWS = 2_048  # rows


@dataclass(frozen=True, eq=False)
class Strata:
    """Arrays (H,) over the strata: rows drawn, rows with weight, size of the population.

    `n_population` is infinite without a correction. The rule for a stratum that gave a single row
    is that of `design.survey_design`.
    """

    n_drawn: Codes
    n_weighing: Codes
    n_population: Floats
    single_cluster: SingleCluster = "fail"

    @property
    def degrees_of_freedom(self) -> int:
        """Return the number of rows less the number of strata, of those with weight."""
        return int(self.n_weighing.sum() - (self.n_weighing > 0).sum())

    def variance_factors(self) -> tuple[Floats, Floats]:
        """Return factors (H,), (H,) of squares in a variance: about the stratum's mean, about zero.

        Raises `DesignError` for a stratum of a single row under the rule "fail", and where the
        sample is larger than the population.
        """
        n_drawn = self.n_drawn.astype(np.float64)
        if (n_drawn > self.n_population).any():
            raise DesignError("A stratum has more rows in the sample than in the population.")
        remaining = 1.0 - n_drawn / self.n_population
        single = self.n_drawn == 1
        uncertain = single & (remaining >= 1e-7)
        if uncertain.any() and self.single_cluster == "fail":
            raise DesignError(
                "A stratum has a single row, so its variance cannot be estimated. Choose a rule "
                "for single clusters."
            )
        centred = np.where(self.n_drawn > 1, remaining * n_drawn / np.maximum(n_drawn - 1, 1), 0.0)
        raw = np.where(single & (self.single_cluster == "adjust"), remaining, 0.0)
        if self.single_cluster == "average":
            n_strata, n_single = int((self.n_drawn > 0).sum()), int(uncertain.sum())
            if n_single == n_strata:
                raise DesignError("Every stratum has a single row: there is nothing to average.")
            centred = centred * n_strata / (n_strata - n_single)
        return centred, raw


@dataclass(frozen=True, eq=False)
class AnswerArrays:
    """The rows with weight, ready to be counted.

    Made by `answer_arrays` or `answer_arrays_from_design`. `columns` holds an array (n,) for each
    question: 0 for a missing answer, 1 for the first, and so on. `stratum_codes` (n,) are the
    numbers of the strata.
    """

    columns: tuple[SmallCodes, ...]
    n_levels: tuple[int, ...]
    weights: Floats
    stratum_codes: SmallCodes
    strata: Strata


def answer_arrays(
    codes: NDArray[np.integer], n_levels: Sequence[int], weights: ArrayLike,
    strata: NDArray[np.integer], n_population: ArrayLike, *, domain: Domain | None = None,
    single_cluster: SingleCluster = "fail",
) -> AnswerArrays:  # fmt: skip
    """Return checked rows of k questions, ready to be counted.

    `codes` (n, k) count from 0, with −1 (unsigned: all bits) for missing. `strata` (n,) counts from
    0 into `n_population` (H,), infinite without a correction. Rows outside the domain (n,) and rows
    of weight zero count as drawn only. Raises `DesignError`, `OutOfRangeError` for codes outside
    the answers, `TooManyLevelsError`, `EmptyBaseError`.
    """
    row_weights = validated_weights(weights)
    sizes = np.asarray(n_population, dtype=np.float64)
    if codes.shape != (len(row_weights), len(n_levels)) or codes.dtype.kind not in "iu":
        raise OutOfRangeError("Codes are whole numbers: a row per weight, a column per question.")
    if not n_levels or min(n_levels) < 1:
        raise OutOfRangeError("Each question needs at least one answer to choose from.")
    known = strata.shape == row_weights.shape and strata.dtype.kind in "iu"
    if not known or strata.min() < 0 or strata.max() >= len(sizes):
        raise DesignError("Each row needs the number of its stratum.")
    if domain is not None and domain.shape != row_weights.shape:
        raise DesignError("A domain says yes or no for each row.")
    if np.isnan(sizes).any() or single_cluster not in SINGLE_CLUSTER_RULES:
        raise DesignError("A stratum's population or the rule for single clusters is unknown.")
    inside = row_weights > 0
    drawn = np.bincount(strata, minlength=len(sizes))
    weighing = drawn if inside.all() else np.bincount(strata[inside], minlength=len(sizes))
    if domain is not None:
        inside = inside & domain
    rows = slice(None) if inside.all() else np.flatnonzero(inside)
    columns = _code_columns(codes, n_levels)
    stratum_codes = strata.astype(np.min_scalar_type(len(sizes)))
    checked_strata = Strata(drawn, weighing, sizes, single_cluster)
    kept_columns = tuple(column[rows] for column in columns)
    return AnswerArrays(
        kept_columns, tuple(n_levels), row_weights[rows], stratum_codes[rows], checked_strata
    )


def answer_arrays_from_design(
    design: SurveyDesign, codes: NDArray[np.integer], n_levels: Sequence[int],
    domain: Domain | None = None,
) -> AnswerArrays:  # fmt: skip
    """Return checked rows of a design, with codes as in `answer_arrays`.

    Raises `DesignError` unless the design draws single elements, once. Calibrated designs are
    refused too: their residuals need the rows.
    """
    stage = design.stages[0]
    if int(stage.clusters.max()) + 1 != design.n:
        raise DesignError("Sums by stratum cannot hold clusters; estimate from the rows.")
    if len(design.stages) > 1 and np.isfinite(stage.n_population).any():
        raise DesignError("Sums by stratum cannot hold two stages; estimate from the rows.")
    if design.adjustments:
        raise DesignError("Sums by stratum cannot hold a calibration; estimate from the rows.")
    sizes = np.full(int(stage.strata.max()) + 1, np.inf)
    sizes[stage.strata] = stage.n_population
    return answer_arrays(
        codes, n_levels, design.weights, stage.strata, sizes,
        domain=domain, single_cluster=design.single_cluster,
    )  # fmt: skip


def _code_columns(codes: NDArray[np.integer], n_levels: Sequence[int]) -> tuple[SmallCodes, ...]:
    """Return each question's codes (n,) side by side, one higher, with 0 for missing answers.

    Unsigned, one more than −1 is 0. In blocks of rows, which fit the processor's cache.
    """
    for place, n in enumerate(n_levels):
        check_levels(f"Question {place}", n)
    bits = codes.view(codes.dtype.str.replace("i", "u"))
    columns = np.empty(codes.shape[::-1], dtype=np.min_scalar_type(max(n_levels)))
    highest = np.zeros(len(n_levels), dtype=bits.dtype)
    for start in range(0, len(codes), BLOCK_ROWS):
        block = bits[start : start + BLOCK_ROWS].T + bits.dtype.type(1)
        np.maximum(highest, block.max(axis=1), out=highest)
        columns[:, start : start + BLOCK_ROWS] = block
    outside = np.flatnonzero(highest > np.array(n_levels))
    if len(outside):
        place = int(outside[0])
        raise OutOfRangeError(f"Question {place} has a code outside its {n_levels[place]} answers.")
    return tuple(columns)
