"""Hidden cells in the table of one question, alone and beside the questions that lead to it.

Whoever reads how many were asked a question knows how many gave the answers that lead to it. So
the table of such a question is judged together with the tables of the single-choice questions that
its condition looks at, as these are shown.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from clayton_review.stats.disclosure.certificate import Certificate
from clayton_review.stats.disclosure.cube import Cube, CubeVariable, MaskedTable, TableDefinition
from clayton_review.stats.disclosure.linked_tables import ProtectedTables, protect_tables
from clayton_review.stats.disclosure.suppression_rule import SuppressionRule
from surveys.analysis.sample import Sample
from surveys.question_types import type_of
from surveys.question_types.columns import NOT_ASKED, SKIPPED, LevelIndexes
from surveys.questionnaire import relevance
from surveys.questionnaire.questionnaire import Question, Questionnaire

CellCounts = tuple[int, ...]


@dataclass(frozen=True)
class HiddenCells:
    """The hidden counts, whether the total is one, the reason for a refusal, and the proofs."""

    cells: tuple[bool, ...]
    is_total: bool
    certificates: tuple[Certificate, ...]
    refused: str = ""


@dataclass(frozen=True, eq=False)
class QuestionPlace:
    """A question with its questionnaire and the sheets."""

    questionnaire: Questionnaire
    question: Question
    sample: Sample


def find_hidden_cells(
    place: QuestionPlace, codes: LevelIndexes, n_levels: int, rule: SuppressionRule
) -> HiddenCells:
    """Return the counts of `codes` (n,), −1 for not asked, that this rule hides."""
    if not rule.minimum_base and not rule.minimum_cell:  # the team's
        return HiddenCells((False,) * n_levels, is_total=False, certificates=())
    counts = tuple(np.bincount(codes[codes >= 0], minlength=n_levels).tolist())
    hidden = _hidden_by_own_counts(counts, rule)
    if rule.hides_full_cells and place.questionnaire.condition_of(place.question.name):
        hidden = replace(hidden, is_total=hidden.is_total or _is_unanimous(counts))
    condition = place.questionnaire.condition_of(place.question.name)
    for name in dict.fromkeys(relevance.questions_in(condition)):
        filter_question = place.questionnaire.question(name)
        if type_of(filter_question.kind).is_exclusive:
            hidden = _merge_hidden(
                hidden, _hidden_by_filter_question(place, filter_question, codes, n_levels, rule)
            )
    return hidden


def _is_unanimous(counts: CellCounts) -> bool:
    """True if everybody gave the same answer, which tells each one's answer."""
    return bool(sum(counts)) and max(counts) == sum(counts)


@lru_cache(maxsize=512)
def _hidden_by_own_counts(counts: CellCounts, rule: SuppressionRule) -> HiddenCells:
    if not rule.small_cells(np.array([*counts, sum(counts)]), is_everybody=True).any():
        return HiddenCells((False,) * len(counts), is_total=False, certificates=())
    levels = tuple(str(at) for at in range(len(counts)))
    cube = Cube([CubeVariable("answer", levels)], counts)
    return _read_protection(
        protect_tables(cube, [TableDefinition("answers", ("answer",))], rule=rule), len(counts)
    )


def _hidden_by_filter_question(
    place: QuestionPlace,
    filter_question: Question,
    codes: LevelIndexes,
    n_levels: int,
    rule: SuppressionRule,
) -> HiddenCells:
    """Return the counts hidden because of the table of a question that leads to this one."""
    state = place.sample.coded[filter_question.name]
    answers: list[int] = [*range(len(filter_question.choices)), SKIPPED, NOT_ASKED]
    joint = np.zeros((len(answers), n_levels + 1), dtype=np.int64)
    for row, answer in enumerate(answers):
        answer_codes = codes[state == answer]
        joint[row] = np.bincount(
            np.where(answer_codes < 0, n_levels, answer_codes), minlength=n_levels + 1
        )
    never = np.zeros(joint.shape, dtype=np.bool_)
    condition = place.questionnaire.condition_of(place.question.name)
    for row, answer in enumerate(answers):
        answers_given = _answers_with(filter_question, answer)
        is_asked = relevance.certainty(condition, filter_question.name, answers_given)
        never[row, :n_levels] = is_asked is False
        never[row, n_levels] = is_asked is True
    never &= joint == 0  # sheets of an older version may have been asked otherwise
    # Those who are not asked all gave the other answers, as everybody knows: no full cell there.
    return _hidden_in_joint_table(
        _as_tuples(joint), _as_tuples(never), replace(rule, hides_full_cells=False)
    )


@lru_cache(maxsize=512)
def _hidden_in_joint_table(
    joint: tuple[CellCounts, ...], never: tuple[tuple[bool, ...], ...], rule: SuppressionRule
) -> HiddenCells:
    n_answers, n_levels = len(joint), len(joint[0]) - 1
    levels = tuple(str(at) for at in range(n_levels))
    axes = [
        CubeVariable("filter", (*(str(at) for at in range(n_answers - 1)), "not asked")),
        CubeVariable("answer", (*levels, "not asked")),
    ]
    cube = Cube(axes, np.array(joint), np.array(never))
    filter_table = TableDefinition(
        "the question before it",
        ("filter",),
        {"filter": tuple(axes[0].levels[:-1])},
    )
    hidden_before = _hidden_by_own_counts(tuple(int(sum(row)) for row in joint[:-1]), rule)
    mask = np.array([*hidden_before.cells, hidden_before.is_total])
    answers_table = TableDefinition("answers", ("answer",), {"answer": levels})
    return _read_protection(
        protect_tables(cube, [answers_table], [MaskedTable(filter_table, mask)], rule), n_levels
    )


def _read_protection(protected: ProtectedTables, n_levels: int) -> HiddenCells:
    proof = (protected.certificate,)
    if protected.refusals:
        reason = protected.refusals[0].reason
        return HiddenCells((True,) * n_levels, is_total=True, certificates=proof, refused=reason)
    hidden = protected.masked_tables[0].hidden
    return HiddenCells(tuple(hidden[:-1].tolist()), bool(hidden[-1]), proof)


def _merge_hidden(first: HiddenCells, other: HiddenCells) -> HiddenCells:
    """Return all cells that either hides; hiding more never uncovers anything."""
    return HiddenCells(
        tuple(a or b for a, b in zip(first.cells, other.cells, strict=True)),
        first.is_total or other.is_total,
        first.certificates + other.certificates,
        first.refused or other.refused,
    )


def _answers_with(filter_question: Question, answer: int) -> dict[str, str | None]:
    if answer == NOT_ASKED:
        return {}
    value = None if answer == SKIPPED else filter_question.choices[answer].value
    return {filter_question.name: value}


def _as_tuples(table: NDArray[np.generic]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(row) for row in table.tolist())
