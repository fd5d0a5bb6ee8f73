"""Conditions: truth tables, the notation and its errors, and the tree as JSON."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.notation import condition_notation
from surveys.notation.problems import UnreadableNotation
from surveys.notation.questionnaire_notation import parse
from surveys.questionnaire import relevance
from surveys.questionnaire.questionnaire import Questionnaire
from surveys.questionnaire.relevance import AllOf, AnswerCondition, AnyOf, Negation, holds
from surveys.questionnaire.steps import steps_of
from tests.surveys.factories import EVERY_TYPE, HEAD

QUESTIONNAIRE = parse(EVERY_TYPE)
KNOWN = {question.name: question for question in QUESTIONNAIRE.questions}


def true(text: str, **answers: Any) -> bool:
    return holds(condition_notation.parse(text, KNOWN), answers)


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ("stopped = yes", {"stopped": "yes"}, True),
        ("stopped = yes", {"stopped": "no"}, False),
        ("stopped = yes", {"stopped": None}, False),
        ("stopped = yes", {}, False),
        ("stopped != yes", {"stopped": "no"}, True),
        ("stopped != yes", {}, True),
        ("stopped = dont_know", {"stopped": "dont_know"}, True),
        ("age = 18", {"age": "18"}, True),
        ("age = 18.0", {"age": "18"}, True),
        ("age < 18", {"age": "9"}, True),  # as numbers: as texts 9 would be larger
        ("age <= 18", {"age": "18"}, True),
        ("age > 18", {"age": "18"}, False),
        ("age >= 18", {"age": "100"}, True),
        ("age >= 18", {"age": "dont_know"}, False),
        ("age < 18", {"age": "dont_know"}, False),
        ("age >= 18", {"age": None}, False),
        ("when < 2018-07-07", {"when": "2018-07-06"}, True),
        ("when >= 2018-07-07", {"when": "2018-07-06"}, False),
        ("when > 2018-07-07", {"when": "prefer_not"}, False),
        ("help has advice", {"help": ["advice", "other"]}, True),
        ("help has advice", {"help": ["other"]}, False),
        ("help has none", {"help": ["none"]}, True),
        ("help has advice", {"help": None}, False),
        ("treated.heard >= 4", {"treated": {"heard": "5", "told": None}}, True),
        ("treated.told >= 4", {"treated": {"heard": "5", "told": None}}, False),
        ("treated.heard = dont_know", {"treated": {"heard": "dont_know"}}, True),
        ("treated.heard >= 4", {"treated": None}, False),
        ("word answered", {"word": "quick"}, True),
        ("word answered", {"word": None}, False),
        ("word answered", {}, False),
        ("treated.told answered", {"treated": {"heard": "5", "told": None}}, False),
        ("not stopped = yes", {"stopped": "no"}, True),
        ("not word answered", {"word": "x"}, False),
    ],
)
def test_one_test(text: str, answers: dict[str, Any], expected: bool) -> None:
    assert true(text, **answers) is expected


@pytest.mark.parametrize("a", ["yes", "no"])
@pytest.mark.parametrize("b", ["yes", "no"])
@pytest.mark.parametrize("c", ["20", "60"])
def test_and_binds_closer_than_or_and_brackets_closest(a: str, b: str, c: str) -> None:
    answers = {"stopped": a, "why": b, "age": c}
    x, y, z = a == "yes", b == "yes", c == "60"
    first, two, three = "stopped = yes", "why = yes", "age > 50"
    assert true(f"{first} or {two} and {three}", **answers) is (x or (y and z))
    assert true(f"({first} or {two}) and {three}", **answers) is ((x or y) and z)
    assert true(f"not {first} and {two}", **answers) is ((not x) and y)
    assert true(f"not ({first} and {two}) or {three}", **answers) is (not (x and y) or z)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nobody = yes", "called “nobody”"),
        ("stopped", "what to test"),
        ("stopped yes", "not a comparison"),
        ("stopped < yes", "does not fit"),
        ("stopped has yes", "does not fit"),
        ("stopped = maybe", "no answer “maybe”"),
        ("stopped =", "value is missing"),
        ("stopped = and age > 3", "value is missing"),
        ("age > old", "not a number"),
        ("when > July", "not a date"),
        ("help = advice", "does not fit"),
        ("first has cameras", "does not fit"),
        ("word = quick", "does not fit"),
        ("treated = 4", "Name a row"),
        ("treated.nose = 4", "no row"),
        ("stopped.heard = yes", "no row"),
        ("(stopped = yes", "closing parenthesis"),
        ("(stopped = yes stopped = no)", "closing parenthesis"),
        ("stopped = yes)", "not expected"),
        ("stopped = yes age > 3", "not expected"),
        ("", "condition is not complete"),
        ("not", "condition is not complete"),
        ("(" * 30, "inside each other"),
        ("stopped = yes or " * 40, "under 400"),
    ],
)
def test_a_condition_that_cannot_be_is_explained(text: str, words: str) -> None:
    with pytest.raises(condition_notation.UnfitCondition, match=r".") as caught:
        condition_notation.parse(text, KNOWN)
    assert words in str(caught.value)


@given(st.text(alphabet="()=<>! .abstoped18", max_size=60))
def test_any_condition_is_read_or_explained(text: str) -> None:
    try:
        read = condition_notation.parse(text, KNOWN)
    except condition_notation.UnfitCondition as unfit:
        assert str(unfit)  # noqa: PT017  # the point is that nothing else is raised
    else:
        assert holds(read, {}) in {True, False}


_TESTS = st.builds(
    AnswerCondition, st.just("stopped"), st.sampled_from(["=", "!="]), st.just("yes")
)
_TREES = st.recursive(
    _TESTS,
    lambda part: st.one_of(
        st.builds(Negation, part),
        st.builds(AllOf, st.tuples(part, part)),
        st.builds(AnyOf, st.tuples(part, part)),
    ),
    max_leaves=5,
)


@given(_TREES, st.sampled_from(["yes", "no", None]))
def test_a_tree_survives_json_and_its_own_notation(tree: Any, answer: str | None) -> None:
    assert relevance.from_json(relevance.to_json(tree)) == tree
    again = condition_notation.parse(condition_notation.condition_text(tree), KNOWN)
    assert holds(again, {"stopped": answer}) is holds(tree, {"stopped": answer})


def problems(lines: str) -> list[str]:
    with pytest.raises(UnreadableNotation) as caught:
        parse(HEAD + lines)
    return [str(problem) for problem in caught.value.problems]


Q = "? a choice: A | B\n- yes: Y | S\n- no: N | N\n"


@pytest.mark.parametrize(
    ("lines", "words", "line"),
    [
        (f"? z text: Z | Z\nif: a = yes\n{Q}", "called “a”", 8),  # a later question
        (f"{Q}if: a = yes\n", "called “a”", 10),  # itself
        (f"{Q}? z text: Z | Z\nif: a > 3\n", "does not fit", 11),
        (f"{Q}? z text: Z | Z\nif: a = yes\nif: a = no\n", "already has a condition", 12),
        (f"== P | P\nif: a = yes\n{Q}", "called “a”", 8),  # a page on its own question
        ("? n number: N | N\nmin: x", "is a number", 8),
        ("? n number: N | N\nmin: 5\nmax: 3", "smaller than", 9),
        ("? n number: N | N\ndecimals: 9", "from 0 to 6", 8),
        ("? n number: N | N\nmost: 3", "has no “most”", 8),
        ("? n number: N | N\n- a: A | A", "set apart", 7),
        ("? d date: D | D\nmin: 02/30/2018", "is a day", 8),
        ("? m several: M | M\nmost: 9\n- a: A | A\n- b: B | B", "from 1 to 2", 8),
        ("? g grid: G | G\n", "1 to 12 rows", 7),
        (f"{Q}+ row: R | R\n", "Only a grid", 7),
    ],
)
def test_mistakes_are_told_with_their_line(lines: str, words: str, line: int) -> None:
    messages = problems(lines)
    assert any(words in p and p.startswith(f"Line {line}:") for p in messages), messages


def test_a_question_that_depends_on_its_own_page_comes_on_a_later_step() -> None:
    steps = steps_of(QUESTIONNAIRE)
    assert [[q.name for q in step.questions] for step in steps] == [
        ["stopped"],
        ["why", "help", "treated"],
        ["first", "age", "when", "word"],
    ]
    assert [step.title["en"] for step in steps] == ["Contact", "Contact", "More"]


def test_a_page_can_have_a_condition() -> None:
    questionnaire: Questionnaire = parse(HEAD + Q + "== P | P\nif: a = yes\n? z text: Z | Z")
    assert questionnaire.pages[1].relevant == AnswerCondition("a", "=", "yes")
