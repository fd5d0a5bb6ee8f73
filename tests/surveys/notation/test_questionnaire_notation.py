"""Questionnaires are written in lines, and every mistake is told with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.notation.problems import UnreadableNotation
from surveys.notation.questionnaire_notation import parse
from surveys.questionnaire.questionnaire import fingerprint, from_json, to_json
from tests.surveys.factories import HEAD, NOTATION


def problems(notation: str) -> list[str]:
    with pytest.raises(UnreadableNotation) as caught:
        parse(notation)
    return [str(problem) for problem in caught.value.problems]


def test_a_questionnaire_is_read_with_both_languages() -> None:
    questionnaire = parse(NOTATION)
    assert questionnaire.languages == ("en", "es")
    assert [question.name for question in questionnaire.questions] == [
        "feel_safe",
        "stopped",
        "story",
    ]
    assert questionnaire.question("feel_safe").hint["es"] == "Piense en los últimos 12 meses."
    assert [choice.value for choice in questionnaire.question("feel_safe").choices] == [
        "1", "2", "3", "4", "5", "dont_know", "prefer_not",
    ]  # fmt: skip


def test_dont_know_can_have_its_own_words_and_prefer_not_is_always_offered() -> None:
    choices = parse(NOTATION).question("stopped").choices
    assert [(c.value, c.label["en"], c.is_apart) for c in choices] == [
        ("yes", "Yes", False),
        ("no", "No", False),
        ("dont_know", "I don’t remember", True),
        ("prefer_not", "I prefer not to answer", True),
    ]


def test_the_document_survives_json_and_its_fingerprint_is_of_the_words() -> None:
    questionnaire = parse(NOTATION)
    stored = to_json(questionnaire)
    assert from_json(stored) == questionnaire
    assert fingerprint(stored) != fingerprint(
        to_json(parse(NOTATION.replace("feel safe", "felt safe")))
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("? Bad-Name text: A | B", "Rename “Bad-Name”"),
        ("? a nonsense: A | B", "no question type"),
        ("? a text: A | B\n? a text: A | B", "used twice"),
        ("? a", "Write a question as"),
        ("? a choice: A | B\n- yes: Yes | Sí", "at least 2 answers"),
        ("? a text: A | B\n- yes: Yes | Sí", "lists no answers"),
        ("? a choice: A | B\n- x: X | X\n- x: X | X", "used twice in this question"),
        ("? a choice: A | B\n- X: X | X\n- y: Y | Y", "Rename “X”"),
        ("- yes: Yes | Sí", "before the first question"),
        ("? a text: A | B\n-yes", "Write an answer as"),
        ("? a text: A | B\nhello", "Begin this line with"),
        ("? a text: A only", "Spanish text is missing"),
        ("? a text: | B", "A text is missing"),
        ("? a text: " + "x" * 1_001 + " | B", "under 1,000"),
    ],
)
def test_each_mistake_is_told_with_its_line(line: str, words: str) -> None:
    messages = problems(HEAD + line)
    assert any(words in problem and problem.startswith("Line ") for problem in messages), messages


def test_what_is_missing_in_the_whole_is_told() -> None:
    messages = " ".join(problems("minutes: soon"))
    for words in ("title: …", "why: …", "readers: …", "phone: …", "no question", "whole number"):
        assert words in messages


def test_more_questions_than_fit_are_refused() -> None:
    lines = "".join(f"? q{i} text: A | B\n" for i in range(101))
    assert any("at most 100" in problem for problem in problems(HEAD + lines))


def test_an_english_questionnaire_needs_no_spanish() -> None:
    english = "\n".join(line.partition("|")[0] for line in NOTATION.splitlines())
    assert parse(english).languages == ("en",)


@given(st.text(max_size=300))
def test_any_text_is_read_or_explained(text: str) -> None:
    try:
        parse(text)
    except UnreadableNotation as unreadable:
        assert unreadable.problems  # noqa: PT017  # the point is that nothing else is raised
