"""The engagement's figures and calendar: empty, hand-computed, and as of an earlier moment."""

from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from clayton_review import clock, figures
from clayton_review.accounts.models import User
from clayton_review.charts import describe
from clayton_review.engagement import actions, models, selectors
from clayton_review.figures import Audience, Figure, Scope, State
from tests.engagement import factories

pytestmark = pytest.mark.django_db
JANUARY_1 = datetime(2019, 1, 1, 12, tzinfo=UTC)  # 06:00 in Clayton
BEFORE = datetime(2018, 10, 20, tzinfo=UTC)


def figure_of(
    name: str, as_of: datetime = JANUARY_1, audience: Audience = Audience.BOARD
) -> Figure:
    figure = figures.compute(f"engagement.{name}", Scope(as_of, audience))
    assert figures.from_json(figures.to_json(figure)) == figure
    return figure


@pytest.fixture
def study(lead: User) -> User:
    """A contract with three planned months, recorded at its beginning."""
    with clock.at(BEFORE):
        factories.contract(by=lead)
        for month in (10, 11, 12):
            factories.planned(by=lead, month=date(2018, month, 1), amount="15000")
    return lead


def spend(by: User, amount: str, on: date, kind: str = models.ExpenseKind.FEE) -> models.Expense:
    with clock.at(datetime(on.year, on.month, on.day, 20, tzinfo=UTC)):
        return factories.expense(by=by, amount=amount, on=on, kind=kind)


def test_without_a_contract_every_figure_says_so() -> None:
    assert figure_of("budget").title == "No contract is on record"
    assert figure_of("expenses").value == "0.00"
    assert figure_of("milestones").value is None
    assert figure_of("decisions").title == "The Board is not asked to decide anything"


def test_the_budget_is_hand_computed(study: User) -> None:
    spend(study, "20000", date(2018, 10, 30))
    spend(study, "30000.50", date(2018, 12, 30))
    spend(study, "777", date(2018, 12, 30), models.ExpenseKind.REIMBURSABLE)

    budget = figure_of("budget")
    assert budget.value == "50000.50"
    assert budget.title == "Spending is $5,001 over plan"
    assert budget.state == State.WATCH
    # nothing is planned from January on; (20,000 + 0 + 30,000.50) / 3 for each of four months more
    assert "If the plan holds, they will end at $50,001, within the limit." in budget.sentence
    assert "($16,667 each), they will reach $116,668 by April 30, 2019" in budget.sentence
    burn = figure_of("burn")
    assert "$50,001" in burn.sentence
    assert "$116,668 by April 30, 2019" in burn.sentence
    amounts = {row[0]: row[1] for row in burn.table.rows}
    assert amounts["If the plan holds"] == "50001"
    assert amounts["At the pace of recent months"] == "116668"
    assert "No fees are planned after December 2018; the contract runs to" in budget.method
    assert "31.5% of the $158,550" in budget.sentence
    assert "compared with $45,000 planned" in budget.sentence
    assert "$777 are separate" in budget.sentence
    assert budget.table.rows[0] == (
        "October 2018", "15000.00", "20000.00", "15000.00", "20000.00",
    )  # fmt: skip
    assert len(budget.table.rows) == 3  # no empty rows for months without plan and fees


@pytest.mark.parametrize(
    ("amount", "title", "state"),
    [
        ("45000", "Spending is on plan", State.ON_TRACK),
        ("20000", "Spending is behind plan", State.ON_TRACK),
        ("118912.50", "Spending is $73,913 over plan", State.WATCH),
        ("142695.00", "Spending is near the limit", State.ATTENTION),
        ("158550.00", "Spending is near the limit", State.ATTENTION),
        ("158550.01", "Spending is over the limit", State.ATTENTION),
    ],
)
def test_the_alerts_stand_at_the_plan_and_at_90_and_100_percent(
    study: User, amount: str, title: str, state: State
) -> None:
    spend(study, amount, date(2018, 12, 1))
    budget = figure_of("budget")
    assert (budget.title, budget.state) == (title, state)


