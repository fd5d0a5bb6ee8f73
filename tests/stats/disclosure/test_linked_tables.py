"""Months, filters and parts that can be subtracted, attacked by an intruder."""

from dataclasses import replace

import numpy as np
import pytest

from clayton_review.stats.disclosure import cell_equations
from clayton_review.stats.disclosure.cube import MaskedTable, TableDefinition
from clayton_review.stats.disclosure.intruder import AuditError
from clayton_review.stats.disclosure.linked_tables import certify, protect_tables
from clayton_review.stats.disclosure.suppression_rule import SuppressionRule
from tests.stats.disclosure.possible_tables import (  # fmt: skip
    NEW,
    NEW_PEOPLE,
    OCTOBER,
    ages,
    count_derivable,
    cube_of,
    month,
    october,
    replace_counts,
    two_months,
)


def test_what_two_months_differ_by_cannot_be_worked_out() -> None:
    cube = two_months(NEW_PEOPLE)
    before = october(cube)
    protected = protect_tables(cube, [month(cube, "November", {})], before)
    assert not before[0].hidden.any()
    assert protected.masked_tables[0].hidden[1, 1]
    assert 4 <= protected.masked_tables[0].hidden.sum() <= 5
    assert protected.certificate.n_small_differences >= 1
    new_people = month(cube, "new", NEW)
    assert count_derivable(cube, [*before, *protected.masked_tables], [new_people]) == (0, 0)


def test_sabotage_without_differences_the_difference_of_two_months_is_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cube = two_months(NEW_PEOPLE)
    before = october(cube)
    monkeypatch.setattr(cell_equations, "table_differences", lambda _cube, _tables: ())
    protected = protect_tables(cube, [month(cube, "November", {})], before)
    derivable, _narrow = count_derivable(
        cube, [*before, *protected.masked_tables], [month(cube, "new", NEW)]
    )
    assert derivable == 1


def test_sabotage_forgetting_the_earlier_release_gives_the_difference_away() -> None:
    cube = two_months(NEW_PEOPLE)
    protected = protect_tables(cube, [month(cube, "November", {})])
    released = [*october(cube), *protected.masked_tables]
    assert count_derivable(cube, released, [month(cube, "new", NEW)])[0] == 1
    with pytest.raises(AuditError):
        certify(cube, protected.masked_tables, october(cube))


def test_a_month_with_two_new_people_is_refused() -> None:
    new = np.zeros((3, 3), dtype=int)
    new[0, 0] = 2
    cube = two_months(new)
    protected = protect_tables(cube, [month(cube, "November", {})], october(cube))
    assert protected.masked_tables == ()
    assert [refusal.table for refusal in protected.refusals] == ["November"]
    assert (
        protected.refusals[0].reason == "Refused: subtracted from “October” it would show 2 people."
    )
    assert "2" not in protected.refusals[0].public_reason


def test_a_month_without_anybody_new_is_shown_as_before() -> None:
    cube = two_months(np.zeros((3, 3), dtype=int))
    protected = protect_tables(cube, [month(cube, "November", {})], october(cube))
    assert not protected.masked_tables[0].hidden.any()


def test_seven_new_people_hide_so_much_that_the_table_is_refused() -> None:
    new = np.zeros((3, 3), dtype=int)
    new[:, 0] = 2, 2, 3
    cube = two_months(new)
    protected = protect_tables(cube, [month(cube, "November", {})], october(cube))
    assert protected.masked_tables == ()
    assert "every answer" in protected.refusals[0].reason


def test_a_count_hidden_in_october_is_not_uncovered_in_november() -> None:
    new = np.full((3, 3), 10)
    cube = two_months(new)
    counts = cube.counts.copy()
    counts[0, 0, 0] = 3
    cube = replace_counts(cube, counts)
    before = october(cube)
    assert before[0].hidden[0, 0]
    new_only = month(cube, "newcomers", NEW)
    protected = protect_tables(cube, [month(cube, "November", {}), new_only], before)
    everything = [*before, *protected.masked_tables]
    assert len(protected.masked_tables) == 2
    assert count_derivable(cube, everything) == (0, 0)
    open_ones = [
        replace(table, hidden=np.zeros((4, 4), dtype=bool)) for table in protected.masked_tables
    ]
    assert count_derivable(cube, [*before, *open_ones])[0] > 0


def test_a_filter_that_leaves_out_two_people_is_refused() -> None:
    cube = ages([60, 50], [40, 45], [1, 1])
    without = TableDefinition("under 65", ("trust",), {"age": ("18 to 34", "35 to 64")})
    protected = protect_tables(cube, [TableDefinition("everybody", ("trust",)), without])
    assert [release.table.name for release in protected.masked_tables] == ["everybody"]
    assert protected.refusals[0].reason == (
        "Refused: subtracted from “everybody” it would show 2 people."
    )


