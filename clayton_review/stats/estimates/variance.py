"""The variance of weighted sums under a design, by linearization.

Source: Särndal, Swensson and Wretman (1992), result 4.3.1; the recursion over stages and the rules
for single clusters as in R's `survey` (function `svyrecvar`).
"""

import numpy as np

from clayton_review.stats.errors import DesignError
from clayton_review.stats.estimates.design import Codes, Floats, SurveyDesign


def covariance(influence: Floats, design: SurveyDesign) -> Floats:
    """Return the covariance (k, k) of the column sums of `influence` (n, k), weights included.

    Rows outside a domain are zero, never left out. Raises `DesignError` for a stratum with a single
    cluster under the rule "fail".
    """
    residual = influence
    for adjustment in design.adjustments:
        residual = adjustment.residual(residual)
    rows = np.arange(design.n)
    return _stage_covariance(residual, design, rows, 0)


def _stage_covariance(influence: Floats, design: SurveyDesign, rows: Codes, depth: int) -> Floats:
    stage = design.stages[depth]
    total = _clusters_covariance(influence[rows], design, rows, depth)
    if depth + 1 == len(design.stages) or np.isinf(stage.n_population[rows]).all():
        return total
    clusters = stage.clusters[rows]
    for cluster in np.unique(clusters):
        inside = rows[clusters == cluster]
        share = stage.n_sampled[inside[0]] / stage.n_population[inside[0]]
        total = total + share * _stage_covariance(influence, design, inside, depth + 1)
    return total


def _clusters_covariance(
    influence: Floats, design: SurveyDesign, rows: Codes, depth: int
) -> Floats:
    stage = design.stages[depth]
    clusters, first, cluster_numbers = np.unique(
        stage.clusters[rows], return_index=True, return_inverse=True
    )
    sums = np.zeros((len(clusters), influence.shape[1]))
    np.add.at(sums, cluster_numbers, influence)
    first_rows = rows[first]
    strata, stratum_numbers = np.unique(stage.strata[first_rows], return_inverse=True)
    sampled, size = stage.n_sampled[first_rows], stage.n_population[first_rows]
    factor = 1.0 - sampled / size  # 1 without a correction: the population is infinite
    single = sampled == 1
    certain = factor < 1e-7
    if single.any() and (single & ~certain).any() and design.single_cluster == "fail":
        raise DesignError(
            f"A stratum has a single cluster at stage {depth + 1}, so its variance cannot be "
            "estimated. Choose a rule for single clusters."
        )
    means = np.zeros((len(strata), sums.shape[1]))
    np.add.at(means, stratum_numbers, sums)
    means /= np.bincount(stratum_numbers)[:, None]
    residuals = sums - means[stratum_numbers]
    if design.single_cluster == "adjust":
        residuals[single] = sums[single]
    scale = np.where(single, factor, factor * sampled / np.maximum(sampled - 1, 1))
    matrix = (residuals * scale[:, None]).T @ residuals
    if design.single_cluster == "average":
        matrix = matrix * _single_cluster_factor(stratum_numbers, single & ~certain)
    return matrix


def _single_cluster_factor(stratum_numbers: Codes, is_single: np.ndarray) -> float:
    """Return the factor that counts strata with a single cluster as the average of the others."""
    is_alone = np.zeros(int(stratum_numbers.max()) + 1, dtype=bool)
    is_alone[stratum_numbers[is_single]] = True
    n_able = int((~is_alone).sum())
    if not n_able:
        raise DesignError("Every stratum has a single cluster: there is nothing to average.")
    return len(is_alone) / n_able
