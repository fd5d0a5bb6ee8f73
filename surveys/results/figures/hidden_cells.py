"""Hidden cells in the table of one question.

The number of people asked is judged before, in `asked_groups`: where it may be told, the answers of
those people say no more about who was asked.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from clayton_review.stats.disclosure.certificate import Certificate
from clayton_review.stats.disclosure.cube import Cube, CubeVariable, TableDefinition
from clayton_review.stats.disclosure.linked_tables import ProtectedTables, protect_tables
from clayton_review.stats.disclosure.suppression_rule import SuppressionRule
from surveys.question_types.columns import LevelIndexes

CellCounts = tuple[int, ...]


@dataclass(frozen=True)
class HiddenCells:
    """The hidden counts, whether the total is one, the reason for a refusal, and the proofs."""

    cells: tuple[bool, ...]
    is_total: bool
    certificates: tuple[Certificate, ...]
    refused: str = ""


def find_hidden_cells(
    codes: LevelIndexes, spare: tuple[bool, ...], rule: SuppressionRule, *, is_conditional: bool
) -> HiddenCells:
    """Return the counts of `codes` (n,), −1 for not asked, that this rule hides.

    `spare` is True for each level that is hidden first where a small one needs another beside it.
    """
    if not rule.minimum_base and not rule.minimum_cell:  # the team's
        return HiddenCells((False,) * len(spare), is_total=False, certificates=())
    counts = tuple(np.bincount(codes[codes >= 0], minlength=len(spare)).tolist())
    hidden = _hidden_by_own_counts(counts, spare, rule)
    if rule.hides_full_cells and is_conditional:
        hidden = replace(hidden, is_total=hidden.is_total or _is_unanimous(counts))
    return hidden


def _is_unanimous(counts: CellCounts) -> bool:
    """True if everybody gave the same answer, which tells each one's answer."""
    return bool(sum(counts)) and max(counts) == sum(counts)


@lru_cache(maxsize=512)
def _hidden_by_own_counts(
    counts: CellCounts, spare: tuple[bool, ...], rule: SuppressionRule
) -> HiddenCells:
    if not rule.small_cells(np.array([*counts, sum(counts)]), is_everybody=True).any():
        return HiddenCells((False,) * len(counts), is_total=False, certificates=())
    levels = tuple(str(at) for at in range(len(counts)))
    cube = Cube([CubeVariable("answer", levels)], counts)
    first = frozenset(level for level, is_spare in zip(levels, spare, strict=True) if is_spare)
    table = TableDefinition("answers", ("answer",), spare=first)
    return _read_protection(protect_tables(cube, [table], rule=rule), len(counts))


def _read_protection(protected: ProtectedTables, n_levels: int) -> HiddenCells:
    proof = (protected.certificate,)
    if protected.refusals:
        reason = protected.refusals[0].reason
        return HiddenCells((True,) * n_levels, is_total=True, certificates=proof, refused=reason)
    hidden = protected.masked_tables[0].hidden
    return HiddenCells(tuple(hidden[:-1].tolist()), bool(hidden[-1]), proof)