def test_once_the_limit_is_passed_every_title_says_so(study: User) -> None:
    spend(study, "150000", date(2018, 11, 20))
    assert figure_of("burn").state_words == "limit in sight"
    spend(study, "10000", date(2018, 12, 20))
    budget, burn = figure_of("budget"), figure_of("burn")
    assert (budget.title, budget.state_words) == ("Spending is over the limit", "over the limit")
    assert burn.title == "Fees passed the limit in December 2018"
    assert (burn.state, burn.state_words) == (State.ATTENTION, "over the limit")
    rows = {row[0]: row[2] for row in burn.table.rows}
    assert rows["Limit passed"] == "December 2018"
    assert "Limit reached at that pace" not in rows


def test_on_plan_is_not_said_while_the_pace_breaks_the_limit(study: User) -> None:
    for month in (10, 11, 12):
        spend(study, "15000", date(2018, month, 20))
    assert figure_of("budget").title == "Spending is on plan"
    with clock.at(BEFORE):
        factories.planned(by=study, month=date(2019, 1, 1), amount="100000")
    spend(study, "60000", date(2019, 1, 20))
    budget = figure_of("budget", datetime(2019, 2, 1, 12, tzinfo=UTC))
    # (15,000 + 15,000 + 60,000) / 3 for three months more: 195,000
    assert budget.title == "Spending is behind plan, but at this pace it would pass the limit"
    assert (budget.state, budget.state_words) == (State.WATCH, "limit in sight")
    assert "reach $195,000 by April 30, 2019, over the limit" in budget.sentence


def test_an_option_that_costs_money_stands_beside_what_is_left(study: User) -> None:
    options = "Two dialogues: $6,800\nOne: $100,000.50\nNone"
    with clock.at(BEFORE):
        factories.decision(by=study, options=options, amount="6800")
    spend(study, "90000", date(2018, 11, 10))
    assert figure_of("decisions").table.rows[0][5] == (
        "Two dialogues: $6,800 (out of $68,550 left under the limit on January 1)\n"
        "One: $100,000.50 ($31,450.50 more than is left under the limit on January 1)\nNone"
    )
    spend(study, "70000", date(2018, 11, 11))
    figure = figure_of("decisions").table.rows[0][5]
    assert figure is not None
    assert "Two dialogues: $6,800 (fees are already $1,450 over the limit)" in figure


def test_nothing_is_forecast_once_the_contract_is_over(study: User) -> None:
    spend(study, "20000", date(2018, 10, 30))
    assert "At the pace" not in figure_of("budget", datetime(2019, 5, 2, tzinfo=UTC)).sentence


def test_three_quarters_spent_as_planned_is_told(study: User) -> None:
    planned = models.PlannedMonth.objects.filter(month=date(2018, 10, 1))
    planned.update(amount="95000")
    spend(study, "118912.50", date(2018, 12, 1))
    assert figure_of("budget").title == "Three quarters of the limit has been spent"


def test_reimbursable_expenses_never_count_against_the_limit(study: User) -> None:
    spend(study, "500000", date(2018, 12, 1), models.ExpenseKind.REIMBURSABLE)
    assert figure_of("budget").value == "0.00"
    expenses = figure_of("expenses")
    assert expenses.value == "500000.00"
    assert expenses.table.rows == (("Interviews and dialogues", "500000.00"),)


def test_what_is_recorded_or_withdrawn_later_does_not_change_an_earlier_month(study: User) -> None:
    early = spend(study, "1000", date(2018, 10, 30))
    november = datetime(2018, 11, 1, 12, tzinfo=UTC)
    first = figure_of("budget", november)
    with clock.at(datetime(2018, 11, 20, tzinfo=UTC)):
        factories.expense(by=study, amount="5000", on=date(2018, 10, 31))  # a late bill
        actions.withdraw(row=early, revision=1, reason="Billed to another study", by=study)
    assert figure_of("budget", november) == first
    assert figure_of("budget").value == "5000.00"


def test_after_the_contract_no_figure_tells_how_the_plan_ends(study: User) -> None:
    spend(study, "20000", date(2018, 10, 30))
    over = datetime(2019, 5, 2, 12, tzinfo=UTC)

    for name in ("budget", "burn"):
        assert "If the plan holds" in figure_of(name).sentence, name
        assert "If the plan holds" not in figure_of(name, over).sentence, name


