"""Tests of disparity indices and of published ones that do or do not follow."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clayton_review.stats.errors import EmptyBaseError, OutOfRangeError
from clayton_review.stats.estimates.intervals import wilson
from clayton_review.stats.estimates.rounding import rounded_ratio
from clayton_review.stats.inconclusive import Inconclusive
from clayton_review.stats.policing.disparity import (
    RATE_FORMULA,
    SHARE_FORMULA,
    DisparityIndex,
    check_published,
    implied_share,
    rate_index,
    share_index,
)

N_PEOPLE, N_STOPS = 4_730_501, 1_681_382
STATE = [  # Missouri Attorney General, 2014: stops, population 16+, index as printed
    ("White", 1_317_360, 3_914_998, ".95"),
    ("Black", 304_321, 515_828, "1.66"),
    ("Hispanic", 30_782, 139_109, ".62"),
    ("Asian", 14_845, 80_677, ".52"),
    ("American Indian", 1_934, 19_168, ".28"),
    ("Other", 12_140, 60_721, ".56"),
]


def conclusive(index: DisparityIndex | Inconclusive) -> DisparityIndex:
    assert isinstance(index, DisparityIndex)
    return index


@pytest.mark.parametrize(("group", "n_stops", "n_people", "printed"), STATE)
def test_the_state_indices_of_2014_follow_from_their_counts(
    group: str, n_stops: int, n_people: int, printed: str
) -> None:
    index = conclusive(share_index(n_stops, N_STOPS, n_people, N_PEOPLE))
    checked = check_published(printed, n_stops, N_STOPS, n_people, N_PEOPLE)
    assert index.printed == Decimal(printed), group
    assert checked.is_consistent
    assert "follows from" in checked.sentence


@pytest.mark.parametrize(("group", "n_stops", "n_people", "printed"), STATE)
def test_an_index_changed_by_a_hundredth_is_flagged(
    group: str, n_stops: int, n_people: int, printed: str
) -> None:
    changed = Decimal(printed) + Decimal("0.01")
    checked = check_published(changed, n_stops, N_STOPS, n_people, N_PEOPLE)
    assert not checked.is_consistent, group
    assert (checked.follows, checked.difference) == (Decimal(printed), Decimal("0.01"))
    assert f"these give {checked.follows}, 0.01 less." in checked.sentence


def test_what_clayton_published_for_2017_implies_the_population() -> None:
    implied = implied_share("3.37", 1_120, 3_762)
    assert implied.sentence == (
        "An index of 3.37 with 1,120 of 3,762 stops (29.77 %) implies that the group is 8.83 % of "
        "the population 16+ (8.82 % to 8.85 %)."
    )
    assert check_published("3.37", 1_120, 3_762, 8_834, 100_000).is_consistent
    swapped = check_published("3.73", 1_120, 3_762, 8_834, 100_000)
    assert (swapped.follows, swapped.difference) == (Decimal("3.37"), Decimal("0.36"))


def test_an_index_of_shares_rounded_first_is_told_as_such() -> None:
    checked = check_published("14.95", 2_990, 10_000, 20_049, 1_000_000)  # 29.90 % ÷ 2.00 %
    assert (checked.follows, checked.is_consistent) == (Decimal("14.91"), False)
    assert checked.sentence.endswith("rounded first, to hundredths of a percent.")


def test_an_index_of_the_other_formula_is_told_as_such() -> None:
    white = {"n_stops_white": 1_317_360, "n_people_white": 3_914_998}
    checked = check_published("1.75", 304_321, N_STOPS, 515_828, N_PEOPLE, **white)
    assert (str(checked.follows), checked.formula) == ("1.66", SHARE_FORMULA)
    assert checked.sentence.endswith(f"another formula of that name: {RATE_FORMULA}.")
    other = check_published("1.76", 304_321, N_STOPS, 515_828, N_PEOPLE, **white)
    assert RATE_FORMULA not in other.sentence


def test_the_two_indices_of_one_name_differ_and_say_so() -> None:
    share = conclusive(share_index(304_321, N_STOPS, 515_828, N_PEOPLE))
    rate = conclusive(rate_index(304_321, 515_828, 1_317_360, 3_914_998))
    assert (share.formula, rate.formula) == (SHARE_FORMULA, RATE_FORMULA)
    assert (str(share.printed), str(rate.printed)) == ("1.66", "1.75")
    assert [n for _, n in share.counts] == [304_321, N_STOPS, 515_828, N_PEOPLE]
    assert dict(rate.counts)["stops of White people"] == 1_317_360
    assert "Wilson" in share.interval_source
    assert "Przyborowski" in rate.interval_source


def test_intervals_by_hand() -> None:
    share = conclusive(share_index(60, 200, 1_000, 10_000)).interval
    assert share == pytest.approx([10 * end for end in wilson(60, 200)])
    rate = conclusive(rate_index(60, 1_000, 140, 9_000)).interval
    low = wilson(60, 200).lower
    assert rate.value == pytest.approx(60 / 1_000 / (140 / 9_000))
    assert rate.lower == pytest.approx(low / (1 - low) * 9)
    none = conclusive(rate_index(0, 1_000, 140, 9_000)).interval
    assert (none.value, none.lower) == (0, 0)
    assert none.upper > 0


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 10**6))
def test_every_computed_index_is_accepted_and_implies_its_population(
    n_group: int, n_others: int, n_people_group: int, n_people_others: int
) -> None:
    n_stops, n_people = n_group + n_others, n_people_group + n_people_others
    index = rounded_ratio(n_group * n_people, n_stops * n_people_group)
    assert check_published(index, n_group, n_stops, n_people_group, n_people).is_consistent
    if index:
        implied = implied_share(index, n_group, n_stops)
        share = n_people_group / n_people
        assert implied.lower * (1 - 1e-12) <= share <= implied.upper * (1 + 1e-12)


def test_few_stops_allow_no_index() -> None:
    for index in (share_index(20, 99, 10, 100), rate_index(20, 10, 79, 90)):
        assert isinstance(index, Inconclusive)
        assert "at least 100" in index.sentence
    nobody = rate_index(200, 10, 0, 90)
    assert isinstance(nobody, Inconclusive)
    assert "nothing to divide by" in nobody.sentence


def test_counts_that_allow_no_index_are_refused() -> None:
    with pytest.raises(EmptyBaseError):
        share_index(20, 200, 0, 100)
    with pytest.raises(EmptyBaseError):
        rate_index(20, 0, 200, 100)
    with pytest.raises(EmptyBaseError):
        check_published("1.00", 0, 0, 1, 2)
    with pytest.raises(EmptyBaseError):
        implied_share("1.00", 0, 10)
    with pytest.raises(OutOfRangeError):
        share_index(201, 200, 5, 100)
    for impossible in ("0.00", "-1", "0.01"):
        with pytest.raises(OutOfRangeError):
            implied_share(impossible, 50, 100)


@pytest.mark.parametrize("text", ["high", "NaN", "Infinity", ""])
def test_what_is_no_number_was_not_published(text: str) -> None:
    with pytest.raises(OutOfRangeError, match="not a published number"):
        check_published(text, 1, 2, 1, 2)
