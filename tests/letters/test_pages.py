"""The lead's page of letters."""

from collections.abc import Callable

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.letters import actions
from clayton_review.letters.content import LetterContent
from clayton_review.letters.models import Letter, LetterState
from tests.letters.outgoing import sent_letters

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


def failed(subject: str = "The report", to: str = "walter@example.org") -> Letter:
    letter = actions.write_letter(to=to, subject=subject, content=LetterContent("Sealed words."))
    Letter.objects.filter(pk=letter.pk).update(
        state=LetterState.GIVEN_UP, n_attempts=20, last_error="The mail server hung up."
    )
    letter.refresh_from_db()
    return letter


def test_the_page_shows_what_failed_first_and_never_a_text(as_: As, lead: User) -> None:
    failed()
    actions.write_letter(to="b@example.org", subject="Second", content=LetterContent("Its words."))
    page = as_(lead).get("/people/letters/").content.decode()
    assert "<h1" in page
    assert page.index("The mail server hung up.") < page.index("Second")
    assert "words" not in page
    assert "Given up" in page


def test_sending_again_and_setting_aside(as_: As, lead: User) -> None:
    first, second = failed(), failed("Another", "ada@example.org")
    client = as_(lead)
    answer = client.post(f"/people/letters/{first.pk}/try-again/", follow=True).content.decode()
    assert "The e-mail is on its way again." in answer
    assert [letter.to for letter in sent_letters()] == [["walter@example.org"]]
    answer = client.post(f"/people/letters/{second.pk}/set-aside/", follow=True).content.decode()
    assert "The e-mail was set aside." in answer
    assert "Late or failed" not in client.get("/people/letters/").content.decode()
    answer = client.post(f"/people/letters/{second.pk}/try-again/", follow=True).content.decode()
    assert "cannot be sent again" in answer


def test_a_letter_to_a_participant_has_no_address_and_is_not_sent_from_here(
    as_: As, lead: User
) -> None:
    letter = actions.letter_about("appointment 1", subject="Your appointment")
    actions.begin_attempt(letter)
    client = as_(lead)
    page = client.get("/people/letters/").content.decode()
    assert "To a participant" in page
    assert "try-again" not in page


def test_one_letter_and_many_cost_the_same_number_of_queries(
    as_: As, lead: User, django_assert_num_queries: Callable[[int], object]
) -> None:
    client = as_(lead)
    failed()
    client.get("/people/letters/")
    with django_assert_num_queries(5):  # type: ignore[attr-defined]
        client.get("/people/letters/")
    for number in range(5):
        failed(f"Letter {number}")
    with django_assert_num_queries(5):  # type: ignore[attr-defined]
        client.get("/people/letters/")
