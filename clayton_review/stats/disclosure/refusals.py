"""Tables that are not released at all, each with a reason a person may read."""

from dataclasses import dataclass

from clayton_review.stats.disclosure.rule import Mask
from clayton_review.stats.disclosure.suppression import suppress
from clayton_review.stats.disclosure.suppression_problem import Case, case_of


@dataclass(frozen=True)
class Refusal:
    """The name of a table that is not released, and why.

    `reason` is for the team, as it may name the very count that nobody else may learn;
    `public_reason` does not.
    """

    table: str
    reason: str
    public_reason: str


def refused_at_sight(case: Case) -> Refusal | None:
    """A table whose total less another is small, or of which a small count is known already.

    The last such table; nothing needs to be chosen yet.
    """
    n_wanted, n_tables = len(case.wanted), len(case.tables)
    for at in reversed(range(n_wanted)):
        for other in (*range(n_wanted, n_tables), *range(at)):
            n = _between_totals(case, at, other)
            if n:
                who = "one person" if n == 1 else f"{n} people"
                start = f"Refused: subtracted from “{case.tables[other].name}” it would show "
                table = case.wanted[at].name
                return Refusal(table, f"{start}{who}.", f"{start}too few people.")
        if _is_known(case, at):
            reason = "Refused: tables issued earlier already give away a small count of it."
            return Refusal(case.wanted[at].name, reason, reason)
    return None


def refused_as_empty(case: Case, hidden: Mask) -> Refusal | None:
    """A table of which the other tables leave nothing to show; alone it would show something.

    `hidden` are the cells of the system chosen to be hidden. Raises `AuditError`.
    """
    if len(case.tables) == 1:
        return None
    for at in reversed(range(len(case.wanted))):
        table = case.wanted[at]
        if _shows_nothing(case, at, hidden):
            alone = case_of(case.cube, [table], (), case.task.rule)
            if not _shows_nothing(alone, 0, suppress(alone.task)):
                reason = "Refused: subtracted from other tables every answer in it would tell."
                return Refusal(table.name, reason, reason)
    return None


def _between_totals(case: Case, at: int, other: int) -> int:
    """By how many people two totals differ, if that is few and both can be read; otherwise 0."""
    system = case.system
    one, two = (int(system.places[table].reshape(-1)[-1]) for table in (at, other))
    left = system.sums[one] - system.sums[two]
    is_nested = bool((left >= 0).all() or (left <= 0).all())
    is_read = not (case.task.closed[one] or case.task.closed[two])
    n = abs(int(system.counts[one] - system.counts[two]))
    return n if is_nested and is_read and n < case.task.rule.minimum_cell else 0


def _is_known(case: Case, at: int) -> bool:
    """Whether a small cell of a table, or of a difference to it, is lost whatever is hidden."""
    lost = case.task.lost & case.system.is_small
    return bool(lost[case.system.places[at]].any()) or any(
        lost[cell] and any(at in tables for tables in between)
        for cell, between in case.system.between.items()
    )


def _shows_nothing(case: Case, at: int, hidden: Mask) -> bool:
    places = case.system.places[at]
    inner = (slice(0, -1),) * places.ndim
    return bool(hidden[places[inner]].all())
