"""Attacks on figures by somebody outside, and what keeps them from succeeding."""

from typing import Any
from uuid import uuid4

import numpy as np
import pytest

from clayton_review.accounts.models import User
from clayton_review.figures import Audience, Figure
from clayton_review.refusals import Refused
from clayton_review.stats.errors import NotEstimableError
from clayton_review.stats.estimates.independence import rao_scott
from clayton_review.stats.weighting.raked_sample import RakedSample
from surveys.analysis import answer_columns, crosstab, variables
from surveys.analysis.actions.batches import open_batch
from surveys.analysis.actions.population import TargetInput, add_target
from surveys.analysis.actions.weighting import add_weighting
from surveys.analysis.crosstab import CrosstabRequest as Compared
from surveys.analysis.sample import RakedGroups, Sample
from surveys.analysis.selectors.columns import sample_of
from surveys.analysis.weights import WeightingInput
from surveys.answers.actions.invitation_codes import mint_codes
from surveys.answers.actions.submission import submit_in_bulk
from surveys.answers.models import SealedBox
from surveys.fielding.actions.status import close_survey
from surveys.notation.questionnaire_notation import parse
from surveys.questionnaire.questionnaire import Answer, Questionnaire
from surveys.results.actions import publish_results
from surveys.results.figures.answers import build_figure
from surveys.results.figures.question_figure import FigureInput
from surveys.survey.models import Survey
from tests.surveys import factories

pytestmark = pytest.mark.django_db
Sheets = list[dict[str, Answer]]
CONDITIONAL = f"""{factories.HEAD}
== One | Uno
? stopped choice: Stopped? | ¿Parado?
- yes: Yes | Sí
- no: No | No
? contact several: Contact? | ¿Contacto?
- call: A call | Una llamada
- talk: A talk | Una charla
? why several: Why? | ¿Por qué?
if: not stopped = yes
- a: A | A
- b: B | B
? hurt choice: Hurt? | ¿Herido?
if: stopped = yes
- yes: Yes | Sí
- no: No | No
? after choice: After? | ¿Después?
if: contact has call
- good: Good | Bien
- bad: Bad | Mal
? race choice: Race? | ¿Raza?
- white: White | Blanco
- black: Black | Negro
- other: Other | Otra
? stops number: Stops? | ¿Paradas?
min: 0
? first ranking: First? | ¿Primero?
- x: X | X
- y: Y | Y
? last ranking: Last? | ¿Último?
- x: X | X
- y: Y | Y
- z: Z | Z
"""
QUESTIONNAIRE = parse(CONDITIONAL)


@pytest.fixture
def survey(lead: User) -> Survey:
    open_survey = factories.open_survey(by=lead, notation=CONDITIONAL)
    return Survey.objects.with_questionnaire().get(pk=open_survey.pk)


def sample(sheets: Sheets, **options: Any) -> Sample:
    columns = answer_columns.columns_of_sheets(
        QUESTIONNAIRE, [(sheet, "code", factories.WEEK) for sheet in sheets]
    )
    values: dict[str, Any] = {
        "weights": None, "margins": (), "population": 17_000, "has_intervals": True
    }  # fmt: skip
    return Sample(coded=columns, **(values | options))


def public_figure(survey: Survey, name: str, sheets: Sample) -> Figure:
    asked = FigureInput(QUESTIONNAIRE, QUESTIONNAIRE.question(name), sheets, Audience.PUBLIC)
    return build_figure(survey, asked)


def is_closed(figure: Figure) -> bool:
    cells = [cell for row in figure.table.rows for cell in row[1:]]
    return figure.n is None and figure.value is None and set(cells) <= {None, ""}


def many(n: int, **sheet: Answer) -> Sheets:
    return [dict(sheet) for _ in range(n)]


def stopped(n_yes: int, n_no: int, n_skipped: int, **more: Answer) -> Sheets:
    sheets: Sheets = [{"stopped": "yes", **more} for _ in range(n_yes)]
    others: list[tuple[Answer, int]] = [("no", n_no), (None, n_skipped)]
    return sheets + [{"stopped": answer, "why": ["a"]} for answer, n in others for _ in range(n)]


def test_the_base_of_a_several_choice_gives_no_hidden_answer_away(survey: Survey) -> None:
    sheets = sample(stopped(12, 85, 3))
    assert public_figure(survey, "stopped", sheets).table.rows[0][1] is None
    assert is_closed(public_figure(survey, "why", sheets))


