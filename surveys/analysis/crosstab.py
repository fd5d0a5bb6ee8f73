"""Two questions against each other: shares by group with intervals, a test, and what is hidden."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from clayton_review.stats.disclosure.certificate import Certificate
from clayton_review.stats.disclosure.cube import Cube, CubeVariable, MaskedTable, TableDefinition
from clayton_review.stats.disclosure.linked_tables import ProtectedTables, protect_tables
from clayton_review.stats.disclosure.suppression_rule import SuppressionRule
from clayton_review.stats.errors import StatisticsError
from clayton_review.stats.estimates.independence import IndependenceTest, rao_scott
from surveys.analysis.sample import Sample, Share
from surveys.analysis.variables import Variable
from surveys.question_types import type_of
from surveys.question_types.columns import LevelIndexes

GROUP, ANSWER = "group", "answer"
NAMES = (GROUP, ANSWER)
SIGNIFICANCE_LEVEL = 0.05
# Weights that vary by less than a tenth of their mean are taken to be the same.
LEAST_VARIATION = 0.1
TOLD_BY_WEIGHTS = (
    "Some counts would have to be hidden. They could be worked out from the weighted shares, "
    "because everyone in a group counts the same."
)


@dataclass(frozen=True)
class CrosstabRequest:
    """A wanted table: answers of `rows` by groups of `columns`, where `where` is at `level`."""

    rows: Variable
    columns: Variable
    where: Variable | None = None
    level: int = 0

    @property
    def agreeing(self) -> tuple[int, ...]:
        """Return the places of the levels that are agreement; none if one of its steps is hidden.

        A level of answers counted together is no step of a scale, even where it holds agreement.
        """
        question = self.rows.question
        n_steps, n_agreeing = len(question.offered), type_of(question.kind).n_agreeing
        steps = range(n_steps - n_agreeing, n_steps)
        if not self.rows.states:
            return tuple(steps)
        alone = {state[0]: at for at, state in enumerate(self.rows.states) if len(state) == 1}
        return tuple(alone[step] for step in steps) if alone.keys() >= set(steps) else ()

    @property
    def counts_everyone(self) -> bool:
        """True if every sheet has a level of both questions, as in tables for other audiences."""
        return bool(self.rows.states and self.columns.states)

    @property
    def title(self) -> str:
        """Return the table's title in words."""
        title = f"“{self.rows.text}” by “{self.columns.text}”"
        if self.where is None:
            return title
        return f"{title}, where “{self.where.text}” is “{self.where.levels[self.level]}”"


@dataclass(frozen=True)
class CrosstabGroup:
    """One group: its sheets, None where hidden, and the share of each answer, None where hidden."""

    label: str
    n: int | None
    shares: tuple[Share | None, ...]


@dataclass(frozen=True)
class Crosstab:
    """The table; `test` is None where `untested` says why, `refused` why nothing is shown.

    `agreement` tests the share of those who agree, where the answers are an agreement scale.
    """

    request: CrosstabRequest
    groups: tuple[CrosstabGroup, ...] = ()
    n: int = 0
    n_missing: int = 0
    test: IndependenceTest | None = None
    untested: str = ""
    refused: str = ""
    agreement: IndependenceTest | None = None
    certificate: Certificate | None = field(default=None, compare=False)

    @property
    def differs(self) -> bool:
        """True if the groups differ more than chance explains, at 5 in 100."""
        return self.test is not None and self.test.p_value < SIGNIFICANCE_LEVEL

    @property
    def differs_in_agreement(self) -> bool:
        """True if the share of those who agree differs more than chance explains."""
        return self.agreement is not None and self.agreement.p_value < SIGNIFICANCE_LEVEL

    @property
    def n_hidden(self) -> int:
        """Return the number of hidden shares."""
        return sum(share is None for group in self.groups for share in group.shares)


def build_crosstab(request: CrosstabRequest, sample: Sample, rule: SuppressionRule) -> Crosstab:
    """Return the table of a sample as an audience with this rule may see it.

    Shares that are shown are weighted; the rule looks at sheets. Other audiences than the team are
    offered no table with a filter (`selectors.offered_tables`).
    """
    coded = _CellCodes.of(request, sample)
    n = int((coded.inside & coded.known).sum())
    n_missing = int(coded.inside.sum()) - n
    try:
        protected = _protected_tables(request, coded, rule)
    except StatisticsError as error:
        return Crosstab(request, n=n, n_missing=n_missing, refused=str(error))
    if protected.refusals:
        return Crosstab(
            request, refused=protected.refusals[0].public_reason, certificate=protected.certificate
        )
    hidden = protected.masked_tables[0].hidden
    if hidden[-1, -1]:
        reason = "Too few answers to show any."
        return Crosstab(request, refused=reason, certificate=protected.certificate)
    if request.counts_everyone and hidden.any() and _weights_tell_counts(sample, coded):
        return Crosstab(request, refused=TOLD_BY_WEIGHTS, certificate=protected.certificate)
    groups = tuple(
        _group(request, sample, coded.of_group(place), place, hidden[place])
        for place in range(len(request.columns.levels))
    )
    if rule.minimum_base:
        n_missing = 0  # how many did not say is a count that nothing here has judged
    known = Crosstab(request, groups, n, n_missing, certificate=protected.certificate)
    if hidden.any():
        reason = "The test is not shown, because it would help to work out the hidden counts."
        return replace(known, untested=reason)
    test, untested = _independence_test(sample, coded)
    agreement = None
    if request.agreeing:
        agreement, _why = _independence_test(sample, coded.agreeing(request.agreeing))
    return replace(known, test=test, untested=untested, agreement=agreement)


