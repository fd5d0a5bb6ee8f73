"""Tests of the typed notation: any text is valid, and struck text is never released."""

from hypothesis import given
from hypothesis import strategies as st

from findings.coding.models import notation

pieces = st.lists(
    st.sampled_from(
        ["> ", "#trust", "#reason-given", "((", "))", "((Officer Doe))", "!ask", "! ", "\n", " ",
         "words", "“quoted”", "¡", "policía", "#", ">", "!", "\n! ", "😀", "\u200f"]
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


def test_a_space_after_the_sign_of_a_quote_or_a_follow_up_makes_no_difference() -> None:
    spaced = notation.parse("> It was late.\n! ask about the hands\n  ! ask who drove #trust")
    tight = notation.parse(">It was late.\n!ask about the hands\n  !ask who drove #trust")
    for notes in (spaced, tight):
        assert [line.words for line in notes.quotes] == ["It was late."]
        assert notes.follow_ups == ("ask about the hands", "ask who drove")
    for text in (">It was late.\n! ask again", "> It was late.\n!ask again"):
        assert notation.release_text(text, 0, len(text)) == "It was late."


def test_an_exclamation_mark_inside_a_line_stays_in_the_quote() -> None:
    line = notation.parse("> Stop ! he said.").lines[0]
    assert (line.words, line.follow_up) == ("Stop ! he said.", "")


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
