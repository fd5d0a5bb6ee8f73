"""Days of things that have happened: not to come, and not before their beginning."""

from datetime import UTC, date, datetime, timedelta

import pytest

from clayton_review import clock
from clayton_review.citable.dates import check_happened
from clayton_review.refusals import Refused

NOON = datetime(2018, 12, 3, 18, tzinfo=UTC)
TODAY, BEGINNING = date(2018, 12, 3), date(2018, 11, 5)
A_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (
            TODAY + A_DAY,
            "The day of the visit cannot be in the future. Enter today or an earlier day.",
        ),
        (
            BEGINNING - A_DAY,
            "The day of the visit cannot be before the start, November 5, 2018. Enter that day or "
            "a later one.",
        ),
    ],
)
def test_a_day_outside_is_refused_beside_its_field(day: date, sentence: str) -> None:
    with clock.at(NOON), pytest.raises(Refused) as refusal:
        check_happened(
            day, "The day of the visit", "visited_on", since=BEGINNING, beginning="the start"
        )
    assert (str(refusal.value), refusal.value.field) == (sentence, "visited_on")


@pytest.mark.parametrize("day", [BEGINNING, TODAY, None])
def test_a_day_within_is_taken(day: date | None) -> None:
    with clock.at(NOON):
        check_happened(day, "The day", "day", since=BEGINNING, beginning="the start")
        check_happened(day, "The day", "day")
