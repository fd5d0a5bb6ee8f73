"""The tests that may notice a fault, by the lines that they reach."""

import pytest

from tests.faults.reach_map import statement_lines

SOURCE = """
def total(
    hours,
    tax=1,
):
    if hours:
        return [
            hours,
            tax,
        ]
    return []


@cached(
    size=4,
)
class Totals:
    pass
"""


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        (6, [6]),
        (9, [7]),
        (11, [11]),
        (4, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
        (15, [14, 15, 16, 17, 18]),
    ],
)
def test_a_fault_is_reached_with_its_statement_and_a_default_with_the_function(
    line: int, lines: list[int]
) -> None:
    assert list(statement_lines(SOURCE, line)) == lines
