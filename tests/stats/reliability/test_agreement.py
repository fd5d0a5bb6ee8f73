"""Tests of the agreement of coders against published values and by hand."""

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clayton_review.stats.errors import OutOfRangeError
from clayton_review.stats.estimates.intervals import wilson
from clayton_review.stats.inconclusive import Inconclusive
from clayton_review.stats.reliability.agreement import (
    BootstrapSettings,
    CoderAgreement,
    IntervalEnds,
    UndefinedAgreement,
    cohens_kappa,
    krippendorffs_alpha,
    percent_agreement,
)
from clayton_review.stats.reliability.krippendorff import Level

NAN = math.nan
FEW = BootstrapSettings(n_resamples=100)
CLASSIC = [  # Krippendorff (2011), section C: 4 observers, 12 units
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
    [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
]
FIRST = ["yes"] * 25 + ["no"] * 25
SECOND = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15


def measured(result: CoderAgreement | UndefinedAgreement) -> CoderAgreement:
    assert isinstance(result, CoderAgreement), result
    return result


def ends(result: CoderAgreement | UndefinedAgreement) -> IntervalEnds:
    interval = measured(result).interval
    assert isinstance(interval, IntervalEnds), interval
    return interval


@pytest.mark.parametrize(
    ("level", "alpha"),
    [("nominal", 0.743421), ("ordinal", 0.815388), ("interval", 0.849107), ("ratio", 0.797403)],
)
def test_krippendorffs_classic_data(level: Level, alpha: float) -> None:
    agreement = measured(krippendorffs_alpha(CLASSIC, level))
    assert round(agreement.value, 6) == alpha
    assert (agreement.n_units, agreement.n_left_out) == (11, 1)
    assert agreement.measure == f"Krippendorff's alpha ({level})"
    assert "1,000 resamples of units" in agreement.method
    lower, upper = ends(agreement)
    assert lower < agreement.value < upper <= 1


def test_cohens_kappa_by_hand() -> None:
    agreement = measured(cohens_kappa(FIRST, SECOND))
    assert agreement.value == 0.4
    assert (agreement.n_units, agreement.n_left_out) == (50, 0)
    assert measured(percent_agreement(FIRST, SECOND)).value == 0.7
    assert ends(percent_agreement(FIRST, SECOND)) == wilson(35, 50)[1:]


def test_the_interval_of_kappa_is_near_that_of_large_samples() -> None:
    """Fleiss, Cohen and Everitt (1969), by hand for 20/5/10/15 times four: error 0.0635."""
    lower, upper = ends(cohens_kappa(FIRST * 4, SECOND * 4, BootstrapSettings(n_resamples=4000)))
    assert lower == pytest.approx(0.4 - 1.96 * 0.0635, abs=0.015)
    assert upper == pytest.approx(0.4 + 1.96 * 0.0635, abs=0.015)


def test_cohen_adds_where_one_known_program_multiplies() -> None:
    first = ["a"] * 6 + ["b"] * 4
    second = ["a"] * 5 + ["b"] * 3 + ["a"] * 2  # 5 and 2 agree of 10; expected .42 + .12
    assert measured(cohens_kappa(first, second)).value == pytest.approx((0.7 - 0.54) / 0.46)


def test_answers_that_one_coder_did_not_open_are_left_out() -> None:
    first, second = [*FIRST, "yes", None, NAN, pd.NA], [*SECOND, None, "no", "no", "no"]
    for measure in (cohens_kappa, percent_agreement):
        agreement = measured(measure(first, second))
        assert (agreement.n_units, agreement.n_left_out) == (50, 4)
    assert measured(cohens_kappa(first, second)).value == 0.4


def test_one_category_only_is_not_a_number_and_says_why() -> None:
    same = ["yes"] * 12
    for result in (
        cohens_kappa(same, same),
        krippendorffs_alpha([same, same]),
        krippendorffs_alpha([[3, 3, NAN], [3, 3, 4]], "ordinal"),
    ):
        assert isinstance(result, UndefinedAgreement)
        assert math.isnan(result.value)
        assert "only one category occurs" in result.sentence
    assert measured(percent_agreement(same, same)).value == 1


def test_nothing_opened_by_both_is_not_a_number() -> None:
    for result in (
        percent_agreement([], []),
        cohens_kappa(["a", None], [None, "b"]),
        krippendorffs_alpha([["a", None], [None, "b"]]),
        krippendorffs_alpha([[], []]),
        krippendorffs_alpha([[NAN, None], [pd.NA, NAN]], "interval"),
    ):
        assert isinstance(result, UndefinedAgreement)
        assert "was opened by" in result.sentence


def test_perfect_agreement_has_a_value_and_no_false_certainty() -> None:
    for result in (cohens_kappa(FIRST, FIRST), krippendorffs_alpha([FIRST, FIRST], bootstrap=FEW)):
        assert measured(result).value == 1
        assert isinstance(measured(result).interval, Inconclusive)


def test_coders_who_never_use_the_same_category_agree_less_than_by_chance() -> None:
    agreement = measured(cohens_kappa(["a", "b"] * 20, ["b", "a"] * 20))
    assert agreement.value == -1


def test_resamples_without_a_value_are_told() -> None:
    rare = ["a"] * 30 + ["b"], ["a"] * 29 + ["b", "b"]
    assert isinstance(measured(cohens_kappa(*rare)).interval, Inconclusive)
    assert isinstance(measured(krippendorffs_alpha(rare, bootstrap=FEW)).interval, Inconclusive)


def test_the_same_seed_gives_the_same_interval_and_another_seed_another() -> None:
    first, again = (ends(krippendorffs_alpha(CLASSIC, bootstrap=FEW)) for _ in range(2))
    other = ends(krippendorffs_alpha(CLASSIC, bootstrap=BootstrapSettings(n_resamples=100, seed=7)))
    assert first == again != other
    wide, narrow = (
        ends(cohens_kappa(FIRST, SECOND, BootstrapSettings(confidence=share)))
        for share in (0.95, 0.5)
    )
    assert wide.lower < narrow.lower < narrow.upper < wide.upper


def test_alpha_of_two_coders_by_hand() -> None:
    """Krippendorff (2011), section A: two observers, binary data, alpha .095."""
    first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert round(measured(krippendorffs_alpha([first, second], bootstrap=FEW)).value, 3) == 0.095


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.sampled_from([1, 2, 5, None]), min_size=5, max_size=5), min_size=2))
def test_neither_the_order_of_coders_nor_the_unit_of_measure_changes_alpha(table: Any) -> None:
    turned = [[None if code is None else 3 * code for code in row] for row in reversed(table)]
    shifted = [[None if code is None else code + 7 for code in row] for row in table]
    cases: tuple[tuple[Level, Any], ...] = (
        ("nominal", turned),
        ("ordinal", shifted),
        ("interval", shifted),
        ("ratio", turned),
    )
    for level, other in cases:
        here, there = (krippendorffs_alpha(codes, level, FEW) for codes in (table, other))
        assert here.value == pytest.approx(there.value, abs=1e-12, nan_ok=True)
        assert math.isnan(here.value) or here.value <= 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1))
