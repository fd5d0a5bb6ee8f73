"""The pieces that filters cut the population into, which readers get by subtracting tables."""

import pytest

from clayton_review.stats.disclosure.cube import TableDefinition
from clayton_review.stats.disclosure.differences import table_differences
from tests.stats.disclosure.test_refusals import cube

ALL, FIRST, SECOND = (
    TableDefinition("all", ("a",)),
    TableDefinition("first", ("b",), {"c": ("0",)}),
    TableDefinition("second", ("a",), {"b": ("0",)}),
)


@pytest.mark.parametrize(
    ("tables", "n_people"),
    [
        ([ALL], []),
        ([FIRST, FIRST], []),
        ([ALL, FIRST], [4, 4, 4]),  # outside over a, inside over a and b
        ([FIRST, SECOND], [2, 2, 2, 2]),  # one of them alone, or both over b and over a
    ],
)
def test_each_piece_is_judged_over_the_axes_of_every_table_that_counts_it(
    tables: list[TableDefinition], n_people: list[int]
) -> None:
    differences = table_differences(cube(2, 2, 2), tables)
    pieces = [piece for piece in differences if not piece.subtracted_tables]
    assert [piece.atom_masks[-1].sum() for piece in pieces] == n_people