def test_an_amendment_raises_the_limit_and_clears_the_flag(study: User) -> None:
    spend(study, "158000", date(2018, 11, 1))
    over = spend(study, "1000", date(2018, 11, 2))
    with clock.at(datetime(2018, 12, 10, tzinfo=UTC)):
        assert selectors.is_over_limit(over)
        assert selectors.over_limit_ids() == {over.pk}
    with clock.at(datetime(2018, 12, 12, tzinfo=UTC)):
        factories.amendment(by=study, change="10000", new_ends_on=date(2019, 7, 31))
        assert not selectors.is_over_limit(over)
    assert selectors.limit_in_force() == Decimal("168550.00")
    assert selectors.limit_in_force(datetime(2018, 12, 1, tzinfo=UTC)) == Decimal("158550.00")
    dates = selectors.contract_dates()
    assert dates is not None
    assert dates.ends_on == date(2019, 7, 31)


@pytest.mark.parametrize(
    ("fees", "title"),
    [
        ("", "As recorded at the time, the contract leaves nothing to spend"),
        ("1000", "Spending is over the limit"),
    ],
)
def test_a_past_day_on_which_nothing_is_left_has_figures_too(
    study: User, fees: str, title: str
) -> None:
    """An amendment counts on the days before it was withdrawn, the contract as it is today."""
    with clock.at(datetime(2018, 12, 12, tzinfo=UTC)):
        amendment = factories.amendment(by=study, change="-100000")
    if fees:
        spend(study, fees, date(2018, 11, 5))
    with clock.at(datetime(2018, 12, 20, tzinfo=UTC)):
        actions.withdraw(row=amendment, revision=1, reason="A draft", by=study)
        row = models.Contract.objects.get()
        agreed = {field.name: getattr(row, field.name) for field in fields(models.ContractInput)}
        values = models.ContractInput(**{**agreed, "not_to_exceed": Decimal(100_000)})
        actions.correct(row=row, revision=1, values=values, by=study)
    then = datetime(2018, 12, 15, tzinfo=UTC)
    assert selectors.limit_in_force(then) == 0
    budget = figure_of("budget", then)
    assert budget.title == title
    assert budget.state == State.ATTENTION
    assert "%" not in budget.sentence
    assert "the contract leaves nothing to spend. " in budget.sentence
    assert figure_of("burn", then).title


def test_milestones_are_shown_as_they_stood(lead: User) -> None:
    with clock.at(BEFORE):
        survey = factories.milestone(by=lead)
        factories.milestone(by=lead, title="First report", on=date(2018, 11, 1))
    with clock.at(datetime(2018, 12, 1, 12, tzinfo=UTC)):
        actions.move_milestone(
            milestone=survey, revision=1, to_on=date(2019, 2, 1), reason="Late letters", by=lead
        )
    now = figure_of("milestones")
    assert now.title == "0 of 2 milestones have been reached, 1 is overdue"
    assert "Compared with the dates first agreed on, 1 of the 2 was moved later." in now.sentence
    assert [row[4] for row in now.table.rows] == ["overdue", "due"]
    then = figure_of("milestones", datetime(2018, 11, 15, tzinfo=UTC))
    assert [row[2] for row in then.table.rows] == ["2018-11-01", "2018-12-15"]
    assert then.title == "0 of 2 milestones have been reached, 1 is overdue"
    assert "first agreed on" not in then.sentence


def test_an_overdue_milestone_is_not_called_due_as_first_agreed(lead: User) -> None:
    with clock.at(BEFORE):
        factories.milestone(by=lead, title="First report", on=date(2018, 11, 1))
    now = figure_of("milestones")
    assert now.sentence == "0 of 1 milestone has been reached, 1 is overdue."
    assert now.denominator == "1 milestone"


