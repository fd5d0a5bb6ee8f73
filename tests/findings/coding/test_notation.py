"""Tests of the typed notation: any text is valid, and struck text is never released."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings.coding.models import notation

pieces = st.lists(
    st.sampled_from(
        ["> ", "#trust", "#reason-given", "((", "))", "((Officer Doe))", "!ask", "! ", "\n", " ",
         "words", "“quoted”", "¡", "policía", "#", ">", "!", "😀", "\u200f"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def test_a_quote_a_code_a_name_and_a_follow_up_are_read() -> None:
    text = "> I showed the receipt. #trust #reason-given\nHe, ((Officer Doe)), was sorry. !ask who"
    notes = notation.parse(text)
    assert [line.words for line in notes.quotes] == ["I showed the receipt."]
    assert notes.codes == ("trust", "reason-given")
    assert notes.follow_ups == ("ask who",)
    assert notes.n_identifying == 1


@pytest.mark.parametrize("line", ["!ask who", "! ask who", "  ! ask who"])
def test_a_follow_up_may_have_a_space_after_its_sign(line: str) -> None:
    text = f"Fine.\n{line}"
    assert notation.parse(text).follow_ups == ("ask who",)
    assert notation.release_text(text, 0, len(text)) == "Fine."


@pytest.mark.parametrize("line", [">I was free.", "> I was free."])
def test_a_quote_may_lack_the_space_after_its_sign(line: str) -> None:
    assert [text_line.words for text_line in notation.parse(line).quotes] == ["I was free."]
    assert notation.release_text(line, 0, len(line)) == "I was free."


def test_an_exclamation_mark_within_a_sentence_opens_nothing() -> None:
    assert notation.parse("Stop! he said. Then ! again.").follow_ups == ()


def test_words_bound_exactly_what_was_said() -> None:
    text = "before\n>   Nobody told me. #trust"
    line = notation.parse(text).lines[1]
    assert text[line.start : line.end] == line.words == "Nobody told me."


def test_numbers_and_addresses_are_no_codes() -> None:
    assert notation.parse("see page.html#top and #4 and a#b").codes == ()


def test_identifying_text_is_struck_even_when_the_selection_cuts_it() -> None:
    text = "He, ((Officer Doe)), was sorry."
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            assert "Doe"[:2] not in notation.release_text(text, start, end)


def test_an_unclosed_name_is_struck_to_the_end() -> None:
    assert notation.release_text("It was ((Officer Doe", 0, 20) == "It was […]"


def test_codes_and_follow_ups_stay_inside() -> None:
    assert notation.release_text("> Fine. #trust !ask again", 0, 25) == "Fine."


@given(pieces | st.text())
def test_any_text_is_read_and_words_lie_inside_their_line(text: str) -> None:
    notes = notation.parse(text)
    assert len(notes.lines) == text.count("\n") + 1
    for line in notes.lines:
        assert text[line.start : line.end] == line.words
        assert line.words == line.words.strip() or line.is_excerpt


@given(pieces, st.integers(0, 200), st.integers(0, 200))
def test_nothing_between_double_brackets_is_ever_released(text: str, a: int, b: int) -> None:
    marked = text.replace("((", "").replace("))", "") + "((SECRET))" + text
    start, end = sorted((min(a, len(marked)), min(b, len(marked))))
    out = notation.release_text(marked, start, end)
    assert not any(part in out for part in ("SEC", "CRE", "RET"))
