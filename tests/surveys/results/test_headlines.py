"""Headlines: a clear lead is named; close answers, fixed shares and "none" are not passed over."""

from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest
from django.utils.translation import override

from clayton_review.accounts.roles import Role
from clayton_review.figures import Audience, Figure
from surveys.analysis.sample import RakedGroups
from surveys.answers.selectors import Tally
from surveys.notation.questionnaire_notation import parse
from surveys.questionnaire.questionnaire import Answer
from surveys.results.figures.answers import build_figure
from surveys.results.figures.question_figure import FigureInput
from surveys.survey.models import Survey
from tests.module_rows import Making
from tests.people import usual_person
from tests.surveys import factories
from tests.surveys.results.test_question_figures import QUESTIONNAIRE, drawn, rows, sampled

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def opened_once(making_rows: Making) -> UUID:
    with making_rows():
        lead = usual_person(Role.LEAD, "Lena Lead")
        return factories.open_survey(by=lead, notation=factories.EVERY_TYPE, n_invited=500).pk


@pytest.fixture
def survey(opened_once: UUID, db: None) -> Survey:
    return Survey.objects.get(pk=opened_once)


def headline(survey: Survey, name: str, counted: Tally) -> str:
    return drawn(survey, name, counted).title


def test_a_clear_lead_is_named_with_its_share(survey: Survey) -> None:
    figure = drawn(survey, "why", [("yes", 70), ("no", 30)])
    assert figure.title == "70.0% answered “Yes”: Did the officer say why?"
    assert figure.value == "70.0"


def test_close_answers_are_about_even_and_no_single_share_is_named(survey: Survey) -> None:
    figure = drawn(survey, "why", [("no", 51), ("yes", 49)])
    assert figure.title == "“No” (51.0%) and “Yes” (49.0%) are about even: Did the officer say why?"
    assert figure.value is None


def test_an_answer_loses_its_full_stop_and_keeps_that_of_an_abbreviation(survey: Survey) -> None:
    notation = factories.EVERY_TYPE.replace("- yes: Yes", "- yes: Before 6:00 p.m.")
    questionnaire = parse(notation.replace("- no: No |", "- no: Later that day. |"))
    sample = sampled("why", [("no", 51), ("yes", 49)], questionnaire)
    asked = FigureInput(questionnaire, questionnaire.question("why"), sample, Audience.TEAM)
    assert build_figure(survey, asked).title == (
        "“Later that day” (51.0%) and “Before 6:00 p.m.” (49.0%) are about even: "
        "Did the officer say why?"
    )


def test_a_unanimous_handful_has_no_lead(survey: Survey) -> None:
    figure = drawn(survey, "stopped", [("yes", 2)])
    assert figure.title == "No answer is clearly ahead: Were you stopped?"
    assert figure.value is None
    assert headline(survey, "stopped", [("yes", 20)]).startswith("100.0% answered “Yes”")


def test_no_as_an_answer_leads_like_any_other(survey: Survey) -> None:
    assert headline(survey, "why", [("yes", 30), ("no", 70)]).startswith("70.0% answered “No”")


@pytest.mark.parametrize(
    ("counted", "title"),
    [
        ([("yes", 30), ("no", 10), ("dont_know", 60)], "Most answered “I don’t know”"),
        ([("yes", 30), ("no", 10), ("prefer_not", 60)], "Most answered “I prefer not to answer”"),
        ([("yes", 28), ("no", 14), ("dont_know", 58)], "58.0% answered “I don’t know”"),
        ([("yes", 40), ("no", 15), ("dont_know", 45)], "40.0% answered “Yes”"),
        ([("yes", 70), ("no", 15), ("dont_know", 15)], "70.0% answered “Yes”"),
        ([("yes", 30), (None, 70)], "30.0% answered “Yes”"),
        (
            [("yes", 10), ("dont_know", 46), ("prefer_not", 44)],
            "“I don’t know” (46.0%) and “I prefer not to answer” (44.0%) are about even",
        ),
    ],
)
def test_those_without_an_opinion_are_named_where_they_clearly_lead(
    survey: Survey, counted: Tally, title: str
) -> None:
    assert headline(survey, "why", counted) == f"{title}: Did the officer say why?"


