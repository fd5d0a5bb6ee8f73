"""Single-use sign-in links: for Board members, and for nobody else."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from clayton_review import clock
from clayton_review.accounts import actions, sessions
from clayton_review.accounts.models import LINK_LASTS, SignInLink, User
from clayton_review.accounts.tasks import mail_link
from clayton_review.jobs.models import Job
from clayton_review.refusals import Refused

pytestmark = pytest.mark.django_db
ASK = "/account/link/"


def link_for(user: User) -> str:
    """Return the address in the letter that the worker sends."""
    mail_link(str(user.pk))
    match = re.search(r"/account/link/\S+", str(mail.outbox[-1].body))
    assert match
    return match.group()


def is_signed_in(client: Client) -> bool:
    return client.get("/start/").status_code == 200


def test_everybody_gets_the_same_answer_and_only_the_board_gets_mail(
    board_member: User, consultant: User, client: Client
) -> None:
    answers = set()
    for email in (board_member.email, consultant.email, "nobody@example.org"):
        answer = client.post(ASK, {"email": email})
        answers.add((answer.status_code, answer["Location"], answer.content))

    assert len(answers) == 1
    assert [job.key for job in Job.objects.all()] == [str(board_member.pk)]


def test_the_link_shows_a_button_and_the_button_signs_in(
    board_member: User, client: Client
) -> None:
    url = link_for(board_member)
    for _ in range(3):
        assert client.get(url).status_code == 200
    assert not is_signed_in(client)
    assert SignInLink.objects.get().used_at is None

    assert client.post(url).status_code == 302
    assert is_signed_in(client)


def test_the_letter_says_until_when_the_link_works(board_member: User) -> None:
    with clock.at(datetime(2019, 1, 7, 23, 15, tzinfo=UTC)):
        link_for(board_member)
    minutes = LINK_LASTS // timedelta(minutes=1)
    assert (
        f"It works once, until 5:{15 + minutes} p.m.\n\nIf you did not ask for it, you can"
        in mail.outbox[0].body
    )


def test_a_link_works_once(board_member: User) -> None:
    url = link_for(board_member)
    first, second = Client(), Client()
    first.post(url)

    assert second.post(url).status_code == 404
    assert not is_signed_in(second)


@pytest.mark.parametrize(("minutes", "works"), [(19, True), (21, False)])
def test_a_link_works_for_twenty_minutes(board_member: User, minutes: int, works: bool) -> None:
    url, client = link_for(board_member), Client()
    with clock.at(clock.now() + timedelta(minutes=minutes)):
        client.post(url)

    assert is_signed_in(client) is works


def test_a_newer_link_replaces_the_older(board_member: User, client: Client) -> None:
    older, newer = link_for(board_member), link_for(board_member)

    assert client.post(older).status_code == 404
    assert client.post(newer).status_code == 302


def test_a_link_dies_with_the_role_or_the_account(board_member: User, client: Client) -> None:
    url = link_for(board_member)
    User.objects.update(role="lead")
    assert client.post(url).status_code == 404

    User.objects.update(role="board", is_active=False)
    assert client.post(url).status_code == 404


def test_nobody_else_gets_a_link(consultant: User) -> None:
    with pytest.raises(Refused, match="Board"):
        actions.make_link(user=consultant)


def test_a_remembered_device_stays(board_member: User, client: Client) -> None:
    client.post(link_for(board_member), {"remember": "on"})

    assert client.session[sessions.REMEMBERED]
    assert client.session.get_expiry_age() > 29 * 24 * 3_600


def test_a_device_is_not_remembered_unasked(board_member: User, client: Client) -> None:
    client.post(link_for(board_member))

    assert sessions.REMEMBERED not in client.session


def test_asking_is_throttled(client: Client, board_member: User) -> None:
    answers = [client.post(ASK, {"email": board_member.email}).status_code for _ in range(6)]

    assert answers == [302, 302, 302, 302, 429, 429]


@pytest.mark.parametrize("token", ["x", "a:b", "x" * 3_000])
def test_an_invented_link_leads_nowhere(client: Client, token: str) -> None:
    assert client.get(f"{ASK}{token}/").status_code == 404
    assert client.post(f"{ASK}{token}/").status_code == 404


def test_sabotage_a_link_of_any_role_would_open_the_team_pages(
    consultant: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "clayton_review.accounts.policies.BY_LINK", frozenset({"board", "consultant"})
    )
    client.post(link_for(consultant))

    assert is_signed_in(client)


def test_no_token_is_kept(board_member: User) -> None:
    url = link_for(board_member)
    token = url.rstrip("/").rpartition("/")[2]

    assert SignInLink.objects.get().token_hash not in url
    assert token not in str(SignInLink.objects.values_list())
