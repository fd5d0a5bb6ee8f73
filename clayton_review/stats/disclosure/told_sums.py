"""Sums of one joint table that are told one after the other, until one would give people away."""

from collections.abc import Sequence

import numpy as np

from clayton_review.stats.disclosure.cell_equations import equations_of_sums
from clayton_review.stats.disclosure.intruder import AuditError, Intruder
from clayton_review.stats.disclosure.suppression import CellRequirements, build_constraints
from clayton_review.stats.disclosure.suppression_rule import Counts, Mask, SuppressionRule
from clayton_review.stats.errors import OutOfRangeError

MAX_ATOMS = 200


def safe_to_tell(
    counts: Counts, told: Mask, offered: Sequence[Mask], rule: SuppressionRule
) -> tuple[bool, ...]:
    """Return for each group of sums, in turn, whether telling it gives no small number away.

    `counts` (atoms,) holds the people of each combination of answers. `told` and each of `offered`
    (sums × atoms) mark the combinations that a published number adds up. A group found safe is
    told, and the next ones are judged beside it. Small, by the rule, may be any sum, all other
    people, what two sums share, what one has beyond another, and any single combination: each must
    stay able to differ by the smallest cell and to reach it. Raises `OutOfRangeError` for more than
    200 combinations.
    """
    if counts.size > MAX_ATOMS:
        raise OutOfRangeError(f"There are more than {MAX_ATOMS:,} combinations of answers.")
    secrets = _small_sets(counts, np.concatenate([told, *offered]), rule)
    sums = np.concatenate([told, *offered, secrets])
    is_secret = np.arange(len(sums)) >= len(sums) - len(secrets)
    equations = equations_of_sums(sums, counts, is_secret)
    shown = np.arange(len(sums)) < len(told)
    nothing = np.zeros(len(sums), dtype=np.bool_)
    constraints = build_constraints(equations, rule, nothing, shown, nothing)
    intruder, start, verdicts = Intruder(equations, shown), len(told), list[bool]()
    for group in offered:
        more = shown.copy()
        more[start : start + len(group)] = True
        start += len(group)
        reader = Intruder(equations, more, intruder.feasible)
        verdicts.append(_learns_nothing(reader, constraints))
        if verdicts[-1]:
            shown, intruder = more, reader
    return tuple(verdicts)


def _learns_nothing(reader: Intruder, constraints: CellRequirements) -> bool:
    """True if every secret stays as uncertain as it must; False also where the solver fails."""
    secrets = np.flatnonzero(constraints.is_protected)
    try:
        reader.widen_ranges(secrets, constraints.width, constraints.reach)
        return all(
            reader.can_vary(cell, *constraints.required_range(cell)) for cell in secrets.tolist()
        )
    except AuditError:
        return False


def _small_sets(counts: Counts, sums: Mask, rule: SuppressionRule) -> Mask:
    """Return all sets (sets × atoms) that are too small to tell, each once."""
    atoms = np.eye(counts.size, dtype=np.bool_)
    n_shared = (sums * counts) @ sums.T.astype(np.int64)
    n_beyond = n_shared.diagonal()[:, None] - n_shared
    found = [
        _small(atoms, counts, rule),
        _small(sums, counts, rule),
        _small(~sums, counts, rule),
        *(sums[a] & sums[b] for a, b in _small_pairs(n_shared, rule)),
        *(sums[a] & ~sums[b] for a, b in _small_pairs(n_beyond, rule)),
    ]
    return np.unique(np.vstack(found), axis=0)


def _small(sets: Mask, counts: Counts, rule: SuppressionRule) -> Mask:
    n = sets @ counts
    return sets[(n > 0) & (n < rule.minimum_cell)]


def _small_pairs(n: Counts, rule: SuppressionRule) -> list[list[int]]:
    return np.argwhere((n > 0) & (n < rule.minimum_cell)).tolist()