def test_the_coders_may_change_places(pairs: list[tuple[str, str]]) -> None:
    first, second = zip(*pairs, strict=True)
    here, there = cohens_kappa(first, second, FEW), cohens_kappa(second, first, FEW)
    assert here.value == pytest.approx(there.value, nan_ok=True)
    assert math.isnan(here.value) or -1 <= here.value <= 1


def test_more_units_narrow_the_interval() -> None:
    few = ends(krippendorffs_alpha(CLASSIC, bootstrap=FEW))
    many = ends(krippendorffs_alpha(np.tile(CLASSIC, 20), bootstrap=FEW))
    assert many.upper - many.lower < (few.upper - few.lower) / 2


@pytest.mark.parametrize(
    ("ratings", "level", "words"),
    [
        ([[1, 2]], "nominal", "two coders"),
        ([[1, 2], [1]], "nominal", "each unit"),
        ([["a", "b"], ["a", "b"]], "ordinal", "must be numbers"),
        ([[1, math.inf], [1, 2]], "interval", "finite"),
        ([[1, -2], [1, 2]], "ratio", "not below zero"),
        ([[1, 2], [1, 2]], "cardinal", "one of nominal"),
    ],
)
def test_ratings_that_cannot_be(ratings: Any, level: Any, words: str) -> None:
    with pytest.raises(OutOfRangeError, match=words):
        krippendorffs_alpha(ratings, level)


def test_coders_with_unequal_lists_and_impossible_intervals_are_refused() -> None:
    for measure in (cohens_kappa, percent_agreement):
        with pytest.raises(OutOfRangeError, match="one entry for each answer"):
            measure(["a"], ["a", "b"])
    with pytest.raises(OutOfRangeError, match="Confidence must lie between 0 and 1"):
        percent_agreement([], [], confidence=95.0)
    wrong: dict[str, Any]
    for wrong, words in (
        ({"confidence": 95.0}, "Confidence must lie"),
        ({"n_resamples": 99}, "at least 100 resamples"),
        ({"n_resamples": 100.5}, "The number of resamples must be a whole number"),
        ({"seed": -1}, "The seed must be a whole number"),
    ):
        with pytest.raises(OutOfRangeError, match=words):
            BootstrapSettings(**wrong)
