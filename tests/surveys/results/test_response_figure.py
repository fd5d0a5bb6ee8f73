"""Each number by hand: empty, too few, and a computed answer."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.charts.shapes import AgreementChart, BarChart
from clayton_review.figures import Audience, Figure, Scope, compute, from_json, names, to_json
from surveys.analysis.actions.batches import open_batch
from surveys.analysis.actions.columns import store_columns
from surveys.analysis.share_text import in_people
from surveys.answers.models import AnswerSheet
from surveys.fielding.actions.status import close_survey
from surveys.fielding.actions.surveys import record_dispositions
from surveys.questionnaire.questionnaire import Answer
from surveys.survey.models import DispositionKind, SampleKind, Survey
from tests.surveys import factories

pytestmark = pytest.mark.django_db

FEEL = "surveys.answers/residents-2018.feel_safe"
STOPPED = "surveys.answers/residents-2018.stopped"


def scope(audience: Audience = Audience.TEAM) -> Scope:
    return Scope(as_of=clock.now(), audience=audience)


def cells(figure: Figure) -> dict[str | None, tuple[str | None, ...]]:
    return {row[0]: row[1:] for row in figure.table.rows}


def answered(
    lead: User, counts: dict[Answer, int], sample: SampleKind = SampleKind.PROBABILITY
) -> Survey:
    """A survey with so many sheets for each answer to `feel_safe`; all else is answered."""
    survey = factories.open_survey(by=lead, n_invited=1_000, sample=sample)
    sheets: list[dict[str, Answer]] = [
        {"feel_safe": value, "stopped": "no", "story": None}
        for value, n in counts.items()
        for _ in range(n)
    ]
    factories.answered(survey, sheets)
    if len(sheets) < 100:
        close_survey(survey=survey, by=lead)
        open_batch(survey_id=survey.pk)
    return survey


HUNDRED: dict[Answer, int] = {"1": 10, "2": 15, "3": 20, "4": 30, "5": 15, "dont_know": 8, None: 2}


def test_without_sheets_the_figures_say_so(lead: User) -> None:
    assert "No survey answers" in compute("surveys.response", scope()).title
    factories.open_survey(by=lead)
    assert compute("surveys.response", scope()).value == "0"
    assert not [name for name in names(scope()) if name.startswith("surveys.answers/")]
    empty = compute(FEEL, scope())
    assert empty.value is None
    assert empty.chart is None


def test_shares_and_intervals_are_those_computed_by_hand(lead: User) -> None:
    answered(lead, HUNDRED)
    figure = compute(FEEL, scope())
    assert isinstance(figure.chart, AgreementChart)
    assert figure.value == "45.0"
    assert "45.0% agree" in figure.title
    # Wilson, 30 of 100: center (.3 + 1.9207/100) / 1.038415 = .30739, half .08852
    assert cells(figure)["Agree"] == ("30", "30.0", "21.9", "39.6")
    assert cells(figure)["Skipped"][0] == "2"
    assert from_json(to_json(figure)) == figure


def test_small_cells_are_shown_together_outside_the_team_if_no_opinion_is_hidden(
    lead: User,
) -> None:
    """The 2 who skipped it go with the 8 who do not know, and no answer disappears."""
    answered(lead, HUNDRED)
    for audience in (Audience.BOARD, Audience.PUBLIC):
        figure = compute(FEEL, scope(audience))
        assert cells(figure)["“I don’t know” or “Skipped”"][0] == "10"
        assert not [label for label, row in cells(figure).items() if row[0] is None]
        assert "shown together" in figure.suppressed


def test_small_cells_are_hidden_outside_the_team_with_another_one(lead: User) -> None:
    answered(lead, HUNDRED | {"dont_know": 0, "2": 23})
    for audience in (Audience.BOARD, Audience.PUBLIC):
        figure = compute(FEEL, scope(audience))
        hidden = [label for label, row in cells(figure).items() if row[0] is None]
        assert "Skipped" in hidden
        assert len(hidden) >= 2
        assert "hidden" in figure.suppressed
        assert from_json(to_json(figure)) == figure


def test_a_base_under_ten_shows_nothing_outside_the_team(lead: User) -> None:
    answered(lead, {"4": 9})
    figure = compute(FEEL, scope(Audience.PUBLIC))
    assert all(row[0] is None for row in cells(figure).values())
    assert figure.value is None
    assert "9" not in figure.sentence + figure.title + figure.denominator
    assert cells(compute(FEEL, scope()))["Agree"][0] == "9"
    response = compute("surveys.response", scope(Audience.PUBLIC))
    assert response.table.rows[0][3] is None
    assert response.value is None
    assert response.title == "Too few survey answers to show"


def responses(audience: Audience) -> tuple[str | None, ...]:
    """Return the numbers of answer sheets, complete and partial ones as an audience reads them."""
    return compute("surveys.response", scope(audience)).table.rows[0][3:6]


def complete_of(lead: User, *sheets: tuple[dict[str, Answer], int]) -> Survey:
    """A closed survey with these answers beside "4" and "no," each so many times."""
    whole: dict[str, Answer] = {"feel_safe": "4", "stopped": "no", "story": None}
    survey = factories.open_survey(by=lead, n_invited=1_000)
    factories.answered(survey, [whole | sheet for sheet, n in sheets for _ in range(n)])
    close_survey(survey=survey, by=lead)
    open_batch(survey_id=survey.pk)
    return survey


OTHERS = (Audience.BOARD, Audience.PUBLIC)
HALF: dict[str, Answer] = {"stopped": None}
OTHER_HALF: dict[str, Answer] = {"feel_safe": None}
NOTHING: dict[str, Answer] = HALF | OTHER_HALF


def test_complete_answers_are_told_to_others_when_the_survey_has_closed(lead: User) -> None:
    """While it runs, two issues could differ by one person who left much out."""
    survey = answered(lead, HUNDRED | {None: 0, "2": 17})
    assert responses(Audience.TEAM) == ("100", "100", "0")
    assert {responses(audience) for audience in OTHERS} == {("100", "", "")}
    close_survey(survey=survey, by=lead)
    open_batch(survey_id=survey.pk)
    assert {responses(audience) for audience in OTHERS} == {("100", "100", "0")}


def test_where_many_broke_off_complete_and_partial_answers_are_shown(lead: User) -> None:
    complete_of(lead, ({}, 100), (HALF, 20), (OTHER_HALF, 20), (NOTHING, 12))
    assert responses(Audience.TEAM) == ("152", "100", "40")
    assert {responses(audience) for audience in OTHERS} == {("152", "100", "40")}


def test_few_who_broke_off_do_not_follow_from_complete_and_partial_answers(lead: User) -> None:
    """Of six questions a complete sheet may have skipped one, and many did."""
    names = [f"q{number}" for number in range(6)]
    questions = [f"? {name} choice: Q? | ¿Q?\n- a: A | A\n- b: B | B\n" for name in names]
    notation = f"{factories.HEAD}\n== One | Uno\n{''.join(questions)}"
    survey = factories.open_survey(by=lead, n_invited=1_000, notation=notation)
    skipped = [[name] for name in names] * 12 + [names[:2]] * 10 + [names[:4]] * 3
    sheets: list[dict[str, Answer]] = [
        {name: None if name in left_out else "ab"[at % 2] for name in names}
        for at, left_out in enumerate([*skipped, *[[]] * 40])
    ]
    factories.answered(survey, sheets)
    close_survey(survey=survey, by=lead)
    open_batch(survey_id=survey.pk)
    assert responses(Audience.TEAM) == ("125", "112", "10")
    assert {responses(audience) for audience in OTHERS} == {("125", "112", None)}
    assert "partial" in compute("surveys.response", scope(Audience.PUBLIC)).suppressed


@pytest.mark.parametrize(
    "counts",
    [
        pytest.param((97, 3, 0, 0), id="three are not complete"),
        pytest.param((3, 40, 60, 10), id="three are complete"),
        pytest.param((100, 20, 0, 3), id="a hidden number of skipped answers follows"),
        pytest.param((100, 20, 20, 3), id="three skipped both questions"),
        pytest.param((100, 20, 3, 20), id="three skipped one of them alone"),
    ],
)
def test_what_the_number_of_complete_answers_would_tell_is_hidden_with_the_rate(
    lead: User, counts: tuple[int, int, int, int]
) -> None:
    survey = complete_of(lead, *zip(({}, HALF, OTHER_HALF, NOTHING), counts, strict=True))
    factories.published(survey, by=lead)
    team = compute("surveys.response", scope()).table.rows[0]
    assert None not in team
    for audience in OTHERS:
        figure = compute("surveys.response", scope(audience))
        assert figure.table.rows[0][3:] == (str(sum(counts)), None, None, None, None)
        assert "response rate" not in figure.sentence
        assert "Complete or partial answers" in figure.suppressed
        assert team[6] not in compute("surveys.published", scope(audience)).table.rows[0][4:7]


def test_choices_are_bars_and_an_open_link_has_no_intervals(lead: User) -> None:
    answered(lead, HUNDRED, sample=SampleKind.OPT_IN)
    figure = compute(STOPPED, scope())
    assert isinstance(figure.chart, BarChart)
    assert cells(figure)["No"] == ("100", "100.0", "", "")
    assert "no estimates of sampling error" in figure.method


def test_board_and_public_see_no_answers_while_a_survey_runs(lead: User) -> None:
    """Else the last few answers are what two issues differ by."""
    survey = answered(lead, HUNDRED)
    tomorrow = clock.now() + timedelta(days=1)
    yesterday = clock.now() - timedelta(days=1)
    for audience in (Audience.BOARD, Audience.PUBLIC):
        assert FEEL not in set(names(Scope(as_of=tomorrow, audience=audience)))
    assert FEEL in set(names(scope()))
    close_survey(survey=survey, by=lead)
    for audience in (Audience.BOARD, Audience.PUBLIC):
        assert FEEL not in set(names(Scope(as_of=tomorrow, audience=audience)))
    factories.published(survey, by=lead)
    for audience in (Audience.BOARD, Audience.PUBLIC):
        assert FEEL in set(names(Scope(as_of=tomorrow, audience=audience)))
        assert FEEL not in set(names(Scope(as_of=yesterday, audience=audience)))


def test_texts_are_no_figure(lead: User) -> None:
    answered(lead, HUNDRED)
    assert {FEEL, STOPPED} == {n for n in names(scope()) if n.startswith("surveys.answers/")}
    for key in ("residents-2018.story", "residents-2018.none", "nothing.feel_safe", "x"):
        with pytest.raises(KeyError):
            compute(f"surveys.answers/{key}", scope())


def test_the_response_rate_is_aapors_and_the_margin_that_of_the_sample(lead: User) -> None:
    survey = close_survey(survey=answered(lead, HUNDRED), by=lead)
    counts = dict.fromkeys(DispositionKind, 0) | {
        DispositionKind.REFUSAL: 100,
        DispositionKind.NOT_ELIGIBLE: 50,
    }
    survey.refresh_from_db()
    record_dispositions(
        survey=survey, counts=counts, n_invited=1_000, revision=survey.revision, by=lead
    )
    figure = compute("surveys.response", scope())
    row = figure.table.rows[0]
    # 98 of 100 sheets answer both closed questions, 2 one of two; 1,000 − 50 are eligible.
    assert row[2:6] == ("1000", "100", "98", "2")
    assert row[6] == "10.3"  # 98 / 950
    assert Decimal(row[7] or 0) == Decimal("9.8")  # z/2 √(1/100 · 12,900/12,999)
    assert "Response Rate 1" in figure.method
    assert "take part themselves" not in figure.method
    assert figure.title == "About 1 in 10 people we invited answered: 100 residents"
    assert (
        "100 answers to 1,000 invitations; response rate 10.3% (AAPOR RR1: 98 "
        "complete of 950, leaving out 50 known not to be eligible)"
    ) in figure.sentence
    assert figure.denominator == "1,000 people we invited"
    assert figure.value == "100"
    factories.open_survey(by=lead, slug="open-link", sample=SampleKind.OPT_IN)
    both = compute("surveys.response", scope()).method
    assert "“Residents’ survey”, by an open link: Respondents chose" in both


def test_an_open_link_has_no_rate_and_no_margin_but_aapors_statement(lead: User) -> None:
    answered(lead, HUNDRED, sample=SampleKind.OPT_IN)
    figure = compute("surveys.response", scope())
    assert figure.table.rows[0][6:] == ("", "")
    assert "no estimates of sampling error" in figure.sentence
    assert "Response Rate 1" not in figure.method
    assert "Margin of error" not in figure.method


@pytest.mark.parametrize("sample", list(SampleKind))
def test_one_answer_is_said_in_the_singular(lead: User, sample: SampleKind) -> None:
    answered(lead, {"4": 1}, sample=sample)
    figure = compute("surveys.response", scope())
    titles = {
        SampleKind.OPT_IN: "1 person has answered",
        SampleKind.PROBABILITY: "1 resident has answered",  # no rate of fewer than 100
    }
    assert figure.title == titles[sample]
    assert "“Residents’ survey”: 1 answer" in figure.sentence
    assert "1 answers" not in figure.sentence


def test_sheets_of_a_later_week_do_not_count(lead: User) -> None:
    answered(lead, HUNDRED)
    before = Scope(as_of=clock.now() - timedelta(days=8), audience=Audience.TEAM)
    assert compute("surveys.response", before).value == "0"
    factories.let_sheets_change()
    AnswerSheet.objects.update(batch_week=date(2018, 11, 5))
    store_columns(survey=Survey.objects.with_questionnaire().get())
    assert compute("surveys.response", before).value == "100"


@pytest.mark.parametrize(
    ("percent", "words"),
    [
        ("0.4", "Fewer than 1 in 100"),
        ("3.2", "About 3 in 100"),
        ("10.3", "About 1 in 10"),
        ("25.0", "1 in 4"),
        ("66.7", "About 2 in 3"),
        ("97.6", "About 98 in 100"),
    ],
)
def test_a_percentage_of_people_is_said_in_plain_words(percent: str, words: str) -> None:
    assert in_people(Decimal(percent)) == words