def test_the_share_of_those_who_do_not_know_is_the_value(survey: Survey) -> None:
    figure = drawn(survey, "why", [("yes", 30), ("no", 10), ("dont_know", 60)])
    assert (figure.value, figure.lower, figure.upper) == ("60.0", "50.2", "69.1")


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("help", (["advice"], ["report"], ["dont_know"])),
        ("first", (["cameras", "foot"], ["foot", "cameras"], ["dont_know"])),
        ("when", ("2018-06-07", "2018-07-30", "dont_know")),
    ],
)
def test_every_type_says_that_most_do_not_know(
    survey: Survey, name: str, answers: tuple[Answer, Answer, Answer]
) -> None:
    counted = list(zip(answers, (20, 10, 70), strict=True))
    assert headline(survey, name, counted).startswith("Most answered “I don’t know”: ")


def test_none_of_these_is_not_passed_over(survey: Survey) -> None:
    counted: Tally = [(["none"], 70), (["advice"], 20), (["report"], 10)]
    figure = drawn(survey, "help", counted)
    assert figure.title == "70.0% chose “Nothing”: What did you ask for?"
    assert figure.value == "70.0"


def test_choices_of_several_are_compared_though_they_overlap(survey: Survey) -> None:
    counted: Tally = [(["advice", "report"], 48), (["advice"], 2), (["other"], 50)]
    assert headline(survey, "help", counted) == (
        "“Advice” (50.0%), “Something else” (50.0%) and “A report” (48.0%) are about even: "
        "What did you ask for?"
    )


def test_a_grid_names_two_rows_that_find_the_same_agreement(survey: Survey) -> None:
    even: Tally = [({"heard": "5", "told": "1"}, 50), ({"heard": "1", "told": "5"}, 48)]
    clear: Tally = [({"heard": "5", "told": "1"}, 80), ({"heard": "1", "told": "5"}, 18)]
    assert "are about even" in headline(survey, "treated", even)
    assert "listened to me" in headline(survey, "treated", clear)
    assert "than with any of the other statements: " in headline(survey, "treated", clear)


def test_a_ranking_names_what_is_first_only_where_it_is(survey: Survey) -> None:
    even: Tally = [(["cameras", "foot"], 51), (["foot", "cameras"], 49)]
    clear: Tally = [(["cameras", "foot"], 80), (["foot", "cameras"], 20)]
    assert "are about even" in headline(survey, "first", even)
    assert headline(survey, "first", clear) == "80.0% put “Cameras” first: What comes first?"


def test_two_months_that_are_about_even_are_both_named(survey: Survey) -> None:
    figure = drawn(survey, "when", [("2018-06-07", 51), ("2018-07-30", 49)])
    assert figure.title == (
        "“June 2018” (51.0%) and “July 2018” (49.0%) are about even: When was it?"
    )
    assert figure.value is None


def test_a_month_that_leads_clearly_is_named(survey: Survey) -> None:
    figure = drawn(survey, "when", [("2018-06-07", 20), ("2018-07-30", 70), (None, 10)])
    assert figure.title == "When was it? The most common answer is July 2018"
    assert (figure.value, figure.lower is not None) == ("70.0", True)


@pytest.mark.parametrize(
    ("name", "counted"),
    [
        ("when", [("2018-06-07", 20), ("2018-07-30", 80)]),
        ("age", [(str(age), 2) for age in range(20, 70)]),
    ],
)
def test_numbers_and_days_that_the_weights_fix_get_no_headline(
    survey: Survey, name: str, counted: Tally
) -> None:
    raked = replace(
        sampled(name, counted),
        weights=np.ones(100),
        margins=(np.repeat([0, 1], [20, 80]),),
        groups=(RakedGroups(name, ("First", "Second")),),
    )
    question = QUESTIONNAIRE.question(name)
    figure = build_figure(survey, FigureInput(QUESTIONNAIRE, question, raked, Audience.TEAM))
    assert figure.title == question.text["en"]
    assert figure.value is None


