"""Tests of suppression: shared margins, three ways, whole numbers, failing solvers."""

import itertools
from typing import Any

import numpy as np
import pytest
import scipy.optimize
from scipy.optimize import milp

from clayton_review.stats.disclosure import suppression
from clayton_review.stats.disclosure.cell_equations import equations_of_sums
from clayton_review.stats.disclosure.cube import Cube, MaskedTable, TableDefinition
from clayton_review.stats.disclosure.intruder import AuditError
from clayton_review.stats.disclosure.linked_tables import (
    certify,
    protect_tables,
    verify_certificate,
)
from clayton_review.stats.disclosure.suppression import build_constraints
from clayton_review.stats.disclosure.suppression_rule import SUPPRESSION_RULES, SuppressionRule
from tests.stats.disclosure.possible_tables import (  # fmt: skip
    Counts,
    attack,
    count_derivable,
    cube_of,
)


def test_tables_sharing_a_margin_are_protected_together() -> None:
    counts = np.random.default_rng(4).poisson(5, (4, 3, 4))
    cube = cube_of(counts, trust="1234", ward="abc", age="wxyz")
    wanted = [TableDefinition("ward", ("ward", "trust")), TableDefinition("age", ("age", "trust"))]
    protected = protect_tables(cube, wanted)
    assert count_derivable(cube, protected.masked_tables) == (0, 0)
    verify_certificate(protected.certificate, cube, protected.masked_tables)


def test_bounds_agree_with_counting_every_possible_three_way_table() -> None:
    counts = np.array([[[1, 2], [2, 0]], [[0, 2], [2, 1]]])
    cube = cube_of(counts, a="01", b="01", c="01")
    wanted = [TableDefinition(x + y, (x, y)) for x, y in ("ab", "ac", "bc")]
    masks = [np.zeros((3, 3), dtype=bool) for _ in wanted]
    masks[0][:2, :2] = True
    releases = [MaskedTable(t, m) for t, m in zip(wanted, masks, strict=True)]
    certificate = certify(cube, releases, rule=SuppressionRule(0, 0))
    every = np.array(list(itertools.product(range(5), repeat=8))).reshape(-1, 2, 2, 2)
    fits = np.ones(len(every), dtype=bool)
    for axis in (1, 2):
        fits &= (every.sum(axis=axis) == counts.sum(axis=axis - 1)).all(axis=(1, 2))
    possible = every[fits].sum(axis=3)
    assert len(certificate.bounds) == 4
    for bound in certificate.bounds:
        seen = possible[:, bound.place[0], bound.place[1]]
        assert (bound.lower, bound.upper) == (seen.min(), seen.max())


def test_whole_numbers_tell_more_than_fractions_and_the_audit_knows() -> None:
    cube, releases, goal = integral_trap()
    fraction = attack(cube, releases, [goal], is_whole=False)[0]
    whole = attack(cube, releases, [goal], is_whole=True)[0]
    assert fraction[1] - fraction[0] > 0.9
    assert whole[1] - whole[0] == 0
    with pytest.raises(AuditError):
        certify(cube, releases, rule=SuppressionRule(0, 0))


def integral_trap() -> tuple[Cube, list[MaskedTable], Counts]:
    """Four totals of 1. Halves of a, b and c leave room for one v, whole people leave none."""
    cube = cube_of([1, 0, 0, 0, 1, 0, 0], kind="abcstuv")
    totals = ["abs", "bct", "cau", "stuv"]
    releases = [
        MaskedTable(
            TableDefinition(kinds, ("kind",), {"kind": tuple(kinds)}),
            np.array([True] * len(kinds) + [False]),
        )
        for kinds in totals
    ]
    return cube, releases, np.array([0, 0, 0, 0, 0, 0, 1])


def test_what_an_earlier_sum_gave_away_must_stay_as_uncertain_as_it_is() -> None:
    """One and two people, of whom it is known that they are three together, and fifty others."""
    sums = np.array([[1, 1, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=np.bool_)
    nothing = np.zeros(4, dtype=np.bool_)
    shown = np.array([True, False, False, False])
    equations = equations_of_sums(sums, np.array([1, 2, 50]), np.array([False, True, True, False]))
    constraints = build_constraints(equations, SUPPRESSION_RULES["public"], nothing, shown, nothing)
    assert constraints.is_given_away.tolist() == [False, True, True, False]
    assert [constraints.required_range(cell) for cell in (1, 2)] == [(3, 3), (3, 3)]


def test_hiding_small_cells_alone_is_never_certified(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = np.array([[20, 3, 31], [14, 22, 17], [9, 40, 25]])
    cube = cube_of(counts, ward="123", trust="123")
    table = TableDefinition("t", ("ward", "trust"))
    small_only = np.pad(counts < 5, ((0, 1), (0, 1)))
    with pytest.raises(AuditError):
        certify(cube, [MaskedTable(table, small_only)])
    monkeypatch.setattr(
        suppression,
        "_add_complementary_cells",
        lambda problem: (
            problem.equations.is_small & problem.is_wanted,
            problem.equations.counts[None],
        ),
    )
    with pytest.raises(AuditError):
        protect_tables(cube, [table])


def test_a_solver_that_fails_releases_nothing(monkeypatch: pytest.MonkeyPatch) -> None:

    def gives_up(*arguments: Any, **options: Any) -> Any:
        solution: Any = milp(*arguments, **options)
        solution.status = 1
        return solution

    monkeypatch.setattr(scipy.optimize, "milp", gives_up)
    cube = cube_of([[20, 3, 31], [14, 22, 17]], ward="12", trust="123")
    with pytest.raises(AuditError, match="could not judge"):
        protect_tables(cube, [TableDefinition("t", ("ward", "trust"))])


def test_a_solution_that_does_not_add_up_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:

    def lies(*arguments: Any, **options: Any) -> Any:
        solution: Any = milp(*arguments, **options)
        solution.x = solution.x + 1.0
        return solution

    monkeypatch.setattr(scipy.optimize, "milp", lies)
    cube = cube_of([[20, 3, 31], [14, 22, 17]], ward="12", trust="123")
    with pytest.raises(AuditError, match="add up"):
        protect_tables(cube, [TableDefinition("t", ("ward", "trust"))])
