"""The number of people who were asked a question gives nobody away."""

from typing import Any

import pytest

from clayton_review.figures import Audience
from surveys.analysis import answer_columns
from surveys.analysis.sample import Sample
from surveys.notation.questionnaire_notation import parse
from surveys.question_types import TYPES
from surveys.questionnaire import relevance
from surveys.questionnaire.questionnaire import Answer, Questionnaire
from surveys.results.figures import asked_groups
from surveys.results.figures.asked_groups import linked_questions, withheld_questions
from tests.surveys import factories

Sheets = list[dict[str, Answer]]
STEPS = "- yes: Yes | Sí\n- no: No | No\n"
# A question of each type that has a figure, called x, with two answers to it.
OF_EACH_TYPE: dict[str, tuple[str, Answer, Answer]] = {
    "choice": (f"? x choice: X? | ¿X?\n{STEPS}", "yes", "no"),
    "several": (f"? x several: X? | ¿X?\n{STEPS}", ["yes"], ["no"]),
    "agreement": ("? x agreement: X. | X.\n", "2", "4"),
    "grid": (
        f"? x grid: X? | ¿X?\n+ r: R | R\n+ s: S | S\n{STEPS}",
        {"r": "yes", "s": "no"},
        {"r": "no", "s": "yes"},
    ),
    "ranking": (f"? x ranking: X? | ¿X?\n{STEPS}", ["yes", "no"], ["no"]),
    "number": ("? x number: X? | ¿X?\nmin: 0\n", "20", "50"),
    "date": ("? x date: X? | ¿X?\n", "2018-05-01", "2018-09-09"),
}
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


def withheld(asked: Questionnaire, sheets: Sheets, audience: Audience = PUBLIC) -> frozenset[str]:
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
    return withheld_questions(asked, Sample(columns, None, (), None, False), audience)


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
    assert withheld(questionnaire("a = yes or b = yes"), sheets) == expected


@pytest.mark.parametrize("condition", ["not (a = no and b = no)", "a != no or not b = no"])
def test_the_same_condition_in_other_words_is_judged_alike(condition: str) -> None:
    assert withheld(questionnaire(condition), yes_to(2, 40, 30, 60)) == {"q1"}


@pytest.mark.parametrize(("n_minors", "expected"), [(3, {"q1"}), (30, set())])
def test_asked_from_18_on_tells_how_many_are_minors(n_minors: int, expected: set[str]) -> None:
    sheets = many(n_minors, age="16") + adults()
    assert withheld(questionnaire("age >= 18"), sheets) == expected


@pytest.mark.parametrize(("n_oldest", "expected"), [(3, {"q1"}), (13, set())])
def test_asked_under_90_tells_how_many_are_oldest(n_oldest: int, expected: set[str]) -> None:
    sheets = many(n_oldest, age="93") + adults()
    assert withheld(questionnaire("age < 90"), sheets) == expected


def test_skipped_answers_do_not_cover_the_oldest() -> None:
    """Three oldest and 20 who skipped were not asked, and the 20 are printed."""
    sheets = many(3, age="93") + many(20, age=None) + adults()
    assert withheld(questionnaire("age < 90"), sheets) == {"q1"}


def test_the_second_of_two_bases_that_differ_by_few_is_not_told() -> None:
    asked = questionnaire("age >= 40", "age > 40")
    assert withheld(asked, adults()) == {"q2"}


def test_ticks_lead_to_questions_too() -> None:
    sheets = many(3, met=["call"], a="yes") + many(40, met=["call"]) + many(40, a="yes") + many(99)
    assert withheld(questionnaire("met has call and a = yes"), sheets) == {"q1"}
    assert withheld(questionnaire("met has call"), sheets) == set()


def test_a_question_asked_after_a_conditional_one_is_judged_with_what_leads_to_that() -> None:
    asked = questionnaire("a = yes", "q1 = yes or b = yes")
    assert [linked.named for linked in linked_questions(asked)] == [("a", "b", "q1")]
    assert withheld(asked, yes_to(30, 60, 40, 60)) == set()
    assert "q2" in withheld(asked, yes_to(4, 60, 40, 60))


def test_questions_without_one_in_common_are_judged_apart() -> None:
    asked = questionnaire("a = yes", "b = yes", "a = no")
    apart = {linked.conditional for linked in linked_questions(asked)}
    assert apart == {("q1", "q3"), ("q2",)}


def test_the_team_is_told_all() -> None:
    assert withheld(questionnaire("a = yes or b = yes"), yes_to(2, 40, 30, 60), TEAM) == set()


