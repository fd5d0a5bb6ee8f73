"""Tests of shares of stops against a benchmark."""

import pytest

from clayton_review.stats.errors import EmptyBaseError, OutOfRangeError
from clayton_review.stats.estimates.intervals import wilson
from clayton_review.stats.inconclusive import Inconclusive
from clayton_review.stats.policing.benchmarks import (
    CAUTIONS,
    OTHER_CAUTION,
    BenchmarkComparison,
    against_benchmark,
    benchmark,
)
from clayton_review.stats.policing.stop_rates import newcombe_difference


@pytest.mark.parametrize("source", [*CAUTIONS, "drivers seen at crossings"])
def test_every_comparison_carries_the_caution_of_its_source(source: str) -> None:
    comparison = against_benchmark(60, 200, benchmark(source, 20, 100))
    assert isinstance(comparison, BenchmarkComparison)
    assert comparison.benchmark.caution == CAUTIONS.get(source, OTHER_CAUTION)
    assert comparison.difference.value == pytest.approx(0.1)
    assert comparison.expected == 0.2


def test_a_count_of_everybody_is_exact_and_a_sample_is_not() -> None:
    people = against_benchmark(60, 200, benchmark("population 16+", 20, 100))
    crashes = against_benchmark(60, 200, benchmark("at-fault crashes", 20, 100))
    assert isinstance(people, BenchmarkComparison)
    assert isinstance(crashes, BenchmarkComparison)
    assert people.difference.lower == pytest.approx(wilson(60, 200).lower - 0.2)
    assert crashes.difference == newcombe_difference(60, 200, 20, 100)
    assert crashes.difference.lower < people.difference.lower


def test_few_stops_or_few_crashes_allow_no_comparison() -> None:
    few_stops = against_benchmark(6, 99, benchmark("population 16+", 20, 100))
    few_crashes = against_benchmark(60, 200, benchmark("at-fault crashes", 20, 99))
    assert isinstance(few_stops, Inconclusive)
    assert isinstance(few_crashes, Inconclusive)
    assert "at-fault crashes needs at least 100" in few_crashes.sentence


def test_benchmarks_that_cannot_be_are_refused() -> None:
    with pytest.raises(EmptyBaseError):
        benchmark("population 16+", 0, 0)
    with pytest.raises(OutOfRangeError):
        benchmark("population 16+", 3, 2)
    with pytest.raises(OutOfRangeError):
        against_benchmark(3, 2, benchmark("population 16+", 1, 2))
