"""Tables that are not released at all, each with a reason a person may read."""

from dataclasses import dataclass

from clayton_review.stats.disclosure.suppression import suppress
from clayton_review.stats.disclosure.suppression_problem import SuppressionProblem, build_problem
from clayton_review.stats.disclosure.suppression_rule import Mask


@dataclass(frozen=True)
class TableRefusal:
    """The name of a table that is not released, and the reason.

    `reason` is for the team, as it may name the very count that nobody else may learn;
    `public_reason` does not.
    """

    table: str
    reason: str
    public_reason: str


def refusal_before_suppression(problem: SuppressionProblem) -> TableRefusal | None:
    """Return the refusal of a table that no suppression can save, or None.

    Its total less another is small, or a small count of it is known already. Where there are
    several such tables, the last one is refused.
    """
    n_wanted, n_tables = len(problem.wanted), len(problem.tables)
    for position in reversed(range(n_wanted)):
        for other in (*range(n_wanted, n_tables), *range(position)):
            n = _small_difference_of_totals(problem, position, other)
            if n:
                who = "one person" if n == 1 else f"{n} people"
                start = f"Refused: subtracted from “{problem.tables[other].name}” it would show "
                table = problem.wanted[position].name
                return TableRefusal(table, f"{start}{who}.", f"{start}too few people.")
        if _is_given_away(problem, position):
            reason = "Refused: tables issued earlier already give away a small count of it."
            return TableRefusal(problem.wanted[position].name, reason, reason)
    return None


def refusal_of_emptied_table(problem: SuppressionProblem, hidden: Mask) -> TableRefusal | None:
    """Return the refusal of a table of which the other tables leave nothing to show, or None.

    Only a table that would show something alone is refused. `hidden` (cells) are those chosen to be
    hidden. Raises `AuditError` when the solver fails.
    """
    if len(problem.tables) == 1:
        return None
    for position in reversed(range(len(problem.wanted))):
        table = problem.wanted[position]
        if _shows_nothing(problem, position, hidden):
            alone = build_problem(problem.cube, [table], (), problem.constraints.rule)
            if not _shows_nothing(alone, 0, suppress(alone.constraints)):
                reason = "Refused: subtracted from other tables every answer in it would tell."
                return TableRefusal(table.name, reason, reason)
    return None


def _small_difference_of_totals(problem: SuppressionProblem, position: int, other: int) -> int:
    """Return the difference of two readable, nested totals if it is small; otherwise 0."""
    equations = problem.equations
    first, second = (
        int(equations.cells_by_table[table].reshape(-1)[-1]) for table in (position, other)
    )
    atoms_between = equations.sums[first] - equations.sums[second]
    is_nested = bool((atoms_between >= 0).all() or (atoms_between <= 0).all())
    are_readable = not (
        problem.constraints.is_hidden_earlier[first]
        or problem.constraints.is_hidden_earlier[second]
    )
    n = abs(int(equations.counts[first] - equations.counts[second]))
    return n if is_nested and are_readable and n < problem.constraints.rule.minimum_cell else 0


def _is_given_away(problem: SuppressionProblem, position: int) -> bool:
    """True if a small cell of a table, or of its differences, is given away whatever is hidden."""
    is_lost = problem.constraints.is_given_away & problem.equations.is_small
    return bool(is_lost[problem.equations.cells_by_table[position]].any()) or any(
        is_lost[cell] and any(position in tables for tables in subtractions)
        for cell, subtractions in problem.equations.subtracted_tables.items()
    )


def _shows_nothing(problem: SuppressionProblem, position: int, hidden: Mask) -> bool:
    cells = problem.equations.cells_by_table[position]
    inner = (slice(0, -1),) * cells.ndim
    return bool(hidden[cells[inner]].all())