@dataclass(frozen=True, eq=False)
class _CellCodes:
    """Codes (n,) of the two questions, −1 for those that do not say, and who is in the filter."""

    rows: LevelIndexes
    columns: LevelIndexes
    inside: NDArray[np.bool_]

    @classmethod
    def of(cls, request: CrosstabRequest, sample: Sample) -> "_CellCodes":
        inside = np.ones(sample.n, dtype=np.bool_)
        if request.where is not None:
            inside = request.where.codes(sample.coded) == request.level
        return cls(request.rows.codes(sample.coded), request.columns.codes(sample.coded), inside)

    @property
    def known(self) -> NDArray[np.bool_]:
        """True (n,) for sheets that answered both questions."""
        is_known: NDArray[np.bool_] = (self.rows >= 0) & (self.columns >= 0)
        return is_known

    def of_group(self, place: int) -> LevelIndexes:
        """Return the answers of one group in the filter, −1 for all others."""
        return np.where(self.inside & (self.columns == place), self.rows, -1)

    def agreeing(self, places: tuple[int, ...]) -> "_CellCodes":
        """Turn steps of a scale into two answers: 1 at the places of agreement, else 0."""
        is_agreeing = np.isin(self.rows, places).astype(np.int64)
        return replace(self, rows=np.where(self.rows >= 0, is_agreeing, -1))


def _protected_tables(
    request: CrosstabRequest, coded: _CellCodes, rule: SuppressionRule
) -> ProtectedTables:
    """Return the hidden cells of a table.

    One that counts everyone, as other audiences have it, is judged together with the tables of its
    two questions, which have been issued, and turned around as well.
    """
    shape = (len(request.columns.levels), len(request.rows.levels))
    axes = [CubeVariable(GROUP, request.columns.levels), CubeVariable(ANSWER, request.rows.levels)]
    cells = (coded.columns * shape[1] + coded.rows)[coded.known & coded.inside]
    cube = Cube(axes, np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape))
    tables = [TableDefinition(request.title, NAMES)]
    if not request.counts_everyone:
        return protect_tables(cube, tables, rule=rule)
    tables.append(TableDefinition("the same table turned around", NAMES[::-1]))
    issued = [
        TableDefinition(f"Issued answers: {request.rows.text}", (ANSWER,)),
        TableDefinition(f"Issued answers: {request.columns.text}", (GROUP,)),
    ]
    shown = [MaskedTable(table, np.zeros(table.shape(cube), dtype=np.bool_)) for table in issued]
    return protect_tables(cube, tables, shown, rule)


def _weights_tell_counts(sample: Sample, coded: _CellCodes) -> bool:
    """True if the weights follow from the groups or the answers alone.

    Two hidden counts of an answer then have a known sum twice over, once as people and once
    weighted, which tells both of them.
    """
    if sample.weights is None or _variation(sample.weights) < LEAST_VARIATION:
        return False
    weights = sample.weights
    return any(
        all(_variation(weights[codes == at]) < LEAST_VARIATION for at in np.unique(codes))
        for codes in (coded.rows, coded.columns)
    )


def _variation(weights: NDArray[np.float64]) -> float:
    """Return the standard deviation of the weights (n,) in parts of their mean."""
    return float(weights.std() / weights.mean())


def _group(
    request: CrosstabRequest,
    sample: Sample,
    codes: LevelIndexes,
    place: int,
    hidden: NDArray[np.bool_],
) -> CrosstabGroup:
    shares = sample.shares(codes, len(request.rows.levels))
    n = sum(share.n for share in shares)
    visible_shares = tuple(
        None if is_hidden or not n else share
        for share, is_hidden in zip(shares, hidden[:-1], strict=True)
    )
    return CrosstabGroup(request.columns.levels[place], None if hidden[-1] else n, visible_shares)


def _independence_test(sample: Sample, coded: _CellCodes) -> tuple[IndependenceTest | None, str]:
    """Return the test of independence over answers and groups that occur, or the reason for none.

    There is none if too few are expected in too many cells (Cochran, 1954, Biometrics 10).
    """
    if not sample.has_intervals:
        return None, "An opt-in sample cannot be tested for chance."
    known = coded.inside & coded.known
    if not known.any():
        return None, "No one answered both."
    rows, row_codes = np.unique(coded.rows[known], return_inverse=True)
    columns, column_codes = np.unique(coded.columns[known], return_inverse=True)
    counts = np.zeros((len(rows), len(columns)))
    np.add.at(counts, (row_codes, column_codes), 1)
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    if expected.min() < 1 or (expected < 5).mean() > 0.2:  # Cochran's rule
        return None, "Some groups have too few answers for a test."
    cells = np.full(sample.n, -1, dtype=np.int64)
    cells[known] = row_codes * len(columns) + column_codes
    try:
        estimates = sample.estimated(cells, len(rows) * len(columns))
        return rao_scott(estimates, (len(rows), len(columns)), n=int(coded.inside.sum())), ""
    except StatisticsError as error:
        return None, str(error)
