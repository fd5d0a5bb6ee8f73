"""Waves and groups compared: the values of R's survey, and sentences that say no more than them."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clayton_review.stats.compare.comparison import (
    ComparedQuestion,
    ComparedSide,
    Comparison,
    ComparisonResult,
    NotComparable,
    benjamini_hochberg,
    compare_groups,
    compare_waves,
)
from clayton_review.stats.compare.wording import change_sentence, difference_sentence
from clayton_review.stats.errors import OutOfRangeError
from clayton_review.stats.estimates.design import SurveyDesign, survey_design
from clayton_review.stats.weighting.calibration import population_targets, rake

STATS = Path(__file__).parents[1]
EXPECTED: dict[str, Any] = json.loads((STATS / "compare" / "expected.json").read_text())
ALL = pd.read_csv(STATS / "estimates" / "people.csv")
PEOPLE = ALL[ALL["stratum"] != "campus"].reset_index(drop=True)


def drawn(people: pd.DataFrame, *, with_correction: bool = True) -> SurveyDesign:
    return survey_design(
        people["weight"],
        strata=[people["stratum"].to_numpy()],
        clusters=[people["block"]],
        fpc=[people["n_blocks"]] if with_correction else None,
        nest=True,
    )


def asked(people: pd.DataFrame) -> list[ComparedQuestion]:
    agree = np.where(people["trust"].isna(), np.nan, people["trust"] == "agree")
    age = people["age"].to_numpy(dtype=np.float64)
    return [ComparedQuestion("agree", agree), ComparedQuestion("age", age, "mean")]


def same(results: tuple[ComparisonResult, ...], expected: dict[str, Any]) -> None:
    for result in results:
        assert isinstance(result, Comparison)
        assert result.degrees_of_freedom == expected["degf"]
        assert [
            result.difference,
            result.standard_error,
            result.p_value,
            result.lower,
            result.upper,
        ] == (pytest.approx(expected[result.question], rel=1e-8))
        assert result.t == pytest.approx(result.difference / result.standard_error)


def test_two_waves_are_as_r_stacks_them() -> None:
    first, second = (PEOPLE[PEOPLE["person"] % 2 == part] for part in (1, 0))
    results = compare_waves(
        ("2018", drawn(first), asked(first)), ("2019", drawn(second), asked(second))
    )
    same(results, EXPECTED["waves"])


def test_two_groups_of_one_sample_keep_their_covariance() -> None:
    stopped = (PEOPLE["stopped"] == "yes").to_numpy()
    sides = ("not stopped", ~stopped), ("stopped", stopped)
    same(compare_groups(drawn(PEOPLE), *sides, asked(PEOPLE)), EXPECTED["one_sample"])
    groups = population_targets("group", list(PEOPLE["group"]), {"A": 3600, "B": 2400, "C": 700})
    stops = population_targets("stopped", list(PEOPLE["stopped"]), {"no": 5200, "yes": 1500})
    raked = rake(drawn(PEOPLE, with_correction=False), [groups, stops])
    same(compare_groups(raked, *sides, asked(PEOPLE)), EXPECTED["raked"])


def test_adjusted_p_values_are_those_of_r() -> None:
    expected = EXPECTED["adjusted"]
    assert benjamini_hochberg(expected["p"]) == pytest.approx(expected["BH"], rel=1e-12)
    assert len(benjamini_hochberg([])) == 0
    for wrong in ([1.1], [-0.1], [np.nan], [[0.5]]):
        with pytest.raises(OutOfRangeError, match="p-values"):
            benjamini_hochberg(wrong)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.randoms())
def test_adjusting_keeps_the_order_and_never_makes_chance_rarer(p: list[float], mixer: Any) -> None:
    adjusted = benjamini_hochberg(p)
    assert (adjusted >= np.array(p) - 1e-15).all()
    assert (adjusted <= 1).all()
    order = list(range(len(p)))
    mixer.shuffle(order)
    assert benjamini_hochberg([p[place] for place in order]) == pytest.approx(adjusted[order])


def test_the_set_of_questions_is_what_p_values_are_adjusted_over() -> None:
    stopped = (PEOPLE["stopped"] == "yes").to_numpy()
    silent = ComparedQuestion("silent", np.full(len(PEOPLE), np.nan))
    question = ComparedQuestion("one answer", np.ones(len(PEOPLE)))
    questions = [*asked(PEOPLE), silent, question]
    results = compare_groups(drawn(PEOPLE), ("no", ~stopped), ("yes", stopped), questions)
    tested = [row for row in results if isinstance(row, Comparison)]
    assert [row.n_compared for row in tested] == [2, 2]
    assert [row.adjusted_p for row in tested] == pytest.approx(
        list(benjamini_hochberg([row.p_value for row in tested]))
    )
    assert [type(row) for row in results[2:]] == [NotComparable, NotComparable]
    assert change_sentence(results[2]) == (
        "cannot be estimated, because no one in the sample belongs here, so nothing can be "
        "estimated"
    )
    assert "do not vary" in difference_sentence(results[3])


PLAIN = Comparison(
    "q", "share", ComparedSide("2018", 0.41, 400), ComparedSide("2019", 0.48, 400),
    0.07, 0.0255, 0.02, 0.12, 0.95, 2.7, 700, 0.007, 0.01, 5,
)  # fmt: skip
NOTHING = replace(
    PLAIN, difference=0.01, lower=-0.04, upper=0.06, p_value=0.7, adjusted_p=0.8
)  # fmt: skip


def test_sentences_of_a_change() -> None:
    assert change_sentence(PLAIN) == ("rose from 41 % to 48 % (+7 points, 95 % interval +2 to +12)")
    assert change_sentence(NOTHING) == (
        "no detectable change (difference +1 point, 95 % interval −4 to +6)"
    )
    fell = replace(PLAIN, difference=-0.07, lower=-0.12, upper=-0.02)
    fell = replace(fell, first=PLAIN.second, second=PLAIN.first)
    assert change_sentence(fell) == ("fell from 48 % to 41 % (−7 points, 95 % interval −12 to −2)")


def test_sentences_of_two_groups() -> None:
    sides = replace(
        PLAIN, first=ComparedSide("men", 0.41, 9), second=ComparedSide("women", 0.48, 9)
    )
    assert difference_sentence(sides) == (
        "48 % of women, 41 % of men (+7 points, 95 % interval +2 to +12)"
    )
    mean = replace(
        sides, measure="mean", first=ComparedSide("men", 3.44, 9),
        second=ComparedSide("women", 3.51, 9),
        difference=0.07, lower=0.02, upper=0.12,
    )  # fmt: skip
    assert difference_sentence(mean) == (
        "3.51 among women, 3.44 among men (+0.07, 95 % interval +0.02 to +0.12)"
    )
    assert difference_sentence(NOTHING).startswith("no detectable difference (difference +1 point")


def test_a_small_difference_that_is_detected_is_not_written_as_none() -> None:
    small = replace(
        PLAIN, difference=0.004, lower=0.001, upper=0.007, second=ComparedSide("b", 0.414, 9)
    )
    assert change_sentence(small) == (
        "rose from 41.0 % to 41.4 % (+0.4 points, 95 % interval +0.1 to +0.7)"
    )


def test_what_only_the_set_makes_likely_is_said_to_be_so() -> None:
    among_many = replace(PLAIN, adjusted_p=0.2, n_compared=30)
    assert change_sentence(among_many) == (
        "no detectable change once 30 questions are compared "
        "(difference +7 points, 95 % interval +2 to +12)"
    )


def test_questions_that_cannot_be_are_refused() -> None:
    design = drawn(PEOPLE)
    n = len(PEOPLE)
    with pytest.raises(OutOfRangeError, match="one value for each"):
        compare_waves(("a", design, [ComparedQuestion("q", np.ones(3))]), ("b", design, [ComparedQuestion("q", np.ones(3))]))  # noqa: E501  # fmt: skip
    wrong = ComparedQuestion("q", np.full(n, 2.0))
    with pytest.raises(OutOfRangeError, match="0, 1 or missing"):
        compare_waves(("a", design, [wrong]), ("b", design, [wrong]))
    with pytest.raises(OutOfRangeError, match="same questions"):
        compare_waves(("a", design, asked(PEOPLE)), ("b", design, asked(PEOPLE)[::-1]))


def test_no_degree_of_freedom_is_told_and_not_guessed() -> None:
    alone = survey_design([2.0], single_cluster="remove")
    question = [ComparedQuestion("q", np.array([1.0]))]
    results = compare_waves(("a", alone, question), ("b", alone, question))
    assert isinstance(results[0], NotComparable)
    assert "no degree of freedom" in results[0].reason
