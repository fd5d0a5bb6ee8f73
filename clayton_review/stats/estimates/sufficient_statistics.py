"""Additive sums of many tables: n, Σw and Σw² by stratum and cell.

For stratified samples of single elements they give every share and total with its standard error
(`cell_estimates.py`). Missing answers are a domain: their rows count as drawn.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from clayton_review.stats.errors import DesignError, OutOfRangeError, TooManyLevelsError
from clayton_review.stats.estimates.answer_arrays import AnswerArrays, Strata
from clayton_review.stats.estimates.design import Codes, Floats

TableQuestions = tuple[int, ...]  # one question, or two
MAX_CELLS = 1_000_000  # strata × cells of all tables together: 24 MB of sums
MAX_CUBE_CELLS = 2**16  # cells that are counted at once: they stay near the processor
CELLS_PER_ROW = 0.25  # more would take longer to add up than the rows to count


@dataclass(frozen=True, eq=False)
class SufficientStatistics:
    """Sums by stratum and cell, arrays (H, K): the cells of all tables, one after another.

    `shapes` has rows and columns of each table, one row for a one-way table. Statistics of parts of
    a sample add up with `+`.
    """

    shapes: tuple[tuple[int, int], ...]
    strata: Strata
    n: Codes
    weight: Floats
    squared: Floats

    def __add__(self, other: "SufficientStatistics") -> "SufficientStatistics":
        """Return the statistics of both parts; raises `DesignError` for other tables or strata."""
        mine, its = self.strata, other.strata
        same = self.shapes == other.shapes and mine.single_cluster == its.single_cluster
        if not same or not np.array_equal(mine.n_population, its.n_population):
            raise DesignError("Only parts with the same tables and the same strata add up.")
        drawn, weighing = mine.n_drawn + its.n_drawn, mine.n_weighing + its.n_weighing
        strata = replace(mine, n_drawn=drawn, n_weighing=weighing)
        n, weight = self.n + other.n, self.weight + other.weight
        return SufficientStatistics(self.shapes, strata, n, weight, self.squared + other.squared)


def count_one_way_tables(sheets: AnswerArrays) -> SufficientStatistics:
    """Return the counts of each question alone: one table (1, levels) for each, in their order."""
    return count_tables(sheets, [(place,) for place in range(len(sheets.columns))])


def count_crosstabs(sheets: AnswerArrays, pairs: Sequence[tuple[int, int]]) -> SufficientStatistics:
    """Return the counts of two questions jointly: one table (levels, levels) for each pair.

    `pairs` are columns of `sheets`. A row that misses either is outside that table. The first
    question of a pair may be any group. Errors as `count_tables`.
    """
    return count_tables(sheets, pairs)


def count_tables(sheets: AnswerArrays, tables: Sequence[TableQuestions]) -> SufficientStatistics:
    """Return the counts of one-way tables `(question,)` and crosstabs `(row, column)` together.

    Several tables come from one pass over the rows, as the faces of a cube of few questions. Raises
    `OutOfRangeError` for unknown questions, `TooManyLevelsError` for more than a million cells over
    all strata.
    """
    shapes = tuple(_shape(questions, sheets.n_levels) for questions in tables)
    starts = np.cumsum([0, *(rows * columns for rows, columns in shapes)])
    n_strata = len(sheets.strata.n_drawn)
    if not tables or int(starts[-1]) * n_strata > MAX_CELLS:
        raise TooManyLevelsError(
            f"The tables have {int(starts[-1]) * n_strata:,} cells over all strata; 1 to "
            f"{MAX_CELLS:,} can be estimated at once."
        )
    sums = np.empty((3, n_strata, int(starts[-1])))
    squares, buffer = sheets.weights**2, np.empty(len(sheets.weights), dtype=np.int64)
    for questions, faces in _plan_cubes(tables, sheets):
        cube = _count_cube(questions, sheets, squares, buffer)
        for place in faces:
            face = _table_of_cube(cube, questions, tables[place])
            sums[:, :, starts[place] : starts[place + 1]] = face.reshape(3, n_strata, -1)
    return SufficientStatistics(shapes, sheets.strata, sums[0].astype(np.int64), sums[1], sums[2])


def _shape(questions: TableQuestions, n_levels: tuple[int, ...]) -> tuple[int, int]:
    known = all(0 <= question < len(n_levels) for question in questions)
    if not known or len(questions) not in {1, 2} or len(set(questions)) != len(questions):
        raise OutOfRangeError(f"A table is of one question or of two different ones: {questions}.")
    return (
        (1, n_levels[questions[0]])
        if len(questions) == 1
        else (n_levels[questions[0]], n_levels[questions[1]])
    )


def _plan_cubes(
    tables: Sequence[TableQuestions], sheets: AnswerArrays
) -> list[tuple[list[int], list[int]]]:
    """Return sets of questions to count jointly, each with the tables that are its faces."""
    n_strata, n = len(sheets.strata.n_drawn), len(sheets.weights)
    most = max(min(MAX_CUBE_CELLS, int(n * CELLS_PER_ROW)) // n_strata, 1)
    sizes = np.array(sheets.n_levels) + 1
    pending = np.zeros((len(sizes), len(sizes)), dtype=np.int64)
    for questions_of_table in tables:
        pending[questions_of_table[0], questions_of_table[-1]] = pending[
            questions_of_table[-1], questions_of_table[0]
        ] = 1
    cubes: list[tuple[list[int], list[int]]] = []
    pending_tables = list(range(len(tables)))
    while pending_tables:
        questions = _grow_cube(pending, sizes, tables[pending_tables[0]], most)
        inside = set(questions)
        faces = [place for place in pending_tables if inside.issuperset(tables[place])]
        pending[np.ix_(questions, questions)] = 0
        cubes.append((questions, faces))
        done = set(faces)
        pending_tables = [place for place in pending_tables if place not in done]
    return cubes


def _grow_cube(pending: Codes, sizes: Codes, table: TableQuestions, most: int) -> list[int]:
    """Return the questions of a table and those that add most further tables, while they fit."""
    questions, cells = list(table), math.prod(sizes[list(table)].tolist())
    while True:
        gain = pending[questions].sum(axis=0) + np.diagonal(pending)
        gain[questions] = 0
        gain[sizes * cells > most] = 0
        best = int(gain.argmax())
        if not gain[best]:
            return questions
        questions.append(best)
        cells *= int(sizes[best])


def _count_cube(
    questions: list[int], sheets: AnswerArrays, squares: Floats, places: Codes
) -> Floats:
    """Return n, Σw and Σw² of some questions jointly: (3, H, 1 + levels, …), missing answers first.

    `places` (n,) is memory to work in.
    """
    shape = [len(sheets.strata.n_drawn), *(sheets.n_levels[place] + 1 for place in questions)]
    n_cells = math.prod(shape)
    code_type = np.result_type(np.uint16, np.min_scalar_type(n_cells))
    cell = sheets.stratum_codes.astype(code_type)
    for place, size in zip(questions, shape[1:], strict=True):
        cell *= code_type.type(size)
        cell += sheets.columns[place]
    places[:] = cell
    sums = np.empty((3, n_cells))
    sums[0] = np.bincount(places, minlength=n_cells)
    sums[1] = np.bincount(places, sheets.weights, minlength=n_cells)
    sums[2] = np.bincount(places, squares, minlength=n_cells)
    return sums.reshape(3, *shape)


def _table_of_cube(cube: Floats, questions: list[int], table: TableQuestions) -> Floats:
    """Return one table of a cube: (3, H, levels) or (3, H, levels, levels), missing left out."""
    axes = [2 + questions.index(question) for question in table]
    face, last = cube, cube.ndim - 1
    for axis in range(2, last):
        face = face if axis in axes else face.sum(axis=axis, keepdims=True)
    if last not in axes:  # the innermost sums are fastest as a product
        face = face @ np.ones((cube.shape[-1], 1))
    face = face.reshape(*cube.shape[:2], *(cube.shape[axis] for axis in sorted(axes)))
    if len(axes) == 1:
        return face[..., 1:]
    known = face[..., 1:, 1:]
    return known if axes[0] < axes[1] else known.swapaxes(-1, -2)