def test_a_plan_with_late_or_moved_milestones_is_not_on_time(lead: User) -> None:
    with clock.at(BEFORE):
        survey = factories.milestone(by=lead)  # agreed for December 15
        first = factories.milestone(by=lead, title="First report", on=date(2018, 11, 1))
    early = datetime(2018, 10, 25, tzinfo=UTC)
    assert (figure_of("milestones", early).state, figure_of("milestones", early).state_words) == (
        State.ON_TRACK, "on time",
    )  # fmt: skip
    assert (
        "Each was reached, or is still due, on the date first agreed on."
        in figure_of("milestones", early).sentence
    )
    with clock.at(datetime(2018, 11, 20, 12, tzinfo=UTC)):
        actions.reach_milestone(milestone=first, revision=1, reached_on=date(2018, 11, 4), by=lead)
        actions.move_milestone(
            milestone=survey, revision=1, to_on=date(2018, 12, 23), reason="Late letters", by=lead
        )
    now = figure_of("milestones", datetime(2018, 12, 1, 12, tzinfo=UTC))
    assert now.title == "1 of 2 milestones has been reached, 1 of them late"
    assert (now.state, now.state_words) == (State.WATCH, "1 late, 1 moved later")
    assert (
        "Compared with the dates first agreed on, 1 of the 2 was reached late and 1 was moved "
        "later." in now.sentence
    )
    assert [row[5] for row in now.table.rows] == ["3 days late", "moved 8 days later"]
    assert now.chart is not None
    assert "; 2 are later than first agreed, the most" in describe(now.chart)


def test_a_question_leaves_the_figure_once_it_is_decided(lead: User) -> None:
    with clock.at(datetime(2018, 12, 3, 20, tzinfo=UTC)):
        question = factories.decision(by=lead)
    with clock.at(datetime(2019, 1, 9, 20, tzinfo=UTC)):
        actions.note_outcome(
            decision=question,
            revision=1,
            decided_on=date(2019, 1, 8),
            outcome="Yes",
            how_decided=models.BoardAnswer.APPROVED,
            minutes="Minutes of January 8, 2019, item 6",
            by=lead,
        )
    assert figure_of("decisions").value == "1"
    assert figure_of("decisions", datetime(2019, 1, 10, tzinfo=UTC)).value == "0"
    assert figure_of("decisions", BEFORE).value == "0"
    assert figure_of("decided").value == "0"
    assert figure_of("decided", datetime(2019, 1, 10, tzinfo=UTC)).table.rows[0][3:] == (
        "Approved", "Yes", "Minutes of January 8, 2019, item 6",
    )  # fmt: skip


def test_only_the_team_is_led_to_the_records(study: User) -> None:
    assert figure_of("budget", audience=Audience.TEAM).evidence_url == "/engagement/expenses/"
    assert figure_of("budget", audience=Audience.PUBLIC).evidence_url == ""


CLAYTON = ZoneInfo("America/Chicago")


def test_without_meetings_reports_are_built_on_the_first_of_the_month_after(study: User) -> None:
    assert selectors.report_build_at(date(2018, 12, 1)) == datetime(2019, 1, 1, 6, tzinfo=CLAYTON)
    before = datetime(2019, 1, 1, 5, 59, tzinfo=CLAYTON)
    assert selectors.months_to_report(before) == [date(2018, 10, 1), date(2018, 11, 1)]
    assert selectors.months_to_report(JANUARY_1)[-1] == date(2018, 12, 1)


def test_with_a_meeting_the_report_is_built_a_week_before_the_packet_closes(study: User) -> None:
    factories.meeting(by=study, held_on=date(2019, 1, 22), packet_due_on=date(2019, 1, 17))
    assert selectors.packet_due(date(2018, 12, 1)) == date(2019, 1, 17)
    assert selectors.report_build_at(date(2018, 12, 1)).date() == date(2019, 1, 10)
    assert selectors.months_to_report(JANUARY_1)[-1] == date(2018, 11, 1)


def test_a_packet_that_closes_too_early_is_not_waited_for(study: User) -> None:
    factories.meeting(by=study, held_on=date(2019, 1, 8), packet_due_on=date(2019, 1, 3))
    assert selectors.report_build_at(date(2018, 12, 1)).date() == date(2019, 1, 1)


def test_nothing_is_reported_outside_the_contract(study: User) -> None:
    assert selectors.months_to_report(datetime(2018, 10, 31, tzinfo=UTC)) == []
    late = selectors.months_to_report(datetime(2021, 1, 1, 12, tzinfo=UTC))
    assert (late[0], late[-1], len(late)) == (date(2018, 10, 1), date(2019, 4, 1), 7)


def test_without_a_contract_there_is_nothing_to_report() -> None:
    assert selectors.months_to_report(JANUARY_1) == []
    assert selectors.contract_dates() is None