def test_two_parts_that_only_overlap_are_not_subtracted() -> None:
    cube = ages([60, 50], [40, 45], [61, 51])
    young, old = (
        TableDefinition(name, ("trust",), {"age": levels})
        for name, levels in (
            ("under 65", ("18 to 34", "35 to 64")),
            ("35 and over", ("35 to 64", "65 and over")),
        )
    )
    protected = protect_tables(cube, [young, old])  # 195 and 197 people
    assert protected.refusals == ()
    assert [masked.table.name for masked in protected.masked_tables] == ["under 65", "35 and over"]
    assert not any(masked.hidden.any() for masked in protected.masked_tables)


def test_the_total_less_a_part_cannot_be_worked_out() -> None:
    cube = ages([60, 50], [40, 45], [3, 28])
    part = TableDefinition("under 65", ("trust",), {"age": ("18 to 34", "35 to 64")})
    protected = protect_tables(cube, [TableDefinition("everybody", ("trust",)), part])
    rest = TableDefinition("65 and over", ("trust",), {"age": ("65 and over",)})
    assert count_derivable(cube, protected.masked_tables, [rest]) == (0, 0)
    assert any(release.hidden.any() for release in protected.masked_tables) or protected.refusals


def test_a_filter_inside_a_filter_inside_everybody() -> None:
    cube = ages([30, 25], [2, 19], [35, 41])
    inner = TableDefinition("18 to 34", ("trust",), {"age": ("18 to 34",)})
    outer = TableDefinition("under 65", ("trust",), {"age": ("18 to 34", "35 to 64")})
    protected = protect_tables(cube, [TableDefinition("everybody", ("trust",)), outer, inner])
    between = [
        TableDefinition("35 to 64", ("trust",), {"age": ("35 to 64",)}),
        TableDefinition("35 and over", ("trust",), {"age": ("35 to 64", "65 and over")}),
        TableDefinition("65 and over", ("trust",), {"age": ("65 and over",)}),
    ]
    assert protected.masked_tables
    assert count_derivable(cube, protected.masked_tables, between) == (0, 0)


def test_what_two_filters_together_leave_out_is_judged() -> None:
    cube = ages([30, 25], [40, 19], [3, 41])
    tables = [
        TableDefinition("everybody", ("trust",)),
        TableDefinition("18 to 34", ("trust",), {"age": ("18 to 34",)}),
        TableDefinition("35 to 64", ("trust",), {"age": ("35 to 64",)}),
    ]
    protected = protect_tables(cube, tables)
    rest = TableDefinition("65 and over", ("trust",), {"age": ("65 and over",)})
    assert len(protected.masked_tables) >= 2
    assert count_derivable(cube, protected.masked_tables, [rest]) == (0, 0)
    naked = [MaskedTable(table, np.zeros(3, dtype=bool)) for table in tables]
    assert count_derivable(cube, naked, [rest])[0] == 1


def test_a_filtered_table_and_a_crosstab_that_has_the_filter_as_an_axis() -> None:
    counts = np.array([[[30, 2], [25, 11]], [[40, 12], [19, 16]]])
    cube = cube_of(
        counts, age=["young", "old"], trust=["low", "high"], came_in=["by October", "in November"]
    )
    part = TableDefinition("young in October", ("trust",), {"age": ("young",), **OCTOBER})
    before = protect_tables(cube, [part]).masked_tables
    protected = protect_tables(cube, [TableDefinition("all", ("age", "trust"))], before)
    young = TableDefinition("young and new", ("trust",), {"age": ("young",), **NEW})
    assert count_derivable(cube, [*before, *protected.masked_tables], [young]) == (0, 0)
    assert protected.refusals or protected.masked_tables[0].hidden[0, 0]


def test_what_earlier_tables_have_given_away_stops_only_the_tables_that_repeat_it() -> None:
    cube = ages([30, 25], [40, 19], [3, 41])
    naked = MaskedTable(TableDefinition("leaked", ("age", "trust")), np.zeros((4, 3), dtype=bool))
    wanted = [TableDefinition("by age", ("trust", "age")), TableDefinition("by trust", ("trust",))]
    protected = protect_tables(cube, wanted, [naked])
    assert [release.table.name for release in protected.masked_tables] == ["by trust"]
    assert "issued earlier" in protected.refusals[0].reason
    assert protected.certificate.n_given_away == 1


def test_every_two_of_three_months_are_subtracted() -> None:
    months = ("by October", "in November", "in December")
    counts = np.array([[30, 1, 2], [40, 20, 25]])
    cube = cube_of(counts, trust=["low", "high"], came_in=months)
    tables = [
        TableDefinition(months[n], ("trust",), {"came in": months[: n + 1]}) for n in range(3)
    ]
    judged = cell_equations.build_cell_equations(cube, tables, SuppressionRule())
    assert sorted(judged.counts[judged.is_small].tolist()) == [1, 2, 3]


def test_a_count_hidden_earlier_for_whatever_reason_stays_hidden() -> None:
    cube = cube_of([20, 30, 40], trust="abc")
    before = [MaskedTable(TableDefinition("all", ("trust",)), np.array([True, True, True, False]))]
    part = TableDefinition("a and b", ("trust",), {"trust": ("a", "b")})
    protected = protect_tables(cube, [part], before)
    assert protected.refusals or protected.masked_tables[0].hidden.all()
    assert count_derivable(cube, [*before, *protected.masked_tables]) == (0, 0)
