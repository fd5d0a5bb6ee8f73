"""Sums by stratum and cell give what the rows give, whatever the parts they were added from."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clayton_review.stats.errors import (
    DesignError,
    OutOfRangeError,
    StatisticsError,
    TooManyLevelsError,
)
from clayton_review.stats.estimates import sufficient_statistics
from clayton_review.stats.estimates.answer_arrays import (
    AnswerArrays,
    answer_arrays,
    answer_arrays_from_design,
)
from clayton_review.stats.estimates.cell_estimates import CellEstimates, cell_shares, cell_totals
from clayton_review.stats.estimates.design import (
    SINGLE_CLUSTER_RULES,
    Codes,
    SurveyDesign,
    survey_design,
)
from clayton_review.stats.estimates.independence import crosstab_shares as shares_by_row
from clayton_review.stats.estimates.means_and_totals import Estimates, means, totals
from clayton_review.stats.estimates.precision import effective_sample_size
from clayton_review.stats.estimates.sufficient_statistics import (
    SufficientStatistics,
    count_crosstabs,
    count_one_way_tables,
    count_tables,
)
from clayton_review.stats.weighting.calibration import population_targets, rake

CHANCE = np.random.default_rng(1018)
N, LEVELS = 400, (5, 3, 2, 4)
CODES = np.column_stack([CHANCE.integers(-1, levels, N) for levels in LEVELS]).astype(np.int8)
WEIGHTS = np.where(CHANCE.random(N) < 0.05, 0.0, CHANCE.lognormal(3, 0.6, N))
LAYERS = CHANCE.choice(8, N, p=[0.3, 0.2, 0.15, 0.1, 0.1, 0.08, 0.05, 0.02])
POPULATION = np.bincount(LAYERS) * np.arange(3.0, 11.0)
DOMAIN = CHANCE.random(N) < 0.7
CLOSE = 1e-12


def design(rule: Any = "fail", *, with_correction: bool = True) -> SurveyDesign:
    fpc = [POPULATION[LAYERS]] if with_correction else None
    return survey_design(WEIGHTS, strata=[LAYERS], fpc=fpc, single_cluster=rule)


def same(computed: CellEstimates, expected: Estimates) -> None:
    for mine, its in (
        (computed.values, expected.values),
        (computed.standard_errors, expected.standard_errors),
        (computed.design_effects, expected.design_effects),
    ):
        assert mine.ravel() == pytest.approx(its, rel=CLOSE, nan_ok=True)
    assert set(computed.n.ravel()) == {expected.n}
    assert computed.degrees_of_freedom == expected.degrees_of_freedom


def ones(column: Any, n_levels: int) -> Any:
    indicators = (column[:, None] == np.arange(n_levels)).astype(float)
    indicators[column < 0] = np.nan
    return indicators


@pytest.mark.parametrize("domain", [None, DOMAIN])
@pytest.mark.parametrize("with_correction", [True, False])
def test_shares_and_totals_of_one_question_are_those_of_the_rows(
    domain: Any, with_correction: bool
) -> None:
    drawn = design(with_correction=with_correction)
    sums = count_one_way_tables(answer_arrays_from_design(drawn, CODES, LEVELS, domain))
    for place, n_levels in enumerate(LEVELS):
        column = ones(CODES[:, place], n_levels)
        same(cell_shares(sums).table(place), means(column, drawn, domain))
        same(cell_totals(sums).table(place), totals(column, drawn, domain))


@pytest.mark.parametrize("cells_per_row", [0.0, 2.0, 1000.0])
def test_crosstabs_are_those_of_the_rows_however_many_are_counted_at_once(
    cells_per_row: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sufficient_statistics, "CELLS_PER_ROW", cells_per_row)
    drawn, pairs = design(), [(0, 1), (3, 1), (2, 0), (3, 2), (1, 2), (1, 0)]
    tables = cell_shares(count_crosstabs(answer_arrays_from_design(drawn, CODES, LEVELS), pairs))
    long = CODES.astype(np.int64)
    for place, (row, column) in enumerate(pairs):
        shape = (LEVELS[row], LEVELS[column])
        expected = shares_by_row(long[:, row], long[:, column], shape, drawn)
        same(tables.table(place), expected)
        assert tables.table(place).values.shape == shape


def test_shares_of_a_row_are_a_domain() -> None:
    drawn = design()
    sums = count_crosstabs(answer_arrays_from_design(drawn, CODES, LEVELS), [(1, 0)])
    shares = cell_shares(sums, of="row").table(0)
    for group in range(LEVELS[1]):
        inside = CODES[:, 1] == group
        expected = means(ones(CODES[:, 0], LEVELS[0]), drawn, inside)
        assert shares.values[group] == pytest.approx(expected.values, rel=CLOSE)
        assert shares.standard_errors[group] == pytest.approx(expected.standard_errors, rel=CLOSE)
        assert shares.design_effects[group] == pytest.approx(expected.design_effects, rel=CLOSE)
        weights = WEIGHTS[inside & (CODES[:, 0] >= 0)]
        assert shares.n_effective[group] == pytest.approx(effective_sample_size(weights))
        assert set(shares.n[group]) == {int((weights > 0).sum())}


@pytest.mark.parametrize("rule", SINGLE_CLUSTER_RULES)
def test_a_stratum_of_a_single_row_follows_its_rule(rule: Any) -> None:
    first = np.array([0, 1, 1, 0, 2, 2, 0, 1])
    layers = np.array([0, 0, 0, 0, 1, 1, 1, 2])
    drawn = survey_design(
        np.arange(1.0, 9.0), strata=[layers], fpc=[np.full(8, 40.0)], single_cluster=rule
    )
    sums = count_one_way_tables(answer_arrays_from_design(drawn, first[:, None], (3,)))
    if rule == "fail":
        with pytest.raises(DesignError, match="single row"):
            cell_shares(sums)
    else:
        same(cell_shares(sums).table(0), means(ones(first, 3), drawn))
        same(cell_totals(sums).table(0), totals(ones(first, 3), drawn))


def part(rows: Codes) -> AnswerArrays:
    return answer_arrays(CODES[rows], LEVELS, WEIGHTS[rows], LAYERS[rows], POPULATION)


TABLES = [(0,), (1,), (2, 1), (0, 3)]
WHOLE = count_tables(part(np.arange(N)), TABLES)


@given(st.binary(min_size=N, max_size=N), st.permutations(range(5)))
def test_parts_add_up_to_the_whole_whatever_the_split_and_the_order(
    split: bytes, order: list[int]
) -> None:
    chosen = np.frombuffer(split, dtype=np.uint8) % 5
    rows = [np.flatnonzero(chosen == place) for place in order]
    parts = [
        count_tables(part(rows_of_part), TABLES)
        for rows_of_part in rows
        if WEIGHTS[rows_of_part].any()
    ]
    merged = parts[0]
    for part_counts in parts[1:]:
        merged = merged + part_counts
    lost = N - sum(len(rows_of_part) for rows_of_part in rows if WEIGHTS[rows_of_part].any())
    assert int(merged.strata.n_drawn.sum()) == N - lost
    assert np.array_equal(merged.n, WHOLE.n)
    assert np.array_equal(merged.strata.n_weighing, WHOLE.strata.n_weighing)
    assert merged.weight == pytest.approx(WHOLE.weight, rel=CLOSE)
    assert merged.squared == pytest.approx(WHOLE.squared, rel=CLOSE)


def test_rows_that_miss_an_answer_count_as_drawn() -> None:
    sums = count_crosstabs(part(np.arange(N)), [(0, 1)])
    assert list(sums.strata.n_drawn) == list(np.bincount(LAYERS))
    assert sums.n.sum() < (WEIGHTS > 0).sum() < N


@given(
    n=st.integers(4, 60), n_levels=st.integers(1, 5), n_strata=st.integers(1, 4),
    seed=st.integers(0, 2**32 - 1),
)  # fmt: skip
def test_any_small_sample_gives_what_its_rows_give(
    n: int, n_levels: int, n_strata: int, seed: int
) -> None:
    chance = np.random.default_rng(seed)
    codes = chance.integers(-1, n_levels, (n, 1)).astype(np.int8)
    codes[0] = 0
    weights = np.append(1.0, chance.choice([0.0, 0.5, 3.0, 1e6], n - 1))
    layers = np.arange(n) % n_strata if n >= 2 * n_strata else np.zeros(n, dtype=np.int64)
    fpc = np.bincount(layers)[layers] + chance.integers(0, 3)
    drawn = survey_design(weights, strata=[layers], fpc=[fpc])
    shares = cell_shares(count_one_way_tables(answer_arrays_from_design(drawn, codes, (n_levels,))))
    expected = means(ones(codes[:, 0], n_levels), drawn)
    assert shares.values == pytest.approx(expected.values, rel=CLOSE)
    assert shares.standard_errors == pytest.approx(expected.standard_errors, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int32, np.int64, ">i4"])
def test_codes_of_every_width_count_the_same(kind: Any) -> None:
    arrays = answer_arrays(CODES.astype(kind), LEVELS, WEIGHTS, LAYERS, POPULATION)
    assert np.array_equal(count_tables(arrays, TABLES).weight, WHOLE.weight)


def test_everybody_agrees_without_an_error() -> None:
    same_weight = answer_arrays(
        np.zeros((60, 1), dtype=np.int8), (2,), np.full(60, 0.1), np.arange(60) % 3, [np.inf] * 3
    )
    shares = cell_shares(count_one_way_tables(same_weight))
    assert list(shares.values) == [1.0, 0.0]
    assert list(shares.standard_errors) == [0.0, 0.0]
    assert np.isnan(shares.design_effects).all()
    assert list(cell_totals(count_one_way_tables(same_weight)).standard_errors) == [0.0, 0.0]


def test_a_row_of_the_table_that_nobody_is_in_has_no_shares() -> None:
    codes = np.array([[0, 0], [0, 1], [2, 1], [2, 0]], dtype=np.int8)
    sums = count_crosstabs(
        answer_arrays(codes, (3, 2), np.ones(4), np.zeros(4, int), [9.0]), [(0, 1)]
    )
    shares = cell_shares(sums, of="row").table(0)
    assert list(shares.n[:, 0]) == [2, 0, 2]
    assert np.isnan(shares.values[1]).all()
    assert np.isnan(shares.standard_errors[1]).all()
    assert shares.values[0] == pytest.approx([0.5, 0.5])


def test_one_sheet_has_a_share_and_no_interval() -> None:
    alone = answer_arrays(np.array([[1]]), (2,), [3.0], np.array([0]), [1.0])
    shares = cell_shares(count_one_way_tables(alone))
    assert list(shares.values) == [0.0, 1.0]
    assert np.isnan(shares.design_effects).all()
    with pytest.raises(StatisticsError, match="no degree of freedom"):
        shares.interval()


def refused(words: str, error: type[StatisticsError], **changes: Any) -> None:
    arguments = {
        "codes": CODES, "n_levels": LEVELS, "weights": WEIGHTS, "strata": LAYERS,
        "n_population": POPULATION,
    }  # fmt: skip
    with pytest.raises(error, match=words):
        answer_arrays(**{**arguments, **changes})


def test_answers_that_cannot_be_are_refused() -> None:
    refused("outside its 4 answers", OutOfRangeError, n_levels=(4, 3, 2, 4))
    refused("outside its 5 answers", OutOfRangeError, codes=np.where(CODES < 0, -2, CODES))
    refused("whole numbers", OutOfRangeError, codes=CODES.astype(float))
    refused("at least one answer", OutOfRangeError, n_levels=(5, 3, 0, 4))
    refused("too many levels", TooManyLevelsError, n_levels=(10**6, 3, 2, 4))
    refused("number of its stratum", DesignError, n_population=POPULATION[:3])
    refused("number of its stratum", DesignError, strata=LAYERS.astype(float))
    refused("yes or no", DesignError, domain=DOMAIN[:3])
    refused("finite", DesignError, weights=np.full(N, np.inf))
    refused("unknown", DesignError, single_cluster="guess")


def test_tables_that_cannot_be_are_refused() -> None:
    sheets = part(np.arange(N))
    for wrong in ([(0, 0)], [(0, 4)], [(0, 1, 2)], [(-1,)]):
        with pytest.raises(OutOfRangeError, match="one question or of two"):
            count_tables(sheets, wrong)
    with pytest.raises(TooManyLevelsError, match="0 cells"):
        count_tables(sheets, [])
    wide = answer_arrays(CODES[:, :2], (999, 999), WEIGHTS, LAYERS, POPULATION)
    with pytest.raises(TooManyLevelsError, match="7,984,008 cells"):
        count_tables(wide, [(0, 1)])
    with pytest.raises(OutOfRangeError, match="of the table or of the row"):
        cell_shares(WHOLE, of="column")  # type: ignore[arg-type]


def test_parts_of_other_samples_do_not_add_up() -> None:
    other = answer_arrays(CODES, LEVELS, WEIGHTS, LAYERS, POPULATION + 1)
    for wrong in (count_tables(other, TABLES), count_one_way_tables(part(np.arange(N)))):
        with pytest.raises(DesignError, match="Only parts"):
            SufficientStatistics.__add__(WHOLE, wrong)


def test_a_sample_larger_than_its_population_is_refused() -> None:
    small = answer_arrays(CODES, LEVELS, WEIGHTS, LAYERS, np.full(8, 5.0))
    with pytest.raises(DesignError, match="more rows in the sample"):
        cell_shares(count_one_way_tables(small))


def test_designs_whose_errors_need_the_rows_are_refused() -> None:
    clusters = survey_design(np.ones(4), clusters=[[1, 1, 2, 3]])
    stages = survey_design(np.ones(4), clusters=[np.arange(4)] * 2, fpc=[[9.0] * 4, [2.0] * 4])
    plain = survey_design(np.ones(4))
    raked = rake(plain, [population_targets("sex", ["f", "f", "m", "m"], {"f": 6, "m": 4})])
    for drawn, word in ((clusters, "clusters"), (stages, "stages"), (raked, "calibration")):
        with pytest.raises(DesignError, match=word):
            answer_arrays_from_design(drawn, np.zeros((4, 1), dtype=np.int8), (1,))