def test_of_a_few_who_were_asked_it_is_not_told_that_all_say_one_thing(survey: Survey) -> None:
    assert is_closed(public_figure(survey, "hurt", sample(stopped(12, 88, 0, hurt="yes"))))
    mixed = stopped(12, 88, 0, hurt="yes") + stopped(12, 0, 0, hurt="no")
    assert not is_closed(public_figure(survey, "hurt", sample(mixed)))


@pytest.mark.parametrize(("n_without", "closed"), [(3, True), (40, False)])
def test_a_question_after_a_tick_is_closed_where_the_tick_is(
    survey: Survey, n_without: int, closed: bool
) -> None:  # fmt: skip
    sheets: Sheets = [
        {"contact": ["call"], "after": "good" if at % 2 else "bad"} for at in range(97)
    ]
    sheets += [{"contact": ["talk"]} for _ in range(n_without)]
    assert is_closed(public_figure(survey, "after", sample(sheets))) == closed


@pytest.mark.parametrize(("n_other", "closed"), [(3, True), (30, False)])
def test_weighted_shares_of_the_weighting_question_give_no_small_group_away(
    survey: Survey, n_other: int, closed: bool
) -> None:  # fmt: skip
    counts = (("white", 200), ("black", 260), ("other", n_other))
    sheets: Sheets = [{"race": race} for race, n in counts for _ in range(n)]
    weights = np.linspace(1, 2, len(sheets))
    groups = (RakedGroups("race", ("White", "Black", "Other")),)
    weighted_sample = sample(sheets, weights=weights, groups=groups)
    assert is_closed(public_figure(survey, "race", weighted_sample)) == closed
    method = public_figure(survey, "race", weighted_sample).method
    assert ("Effective sample size: about" in method) != closed


def test_quartiles_have_people_on_each_side_not_only_weight(survey: Survey) -> None:
    sheets = [answers for at in range(40) for answers in many(1, stops=str(at % 4))]
    sheets += many(3, stops="61")
    heavy = np.array([1.0] * 40 + [40.0] * 3)
    whole_sample = sample(sheets)
    order = np.argsort(whole_sample.coded["stops#"])
    weights = np.empty(len(sheets))
    weights[order] = heavy
    figure = public_figure(survey, "stops", sample(sheets, weights=weights))
    assert "61" not in figure.title + figure.sentence
    assert figure.value is None


def test_two_answers_ranked_have_no_mean_place_beside_a_hidden_one(survey: Survey) -> None:
    sheets: Sheets = many(2, first=["x", "y"]) + many(85, first=["y", "x"])
    figure = public_figure(survey, "first", sample(sheets))
    assert all(row[3] in (None, "") for row in figure.table.rows)


def test_a_mean_place_has_no_digits_that_tell_who_came_last(survey: Survey) -> None:
    """Of 60 people 20 put X first; with a mean place of 1.70 it would be last for 2."""
    sheets = many(20, last=["x", "y", "z"]) + many(19, last=["y", "x", "z"])
    sheets += many(19, last=["z", "x", "y"])
    sheets += many(1, last=["y", "z", "x"]) + many(1, last=["z", "y", "x"])
    figure = public_figure(survey, "last", sample(sheets))
    assert figure.table.rows[0] == ("X", "20", "33.3", "1.7")


def test_an_opt_in_sample_stands_for_nobody_else(survey: Survey) -> None:
    sheets: Sheets = many(60, race="white") + many(60, race="black")
    opt_in_sample = sample(sheets, weights=np.linspace(1, 2, 120), has_intervals=False)
    figure = public_figure(survey, "race", opt_in_sample)
    assert figure.n_weighted is None
    assert "representing" not in figure.denominator
    assert "Effective sample size" not in figure.method


def test_results_wait_for_the_last_sealed_answers_and_for_ten_people(lead: User) -> None:
    survey = factories.open_survey(by=lead)
    few: Sheets = many(9, feel_safe="4", stopped="no", story=None)
    codes = mint_codes(survey=survey, n=9, by=lead)
    submit_in_bulk(survey=survey, answers=few, codes=codes)
    survey = close_survey(survey=survey, by=lead)
    factories.stated(survey, by=lead)
    assert SealedBox.objects.filter(survey=survey).count() == 9
    with pytest.raises(Refused, match="still locked"):
        publish_results(survey=survey, by=lead)
    open_batch(survey_id=survey.pk)
    with pytest.raises(Refused, match="Fewer than 10"):
        publish_results(survey=survey, by=lead)


def test_an_empty_diagonal_is_not_called_chance() -> None:
    cells = np.repeat([0, 4, 8], 10)
    shares = RakedSample.from_weights(np.ones(30)).shares(cells, 9)
    with pytest.raises(NotEstimableError, match="empty"):
        rao_scott(shares, (3, 3), n=30)


