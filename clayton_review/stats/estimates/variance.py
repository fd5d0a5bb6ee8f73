"""The variance of weighted sums under a design, by linearization.

Source: Särndal, Swensson and Wretman (1992), result 4.3.1; the recursion over stages and the rules
for single clusters as in R's `survey` (function `svyrecvar`).
"""

import numpy as np

from clayton_review.stats.errors import DesignError
from clayton_review.stats.estimates.design import Codes, Floats, SurveyDesign


def covariance(influence: Floats, design: SurveyDesign) -> Floats:
    """The covariance (k, k) of the column sums of `influence` (n, k), weights included.

    Rows outside a domain are zero, never left out. Raises `DesignError` for a stratum with a
    single cluster under the rule "fail".
    """
    left = influence
    for adjustment in design.adjustments:
        left = adjustment.residual(left)
    rows = np.arange(design.n)
    return _stage_covariance(left, design, rows, 0)


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
    clusters, first, place = np.unique(stage.clusters[rows], return_index=True, return_inverse=True)
    sums = np.zeros((len(clusters), influence.shape[1]))
    np.add.at(sums, place, influence)
    own = rows[first]
    strata, layer = np.unique(stage.strata[own], return_inverse=True)
    sampled, size = stage.n_sampled[own], stage.n_population[own]
    factor = 1.0 - sampled / size  # 1 without a correction: the population is infinite
    single = sampled == 1
    certain = factor < 1e-7
    if single.any() and (single & ~certain).any() and design.single_cluster == "fail":
        raise DesignError(
            f"A stratum has a single cluster at stage {depth + 1}, so its variance cannot be "
            "estimated. Choose a rule for single clusters."
        )
    means = np.zeros((len(strata), sums.shape[1]))
    np.add.at(means, layer, sums)
    means /= np.bincount(layer)[:, None]
    left = sums - means[layer]
    if design.single_cluster == "adjust":
        left[single] = sums[single]
    scale = np.where(single, factor, factor * sampled / np.maximum(sampled - 1, 1))
    made = (left * scale[:, None]).T @ left
    if design.single_cluster == "average":
        made = made * _single_cluster_factor(layer, single & ~certain)
    return made


def _single_cluster_factor(layer: Codes, is_single: np.ndarray) -> float:
    """What strata with a single cluster add when they count as the average of the others."""
    alone = np.zeros(int(layer.max()) + 1, dtype=bool)
    alone[layer[is_single]] = True
    n_able = int((~alone).sum())
    if not n_able:
        raise DesignError("Every stratum has a single cluster: there is nothing to average.")
    return len(alone) / n_able
