"""The sample planner: DOMAIN's numbers, both ways, in a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clayton_review.stats.errors import EmptyBaseError, OutOfRangeError
from clayton_review.stats.response.sample_plan import (
    MailingAssumptions,
    plan_for_letters,
    plan_for_margin,
)

CITY = MailingAssumptions(response_rate=0.15, population=17_000)


@pytest.mark.parametrize(
    ("margin", "design_effect", "n_completes", "n_delivered"),
    [(0.05, 1.0, 376, 2507), (0.03, 1.0, 1005, 6700), (0.05, 1.5, 558, 3720)],
)
def test_letters_for_a_margin_in_a_city(
    margin: float, design_effect: float, n_completes: int, n_delivered: int
) -> None:
    city = MailingAssumptions(0.15, design_effect=design_effect, population=17_000)
    plan = plan_for_margin(margin, city)
    assert (plan.n_completes, plan.n_delivered, plan.n_letters) == (
        n_completes, n_delivered, n_delivered,
    )  # fmt: skip
    assert plan.margin <= margin


def test_letters_that_come_back_are_printed_too() -> None:
    plan = plan_for_margin(0.05, MailingAssumptions(0.15, 0.92, 1.5, 17_000))
    assert (plan.n_delivered, plan.n_letters) == (3720, 4044)
    assert plan.sentence == (
        "Of 4,044 letters, we expect 3,720 to arrive (92 %) and 558 to bring complete answers "
        "(15 %). The margin of error is then ±5.0 points at 95 % confidence, for a share of 50 % "
        "of 17,000 adults and a design effect of 1.5."
    )


def test_the_margin_of_a_number_of_letters() -> None:
    plan = plan_for_letters(4044, MailingAssumptions(0.15, 0.92, 1.5, 17_000))
    assert (plan.n_delivered, plan.n_completes) == (3720, 558)
    assert round(100 * plan.margin, 2) == 5.0


@given(st.floats(0.02, 0.2), st.floats(0.02, 1), st.floats(0.3, 1), st.floats(1, 3))
def test_there_and_back_reaches_the_margin_and_one_letter_fewer_does_not(
    margin: float, response_rate: float, deliverability: float, design_effect: float
) -> None:
    expected = MailingAssumptions(response_rate, deliverability, design_effect)
    there = plan_for_margin(margin, expected)
    back = plan_for_letters(there.n_letters, expected)
    assert back.n_completes >= there.n_completes
    assert back.margin <= margin * (1 + 1e-9)
    fewer = plan_for_letters(there.n_letters - 1, expected)
    assert fewer.n_completes < there.n_completes


def test_plans_that_cannot_be_are_refused() -> None:
    with pytest.raises(OutOfRangeError, match="more than the 17,000 adults"):
        plan_for_margin(0.01, CITY)
    with pytest.raises(OutOfRangeError, match="more than the 17,000 adults"):
        plan_for_letters(20_000, CITY)
    with pytest.raises(EmptyBaseError, match="no answer"):
        plan_for_letters(5, CITY)
    with pytest.raises(OutOfRangeError, match="whole number"):
        plan_for_letters(-5, CITY)
    for rate in (0.0, 15.0, float("nan")):
        with pytest.raises(OutOfRangeError, match="response rate"):
            MailingAssumptions(rate)
        with pytest.raises(OutOfRangeError, match="deliverability"):
            MailingAssumptions(0.15, rate)
