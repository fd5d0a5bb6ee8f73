"""Survey designs: the weight of each row, and how the rows were drawn.

Conventions are those of R's `survey` (Lumley, 2010, Complex Surveys, chapters 2 and 3).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clayton_review.stats.errors import DesignError, EmptyBaseError

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
SingleCluster = Literal["fail", "remove", "certainty", "adjust", "average"]
SINGLE_CLUSTER_RULES: tuple[SingleCluster, ...] = (
    "fail",
    "remove",
    "certainty",
    "adjust",
    "average",
)


@dataclass(frozen=True, eq=False)
class SamplingStage:
    """One stage of sampling: arrays of whole numbers, one for each row, shape (n,).

    `n_sampled` clusters of `n_population` (infinite without a correction) were drawn in the row's
    stratum. Clusters and strata of a later stage lie within the cluster of the stage before.
    """

    strata: Codes
    clusters: Codes
    n_sampled: Codes
    n_population: Floats


@dataclass(frozen=True, eq=False)
class SurveyDesign:
    """The design of n rows: `weights` (n,), the stages of sampling, the rule for a single cluster.

    `adjustments` are the calibrations in their order; each takes part of the variance away.
    """

    weights: Floats
    stages: tuple[SamplingStage, ...]
    single_cluster: SingleCluster = "fail"
    adjustments: tuple["CalibrationAdjustment", ...] = ()

    @property
    def n(self) -> int:
        """Return the number of rows."""
        return len(self.weights)

    @property
    def degrees_of_freedom(self) -> int:
        """Return first-stage clusters less first-stage strata, of rows with weight."""
        weighs = self.weights != 0
        first = self.stages[0]
        return len(np.unique(first.clusters[weighs])) - len(np.unique(first.strata[weighs]))

    def reweighted(self, weights: Floats, adjustment: "CalibrationAdjustment") -> "SurveyDesign":
        """Return the design after one more calibration."""
        return replace(self, weights=weights, adjustments=(*self.adjustments, adjustment))


class CalibrationAdjustment:
    """The part of an influence that a calibration leaves: what its totals do not explain."""

    def residual(self, influence: Floats) -> Floats:
        """Return the influence (n, k), weights included, less what the known totals explain."""
        raise NotImplementedError  # each kind of calibration has its own


def survey_design(
    weights: ArrayLike,
    *,
    strata: Sequence[ArrayLike] | None = None,
    clusters: Sequence[ArrayLike] | None = None,
    fpc: Sequence[ArrayLike] | None = None,
    nest: bool = False,
    single_cluster: SingleCluster = "fail",
) -> SurveyDesign:
    """Return a checked design; each list holds one array (n,) per stage, the first stage first.

    Without clusters each row is its own. `fpc` holds population sizes or, all at most 1, sampling
    fractions. With `nest`, the same cluster number in two strata means two clusters. Raises
    `DesignError` for columns that cannot be a design, `EmptyBaseError` for no rows.
    """
    row_weights = validated_weights(weights)
    n = len(row_weights)
    ids = [_codes(column, n, "clusters") for column in clusters] if clusters else [np.arange(n)]
    strata_codes = [_codes(column, n, "strata") for column in strata] if strata else []
    if len(strata_codes) > len(ids) or (fpc and len(fpc) != len(ids)):
        raise DesignError("Strata and corrections need one column for each stage of clusters.")
    if single_cluster not in SINGLE_CLUSTER_RULES:
        raise DesignError(
            f"The rule for a single cluster is one of {', '.join(SINGLE_CLUSTER_RULES)}."
        )
    stages: list[SamplingStage] = []
    outer = np.zeros(n, dtype=np.int64)
    for place, cluster in enumerate(ids):
        stratum = (
            strata_codes[min(place, len(strata_codes) - 1)]
            if strata_codes
            else np.zeros(n, dtype=np.int64)
        )
        nested_strata = _cross_codes(outer, stratum) if place else stratum
        nested_clusters = _cross_codes(outer, cluster) if place else cluster
        if place == 0 and nest:
            nested_clusters = _cross_codes(nested_strata, nested_clusters)
        _check_nested(nested_clusters, nested_strata)
        n_sampled = _clusters_per_stratum(nested_strata, nested_clusters)
        size = _population_sizes(fpc[place], n, n_sampled) if fpc else np.full(n, np.inf)
        stages.append(SamplingStage(nested_strata, nested_clusters, n_sampled, size))
        outer = nested_clusters
    return SurveyDesign(row_weights, tuple(stages), single_cluster)


def validated_weights(weights: ArrayLike) -> Floats:
    """Return weights as an array (n,).

    Raises `DesignError` unless all are finite, none is negative and one is above zero,
    `EmptyBaseError` for no rows.
    """
    checked = np.asarray(weights, dtype=np.float64)
    if checked.ndim != 1:
        raise DesignError("Weights are one number for each row.")
    if not checked.size:
        raise EmptyBaseError("There is no row to estimate from.")
    if not np.isfinite(checked).all() or (checked < 0).any():
        raise DesignError("Every weight must be a finite number of zero or more.")
    if not checked.any():
        raise DesignError("Every weight is zero: the rows stand for no one.")
    return checked


def is_missing(value: object) -> bool:
    """True if a cell of a column is None or NaN."""
    return value is None or value != value  # noqa: PLR0124  # NaN is what differs from itself


def _has_missing(values: np.ndarray) -> bool:
    if values.dtype.kind == "f":
        return bool(np.isnan(values).any())
    return values.dtype.kind == "O" and any(is_missing(value) for value in values.tolist())


def _codes(column: ArrayLike, n: int, name: str) -> Codes:
    values = np.asarray(column)
    if values.shape != (n,):
        raise DesignError(f"A column of {name} must hold one value for each of the {n} rows.")
    if _has_missing(values):
        raise DesignError(f"A column of {name} must not have missing values.")
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def _cross_codes(outer: Codes, inner: Codes) -> Codes:
    pairs = outer * (int(inner.max()) + 1) + inner
    codes: Codes = np.unique(pairs, return_inverse=True)[1].astype(np.int64)
    return codes


def _check_nested(clusters: Codes, strata: Codes) -> None:
    """Raise `DesignError` where one cluster lies in two strata."""
    order = np.lexsort((strata, clusters))
    same = clusters[order][1:] == clusters[order][:-1]
    if (same & (strata[order][1:] != strata[order][:-1])).any():
        raise DesignError(
            "A cluster lies in more than one stratum: number clusters anew in each stratum, or say "
            "that they are nested."
        )


def _clusters_per_stratum(strata: Codes, clusters: Codes) -> Codes:
    """Return for each row the number of clusters that its stratum has in the sample."""
    first = np.unique(clusters, return_index=True)[1]
    counts = np.bincount(strata[first], minlength=int(strata.max()) + 1)
    return counts[strata].astype(np.int64)


def _population_sizes(column: ArrayLike, n: int, n_sampled: Codes) -> Floats:
    size = np.asarray(column, dtype=np.float64)
    if size.shape != (n,) or np.isnan(size).any() or (size <= 0).any():
        raise DesignError("A population correction is one positive number for each row.")
    if (size <= 1).all():
        size = n_sampled / size
    elif (size < 1).any():
        raise DesignError("Population corrections are all sizes, or all fractions up to 1.")
    if (size < n_sampled).any():
        raise DesignError("A stratum has more clusters in the sample than in the population.")
    return size
