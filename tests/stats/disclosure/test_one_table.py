"""Tests of suppression, attacked by a solver and by counting that share no code with it."""

import itertools
import time
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linprog

from clayton_review.stats.disclosure.suppression_rule import SUPPRESSION_RULES, SuppressionRule
from clayton_review.stats.errors import OutOfRangeError
from tests.stats.disclosure.one_table import TableMasks, audit_table, protect_table
from tests.stats.disclosure.possible_tables import counts_as_neither

Table = NDArray[np.int64]
Numbers = NDArray[Any]


def random_tables(n: int, seed: int) -> list[Table]:
    random = np.random.default_rng(seed)
    return [
        random.poisson(random.choice([3, 6, 12, 25]), random.integers([2, 2], [6, 5]))
        for _ in range(n)
    ]


def attack(table: Table, masks: TableMasks) -> list[tuple[float, float]]:
    """Return the range of each hidden inner cell, from published cells and margins only.

    Unlike the product it knows no margin cells: each published margin is an equation, each hidden
    one is nothing. A cell is not looked at further once tables that are possible give it a wide
    range: its full range holds at least that one.
    """
    left, right = published_equations(table, masks)
    ranges, possible = [], [table.reshape(-1).astype(float)]
    for cell in np.flatnonzero(masks.cells):
        values = [float(counts[cell]) for counts in possible]
        low, high = min(values), max(values)
        if not counts_as_neither(low, high):
            goal = np.zeros(table.size)
            goal[cell] = 1
            ends: list[Any] = [
                linprog(sign * goal, A_eq=left, b_eq=right, bounds=(0, 10_000)) for sign in (1, -1)
            ]
            assert [end.status for end in ends] == [0, 0]
            possible += [end.x for end in ends]
            low, high = float(ends[0].fun), -float(ends[1].fun)
        ranges.append((low, high))
    return ranges


def published_equations(table: Table, masks: TableMasks) -> tuple[Numbers, Numbers]:
    """Return what is published: coefficients of the cells (n, cells) and their sums (n,)."""
    n_rows, n_columns = table.shape
    equations: list[tuple[Table, int]] = []
    for row, column in itertools.product(range(n_rows), range(n_columns)):
        if not masks.cells[row, column]:
            indicator = np.zeros_like(table)
            indicator[row, column] = 1
            equations.append((indicator, int(table[row, column])))
    for row in np.flatnonzero(~masks.row_totals).tolist():
        line = np.zeros_like(table)
        line[row] = 1
        equations.append((line, int(table[row].sum())))
    for column in np.flatnonzero(~masks.column_totals).tolist():
        line = np.zeros_like(table)
        line[:, column] = 1
        equations.append((line, int(table[:, column].sum())))
    if not masks.total:
        equations.append((np.ones_like(table), int(table.sum())))
    left = np.array([coefficients.reshape(-1) for coefficients, _ in equations]).reshape(
        -1, table.size
    )
    return left, np.array([value for _, value in equations], dtype=float)


def only_primary(table: Table) -> TableMasks:
    """Return masks that hide small cells and nothing else, which is the sabotage."""
    protected = protect_table(table, SuppressionRule(minimum_base=0, minimum_cell=0))
    return TableMasks(
        cells=(table > 0) & (table < 5),
        row_totals=protected.row_totals,
        column_totals=protected.column_totals,
        total=False,
        certificate=protected.certificate,
    )


@pytest.mark.parametrize("n", [40, pytest.param(200, marks=pytest.mark.soak)])
def test_no_hidden_cell_of_random_tables_can_be_worked_out(n: int) -> None:
    tables = random_tables(n, seed=7)
    derivable, too_narrow = 0, 0
    for table in tables:
        protected = protect_table(table, SuppressionRule(minimum_base=0))
        for (low, high), count in zip(
            attack(table, protected), table[protected.cells], strict=True
        ):
            derivable += high - low < 0.5
            too_narrow += 0 < count < 5 and (high - low < 4.5 or high < 4.5)
    assert (derivable, too_narrow) == (0, 0)


@pytest.mark.parametrize("n", [15, pytest.param(60, marks=pytest.mark.soak)])
def test_bases_under_ten_are_protected_as_well(n: int) -> None:
    for table in random_tables(n, seed=8):
        protected = protect_table(table)
        assert all(high - low >= 0.5 for low, high in attack(table, protected))
        thin = (table.sum(axis=1) < 10) & (table.sum(axis=1) > 0)
        assert protected.cells[thin].all()