AGREEMENT = parse(factories.NOTATION)


def agreement(survey: Survey, counted: Tally) -> Figure:
    sample = sampled("feel_safe", counted, questionnaire=AGREEMENT)
    return build_figure(
        survey, FigureInput(AGREEMENT, AGREEMENT.question("feel_safe"), sample, Audience.TEAM)
    )


def test_disagreement_leads_where_more_disagree(survey: Survey) -> None:
    assert agreement(survey, [("1", 70), ("5", 20), ("3", 10)]).title == (
        "70.0% disagree: “I feel safe in Clayton.”"
    )
    assert agreement(survey, [("4", 70), ("2", 20), ("3", 10)]).title == (
        "70.0% agree: “I feel safe in Clayton.”"
    )
    assert agreement(survey, [("4", 44), ("2", 40), ("3", 16)]).title == (
        "About as many agree (44.0%) as disagree (40.0%): “I feel safe in Clayton.”"
    )


@pytest.mark.parametrize(
    ("counted", "title"),
    [
        ([("3", 80), ("4", 15), ("2", 5)], "Most neither agree nor disagree"),
        ([("3", 52), ("4", 28), ("2", 20)], "52.0% neither agree nor disagree"),
        (
            [("3", 44), ("4", 42), ("2", 14)],
            "About as many agree (42.0%) as neither agree nor disagree (44.0%)",
        ),
        (
            [("3", 40), ("4", 36), ("2", 24)],
            "About as many agree (36.0%) as neither agree nor disagree (40.0%)",
        ),
        (
            [("3", 42), ("4", 14), ("2", 44)],
            "About as many disagree (44.0%) as neither agree nor disagree (42.0%)",
        ),
        ([("3", 34), ("4", 33), ("2", 33)], "No answer is clearly ahead"),
        ([("dont_know", 70), ("4", 25), ("2", 5)], "Most answered “I don’t know”"),
        ([("dont_know", 44), ("3", 42), ("4", 14)], "42.0% neither agree nor disagree"),
    ],
)
def test_the_largest_group_is_not_passed_over(survey: Survey, counted: Tally, title: str) -> None:
    assert agreement(survey, counted).title == f"{title}: “I feel safe in Clayton.”"


def test_answers_that_are_far_apart_are_not_about_even(survey: Survey) -> None:
    assert agreement(survey, [("4", 14), ("2", 6), (None, 2)]).title == (
        "No answer is clearly ahead: “I feel safe in Clayton.”"
    )
    help_of_few: Tally = [(["advice"], 18), (["report"], 13), (["other"], 9)]
    assert headline(survey, "help", help_of_few) == (
        "No answer is clearly ahead: What did you ask for?"
    )


NEVER = parse(
    factories.EVERY_TYPE.replace(
        "? when date: When was it? | ¿Cuándo fue?",
        "? when date: When was it? | ¿Cuándo fue?\n~ never: Never | Nunca",
    )
    .replace(
        "? first ranking: What comes first? | ¿Qué va primero?",
        "? first ranking: What comes first? | ¿Qué va primero?\n~ none: None | Nada",
    )
    .replace(
        "? age number: How old are you? | ¿Qué edad tiene?",
        "? age number: How old are you? | ¿Qué edad tiene?\n~ never: Never | Nunca",
    )
)


def with_never(survey: Survey, name: str, counted: Tally) -> Figure:
    sample = sampled(name, counted, NEVER)
    return build_figure(survey, FigureInput(NEVER, NEVER.question(name), sample, Audience.TEAM))


