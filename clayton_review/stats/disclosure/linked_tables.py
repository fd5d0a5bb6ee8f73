"""Disclosure control over linked tables and those that were issued earlier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from clayton_review.stats.disclosure.certificate import (
    CellBounds,
    Certificate,
    CertificateError,
    CoveredTable,
)
from clayton_review.stats.disclosure.cube import Cube, MaskedTable, TableDefinition
from clayton_review.stats.disclosure.refusals import (
    TableRefusal,
    refusal_before_suppression,
    refusal_of_emptied_table,
)
from clayton_review.stats.disclosure.suppression import audit_bounds, suppress
from clayton_review.stats.disclosure.suppression_problem import (
    SuppressionProblem,
    build_problem,
    shown_and_hidden_cells,
)
from clayton_review.stats.disclosure.suppression_rule import Mask, SuppressionRule
from clayton_review.stats.errors import OutOfRangeError

BoundsByCell = Mapping[int, tuple[int, int | None]]  # by cell of the equations


@dataclass(frozen=True, eq=False)
class ProtectedTables:
    """Masked tables, the tables that were refused, and the certificate of the former."""

    masked_tables: tuple[MaskedTable, ...]
    refusals: tuple[TableRefusal, ...]
    certificate: Certificate


def protect_tables(
    cube: Cube,
    wanted: Sequence[TableDefinition],
    earlier: Sequence[MaskedTable] = (),
    rule: SuppressionRule | None = None,
) -> ProtectedTables:
    """Return the `wanted` tables masked so that no small count can be learned from all tables.

    No small count can be worked out from them, the `earlier` masked tables and all differences of
    these (`differences`), by somebody who knows that counts are whole. What was shown earlier stays
    shown, what was hidden stays hidden. A table is refused as a whole where its total less that of
    another is small, where issued tables give a small count of it away, or where other tables leave
    nothing of it to show; of two wanted tables the later one goes. `cube` holds everybody in any of
    the tables. Raises `OutOfRangeError` for tables that do not fit the cube, share a name or are
    too large; `AuditError` for cells that the solver cannot bound: then nothing is released.
    """
    rule = rule or SuppressionRule()
    tables, refusals = list(wanted), list[TableRefusal]()
    while tables:
        problem = build_problem(cube, tables, earlier, rule)
        refusal, protected = refusal_before_suppression(problem), None
        if refusal is None:
            hidden = suppress(problem.constraints)
            protected = _protected_tables(problem, hidden)
            refusal = refusal_of_emptied_table(problem, hidden)
        if protected and refusal is None:
            return replace(protected, refusals=tuple(refusals))
        if refusal:
            refusals.append(refusal)
            tables = [table for table in tables if table.name != refusal.table]
    return ProtectedTables((), tuple(refusals), certify(cube, (), earlier, rule))


def certify(
    cube: Cube,
    masked_tables: Sequence[MaskedTable],
    earlier: Sequence[MaskedTable] = (),
    rule: SuppressionRule | None = None,
) -> Certificate:
    """Return the certificate of tables as they are masked, however the masks were chosen.

    Raises `AuditError` where they give away more than the earlier tables do, and otherwise as
    `protect_tables`.
    """
    rule = rule or SuppressionRule()
    if not masked_tables and not earlier:
        return Certificate(rule, 0, 0, ())
    for table in masked_tables:
        table.check(cube)
    problem = build_problem(cube, [table.table for table in masked_tables], earlier, rule)
    shown, hidden = shown_and_hidden_cells(problem.equations, masked_tables, first=0)
    hidden |= problem.constraints.is_hidden_earlier
    if np.any(hidden & (shown | problem.constraints.is_shown_earlier)):
        raise OutOfRangeError("A count is hidden in one table and shown in another.")
    return _build_certificate(problem, hidden, audit_bounds(problem.constraints, hidden))


def verify_certificate(
    certificate: Certificate,
    cube: Cube,
    masked_tables: Sequence[MaskedTable],
    earlier: Sequence[MaskedTable] = (),
) -> None:
    """Compute a certificate once more from the tables and compare.

    Raises `CertificateError` where the two differ, and otherwise as `certify`.
    """
    if certify(cube, masked_tables, earlier, certificate.rule) != certificate:
        raise CertificateError("The certificate does not belong to these tables.")


def _protected_tables(problem: SuppressionProblem, hidden: Mask) -> ProtectedTables:
    certificate = _build_certificate(problem, hidden, audit_bounds(problem.constraints, hidden))
    masked_tables = []
    for table, places in zip(problem.wanted, problem.equations.cells_by_table, strict=False):
        mask = hidden[places]
        masked_tables.append(
            MaskedTable(table, mask, np.where(mask, -1, problem.equations.counts[places]))
        )
    return ProtectedTables(tuple(masked_tables), (), certificate)


def _build_certificate(
    problem: SuppressionProblem, hidden: Mask, bounds_by_cell: BoundsByCell
) -> Certificate:
    equations, n_wanted = problem.equations, len(problem.wanted)
    is_given_away = problem.constraints.is_given_away
    cells = np.concatenate(
        [np.zeros(0, int), *(part.reshape(-1) for part in equations.cells_by_table[:n_wanted])]
    )
    is_difference = equations.is_small & ~equations.is_in_tables(
        range(len(equations.cells_by_table))
    )
    widths = [
        high - low
        for cell, (low, high) in bounds_by_cell.items()
        if high is not None and not is_given_away[cell]
    ]
    covered_tables = [
        CoveredTable(table.name, tuple(size - 1 for size in table.shape(problem.cube)))
        for table in problem.tables
    ]
    return Certificate(
        rule=problem.constraints.rule,
        n_primary=int((hidden & equations.is_small)[cells].sum()),
        n_complementary=int((hidden & ~equations.is_small)[cells].sum()),
        bounds=tuple(
            bounds
            for table in range(len(covered_tables))
            for bounds in _bounds_in_table(problem, table, bounds_by_cell)
        ),
        tables=tuple(covered_tables[:n_wanted]),
        earlier=tuple(covered_tables[n_wanted:]),
        n_cells=cells.size,
        n_differences=equations.n_differences,
        n_small_differences=int(is_difference.sum()),
        n_given_away=int((is_given_away & equations.is_small).sum()),
        narrowest=min(widths, default=None),
    )


def _bounds_in_table(
    problem: SuppressionProblem, table: int, bounds_by_cell: BoundsByCell
) -> list[CellBounds]:
    cells, bounds = problem.equations.cells_by_table[table], list[CellBounds]()
    for place, cell in np.ndenumerate(cells):
        if int(cell) in bounds_by_cell and not problem.constraints.is_shown_earlier[cell]:
            position = tuple(
                None if index == size - 1 else index
                for index, size in zip(place, cells.shape, strict=True)
            )
            bounds.append(
                CellBounds(position, *bounds_by_cell[int(cell)], problem.tables[table].name)
            )
    return bounds
