"""Tests of the AAPOR outcome rates."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clayton_review.stats.errors import OutOfRangeError
from clayton_review.stats.response.dispositions import (
    Dispositions,
    GivenEligibility,
    ProportionalAllocation,
    proportional_eligibility,
)
from clayton_review.stats.response.outcome_rates import (
    OUTCOME_RATES,
    eligibility_sentence,
    outcome_rate,
    outcome_rates,
)

CASES = Dispositions(
    n_complete=5,
    n_partial=3,
    n_refusal=2,
    n_noncontact=1,
    n_other=2,
    n_unknown_household=1,
    n_unknown_other=1,
    eligibility=0.5,
)


def value(name: str, cases: Dispositions) -> float | None:
    return outcome_rate(name, cases).value


BY_HAND = ["1/3", "8/15", "5/14", "4/7", "5/13", "8/13"]  # response
BY_HAND += ["5/12", "2/3", "1/2", "4/5"]  # cooperation
BY_HAND += ["2/15", "1/7", "2/13", "4/5", "6/7", "12/13"]  # refusal, contact


@pytest.mark.parametrize(("name", "expected"), list(zip(OUTCOME_RATES, BY_HAND, strict=True)))
def test_each_rate_equals_the_one_worked_out_by_hand(name: str, expected: str) -> None:
    assert value(name, CASES) == pytest.approx(float(Fraction(expected)), rel=1e-15)


@pytest.mark.parametrize("name", OUTCOME_RATES)
def test_every_rate_of_no_cases_is_undefined(name: str) -> None:
    assert value(name, Dispositions(eligibility=0.5)) is None


def test_with_no_known_case_the_rates_without_unknowns_are_undefined() -> None:
    unknown = Dispositions(n_unknown_household=4, n_unknown_other=2, eligibility=0.5)
    assert value("RR5", unknown) is value("RR6", unknown) is None
    assert value("REF3", unknown) is value("CON3", unknown) is None
    assert value("RR1", unknown) == value("RR4", unknown) == 0
    assert value("RR3", replace(unknown, eligibility=0.0)) is None


@pytest.mark.parametrize("name", ["RR3", "RR4", "REF2", "CON2"])
def test_rates_with_e_are_undefined_until_somebody_estimates_it(name: str) -> None:
    assert value(name, replace(CASES, eligibility=None)) is None
    known = replace(CASES, n_unknown_household=0, n_unknown_other=0, eligibility=None)
    assert value(name, known) is not None


def test_proportional_eligibility_is_the_share_among_known_cases() -> None:
    assert proportional_eligibility(30, 10) == 0.75
    assert proportional_eligibility(0, 0) is None


def test_counts_and_shares_that_cannot_be_are_refused() -> None:
    for wrong in ({"n_refusal": -1}, {"n_complete": 1.5}, {"eligibility": 1.2}):
        with pytest.raises(OutOfRangeError):
            replace(CASES, **wrong)
    for counts_of_cases, words in (
        ((-1, 0), "of eligible cases"),
        ((0, -1), "of ineligible cases"),
    ):
        with pytest.raises(OutOfRangeError, match=f"The number {words} must be a whole number"):
            proportional_eligibility(*counts_of_cases)


counts = st.integers(0, 1000)


@given(st.builds(Dispositions, *[counts] * 7, st.floats(0, 1)))
def test_rates_are_ordered_as_their_definitions_say(cases: Dispositions) -> None:
    for names in (("RR1", "RR3", "RR5"), ("RR2", "RR4", "RR6"), ("REF1", "REF2", "REF3")):
        shares = [value(name, cases) for name in names]
        known = [share for share in shares if share is not None]
        assert known == sorted(known)
        assert all(0 <= share <= 1 for share in known)


def test_the_table_prints_every_rate_by_its_formula() -> None:
    table = outcome_rates(CASES)
    assert [row.value for row in table] == pytest.approx(
        [float(Fraction(rate)) for rate in BY_HAND]
    )
    first, third = table[0], table[2]
    assert first.formula == "I ÷ ((I+P) + (R+NC+O) + (UH+UO))"
    assert (first.numerator, first.denominator, first.sentence) == (5, 15, "33.3 %")
    assert third.denominator == 14


@given(st.builds(Dispositions, *[counts] * 7, st.none() | st.floats(0, 1)))
def test_each_value_is_its_numerator_by_its_denominator(cases: Dispositions) -> None:
    for row in outcome_rates(cases):
        if row.denominator:
            assert row.value == pytest.approx(row.numerator / row.denominator)
            assert row.reason == ""
        else:
            assert row.value is None
            assert row.sentence.startswith("undefined, because ")


def test_an_undefined_rate_says_why() -> None:
    without = {row.name: row.sentence for row in outcome_rates(replace(CASES, eligibility=None))}
    assert without["RR3"] == "undefined, because it needs e, which is not known"
    assert without["RR1"] == "33.3 %"
    nobody = {row.name: row.sentence for row in outcome_rates(Dispositions())}
    assert nobody["RR5"] == "undefined, because there are no cases in the denominator"


def test_how_e_was_found_is_told() -> None:
    allocated = replace(CASES, eligibility=ProportionalAllocation(n_ineligible=13))
    assert allocated.e == 0.5
    assert value("RR3", allocated) == value("RR3", CASES)
    assert eligibility_sentence(allocated) == (
        "e = 0.500 by proportional allocation: 13 eligible and 13 ineligible among the cases of "
        "known eligibility."
    )
    cases = replace(CASES, eligibility=GivenEligibility(0.5, "postal service, 2018"))
    assert value("RR4", cases) == value("RR4", CASES)
    assert eligibility_sentence(cases) == "e = 0.500, given: postal service, 2018."
    assert eligibility_sentence(CASES) == "e = 0.500, given without a source."
    assert eligibility_sentence(replace(CASES, eligibility=None)) == "e was not estimated."
    nobody = Dispositions(n_unknown_other=3, eligibility=ProportionalAllocation(0))
    assert nobody.e is None
    assert "no case is known either way" in eligibility_sentence(nobody)


def test_an_e_from_nowhere_or_outside_its_range_is_refused() -> None:
    for wrong in ((1.2, "somebody"), (-0.1, "somebody"), (0.5, " "), (float("nan"), "x")):
        with pytest.raises(OutOfRangeError):
            GivenEligibility(*wrong)
    with pytest.raises(OutOfRangeError):
        ProportionalAllocation(-1)


def test_a_rate_of_an_unknown_name_is_refused() -> None:
    with pytest.raises(OutOfRangeError, match="no outcome rate called 'RR7'"):
        outcome_rate("RR7", CASES)


def test_each_formula_is_given_in_words() -> None:
    words = [definition.words for definition in OUTCOME_RATES.values()]
    assert len(set(words)) == len(words) == 16
    assert OUTCOME_RATES["RR6"].words == (
        "complete and partial answers of cases known to be eligible"
    )
