"""Sums of a joint table, published one group after another unless one gives people away."""

from collections.abc import Sequence

import numpy as np

from clayton_review.stats.disclosure.cell_equations import equations_of_sums
from clayton_review.stats.disclosure.intruder import AuditError, Intruder
from clayton_review.stats.disclosure.suppression import CellRequirements, build_constraints
from clayton_review.stats.disclosure.suppression_rule import Counts, Mask, SuppressionRule
from clayton_review.stats.errors import OutOfRangeError

MAX_ATOMS = 400


def safe_to_publish(
    counts: Counts, published: Mask, offered: Sequence[Mask], rule: SuppressionRule
) -> tuple[bool, ...]:
    """Return for each group of sums, in turn, True if publishing it gives no small number away.

    `counts` (atoms,) holds the people of each combination of answers. `published` and each of
    `offered` (sums × atoms) mark the combinations that a number adds up. A group found safe counts
    as published when the next ones are judged. The secrets are all numbers that are small by the
    rule: a sum, the people outside it, those in two sums or in one but not the other, and a single
    combination. From what is published, each must seem able to reach the smallest cell, within a
    range at least as wide. Raises `OutOfRangeError` for more than 400 combinations.
    """
    if counts.size > MAX_ATOMS:
        raise OutOfRangeError(f"There are more than {MAX_ATOMS:,} combinations of answers.")
    secrets = _small_sets(counts, np.concatenate([published, *offered]), rule)
    sums = np.concatenate([published, *offered, secrets])
    is_secret = np.arange(len(sums)) >= len(sums) - len(secrets)
    equations = equations_of_sums(sums, counts, is_secret)
    shown = np.arange(len(sums)) < len(published)
    nothing = np.zeros(len(sums), dtype=np.bool_)
    try:
        constraints = build_constraints(equations, rule, nothing, shown, nothing)
    except AuditError:
        return (False,) * len(offered)
    intruder, start, verdicts = Intruder(equations, shown), len(published), list[bool]()
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
    """Return all sets (sets × atoms) that are too small to publish, each once."""
    atoms = np.eye(counts.size, dtype=np.bool_)
    n_shared = (sums * counts) @ sums.T.astype(np.int64)
    n_beyond = n_shared.diagonal()[:, None] - n_shared
    sets = [
        _small(atoms, counts, rule),
        _small(sums, counts, rule),
        _small(~sums, counts, rule),
        *(sums[a] & sums[b] for a, b in _small_pairs(n_shared, rule)),
        *(sums[a] & ~sums[b] for a, b in _small_pairs(n_beyond, rule)),
    ]
    return np.unique(np.vstack(sets), axis=0)


def _small(sets: Mask, counts: Counts, rule: SuppressionRule) -> Mask:
    n = sets @ counts
    return sets[(n > 0) & (n < rule.minimum_cell)]


def _small_pairs(n: Counts, rule: SuppressionRule) -> list[list[int]]:
    return np.argwhere((n > 0) & (n < rule.minimum_cell)).tolist()