def test_too_many_combinations_are_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked_groups, "MAX_ATOMS", 3)
    assert withheld(questionnaire("a = yes or b = yes"), yes_to(30, 40, 30, 60)) == {"q1"}


def test_more_combinations_than_a_machine_word_can_count_are_not_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """71 questions of two levels each: 2 to the power of 71 is zero in 64 bits."""
    names = [f"x{number}" for number in range(71)]
    monkeypatch.setattr(asked_groups, "_possible_atoms", lambda *_: pytest.fail("All are listed."))
    written = "".join(f"? {name} choice: X? | ¿X?\n{STEPS}" for name in names)
    written += "== Two | Dos\n"
    for number in range(7):  # linked, as each names the last one of the condition before
        condition = " or ".join(f"{name} = yes" for name in names[10 * number : 10 * number + 11])
        written += f"? q{number} choice: Q? | ¿Q?\nif: {condition}\n{STEPS}"
    asked = parse(f"{factories.HEAD}== One | Uno\n{written}")
    sheets = many(60, **dict.fromkeys(names, "no")) + many(60, **dict.fromkeys(names, "yes"))
    assert withheld(asked, sheets) == {f"q{number}" for number in range(7)}


def after(kind: str, condition: str) -> Questionnaire:
    """A question of that type, one of yes or no, and one that is asked on that condition."""
    written, _first, _second = OF_EACH_TYPE[kind]
    return parse(
        f"{factories.HEAD}== One | Uno\n{written}? a choice: A? | ¿A?\n{STEPS}"
        f"== Two | Dos\n? q1 choice: Q? | ¿Q?\nif: {condition}\n{STEPS}"
    )


def skipped_or_not(kind: str, n_both: int) -> Sheets:
    """120 sheets: 20 skipped the question of that type, `n_both` of them said yes to the other."""
    _written, first, second = OF_EACH_TYPE[kind]
    skipped = many(n_both, x=None, a="yes") + many(20 - n_both, x=None)
    return skipped + many(30, x=first, a="yes") + many(30, x=first) + many(40, x=second)


def test_a_question_of_each_type_with_a_figure_is_tried() -> None:
    assert set(OF_EACH_TYPE) == {kind.name for kind in TYPES if kind.figure_form}


@pytest.mark.parametrize("kind", OF_EACH_TYPE)
@pytest.mark.parametrize(("n_both", "expected"), [(2, {"q1"}), (10, set())])
def test_asked_whoever_answered_or_said_yes_tells_how_many_skipped_and_said_yes(
    kind: str, n_both: int, expected: set[str]
) -> None:
    """20 skipped a question of any type, 102 of 120 were asked: 2 skipped it and said yes."""
    sheets = skipped_or_not(kind, n_both)
    assert withheld(after(kind, "x answered or a = yes"), sheets) == expected


def test_a_grid_that_shows_silence_in_one_column_is_judged_too() -> None:
    """12 skipped and 2 did not know: the table has a column less than the grid has answers."""
    sheets = many(60, x={"r": "yes", "s": "no"}) + many(40, x={"r": "no", "s": "yes"})
    sheets += many(12, x={"r": None, "s": "yes"}) + many(2, x={"r": "dont_know", "s": "yes"})
    assert withheld(after("grid", "x.r = yes"), sheets) == set()
    assert withheld(after("grid", "x.r = dont_know"), sheets) == {"q1"}


@pytest.mark.parametrize(("n_both", "expected"), [(2, {"q1"}), (12, set())])
def test_asked_whoever_ticked_anything_tells_how_few_ticked_both(
    n_both: int, expected: set[str]
) -> None:
    """58 and 40 ticked one of two, and how many skipped is hidden: 100 asked, so 2 ticked both."""
    one = many(58, met=["call"]) + many(40, met=["talk"])
    sheets = one + many(n_both, met=["call", "talk"]) + many(50, met=None)
    assert withheld(questionnaire("met answered"), sheets) == expected


def test_answers_that_nobody_gave_make_no_combinations() -> None:
    """Seven ticks, and who said yes or no: the ones who skipped or were not asked are none."""
    ticks = [f"t{number}" for number in range(7)]
    written = "".join(f"- {tick}: T | T\n" for tick in ticks)
    asked = parse(
        f"{factories.HEAD}== One | Uno\n? x several: X? | ¿X?\n{written}"
        f"? a choice: A? | ¿A?\n{STEPS}"
        f"== Two | Dos\n? q1 choice: Q? | ¿Q?\nif: x has t0 and a = yes\n{STEPS}"
    )
    sheets = [sheet for tick in ticks for sheet in many(12, x=[tick]) + many(12, x=[tick], a="yes")]
    assert withheld(asked, sheets) == set()
