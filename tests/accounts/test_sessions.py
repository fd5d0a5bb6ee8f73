"""Sessions end in time, and a form that arrives too late is not lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from clayton_review.accounts import sessions
from clayton_review.accounts.models import Invitation, User
from tests.accounts.sessions import aged

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
As = Callable[[User], Client]


def is_open(client: Client) -> bool:
    return client.get("/start/").status_code == 200


@pytest.mark.parametrize(
    ("idle", "age", "stays"),
    [
        (59 * MINUTE, 59 * MINUTE, True),
        (61 * MINUTE, 61 * MINUTE, False),
        (MINUTE, 12 * HOUR - 2 * MINUTE, True),
        (MINUTE, 12 * HOUR + MINUTE, False),
    ],
)
def test_a_session_ends_after_an_idle_hour_or_twelve(
    as_: As, consultant: User, idle: timedelta, age: timedelta, stays: bool
) -> None:
    client = as_(consultant)
    aged(client, idle=idle, age=age)

    assert is_open(client) is stays


@pytest.mark.parametrize(("age", "stays"), [(29 * DAY, True), (31 * DAY, False)])
def test_a_remembered_device_stays_thirty_days(
    as_: As, board_member: User, age: timedelta, stays: bool
) -> None:
    client = as_(board_member)
    session = client.session
    sessions.remember(session, board_member)
    session.save()
    aged(client, idle=age)

    assert is_open(client) is stays


def test_each_visit_starts_the_idle_hour_again(as_: As, consultant: User) -> None:
    client = as_(consultant)
    aged(client, idle=50 * MINUTE)
    assert is_open(client)

    assert not sessions.has_ended(client.session, client.session[sessions.SEEN] + 59 * 60)


def test_sabotage_without_the_stamp_check_the_session_lives_on(
    as_: As, consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "has_ended", lambda session, now: False)
    client = as_(consultant)
    aged(client, idle=2 * DAY)

    assert is_open(client)


def test_an_ended_session_leads_to_sign_in_and_back(as_: As, lead: User) -> None:
    client = as_(lead)
    aged(client, idle=2 * HOUR)

    assert client.get("/people/?q=a")["Location"] == "/account/sign-in/?next=/people/%3Fq%3Da"


def test_a_form_sent_after_the_end_keeps_what_was_typed(as_: As, lead: User) -> None:
    client = as_(lead)
    aged(client, idle=2 * HOUR)
    typed = {"email": "new@example.org", "name": 'Ann "<b>" O’Hara', "password": "hush-hush"}
    answer = client.post("/people/invite/", typed)
    page = answer.content.decode()

    assert answer.status_code == 403
    assert "new@example.org" in page
    assert "Ann &quot;&lt;b&gt;&quot; O’Hara" in page
    assert "hush-hush" not in page
    assert "What you typed is kept on this page, except passwords and codes." in page
    assert "you are no longer signed in" in page
    assert 'action="/people/invite/"' in page
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("address", ["/account/sign-in/", "/account/link/"])
def test_who_is_just_signing_in_is_not_told_to_sign_in_first(address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(address, {"email": "a@example.org"}, HTTP_ORIGIN="http://testserver")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Not saved yet: send it again" in page
    assert "no longer signed in" not in page
    assert "What you typed is kept on this page. Nothing" in page


def test_a_token_changed_by_signing_in_elsewhere_keeps_what_was_typed(
    lead: User,
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead)
    answer = client.post(
        "/people/invite/",
        {"email": "new@example.org", "csrfmiddlewaretoken": "x" * 64},
        HTTP_ORIGIN="http://testserver",
    )

    assert answer.status_code == 403
    assert b"new@example.org" in answer.content
    assert b"x" * 64 not in answer.content


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_a_form_from_elsewhere_is_never_shown_back(lead: User, origin: str) -> None:
    """Otherwise another site could put its fields behind our button."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead)
    headers = {"HTTP_ORIGIN": origin} if origin else {}
    answer = client.post("/people/invite/", {"email": "evil@example.org"}, **headers)  # type: ignore[arg-type]

    assert answer.status_code == 403
    assert b"evil@example.org" not in answer.content
