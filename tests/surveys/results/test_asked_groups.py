"""The number of people who were asked a question gives nobody away."""

from typing import Any

import pytest

from clayton_review.figures import Audience
from surveys.analysis import answer_columns
from surveys.analysis.sample import Sample
from surveys.notation.questionnaire_notation import parse
from surveys.questionnaire import relevance
from surveys.questionnaire.questionnaire import Answer, Questionnaire
from surveys.results.figures import asked_groups
from surveys.results.figures.asked_groups import linked_questions, untold_questions
from tests.surveys import factories

Sheets = list[dict[str, Answer]]
PUBLIC, TEAM = Audience.PUBLIC, Audience.TEAM


def questionnaire(*conditions: str) -> Questionnaire:
    """Questions of several types, then one question for each condition: q1, q2 …"""
    notation = f"""{factories.HEAD}
== One | Uno
? a choice: A? | ¿A?
- yes: Yes | Sí
- no: No | No
? b choice: B? | ¿B?
- yes: Yes | Sí
- no: No | No
? age number: Age? | ¿Edad?
min: 0
? met several: Met? | ¿Trato?
- call: Call | Llamada
- talk: Talk | Charla
== Two | Dos
"""
    for number, condition in enumerate(conditions, start=1):
        notation += f"? q{number} choice: Q{number}? | ¿Q{number}?\nif: {condition}\n"
        notation += "- yes: Yes | Sí\n- no: No | No\n"
    return parse(notation)


def untold(asked: Questionnaire, sheets: Sheets, audience: Audience = PUBLIC) -> frozenset[str]:
    """Answer the sheets' conditional questions, one half yes, and judge them."""
    complete: Sheets = []
    for at, sheet in enumerate(sheets):
        answers: dict[str, Any] = {"a": "no", "b": "no", "age": "50", "met": ["talk"], **sheet}
        for question in asked.questions:
            condition = asked.condition_of(question.name)
            if condition and relevance.holds(condition, answers):
                answers[question.name] = "yes" if at % 2 else "no"
        complete.append(answers)
    columns = answer_columns.columns_of_sheets(
        asked, [(sheet, "code", factories.WEEK) for sheet in complete]
    )
    return untold_questions(asked, Sample(columns, None, (), None, False), audience)


def many(n: int, **sheet: Answer) -> Sheets:
    return [dict(sheet) for _ in range(n)]


def adults() -> Sheets:
    return [sheet for age in range(18, 90) for sheet in many(3, age=str(age))]


def yes_to(n_both: int, n_a: int, n_b: int, n_neither: int) -> Sheets:
    both = many(n_both, a="yes", b="yes")
    return both + many(n_a, a="yes") + many(n_b, b="yes") + many(n_neither)


@pytest.mark.parametrize(("n_both", "expected"), [(2, {"q1"}), (12, set())])
def test_asked_if_a_or_b_tells_how_many_said_both(n_both: int, expected: set[str]) -> None:
    """42 said yes to A, 32 to B, 72 were asked: 2 said yes to both."""
    sheets = yes_to(n_both, 42 - n_both, 32 - n_both, 60)
    assert untold(questionnaire("a = yes or b = yes"), sheets) == expected


@pytest.mark.parametrize("condition", ["not (a = no and b = no)", "a != no or not b = no"])
def test_the_same_condition_in_other_words_is_judged_alike(condition: str) -> None:
    assert untold(questionnaire(condition), yes_to(2, 40, 30, 60)) == {"q1"}


@pytest.mark.parametrize(("n_minors", "expected"), [(3, {"q1"}), (30, set())])
def test_asked_from_18_on_tells_how_many_are_minors(n_minors: int, expected: set[str]) -> None:
    sheets = many(n_minors, age="16") + adults()
    assert untold(questionnaire("age >= 18"), sheets) == expected


@pytest.mark.parametrize(("n_oldest", "expected"), [(3, {"q1"}), (13, set())])
def test_asked_under_90_tells_how_many_are_oldest(n_oldest: int, expected: set[str]) -> None:
    sheets = many(n_oldest, age="93") + adults()
    assert untold(questionnaire("age < 90"), sheets) == expected


def test_skipped_answers_do_not_cover_the_oldest() -> None:
    """Three oldest and 20 who skipped were not asked, and the 20 are printed."""
    sheets = many(3, age="93") + many(20, age=None) + adults()
    assert untold(questionnaire("age < 90"), sheets) == {"q1"}


def test_the_second_of_two_bases_that_differ_by_few_is_not_told() -> None:
    asked = questionnaire("age >= 40", "age > 40")
    assert untold(asked, adults()) == {"q2"}


def test_ticks_lead_to_questions_too() -> None:
    sheets = many(3, met=["call"], a="yes") + many(40, met=["call"]) + many(40, a="yes") + many(99)
    assert untold(questionnaire("met has call and a = yes"), sheets) == {"q1"}
    assert untold(questionnaire("met has call"), sheets) == set()


def test_a_question_asked_after_a_conditional_one_is_judged_with_what_leads_to_that() -> None:
    asked = questionnaire("a = yes", "q1 = yes or b = yes")
    assert [linked.named for linked in linked_questions(asked)] == [("a", "b", "q1")]
    assert untold(asked, yes_to(30, 60, 40, 60)) == set()
    assert "q2" in untold(asked, yes_to(4, 60, 40, 60))


def test_questions_without_one_in_common_are_judged_apart() -> None:
    asked = questionnaire("a = yes", "b = yes", "a = no")
    apart = {linked.conditional for linked in linked_questions(asked)}
    assert apart == {("q1", "q3"), ("q2",)}


def test_the_team_is_told_all() -> None:
    assert untold(questionnaire("a = yes or b = yes"), yes_to(2, 40, 30, 60), TEAM) == set()


def test_too_many_combinations_are_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked_groups, "MAX_ATOMS", 3)
    assert untold(questionnaire("a = yes or b = yes"), yes_to(30, 40, 30, 60)) == {"q1"}