def test_hiding_small_cells_alone_lets_most_tables_be_worked_out() -> None:
    broken = [
        any(high - low < 0.5 for low, high in attack(table, only_primary(table)))
        for table in random_tables(60, seed=9)
        if ((table > 0) & (table < 5)).any()
    ]
    assert len(broken) >= 20
    assert np.mean(broken) > 0.5


def test_a_part_cannot_be_taken_from_the_total() -> None:
    assert audit_table([20, 3], [False, True])[0].is_derivable
    protected = protect_table([20, 3])
    assert protected.cells.all()
    assert not protected.total
    assert not protected.certificate.derivable


@pytest.mark.long
def test_the_certificate_agrees_with_counting_every_possible_table() -> None:
    table = np.array([[6, 2], [7, 3]])
    protected = protect_table(table, SuppressionRule(minimum_base=0, minimum_cell=3))
    possible = []
    for inner in itertools.product(range(19), repeat=4):
        other = np.array(inner).reshape(2, 2)
        if (
            (other[~protected.cells] == table[~protected.cells]).all()
            and (other.sum(1)[~protected.row_totals] == table.sum(1)[~protected.row_totals]).all()
            and (
                other.sum(0)[~protected.column_totals] == table.sum(0)[~protected.column_totals]
            ).all()
            and (protected.total or other.sum() == table.sum())
        ):
            possible.append(other)
    every = np.array(possible)
    for bound in protected.certificate.bounds:
        row, column = bound.place
        assert row is not None
        assert column is not None
        seen = every[:, row, column]
        assert (bound.lower, bound.upper) == (int(seen.min()), int(seen.max()))


def test_a_table_with_nothing_small_is_shown_whole() -> None:
    protected = protect_table([[20, 30], [40, 50]])
    assert not protected.cells.any()
    assert not protected.row_totals.any()
    assert not protected.column_totals.any()
    assert not protected.total
    assert protected.certificate.bounds == ()


def test_the_team_sees_everything() -> None:
    protected = protect_table([[1, 2], [0, 3]], SUPPRESSION_RULES["team"])
    assert not protected.cells.any()


def test_zeros_are_shown_unless_the_rule_hides_them() -> None:
    table = [[0, 30], [40, 50]]
    assert not protect_table(table).cells.any()
    assert protect_table(table, SuppressionRule(hides_zeros=True)).cells[0, 0]


@pytest.mark.parametrize("table", [[3], [1, 2], [0, 0, 4], [[3, 0], [0, 0]], [[1]]])
def test_a_table_too_small_altogether_shows_not_even_its_total(table: list[Any]) -> None:
    protected = protect_table(table)
    assert protected.total
    assert not protected.certificate.derivable


def test_a_base_from_five_to_nine_shows_its_size_but_not_its_answers() -> None:
    protected = protect_table([[4, 3], [40, 50]])
    assert protected.cells[0].all()
    assert not protected.row_totals[0]


@pytest.mark.parametrize("table", [[], [0], [0, 0], [[0, 0], [0, 0]]])
def test_a_table_of_nobody_hides_nothing_or_is_refused(table: list[Any]) -> None:
    if not table:
        with pytest.raises(OutOfRangeError):
            protect_table(table)
    else:
        assert not protect_table(table).cells.any()


@pytest.mark.parametrize(
    "table",
    [[-1, 5], [1.5, 2], [float("nan"), 1], [float("inf"), 1], ["a", "b"], 5, [[[1]]], [10**9]],
)
def test_what_is_no_table_of_counts_is_refused(table: Any) -> None:
    with pytest.raises(OutOfRangeError):
        protect_table(table)


def test_a_mask_of_another_shape_is_refused() -> None:
    with pytest.raises(OutOfRangeError):
        audit_table([1, 2, 3], [True, False])


def test_protecting_the_same_table_twice_hides_the_same_cells() -> None:
    for table in random_tables(10, seed=3):
        first, second = protect_table(table), protect_table(table)
        assert np.array_equal(first.cells, second.cells)
        assert first.certificate == second.certificate


def test_twenty_five_cells_take_less_than_two_seconds() -> None:
    table = np.random.default_rng(5).poisson(6, (5, 5))
    started = time.process_time()
    protect_table(table)
    assert time.process_time() - started < 2
