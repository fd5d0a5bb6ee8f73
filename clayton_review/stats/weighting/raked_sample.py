"""Shares of a simple random sample that was raked, from counts per cell of its margins.

Within one cell of the raked margins and one answer, the influence of a row is its weight times one
number. So n, Σw and Σw² per cell and answer give the same standard errors as going through all rows
(`means_and_totals.means` on a design after `calibration.rake`; a test holds them equal), at a
fraction of the cost. The variance that raking leaves follows R's `survey`, as in `calibration.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from clayton_review.stats.errors import DesignError, NotEstimableError, OutOfRangeError
from clayton_review.stats.estimates.design import Codes, Floats, validated_weights
from clayton_review.stats.estimates.means_and_totals import Domain, Estimates
from clayton_review.stats.weighting.calibration import RESIDUAL_CYCLES


@dataclass(frozen=True, eq=False)
class RakedSample:
    """A simple random sample of n rows with final weights (n,) and cells (n,).

    A cell is one combination of the groups of all raked variables; `groups` holds for each variable
    the group of each cell. `population` is the number of people the sample was drawn from, infinite
    where nobody knows.
    """

    weights: Floats
    cells: Codes
    groups: tuple[Codes, ...] = ()
    population: float = np.inf

    @classmethod
    def from_weights(
        cls, weights: Floats, margins: Sequence[Codes] = (), population: float = np.inf
    ) -> "RakedSample":
        """Return the sample from its weights and the codes (n,) of each variable it was raked on.

        Raises `DesignError` for impossible weights, or a population smaller than the sample.
        """
        row_weights = validated_weights(weights)
        if population < len(row_weights):
            raise DesignError("The population is smaller than the sample.")
        if not margins:
            return cls(row_weights, np.zeros(len(row_weights), dtype=np.int64), (), population)
        cell_codes = np.zeros(len(row_weights), dtype=np.int64)
        for codes in margins:
            cell_codes = cell_codes * (int(codes.max()) + 1) + codes
        _, first, cells = np.unique(cell_codes, return_index=True, return_inverse=True)
        groups = tuple(np.unique(codes, return_inverse=True)[1][first] for codes in margins)
        return cls(row_weights, cells.astype(np.int64), groups, population)

    @property
    def n(self) -> int:
        """Return the number of rows."""
        return len(self.weights)

    @cached_property
    def _squares(self) -> Floats:
        return self.weights**2

    @cached_property
    def _sizes(self) -> Floats:
        """Return the number of rows in each cell, shape (cells,)."""
        return np.bincount(self.cells).astype(np.float64)

    def shares(self, answers: Codes, n_levels: int) -> Estimates:
        """Return the weighted share of each answer among the rows that gave one.

        The others count as drawn. `answers` (n,) holds codes below `n_levels`, −1 for rows outside.
        The design effect is against a simple random sample of as many rows. Raises
        `NotEstimableError` where nobody gave an answer.
        """
        key = self.cells * (n_levels + 1) + np.where(answers < 0, n_levels, answers)
        shape = (len(self._sizes), n_levels + 1)
        size = shape[0] * shape[1]
        n = np.bincount(key, minlength=size).reshape(shape).astype(np.float64)
        first, second = (
            np.bincount(key, each, size).reshape(shape).astype(np.float64)
            for each in (self.weights, self._squares)
        )
        n_inside, total_weight = n[:, :n_levels].sum(), first[:, :n_levels].sum()
        if not n_inside or total_weight <= 0:
            raise NotEstimableError(
                "No one in the sample belongs here, so nothing can be estimated."
            )
        values = first[:, :n_levels].sum(axis=0) / total_weight
        covariance = self._covariance(self._influence(values, total_weight, n), first, second)
        simple = (
            values
            * (1 - values)
            / max(n_inside - 1, 1)
            * (1 - n_inside / self._people(total_weight))
        )
        effects = np.divide(
            np.diagonal(covariance), simple, out=np.full(n_levels, np.nan), where=simple > 0
        )
        return Estimates(values, covariance, effects, int(n_inside), self.n - 1)

    def two_shares(
        self, values: Floats, domains: tuple[Domain, Domain]
    ) -> tuple[Estimates, tuple[int, int]]:
        """Return the share of ones in two domains with their covariance (2, 2), and their bases.

        `values` (n,) are ones, zeros and NaN for missing; domains (n,) have no row in common. As
        `comparison.domain_means` on the raked design: each is a ratio of two cells of one table,
        linearized (Särndal, Swensson and Wretman, 1992, section 5.6). Raises `OutOfRangeError` for
        domains that overlap, `NotEstimableError` for an empty one.
        """
        if (domains[0] & domains[1]).any():
            raise OutOfRangeError("Two groups that are compared have no one in common.")
        cells = np.full(self.n, -1, dtype=np.int64)
        known = ~np.isnan(values)
        for place, domain in enumerate(domains):
            inside = domain & known
            cells[inside] = 2 * place + (values[inside] == 1)
        cell_estimates = self.shares(cells, 4)
        wholes = cell_estimates.values.reshape(2, 2).sum(axis=1)
        if (wholes <= 0).any():
            raise NotEstimableError("One of the two groups has no one who answered.")
        shares = cell_estimates.values[1::2] / wholes
        slopes = np.zeros((2, 4))
        for place, (share, whole) in enumerate(zip(shares, wholes, strict=True)):
            slopes[place, 2 * place : 2 * place + 2] = np.array([-share, 1 - share]) / whole
        spread = slopes @ cell_estimates.covariance @ slopes.T
        n = tuple(int((cells // 2 == place).sum()) for place in (0, 1))
        degrees = cell_estimates.degrees_of_freedom
        return Estimates(shares, spread, np.full(2, np.nan), cell_estimates.n, degrees), (
            n[0],
            n[1],
        )

    def _people(self, whole: float) -> float:
        """Return the number of people in the population for the rows of a domain."""
        return whole / self.weights.sum() * self.population if self.population < np.inf else np.inf

    def _influence(self, values: Floats, total_weight: float, n: Floats) -> Floats:
        """Return the influence per unit of weight, by cell, answer (the last: none) and level."""
        k = len(values)
        influence_by_answer = np.zeros((k + 1, k))
        influence_by_answer[:k] = (np.eye(k) - values) / total_weight
        if not self.groups:
            return np.broadcast_to(influence_by_answer, (len(n), k + 1, k))
        explained = np.zeros((len(n), k))
        sums = np.einsum("ca,aj->cj", n, influence_by_answer)
        for _ in range(RESIDUAL_CYCLES):
            for group in self.groups:
                residuals = sums - self._sizes[:, None] * explained
                per_group = np.zeros((int(group.max()) + 1, k))
                np.add.at(per_group, group, residuals)
                per_group /= np.bincount(group, self._sizes)[:, None]
                explained += per_group[group]
        influence: Floats = influence_by_answer - explained[:, None, :]
        return influence

    def _covariance(self, influence: Floats, first: Floats, second: Floats) -> Floats:
        """Return n/(n−1) (1 − n/N) times the squares about their mean, shape (levels, levels)."""
        squares = np.einsum("ca,caj,cak->jk", second, influence, influence)
        total = np.einsum("ca,caj->j", first, influence)
        correction = 1 - self.n / self.population
        squares_about_mean: Floats = squares - np.outer(total, total) / self.n
        return squares_about_mean * (correction * self.n / max(self.n - 1, 1))
