"""Tests of what is too small, of full cells and of shares near none or all."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clayton_review.stats.disclosure.one_table import protect_table
from clayton_review.stats.disclosure.suppression_rule import (
    SUPPRESSION_RULES,
    SuppressionRule,
    top_code,
)
from clayton_review.stats.errors import OutOfRangeError


def test_a_group_that_all_gives_one_answer_is_hidden_from_board_and_public() -> None:
    table = [[12, 0, 0], [20, 30, 40]]
    for audience in ("board", "public"):
        made = protect_table(table, SUPPRESSION_RULES[audience])
        assert made.cells[0].all()
        assert not made.row_totals[0]
        assert all(bound.upper is None or bound.upper > 11 for bound in made.certificate.bounds)
    assert not protect_table(table).cells[0].any()
    assert not protect_table(table, SUPPRESSION_RULES["team"]).cells.any()


def test_one_answer_by_everybody_is_a_finding_and_is_shown() -> None:
    assert not protect_table([120, 0, 0], SUPPRESSION_RULES["public"]).cells.any()


def test_shares_near_none_or_all_are_told_as_a_bound() -> None:
    rule = SUPPRESSION_RULES["public"]
    assert str(top_code(0, 100, rule)) == str(top_code(4, 100, rule)) == "under 5%"
    assert str(top_code(100, 100, rule)) == str(top_code(96, 100, rule)) == "over 95%"
    assert str(top_code(5, 100, rule)) == "5%"
    assert str(top_code(95, 100, rule)) == "95%"
    assert str(top_code(1, 600, rule)) == "under 1%"
    assert str(top_code(12, 12, rule)) == "over 50%"
    assert str(top_code(9, 24, rule)) == "37.5%"


def test_a_base_too_small_has_no_share_and_the_team_sees_it_exactly() -> None:
    assert top_code(3, 9, SUPPRESSION_RULES["board"]) is None
    assert top_code(0, 0, SUPPRESSION_RULES["team"]) is None
    assert top_code(3, 4, SuppressionRule(minimum_base=0)) is None
    assert str(top_code(0, 9, SUPPRESSION_RULES["team"])) == "0%"


@given(st.integers(10, 2000), st.integers(0, 20), st.booleans())
def test_a_bound_never_tells_apart_the_counts_under_the_smallest_cell(
    base: int, minimum_cell: int, is_over: bool
) -> None:
    rule = SuppressionRule(minimum_cell=minimum_cell)
    few = {top_code(base - n if is_over else n, base, rule) for n in range(min(minimum_cell, base))}
    assert len(few) <= 1 or 2 * minimum_cell > base


@given(st.integers(1, 500).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))))
def test_a_bound_is_true(counted: tuple[int, int]) -> None:
    n, base = counted
    share = top_code(n, base, SUPPRESSION_RULES["public"])
    if share is not None:
        exact = 100 * n / base
        assert exact < share.percent if share.is_under else exact >= share.percent - 1e-9
        assert not share.is_over or exact > share.percent


@pytest.mark.parametrize(("n", "base"), [(-1, 5), (6, 5), (1, -1), (1.5, 3)])
def test_a_share_that_cannot_be_is_refused(n: int, base: int) -> None:
    with pytest.raises(OutOfRangeError):
        top_code(n, base, SuppressionRule())


def test_the_rule_looks_at_every_group_of_a_three_way_table() -> None:
    counts = np.zeros((2, 2, 4), dtype=np.int64)
    counts[..., :3] = 10
    counts[0, 0, :3] = 3, 4, 0
    counts[..., 3] = counts[..., :3].sum(axis=-1)
    small = SuppressionRule().small_cells(counts)
    assert small[0, 0].tolist() == [True, True, True, False]
    assert small.sum() == 3
