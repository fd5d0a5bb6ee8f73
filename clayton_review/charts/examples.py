"""One example of each shape and of its edge cases, for the component gallery, tests and bench."""

from clayton_review.charts.shapes import (
    AgreementChart,
    AgreementRow,
    Bar,
    BarChart,
    Chart,
    LineChart,
    LinePoint,
    MilestoneChart,
    MilestoneMark,
    PlanLineChart,
    PlanPoint,
)

AGREEMENT = (
    "Strongly disagree",
    "Disagree",
    "Neither agree nor disagree",
    "Agree",
    "Strongly agree",
)

TRUST = BarChart(
    title="Residents who trust the Clayton police",
    unit="percent",
    maximum=100.0,
    bars=(
        Bar("All residents", 71.0, 66.0, 76.0),
        Bar("White residents", 76.0, 70.0, 81.0),
        Bar("Black residents", 46.0, 34.0, 58.0, is_marked=True),
        Bar("Asian residents", 68.0, 54.0, 79.0),
        Bar("American Indian or Alaska Native residents", None),
    ),
)

INTERVIEWS = BarChart(
    title="Interviews held by group",
    unit="interviews",
    maximum=40.0,
    bars=(Bar("Residents", 34.0), Bar("Officers", 16.0), Bar("Business owners", 12.0)),
)

STATEMENTS = AgreementChart(
    title="What residents say about being stopped",
    steps=AGREEMENT,
    rows=(
        AgreementRow("Officers explain why they stop someone.", (12.0, 18.0, 14.0, 36.0, 20.0)),
        AgreementRow("If I were stopped, I would be treated fairly.", (9.0, 12.0, 8.0, 41.0, 30.0)),
        AgreementRow(
            "I would feel safe to complain about an officer without fear of what follows.",
            (24.0, 22.5, 19.5, 21.0, 13.0),
        ),
        AgreementRow("My children know what to do when stopped.", (None,) * 5),
    ),
)

SPENDING = PlanLineChart(
    title="Spending against plan",
    unit="US dollars",
    limit=158550.0,
    points=(
        PlanPoint("Oct 2018", 17600.0, 15200.0),
        PlanPoint("Nov 2018", 35200.0, 38900.0),
        PlanPoint("Dec 2018", 54810.0, 64210.0),
        PlanPoint("Jan 2019", 79000.0, None),
        PlanPoint("Feb 2019", 104000.0, None),
        PlanPoint("Mar 2019", 128000.0, None),
        PlanPoint("Apr 2019", 150000.0, None),
    ),
)

WORK_PLAN = MilestoneChart(
    title="Milestones",
    today="2018-12-31",
    marks=(
        MilestoneMark("Contract signed", "2018-10-09", "2018-10-09", "2018-10-09"),
        MilestoneMark("Team on site", "2018-10-23", "2018-10-23", "2018-10-29"),
        MilestoneMark("Resident survey closed", "2018-12-21", "2018-12-21", "2018-12-14"),
        MilestoneMark("Interviews finished", "2018-12-20", "2018-12-28", None),
        MilestoneMark("Draft findings", "2019-02-04", "2019-02-12", None),
        MilestoneMark("Final report to the Board", "2019-04-09", "2019-04-09", None),
    ),
)

HISTORY = LineChart(
    title="Interviews held over all reports",
    unit="interviews",
    points=(
        LinePoint("October 2018", 0.0),
        LinePoint("November 2018", 6.0),
        LinePoint("December 2018", None),
        LinePoint("January 2019", 24.0),
    ),
)

EXAMPLES: tuple[tuple[str, Chart], ...] = (
    ("Bars with intervals, one spoken of, one too small to show", TRUST),
    ("Bars of counts", INTERVIEWS),
    ("Agreement around the middle", STATEMENTS),
    ("Plan, actual and limit", SPENDING),
    ("Milestones, late and early, and today", WORK_PLAN),
    ("One number over all reports", HISTORY),
)
