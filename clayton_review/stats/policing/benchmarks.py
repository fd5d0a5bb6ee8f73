"""Shares of stops against a benchmark: a proxy for the people who could have been stopped."""

from dataclasses import dataclass

from clayton_review.stats.errors import EmptyBaseError
from clayton_review.stats.estimates.intervals import Interval, wilson
from clayton_review.stats.inconclusive import Inconclusive
from clayton_review.stats.policing.stop_rates import (
    MIN_CASES,
    check_part,
    newcombe_difference,
    too_few_reason,
)

CAUTIONS = {
    "population 16+": (
        "Residents are not drivers: people who live elsewhere are stopped here, and groups drive "
        "unequally often, so an index away from 1 is no proof of unequal treatment."
    ),
    "licensed drivers": (
        "A license says neither how much nor where someone drives, and drivers from elsewhere "
        "or without a license are missing from this benchmark."
    ),
    "at-fault crashes": (
        "Drivers at fault in crashes stand for those on the road who drive badly; they are few, "
        "crashes are not all reported, and fault is itself decided by police."
    ),
}
OTHER_CAUTION = (
    "A benchmark stands for who could have been stopped; how well this one does is not known here."
)
SAMPLED = frozenset({"at-fault crashes"})


@dataclass(frozen=True)
class Benchmark:
    """The people or events that a share of stops is compared with: `n_group` of `n_all`.

    `is_sampled` where the benchmark's own counts vary by chance as stops do (crashes), rather than
    being a count of everybody.
    """

    source: str
    n_group: int
    n_all: int
    caution: str
    is_sampled: bool


@dataclass(frozen=True)
class BenchmarkComparison:
    """The share of stops less the benchmark's share, in shares of 1, with interval and caution."""

    benchmark: Benchmark
    observed: Interval
    expected: float
    difference: Interval
    interval_source: str


def benchmark(source: str, n_group: int, n_all: int) -> Benchmark:
    """Return a benchmark with the caution that belongs to its source.

    Known sources are "population 16+", "licensed drivers" and "at-fault crashes"; another one gets
    a general caution. Raises `EmptyBaseError` for nobody, `OutOfRangeError` for a part above its
    whole.
    """
    check_part(n_group, n_all)
    if not n_all:
        raise EmptyBaseError("A benchmark of no one has no share.")
    caution = CAUTIONS.get(source, OTHER_CAUTION)
    return Benchmark(source, n_group, n_all, caution, source in SAMPLED)


def against_benchmark(
    n_stops_group: int, n_stops: int, expected: Benchmark, confidence: float = 0.95
) -> BenchmarkComparison | Inconclusive:
    """Return the observed share of stops less the share of the benchmark.

    Where the benchmark is a count of everybody the interval is Wilson's, moved by its share; where
    it is itself a sample, Newcombe's (1998, method 10) for two shares. Inconclusive under 100
    stops, and under 100 events of a sampled benchmark. Raises `OutOfRangeError` for impossible
    counts.
    """
    check_part(n_stops_group, n_stops)
    reason = too_few_reason(n_stops, "stops")
    if reason is None and expected.is_sampled and expected.n_all < MIN_CASES["stops"]:
        reason = (
            f"a benchmark of {expected.source} needs at least {MIN_CASES['stops']} of them "
            f"and there are {expected.n_all}"
        )
    if reason is not None:
        return Inconclusive(reason)
    observed = wilson(n_stops_group, n_stops, confidence)
    share = expected.n_group / expected.n_all
    if expected.is_sampled:
        counts = (n_stops_group, n_stops, expected.n_group, expected.n_all)
        difference = newcombe_difference(*counts, confidence)
        return BenchmarkComparison(
            expected, observed, share, difference, "Newcombe (1998), method 10"
        )
    moved = Interval(*(end - share for end in observed))
    return BenchmarkComparison(
        expected, observed, share, moved, "Wilson (1927); the benchmark is taken as exact"
    )
