"""Passphrases that are long enough and still guessed first are refused, without any network."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from clayton_review.demo.accounts import ACCOUNTS
from tests.accounts.factories import PASSWORD


@pytest.mark.parametrize(
    "password",
    [
        "123456789012", "098765432109", "987654321098", "314555014299", "abcdefghijklm",
        "qwertyuiopas", "asdfghjklqwe", "aaaaaaaaaaaa", "abababababab", "passwordpassword",
        "password1234", "Password2018!", "p4ssw0rd!!!!", "monkey-2018-2019", "Clayton2018!!",
        "clayton review 1", "qwerty123456", "sunshine 12345", "letmein!!!!!!!", "hahahahahahah",
        "password.password", "letmein-letmein", "trustno1trustno2", "Clayton-Police-2018",
        "welcome to clayton", "iloveclayton12", "The-Clayton-Review!", "21cps-password-1",
        "claytonreviewteam", "claytonmopolice2018", "Clayton County 2018!", "claytonpd-review",
        "stlouiscounty2018", "policereform2018", "letmeinclayton1", "reviewboard2018!!",
        "citizensurvey2018", "ClaytonReview2018x", "thereviewofclayton", "ClaytonMO63105!!",
        "1234clayton5678cop",
    ],
)  # fmt: skip
def test_what_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


def test_eleven_characters_are_too_few() -> None:
    with pytest.raises(ValidationError, match="Use at least 12 characters"):
        validate_password("mB4#kkz!pQ9")


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        *(account.password for account in ACCOUNTS),
        "a lamp in seven windows",
        "7 herons left at dawn",
        "clayton police lamp window",
        "to8#9!2$55&0(81)^7",
        "the heron and the herring",
        "mB4#kkz!pQ92x",
    ],
)
def test_several_words_and_random_characters_are_taken(password: str) -> None:
    validate_password(password)


def test_a_long_row_of_short_words_is_judged_at_once() -> None:
    """With “is” beside “i” and “s” there were 2 to the power of 160 ways to read this one."""
    validate_password("is" * 160 + " qwe-Rt7!")
