"""The sentences of the charts, as somebody reads them aloud."""

from dataclasses import replace

import pytest

from clayton_review.charts import describe
from clayton_review.charts.examples import INTERVIEWS, SPENDING, STATEMENTS, TRUST, WORK_PLAN
from clayton_review.charts.shapes import (
    AgreementRow,
    Bar,
    BarChart,
    Chart,
    MilestoneMark,
    PlanPoint,
)

EMPTY: list[Chart] = [
    replace(TRUST, bars=()),
    replace(STATEMENTS, rows=()),
    replace(SPENDING, points=()),
    replace(WORK_PLAN, marks=()),
]


def counts(*values: float | None) -> BarChart:
    bars = tuple(Bar(f"group {place}", value) for place, value in enumerate(values, 1))
    return BarChart("Interviews held", "interviews", 10.0, bars)


def test_bars_name_largest_smallest_intervals_and_what_is_too_few() -> None:
    assert describe(TRUST) == (
        "Residents who trust the Clayton police: largest is White residents, 76.0 percent"
        " (interval 70.0 to 81.0); smallest is Black residents, 46.0 percent (interval 34.0 to"
        " 58.0); All residents, 71.0 percent (interval 66.0 to 76.0); Asian residents, 68.0"
        " percent (interval 54.0 to 79.0); not shown, to protect small groups: American"
        " Indian or Alaska Native residents."
    )


def test_the_unit_of_a_count_is_said_once_and_in_the_right_number() -> None:
    assert describe(INTERVIEWS) == (
        "Interviews held by group: largest is Residents, 34 interviews; smallest is Business"
        " owners, 12; Officers, 16."
    )
    assert describe(counts(1.0)) == "Interviews held: group 1, 1 interview."


def test_ties_are_named_together() -> None:
    assert describe(counts(4, 4, 2)).endswith(
        "largest are group 1 and group 2, 4 interviews each; smallest is group 3, 2."
    )
    assert describe(counts(3, 3)).endswith("all 2 shown are 3 interviews.")


def test_a_marked_bar_is_named_among_many() -> None:
    bars = tuple(Bar(f"group {n}", float(n), is_marked=n == 4) for n in range(9))
    assert "group 4, 4" in describe(replace(INTERVIEWS, bars=bars))


def test_many_suppressed_bars_are_counted_not_listed() -> None:
    assert describe(counts(*[None] * 6)) == (
        "Interviews held: not shown, to protect small groups: group 1, group 2, group 3"
        " and 3 others."
    )


def test_agreement_names_most_and_least_agreement_in_the_words_of_the_scale() -> None:
    sentence = describe(STATEMENTS)
    assert (
        "most for “If I were stopped, I would be treated fairly”, 71.0 percent agree or" in sentence
    )
    assert "least for “I would feel safe to complain" in sentence
    assert "46.5 percent strongly disagree or disagree" in sentence
    assert sentence.endswith(
        "not shown, to protect small groups: My children know what to do when stopped."
    )


def test_one_statement_alone_is_simply_said() -> None:
    statement = replace(
        STATEMENTS, rows=(AgreementRow("It is fair.", (0.0, 10.0, 20.0, 30.0, 40.0)),)
    )
    assert describe(statement).endswith(
        ": “It is fair”, 70.0 percent agree or strongly agree, 10.0 percent strongly disagree or"
        " disagree."
    )


def test_the_plan_tells_over_under_and_the_limit() -> None:
    assert describe(SPENDING) == (
        "Spending against plan: by Dec 2018, $64,210 against a plan of $54,810, $9,400 over plan;"
        " 40 percent of the limit of $158,550; the plan ends at $150,000 in Apr 2019."
    )
    under = replace(SPENDING, points=(PlanPoint("Oct", 100.0, 40.5),), limit=None)
    assert describe(under).endswith("by Oct, $40.50 against a plan of $100, $59.50 under plan.")
    over = replace(SPENDING, points=(PlanPoint("Oct", 100.0, 120.0),), limit=110.0)
    assert describe(over).endswith("$20 over plan; $10 over the limit of $110.")
    even = replace(SPENDING, points=(PlanPoint("Oct", 100.0, 100.0),), limit=None)
    assert describe(even).endswith("exactly on plan.")


