"""The course of spending, computed by hand: pace, forecast, and the month of the limit."""

from datetime import date
from decimal import Decimal

import pytest

from clayton_review.engagement.selectors import months_between
from clayton_review.engagement.selectors.spending import MonthSpent, Spending

MONTHS = months_between(date(2018, 10, 1), date(2019, 4, 30))
NEW_YEAR = date(2019, 1, 1)


def course(
    *fees: int,
    day: date = NEW_YEAR,
    limit: str = "1000",
    plan: tuple[int, ...] = (),
    ends_on: date = date(2019, 4, 30),
    planned_to_date: int = 0,
) -> Spending:
    """Fees and plan of the months from October on; months without fees have not begun."""
    plans = [*plan, *[0] * (len(MONTHS) - len(plan))]
    amounts = [*map(Decimal, fees), *[None] * (len(MONTHS) - len(fees))]
    return Spending(
        limit=Decimal(limit),
        fees=Decimal(sum(fees)),
        reimbursables=Decimal(0),
        planned_to_date=Decimal(planned_to_date),
        planned_total=Decimal(sum(plan)),
        months=tuple(
            MonthSpent(month, Decimal(planned), spent)
            for month, planned, spent in zip(MONTHS, plans, amounts, strict=True)
        ),
        day=day,
        ends_on=ends_on,
    )


@pytest.mark.parametrize(
    ("day", "n_whole", "run_rate"),
    [
        (date(2018, 10, 1), 0, None),
        (date(2018, 10, 31), 0, None),
        (date(2018, 11, 1), 1, "10.00"),
        (date(2018, 12, 31), 2, "15.00"),
        (date(2019, 1, 1), 3, "20.00"),
        (date(2019, 2, 1), 4, "40.00"),
        (date(2019, 3, 15), 5, "67.67"),
    ],
)
def test_the_pace_is_the_mean_of_three_whole_months(
    day: date, n_whole: int, run_rate: str | None
) -> None:
    now = course(10, 20, 30, 70, 103, 500, day=day)
    assert now.n_whole == n_whole
    assert now.run_rate == (Decimal(run_rate) if run_rate else None)


@pytest.mark.parametrize(
    ("day", "ends_on", "left"),
    [
        (date(2018, 9, 1), date(2019, 4, 30), Decimal(7)),
        (NEW_YEAR, date(2019, 4, 30), Decimal(4)),
        (date(2019, 1, 31), date(2019, 4, 30), 3 + Decimal(1) / 31),
        (NEW_YEAR, date(2019, 4, 15), Decimal("3.5")),
        (date(2019, 4, 10), date(2019, 4, 15), Decimal("0.2")),
        (date(2019, 4, 15), date(2019, 4, 15), Decimal(1) / 30),
        (date(2019, 4, 16), date(2019, 4, 15), Decimal(0)),
    ],
)
def test_part_months_to_the_end_count_by_days(day: date, ends_on: date, left: Decimal) -> None:
    assert course(day=day, ends_on=ends_on).months_left == left


@pytest.mark.parametrize(
    ("day", "at_the_end"),
    [
        (date(2018, 10, 31), None),
        (NEW_YEAR, "700.00"),  # 100 for each of four months more
        (date(2019, 4, 30), "303.33"),  # one day of thirty
        (date(2019, 5, 1), None),
    ],
)
def test_the_pace_goes_on_to_the_last_day(day: date, at_the_end: str | None) -> None:
    fees = (100, 100, 100) if day < date(2019, 4, 1) else (0, 0, 0, 100, 100, 100)
    now = course(*fees, day=day)
    assert now.by_run_rate == (Decimal(at_the_end) if at_the_end else None)


@pytest.mark.parametrize(
    ("limit", "reached_in"),
    [
        ("299", NEW_YEAR),
        ("300", NEW_YEAR),
        ("310", NEW_YEAR),
        ("399.99", NEW_YEAR),
        ("400", date(2019, 2, 1)),
        ("500", date(2019, 3, 1)),
        ("699.99", date(2019, 4, 1)),
        ("700", None),
        ("800", None),
    ],
)
def test_the_month_of_the_limit_follows_from_the_pace(limit: str, reached_in: date | None) -> None:
    assert course(100, 100, 100, limit=limit).limit_reached_in == reached_in


@pytest.mark.parametrize(
    ("fees", "day", "limit", "reached_in"),
    [
        ((100, 100), date(2018, 12, 1), "299", date(2018, 12, 1)),
        ((100, 100), date(2018, 12, 1), "300", NEW_YEAR),
        ((100, 100), date(2018, 12, 31), "200", date(2018, 12, 1)),
        ((0, 0, 0, 90), date(2019, 1, 20), "100", None),  # no pace yet
        ((0, 0, 0, 0, 90, 0, 0), date(2019, 5, 1), "100", None),  # the contract is over
        ((100,), date(2018, 10, 20), "101", None),  # no month is over
    ],
)
def test_no_month_of_the_limit_is_told_without_a_pace(
    fees: tuple[int, ...], day: date, limit: str, reached_in: date | None
) -> None:
    assert course(*fees, day=day, limit=limit).limit_reached_in == reached_in


@pytest.mark.parametrize(
    ("limit", "passed_in", "over"),
    [
        ("60", None, 0),
        ("59.99", date(2018, 12, 1), "0.01"),
        ("30", date(2018, 12, 1), 30),
        ("29", date(2018, 11, 1), 31),
        ("9", date(2018, 10, 1), 51),
    ],
)
def test_the_limit_is_passed_in_the_month_that_takes_the_sum_over_it(
    limit: str, passed_in: date | None, over: str
) -> None:
    now = course(10, 20, 30, limit=limit)
    assert now.limit_passed_in == passed_in
    assert now.over_limit == Decimal(over)


@pytest.mark.parametrize(("limit", "share"), [("240", 25), ("1", 6000), ("0", None)])
def test_the_share_is_percent_of_the_limit(limit: str, share: int | None) -> None:
    assert course(10, 20, 30, limit=limit).share == share


@pytest.mark.parametrize(
    ("fees", "plan", "n_shown", "plan_ends"),
    [
        ((10, 20), (5, 5, 5, 0, 1), 5, date(2019, 2, 1)),
        ((10, 20, 0, 30, 0), (5, 5), 4, date(2018, 11, 1)),
        ((0, 0), (), 7, None),
    ],
)
def test_months_are_shown_up_to_the_last_with_plan_or_fees(
    fees: tuple[int, ...], plan: tuple[int, ...], n_shown: int, plan_ends: date | None
) -> None:
    now = course(*fees, plan=plan)
    assert [month.month for month in now.shown_months] == MONTHS[:n_shown]
    assert now.plan_ends == plan_ends


def test_the_plan_to_come_is_added_to_the_fees() -> None:
    assert course(10, 20, plan=(5, 5, 30, 40), planned_to_date=12).by_plan == 98
