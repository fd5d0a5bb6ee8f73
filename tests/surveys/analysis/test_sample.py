"""The lead of one answer over another: beyond chance, or not."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from surveys.analysis.answer_columns import AnswerColumns
from surveys.analysis.sample import Sample
from surveys.question_types.columns import NOT_ASKED


def sample(n: int, *, has_intervals: bool = True) -> Sample:
    columns = AnswerColumns(n, {"q": np.zeros(n, dtype=np.int8)})
    return Sample(columns, None, (), None, has_intervals)


def masks(n: int, n_first: int, n_second: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    place = np.arange(n)
    return place < n_first, (place >= n_first) & (place < n_first + n_second), place >= 0


def test_a_lead_within_chance_is_no_lead() -> None:
    first, second, everybody = masks(400, 180, 160)

    assert not sample(400).is_ahead(first, second, everybody)


def test_a_lead_beyond_chance_is_a_lead() -> None:
    first, second, everybody = masks(400, 200, 120)

    assert sample(400).is_ahead(first, second, everybody)
    assert not sample(400).is_ahead(second, first, everybody)


@pytest.mark.parametrize("n_second", range(150, 190))
def test_the_border_is_where_the_interval_of_the_difference_starts_at_zero(n_second: int) -> None:
    n, n_first = 400, 200
    first, second, everybody = masks(n, n_first, n_second)
    shares = n_first / n, n_second / n
    variance = (sum(shares) - (shares[0] - shares[1]) ** 2) / (n - 1)
    t = 1.965927  # two-sided 95 %, 399 degrees of freedom

    expected = shares[0] - shares[1] > t * math.sqrt(variance)
    assert sample(n).is_ahead(first, second, everybody) == expected


def test_answers_that_overlap_are_compared_by_those_who_gave_only_one() -> None:
    both = np.ones(100, dtype=bool)
    only_first = np.arange(100) < 3

    assert not sample(100).is_ahead(both, both & ~only_first, both)


def test_without_intervals_the_larger_share_leads() -> None:
    first, second, everybody = masks(400, 161, 160)

    assert sample(400, has_intervals=False).is_ahead(first, second, everybody)


def test_nobody_is_ahead_where_nobody_was_asked() -> None:
    nobody = np.zeros(5, dtype=bool)

    assert not sample(5).is_ahead(nobody, nobody, nobody)


def test_a_single_sheet_is_no_lead() -> None:
    first, second, everybody = masks(1, 1, 0)

    assert not sample(1).is_ahead(first, second, everybody)
    assert not sample(1).is_ahead(second, first, everybody)


@pytest.mark.parametrize(("n", "expected"), [(2, False), (3, False), (4, True), (60, True)])
def test_a_unanimous_handful_is_no_lead(n: int, expected: bool) -> None:
    first, second, everybody = masks(n, n, 0)  # Wilson: n / (n + 3.84) of them, at least

    assert sample(n).is_ahead(first, second, everybody) == expected


def test_a_unanimous_group_counts_with_its_effective_size() -> None:
    first, second, everybody = masks(6, 6, 0)
    weights = np.array([10.0, 1, 1, 1, 1, 1])  # as good as 15² / 105 = 2.1 equal ones

    assert sample(6).is_ahead(first, second, everybody)
    assert not replace(sample(6), weights=weights).is_ahead(first, second, everybody)


def test_sheets_without_weight_give_no_answer() -> None:
    first, second, everybody = masks(6, 3, 3)
    weights = np.array([1.0, 1, 1, 0, 0, 0])

    assert not replace(sample(6), weights=weights).is_ahead(first, second, everybody)


def test_the_effective_size_of_a_question_is_of_those_who_were_asked() -> None:
    """Of 100 sheets 40 were asked, half of them with weight 3: 40 ÷ (40 · 200 ÷ 80²) = 32."""
    asked = np.where(np.arange(100) < 40, 0, NOT_ASKED)
    weights = np.where(np.arange(100) < 20, 3.0, 1.0)
    weighted = replace(sample(100), coded=AnswerColumns(100, {"q": asked}), weights=weights)
    assert weighted.effective_n_where("q") == pytest.approx(32)
    assert sample(100).effective_n_where("q") == 100