def test_a_plan_without_actuals_says_that_nothing_is_known() -> None:
    points = tuple(replace(point, actual=None) for point in SPENDING.points)
    sentence = describe(replace(SPENDING, points=points))
    assert "nothing is known yet of what happened" in sentence
    assert "the limit is $158,550" in sentence


def test_a_title_keeps_the_full_stop_of_an_abbreviation() -> None:
    assert describe(replace(TRUST, title="Trust in the U.S.")).startswith("Trust in the U.S.: ")
    assert describe(replace(TRUST, title="Trust in police.")).startswith("Trust in police: ")
    bars = tuple(replace(bar, label="After 5 p.m.", value=None) for bar in TRUST.bars)
    assert "After 5 p.m." in describe(replace(TRUST, bars=bars))


@pytest.mark.parametrize(
    ("title", "start"),
    [
        ("The mean is 3.5.", "The mean is 3.5: "),
        ("It rose to $1,200.50.", "It rose to $1,200.50: "),
        ("It fell to 3.5%.", "It fell to 3.5%: "),
        ("We heard it at 6:00 p.m.", "We heard it at 6:00 p.m.: "),
        ("Antes de las 6:00 p. m.", "Antes de las 6:00 p. m.: "),
        ("Confianza en los EE. UU.", "Confianza en los EE. UU.: "),
        ("See clayton.example.", "See clayton.example: "),
        ("A team of Ph.D.", "A team of Ph.D.: "),
        ("Written by (U.S.", "Written by (U.S.: "),
    ],
)
def test_a_full_stop_after_a_number_or_an_address_ends_the_sentence(title: str, start: str) -> None:
    assert describe(replace(TRUST, title=title)).startswith(start)


def test_milestones_tell_what_is_reached_overdue_next_and_late() -> None:
    assert describe(WORK_PLAN) == (
        "Milestones: 3 of 6 reached; overdue is “Interviews finished”, due December 28, 2018,"
        " 8 days later than first agreed, 3 days overdue; next is “Draft findings”, due"
        " February 12, 2019, 8 days later than first agreed; 3 are later than first"
        " agreed, the most “Interviews finished”, by 8 days."
    )


def test_several_overdue_milestones_are_counted_first() -> None:
    sentence = describe(replace(WORK_PLAN, today="2019-02-15"))
    words = "2 are overdue, first “Interviews finished”, due December 28, 2018,"
    assert f"{words} 8 days later than first agreed, 49 days overdue; next" in sentence


def test_a_title_that_says_the_count_does_not_say_it_twice() -> None:
    sentence = describe(replace(WORK_PLAN, title="3 of 6 milestones have been reached"))
    assert sentence.count("3 of 6") == 1


def test_milestones_on_time_say_that_none_is_later() -> None:
    on_time = MilestoneMark("Report", "2019-01-01", "2019-01-01", None)
    sentence = describe(replace(WORK_PLAN, marks=(on_time,)))
    assert (
        sentence
        == "Milestones: 0 of 1 reached; next is “Report”, due January 1, 2019; none is later"
        " than first agreed."
    )


def test_a_plan_with_an_overdue_milestone_is_not_called_on_time() -> None:
    overdue = MilestoneMark("Report", "2018-12-01", "2018-12-01", None)
    assert describe(replace(WORK_PLAN, marks=(overdue,))) == (
        "Milestones: 0 of 1 reached; overdue is “Report”, due December 1, 2018, 30 days overdue."
    )


@pytest.mark.parametrize("chart", EMPTY, ids=lambda chart: chart.shape)
def test_an_empty_chart_says_that_there_is_nothing_yet(chart: Chart) -> None:
    assert describe(chart).endswith(": nothing to show yet.")
