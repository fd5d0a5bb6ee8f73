"""Tests of the AAPOR outcome rates."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clayton_review.stats.errors import OutOfRangeError
from clayton_review.stats.response import rates
from clayton_review.stats.response.rates import (
    Dispositions,
    GivenEligibility,
    ProportionalAllocation,
)
from clayton_review.stats.response.rates_table import eligibility_words, rates_table

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
Rate = Callable[[Dispositions], float | None]
ALL: list[Rate] = [
    rates.rr1,
    rates.rr2,
    rates.rr3,
    rates.rr4,
    rates.rr5,
    rates.rr6,
    rates.coop1,
    rates.coop2,
    rates.coop3,
    rates.coop4,
    rates.ref1,
    rates.ref2,
    rates.ref3,
    rates.con1,
    rates.con2,
    rates.con3,
]
BY_HAND = ["1/3", "8/15", "5/14", "4/7", "5/13", "8/13"]  # response
BY_HAND += ["5/12", "2/3", "1/2", "4/5"]  # cooperation
BY_HAND += ["2/15", "1/7", "2/13", "4/5", "6/7", "12/13"]  # refusal, contact


@pytest.mark.parametrize(("rate", "expected"), list(zip(ALL, BY_HAND, strict=True)))
def test_each_rate_equals_the_one_worked_out_by_hand(rate: Rate, expected: str) -> None:
    assert rate(CASES) == pytest.approx(float(Fraction(expected)), rel=1e-15)


@pytest.mark.parametrize("rate", ALL)
def test_every_rate_of_no_cases_is_undefined(rate: Rate) -> None:
    assert rate(Dispositions(eligibility=0.5)) is None


def test_with_no_known_case_the_rates_without_unknowns_are_undefined() -> None:
    unknown = Dispositions(n_unknown_household=4, n_unknown_other=2, eligibility=0.5)
    assert rates.rr5(unknown) is rates.rr6(unknown) is None
    assert rates.ref3(unknown) is rates.con3(unknown) is None
    assert rates.rr1(unknown) == rates.rr4(unknown) == 0
    assert rates.rr3(replace(unknown, eligibility=0.0)) is None


@pytest.mark.parametrize("rate", [rates.rr3, rates.rr4, rates.ref2, rates.con2])
def test_rates_with_e_are_undefined_until_somebody_estimates_it(rate: Rate) -> None:
    assert rate(replace(CASES, eligibility=None)) is None
    known = replace(CASES, n_unknown_household=0, n_unknown_other=0, eligibility=None)
    assert rate(known) is not None


def test_proportional_eligibility_is_the_share_among_known_cases() -> None:
    assert rates.proportional_eligibility(30, 10) == 0.75
    assert rates.proportional_eligibility(0, 0) is None


def test_counts_and_shares_that_cannot_be_are_refused() -> None:
    for wrong in ({"n_refusal": -1}, {"n_complete": 1.5}, {"eligibility": 1.2}):
        with pytest.raises(OutOfRangeError):
            replace(CASES, **wrong)


counts = st.integers(0, 1000)


@given(st.builds(Dispositions, *[counts] * 7, st.floats(0, 1)))
def test_rates_are_ordered_as_their_definitions_say(cases: Dispositions) -> None:
    for names in (("rr1", "rr3", "rr5"), ("rr2", "rr4", "rr6"), ("ref1", "ref2", "ref3")):
        made = [getattr(rates, name)(cases) for name in names]
        known = [value for value in made if value is not None]
        assert known == sorted(known)
        assert all(0 <= value <= 1 for value in known)


def test_the_table_prints_every_rate_by_its_formula() -> None:
    table = rates_table(CASES)
    assert [row.value for row in table] == [rate(CASES) for rate in ALL]
    first, third = table[0], table[2]
    assert first.formula == "I ÷ ((I+P) + (R+NC+O) + (UH+UO))"
    assert (first.numerator, first.denominator, first.told) == (5, 15, "33.3 %")
    assert third.denominator == 14


@given(st.builds(Dispositions, *[counts] * 7, st.none() | st.floats(0, 1)))
def test_each_value_is_its_numerator_by_its_denominator(cases: Dispositions) -> None:
    for row in rates_table(cases):
        if row.denominator:
            assert row.value == pytest.approx(row.numerator / row.denominator)
            assert row.reason == ""
        else:
            assert row.value is None
            assert row.told.startswith("undefined, because ")


def test_an_undefined_rate_says_why() -> None:
    without = {row.name: row.told for row in rates_table(replace(CASES, eligibility=None))}
    assert without["RR3"] == "undefined, because e is needed and not known"
    assert without["RR1"] == "33.3 %"
    nobody = {row.name: row.told for row in rates_table(Dispositions())}
    assert nobody["RR5"] == "undefined, because no case belongs into the denominator"


def test_how_e_was_found_is_told() -> None:
    allocated = replace(CASES, eligibility=ProportionalAllocation(n_ineligible=13))
    assert allocated.e == 0.5
    assert rates.rr3(allocated) == rates.rr3(CASES)
    assert eligibility_words(allocated) == (
        "e = 0.500 by proportional allocation: 13 eligible and 13 ineligible among the cases of "
        "known eligibility."
    )
    given = replace(CASES, eligibility=GivenEligibility(0.5, "postal service, 2018"))
    assert rates.rr4(given) == rates.rr4(CASES)
    assert eligibility_words(given) == "e = 0.500, given: postal service, 2018."
    assert eligibility_words(CASES) == "e = 0.500, given without a source."
    assert eligibility_words(replace(CASES, eligibility=None)) == "e was not estimated."
    nobody = Dispositions(n_unknown_other=3, eligibility=ProportionalAllocation(0))
    assert nobody.e is None
    assert "no case is known either way" in eligibility_words(nobody)


def test_an_e_from_nowhere_or_outside_its_range_is_refused() -> None:
    for wrong in ((1.2, "somebody"), (-0.1, "somebody"), (0.5, " "), (float("nan"), "x")):
        with pytest.raises(OutOfRangeError):
            GivenEligibility(*wrong)
    with pytest.raises(OutOfRangeError):
        ProportionalAllocation(-1)