@pytest.mark.parametrize(
    ("name", "counted", "title"),
    [
        (
            "when",
            [("2018-07-30", 25), ("2018-08-01", 5), ("never", 70)],
            "Most answered “Never”: When was it?",
        ),
        (
            "first",
            [(["cameras"], 25), (["foot"], 5), (["none"], 70)],
            "Most answered “None”: What comes first?",
        ),
        (
            "age",
            [("20", 15), ("40", 15), ("never", 70)],
            "Most answered “Never”: How old are you?",
        ),
        (
            "age",
            [("20", 15), ("40", 15), ("dont_know", 70)],
            "Most answered “I don’t know”: How old are you?",
        ),
        (
            "age",
            [("20", 25), ("40", 25), ("never", 50)],
            "How old are you? Among those who gave a number, the middle answer (median) "
            "is 20 years",
        ),
        (
            "age",
            [("20", 45), ("40", 45), ("never", 10)],
            "How old are you? The middle answer (median) is 20 years",
        ),
    ],
)
def test_answers_set_apart_are_not_passed_over(
    survey: Survey, name: str, counted: Tally, title: str
) -> None:
    assert with_never(survey, name, counted).title == title


def test_a_grid_that_most_have_no_opinion_on_names_no_statement(survey: Survey) -> None:
    no_opinion: Answer = {"heard": "dont_know", "told": "dont_know"}
    counted: Tally = [({"heard": "5", "told": "1"}, 25), (no_opinion, 75)]
    assert headline(survey, "treated", counted) == "The officer …"


def test_the_middle_is_the_headline_where_disagreement_must_be_hidden(survey: Survey) -> None:
    counted: Tally = [("3", 70), ("4", 17), ("2", 3), (None, 10)]
    sample = sampled("feel_safe", counted, questionnaire=AGREEMENT)
    question = AGREEMENT.question("feel_safe")
    shown = build_figure(survey, FigureInput(AGREEMENT, question, sample, Audience.PUBLIC))
    assert rows(shown)["Disagree"][0] is None
    assert shown.title == "Most neither agree nor disagree: “I feel safe in Clayton.”"
    assert shown.value == "70.0"


def test_a_handful_that_agrees_has_no_lead(survey: Survey) -> None:
    assert agreement(survey, [("4", 2)]).title == (
        "No answer is clearly ahead: “I feel safe in Clayton.”"
    )
    assert agreement(survey, [("4", 9)]).title == "100.0% agree: “I feel safe in Clayton.”"


def test_agreement_is_stated_where_disagreement_must_be_hidden(survey: Survey) -> None:
    counted: Tally = [("5", 60), ("4", 20), ("3", 17), ("2", 3)]
    sample = sampled("feel_safe", counted, questionnaire=AGREEMENT)
    question = AGREEMENT.question("feel_safe")
    shown = build_figure(survey, FigureInput(AGREEMENT, question, sample, Audience.PUBLIC))

    assert rows(shown)["Disagree"][0] is None
    assert shown.title == "80.0% agree: “I feel safe in Clayton.”"
    assert shown.value == "80.0"


def test_a_share_that_the_weights_fix_gets_no_headline(survey: Survey) -> None:
    sample = sampled("why", [("yes", 70), ("no", 30)])
    raked = replace(
        sample,
        weights=np.ones(100),
        margins=(np.repeat([0, 1], [70, 30]),),
        groups=(RakedGroups("why", ("Yes", "No")),),
    )
    figure = build_figure(
        survey, FigureInput(QUESTIONNAIRE, QUESTIONNAIRE.question("why"), raked, Audience.TEAM)
    )
    assert figure.title == "Did the officer say why?"
    assert figure.value is None


def test_the_headline_is_written_in_spanish_too(survey: Survey) -> None:
    with override("es"):
        assert headline(survey, "why", [("no", 51), ("yes", 49)]) == (
            "«No» (51.0%) y «Sí» (49.0%) están casi igualadas: ¿Le dijo por qué?"
        )
        assert headline(survey, "why", [("yes", 30), ("dont_know", 70)]) == (
            "La mayoría contestó «No sé»: ¿Le dijo por qué?"
        )
        middle = agreement(survey, [("3", 80), ("4", 15), ("2", 5)])
        assert middle.title.startswith("La mayoría no está ni de acuerdo ni en desacuerdo: «")
