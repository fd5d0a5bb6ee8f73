"""Codes survive being typed, read out and mistyped."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.answers.codes import (
    ALPHABET,
    LENGTH,
    code_mark,
    fresh_code,
    is_well_formed,
    normalized_code,
    printed_code,
)


def test_a_fresh_code_is_well_formed_and_unlike_the_last() -> None:
    codes = {fresh_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(is_well_formed(code) and len(code) == LENGTH for code in codes)


def test_every_single_wrong_character_and_every_swap_of_neighbors_is_found() -> None:
    code = fresh_code()
    for place in range(LENGTH):
        for letter in ALPHABET.replace(code[place], ""):
            assert not is_well_formed(code[:place] + letter + code[place + 1 :])
    for place in range(LENGTH - 1):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert swapped == code or not is_well_formed(swapped)


def test_a_code_is_understood_in_small_letters_with_dashes_and_misread_characters() -> None:
    code = fresh_code()
    typed = printed_code(code).lower().replace("0", "o").replace("1", "i")
    assert normalized_code(f"  {typed} ") == code
    assert normalized_code(" ".join(code)) == code


def product(first: int, second: int) -> int:
    """Return the product of two elements of GF(32), as polynomials modulo x^5 + x^2 + 1."""
    total = 0
    for bit in range(5):
        total ^= (first << bit) * (second >> bit & 1)
    for bit in range(9, 4, -1):
        total ^= (0b100101 << bit - 5) * (total >> bit & 1)
    return total


def is_valid_code(code: str) -> bool:
    """True if the sum of c·x^k, k counted from the end of the code, is zero in GF(32)."""
    if len(code) != LENGTH or set(code) - set(ALPHABET):
        return False
    total, power = 0, 1
    for letter in reversed(code):
        total, power = total ^ product(ALPHABET.index(letter), power), product(power, 2)
    return total == 0


@given(st.text(max_size=60) | st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_any_text_is_judged_as_the_definition_of_the_check_says(text: str) -> None:
    code = normalized_code(text)
    assert is_well_formed(code) == is_valid_code(code)


@given(st.text(ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1))
def test_one_check_character_completes_a_code(body: str) -> None:
    completed = [body + letter for letter in ALPHABET if is_well_formed(body + letter)]
    assert completed == [body + letter for letter in ALPHABET if is_valid_code(body + letter)]
    assert len(completed) == 1


@pytest.mark.parametrize("typed", ["", "0", "U" * 12, "0" * 11, "0" * 13, "\0" * 12])
def test_what_is_no_code_is_told_apart(typed: str) -> None:
    assert not is_well_formed(normalized_code(typed))


def test_the_mark_depends_on_code_survey_and_pepper(settings: object) -> None:
    survey, code = uuid4(), fresh_code()
    first = code_mark(survey, code)
    assert first == code_mark(survey, code)
    assert first != code_mark(uuid4(), code)
    settings.CODE_PEPPER = "another"  # type: ignore[attr-defined]  # pytest-django's wrapper
    assert first != code_mark(survey, code)
