"""Tests of small and of full cells."""

import numpy as np

from clayton_review.stats.disclosure.suppression_rule import (
    SUPPRESSION_RULES,
    SuppressionRule,
)
from tests.stats.disclosure.one_table import protect_table


def test_a_group_that_all_gives_one_answer_is_hidden_from_board_and_public() -> None:
    table = [[12, 0, 0], [20, 30, 40]]
    for audience in ("board", "public"):
        protected = protect_table(table, SUPPRESSION_RULES[audience])
        assert protected.cells[0].all()
        assert not protected.row_totals[0]
        assert all(
            bound.upper is None or bound.upper > 11 for bound in protected.certificate.bounds
        )
    assert not protect_table(table).cells[0].any()
    assert not protect_table(table, SUPPRESSION_RULES["team"]).cells.any()


def test_a_base_of_ten_is_shown_and_a_smaller_one_is_not() -> None:
    for audience in ("board", "public"):
        rule = SUPPRESSION_RULES[audience]
        assert not protect_table([5, 5], rule).cells.any()
        assert protect_table([5, 4], rule).cells.any()


def test_one_answer_by_everybody_is_a_finding_and_is_shown() -> None:
    assert not protect_table([120, 0, 0], SUPPRESSION_RULES["public"]).cells.any()


def test_the_rule_looks_at_every_group_of_a_three_way_table() -> None:
    counts = np.zeros((2, 2, 4), dtype=np.int64)
    counts[..., :3] = 10
    counts[0, 0, :3] = 3, 4, 0
    counts[..., 3] = counts[..., :3].sum(axis=-1)
    small = SuppressionRule().small_cells(counts)
    assert small[0, 0].tolist() == [True, True, True, False]
    assert small.sum() == 3