def test_who_skipped_a_question_of_ticks_did_not_leave_a_tick_out() -> None:
    known = {variable.key: variable for variable in variables.variables(QUESTIONNAIRE, {})}
    sheets: Sheets = [{"contact": ["call"]}, {"contact": None}, {"contact": ["dont_know"]}]
    codes = known["contact.call"].codes(sample(sheets).coded)
    assert sorted(codes.tolist()) == [-1, -1, 0]


def test_a_crosstab_for_others_counts_nobody_it_has_not_judged() -> None:
    known = {variable.key: variable for variable in variables.variables(QUESTIONNAIRE, {})}
    sheets = [{**answers, "race": "white"} for answers in stopped(50, 50, 3)]
    table = crosstab.build_crosstab(
        Compared(known["stopped"], known["race"]), sample(sheets), FigureInput(
            QUESTIONNAIRE, QUESTIONNAIRE.question("race"), sample(sheets), Audience.PUBLIC).rule
    )  # fmt: skip
    assert table.n_missing == 0


@pytest.mark.parametrize("n_answers", [110, 200])
def test_a_long_list_of_answers_opens_like_any_other(lead: User, n_answers: int) -> None:
    lines = "\n".join(f"- s{at}: Street {at} | Calle {at}" for at in range(n_answers))
    notation = factories.HEAD + f"== One | Uno\n? street choice: Where? | ¿Dónde?\n{lines}\n"
    survey = factories.open_survey(by=lead, notation=notation)
    sheets: Sheets = [{"street": f"s{at % n_answers}"} for at in range(2 * n_answers)]
    factories.answered(survey, sheets)
    assert survey.sheets.count() == 2 * n_answers
    survey = Survey.objects.with_questionnaire().get(pk=survey.pk)
    questionnaire: Questionnaire = parse(notation)
    columns = answer_columns.columns_of_sheets(
        questionnaire, [(sheet, "code", factories.WEEK) for sheet in sheets]
    )
    assert np.bincount(columns["street"])[n_answers - 1] == 2


def test_a_fault_in_counting_keeps_no_box_shut(
    lead: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(**_given: Any) -> None:
        raise OverflowError("a fault nobody thought of")

    monkeypatch.setattr("surveys.analysis.actions.batches.store_columns", broken)
    survey = factories.open_survey(by=lead)
    factories.answered(survey, many(100, feel_safe="4", stopped="no", story=None))
    assert survey.sheets.count() == 100
    assert "The sheets of residents-2018 could not be coded or weighted." in caplog.text


def test_answers_of_a_group_without_people_are_counted_and_stand_for_nobody(lead: User) -> None:
    survey = factories.open_survey(by=lead, notation=CONDITIONAL, population_size=9_000)
    sheets = many(60, race="white") + [
        {"race": "other", "stops": str(at), "first": ["x", "y"]} for at in range(50)
    ]
    factories.answered(survey, sheets)
    counts: list[list[str | int]] = [["white", 9_000], ["other", 0]]
    values = TargetInput("race", counts, "Census", "2017")
    add_target(record_id=uuid4(), survey=survey, values=values, by=lead)
    plan = WeightingInput(["race"], "", 4, 20, [], None)
    add_weighting(record_id=uuid4(), survey=survey, values=plan, by=lead)
    survey = Survey.objects.with_questionnaire().get(pk=survey.pk)
    weighted = sample_of(survey)
    for name in ("race", "stops", "first"):
        asked = FigureInput(QUESTIONNAIRE, QUESTIONNAIRE.question(name), weighted, Audience.TEAM)
        figure = build_figure(survey, asked)
        assert figure.table.rows
    other = next(row for row in build_figure(
        survey, FigureInput(QUESTIONNAIRE, QUESTIONNAIRE.question("race"), weighted, Audience.TEAM)
    ).table.rows if row[0] == "Other")  # fmt: skip
    assert other[1:3] == ("50", "0.0")


def test_a_quartile_tells_of_no_few_numbers_in_a_span(survey: Survey) -> None:
    """Of 112 people 6 said 18 and 25 said 30 or 31; where a quarter said 30 or less, 22 said 30."""
    sheets = many(6, stops="18") + many(22, stops="30") + many(3, stops="31")
    sheets += many(81, stops="32")
    assert "30 to 32" not in public_figure(survey, "stops", sample(sheets)).sentence
    sheets += many(20, stops="31")
    assert "to 32" in public_figure(survey, "stops", sample(sheets)).sentence
