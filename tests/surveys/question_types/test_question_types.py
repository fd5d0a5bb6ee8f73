"""Each question type reads what a browser may send, and refuses the rest with a sentence."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from clayton_review import clock
from surveys.answers import sealing
from surveys.notation.questionnaire_notation import parse
from surveys.question_types import TYPES, type_of
from surveys.question_types.base import UnusableAnswer
from surveys.question_types.date import day_text
from surveys.questionnaire.questionnaire import Answer, Question
from surveys.questionnaire.relevance import AnswerCondition, holds
from tests.surveys.factories import EVERY_TYPE, HEAD

QUESTIONNAIRE = parse(EVERY_TYPE)


def read(name: str, **sent: Any) -> Answer:
    """The answer that is read; keyword names are its fields, `_` for `-`, `it` for itself."""
    fields = {
        name if key == "it" else f"{name}-{key.lstrip('_')}": [values]
        if isinstance(values, str)
        else values
        for key, values in sent.items()
    }
    question = QUESTIONNAIRE.question(name)
    return type_of(question.kind).read(question, fields)


def refused(name: str, **sent: Any) -> str:
    with pytest.raises(UnusableAnswer) as caught:
        read(name, **sent)
    return str(caught.value)


@pytest.mark.parametrize("question", QUESTIONNAIRE.questions, ids=lambda q: q.name)
def test_nothing_sent_is_a_skipped_question(question: Question) -> None:
    kind = type_of(question.kind)
    assert kind.read(question, {}) is None
    assert kind.read(question, {name: [""] for name in kind.fields(question)}) is None
    assert kind.answer_texts(question, None, "en") == []


@pytest.mark.parametrize("question", QUESTIONNAIRE.questions, ids=lambda q: q.name)
@given(data=st.data())
def test_anything_sent_is_read_or_explained_and_can_be_told(
    question: Question, data: st.DataObject
) -> None:
    kind = type_of(question.kind)
    known = [choice.value for choice in question.choices]
    value = st.one_of(st.text(max_size=12), st.sampled_from([*known, "12", "2018", "7", ""]))
    sent = {name: data.draw(st.lists(value, max_size=3)) for name in kind.fields(question)}
    try:
        answer = kind.read(question, sent)
    except UnusableAnswer as unusable:
        assert str(unusable)  # noqa: PT017  # the point is that nothing else is raised
        return
    assert bool(kind.answer_texts(question, answer, "en")) is (answer is not None)
    longest = sealing.content_bytes({"": kind.longest_answer(question)})
    assert len(sealing.content_bytes({"": answer})) <= len(longest)
    again = kind.answer_texts(question, answer, "es")
    assert len(again) == len(kind.answer_texts(question, answer, "en"))


@given(st.integers(18, 110))
def test_every_whole_number_in_range_is_read_as_itself(number: int) -> None:
    assert read("age", it=str(number)) == str(number)
    assert read("age", it=f" {number}.0 ") == str(number)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("17", "from 18 to 110"),
        ("111", "from 18 to 110"),
        ("18.5", "whole number"),
        ("forty", "digits"),
        ("1e2", "digits"),
        ("٤٤", "digits"),
        ("4\0", "digits"),
        ("9" * 1_000, "digits"),
        (["20", "30"], "digits"),
        (["20", "dont_know"], "not both"),
    ],
)
def test_a_number_that_does_not_fit_is_explained(typed: Any, words: str) -> None:
    assert words in refused("age", it=typed)


def test_not_knowing_is_an_answer_of_its_own() -> None:
    assert read("age", it="dont_know") == "dont_know"
    assert read("when", it="prefer_not") == "prefer_not"
    assert read("help", it="dont_know") == ["dont_know"]
    assert read("first", it="prefer_not") == ["prefer_not"]
    assert read("treated", heard="dont_know") == {"heard": "dont_know", "told": None}


def test_a_day_is_read_from_its_parts() -> None:
    assert read("when", year="2018", month="7", day="07") == "2018-07-07"
    assert "does not exist" in refused("when", year="2018", month="2", day="30")
    assert "at least the month and the year" in refused("when", year="2018", day="2")
    assert "at least the month and the year" in refused("when", month="2", day="2")
    assert "four digits" in refused("when", year="18", month="2", day="3")
    assert "on or after" in refused("when", year="2016", month="2", day="3")
    assert "on or before" in refused("when", year="2019", month="2", day="3")
    assert "not both" in refused("when", it="dont_know", year="2018", month="2", day="3")
    assert refused("when", it="sometime")


def test_several_ticks_are_kept_in_order_and_limited() -> None:
    assert read("help", it=["other", "advice"]) == ["advice", "other"]
    assert "2 answers at most" in refused("help", it=["advice", "report", "other"])
    assert "not both" in refused("help", it=["advice", "none"])
    assert "shown" in refused("help", it=["advice", "x"])
    assert "once" in refused("help", it=["advice", "advice"])


def test_a_ranking_fills_its_places_in_order_and_each_answer_once() -> None:
    assert read("first", _1="foot", _2="cameras") == ["foot", "cameras"]
    assert read("first", _1="foot") == ["foot"]
    assert "in order" in refused("first", _2="foot")
    assert "only one place" in refused("first", _1="foot", _2="foot")
    assert "shown" in refused("first", _1="nobody")
    assert "not both" in refused("first", _1="foot", it="dont_know")


def test_a_grid_keeps_each_row_and_nulls_those_skipped() -> None:
    assert read("treated", heard="5") == {"heard": "5", "told": None}
    assert "only one answer" in refused("treated", heard=["1", "5"])
    assert "shown" in refused("treated", told="9")


def test_one_line_is_one_line_and_not_too_long() -> None:
    assert read("word", it=" quick \r\n and\tkind ") == "quick and kind"
    assert "200" in refused("word", it="x" * 201)
    assert "NUL" in refused("word", it="a\0b")


def test_a_long_text_keeps_its_lines_and_is_not_too_long() -> None:
    question = parse(f"{HEAD}? story text: What happened? | ¿Qué pasó?").question("story")
    long_text = type_of("text")
    assert long_text.read(question, {"story": [" quick\r\nand kind "]}) == "quick\nand kind"
    for sent, sentence in (
        ("x" * 4_001, "Shorten your text to 4,000 characters. It now has 4,001."),
        ("a\0b", "Remove the invisible character (NUL) from your text."),
    ):
        with pytest.raises(UnusableAnswer) as refusal:
            long_text.read(question, {"story": [sent]})
        assert str(refusal.value) == sentence


def test_answers_are_told_in_words_of_either_language() -> None:
    def texts_of(name: str, answer: Answer, language: str = "en") -> list[str]:
        question = QUESTIONNAIRE.question(name)
        return type_of(question.kind).answer_texts(question, answer, language)

    assert texts_of("age", "44") == ["44 years"]
    assert texts_of("age", "44", "es") == ["44 años"]
    assert texts_of("age", "dont_know", "es") == ["No sé"]
    assert texts_of("when", "2018-07-07") == ["July 7, 2018"]
    assert texts_of("when", "2018-07-07", "es") == ["7 de julio de 2018"]
    assert texts_of("first", ["foot", "cameras"]) == ["1. Foot patrols", "2. Cameras"]
    assert texts_of("treated", {"heard": "5", "told": None}) == ["listened to me: Strongly agree"]
    assert texts_of("help", ["advice", "other"]) == ["Advice", "Something else"]


def test_every_type_has_a_name_of_its_own() -> None:
    assert len({kind.name for kind in TYPES}) == len(TYPES)
    with pytest.raises(KeyError, match="riddle"):
        type_of("riddle")


def test_a_month_without_its_day_is_an_answer() -> None:
    question = QUESTIONNAIRE.question("when")
    assert read("when", year="2018", month="7") == "2018-07"
    assert type_of("date").answer_texts(question, "2018-07", "en") == ["July 2018"]
    assert type_of("date").answer_texts(question, "2018-07", "es") == ["julio de 2018"]
    assert "does not exist" in refused("when", year="2018", month="13")
    assert "on or after" in refused("when", year="2016", month="2")
    assert "on or before" in refused("when", year="2019", month="2")


def test_a_month_in_which_a_limit_falls_can_hold_the_day() -> None:
    late = parse(
        f"{HEAD}? when date: When was it? | ¿Cuándo fue?\nmin: 2018-07-20\nmax: 2018-08-10"
    ).question("when")
    for month, is_within in (("6", False), ("7", True), ("8", True), ("9", False)):
        sent = {"when-month": [month], "when-year": ["2018"]}
        if is_within:
            assert type_of("date").read(late, sent) == f"2018-0{month}"
        else:
            with pytest.raises(UnusableAnswer):
                type_of("date").read(late, sent)


def test_a_month_without_its_day_counts_in_its_month_and_keeps_its_form() -> None:
    question = QUESTIONNAIRE.question("when")
    columns = type_of("date").part_columns(question, ["2018-07", "2018-07-31", "never", None])
    ordinals = columns["when#"]
    assert [day_text(number) for number in ordinals[:2].tolist()] == ["2018-07", "2018-07-31"]
    assert np.isnan(ordinals[2:]).all()


@pytest.mark.parametrize(
    ("operator", "day", "is_so"),
    [(">=", "2018-07-01", True), (">=", "2018-07-02", False), ("<", "2018-08-01", True)],
)
def test_a_month_without_its_day_counts_as_its_first_in_conditions(
    operator: str, day: str, is_so: bool
) -> None:
    condition = AnswerCondition("when", operator, day)
    assert holds(condition, {"when": "2018-07"}) is is_so


def test_a_day_still_to_come_is_refused_unless_the_question_allows_it() -> None:
    free = parse(f"{HEAD}? when date: When was it? | ¿Cuándo fue?").question("when")
    planned = parse(
        f"{HEAD}? when date: When will it be? | ¿Cuándo será?\nmax: 2100-01-01"
    ).question("when")
    sent = {"when-month": ["2"], "when-day": ["3"], "when-year": ["2099"]}
    with pytest.raises(UnusableAnswer, match=r"in the future\. Check the year"):
        type_of("date").read(free, sent)
    with override("es"), pytest.raises(UnusableAnswer, match="todavía no ha llegado"):
        type_of("date").read(free, sent)
    assert type_of("date").read(planned, sent) == "2099-02-03"
    with clock.at(datetime(2099, 2, 3, 18, tzinfo=UTC)):
        assert type_of("date").read(free, sent) == "2099-02-03"
