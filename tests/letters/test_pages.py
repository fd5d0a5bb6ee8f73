"""The lead's page of letters."""

from collections.abc import Callable

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.letters import actions
from clayton_review.letters.content import LetterContent
from clayton_review.letters.models import Letter, LetterState

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


def failed(subject: str = "The report", to: str = "walter@example.org") -> Letter:
    letter = actions.write_letter(to=to, subject=subject, content=LetterContent("Sealed words."))
    Letter.objects.filter(pk=letter.pk).update(
        state=LetterState.GIVEN_UP, n_attempts=20, last_error="The mail server hung up."
    )
    letter.refresh_from_db()
    return letter


def test_the_page_shows_what_became_of_each_letter_and_never_a_text(as_: As, lead: User) -> None:
    failed()
    actions.write_letter(to="b@example.org", subject="Second", content=LetterContent("Its words."))
    page = as_(lead).get("/people/letters/").content.decode()
    assert "<h1" in page
    assert "Second" in page
    assert "The mail server hung up." in page
    assert "1 e-mail is late or failed" in page
    assert "words" not in page
    assert "Given up" in page


def test_a_letter_to_a_participant_has_no_address(as_: As, lead: User) -> None:
    actions.get_or_create_letter("appointment 1", subject="Your appointment")
    assert "A participant" in as_(lead).get("/people/letters/").content.decode()


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
