"""Single-use sign-in links: for Board members, and for nobody else."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from clayton_review import clock
from clayton_review.accounts import actions, sessions, throttle
from clayton_review.accounts.models import LINK_LASTS, SignInLink, User
from clayton_review.accounts.roles import Role
from clayton_review.accounts.selectors import open_sessions
from clayton_review.accounts.tasks import mail_link
from clayton_review.jobs.models import Job
from clayton_review.refusals import Refused
from tests.accounts.factories import person
from tests.accounts.factors import add_app
from tests.letters.outgoing import sent_letters

pytestmark = pytest.mark.django_db
ASK = "/account/link/"


def link_for(user: User) -> str:
    """Return the address in the letter that the worker sends."""
    mail_link(str(user.pk))
    match = re.search(r"/account/link/\S+", str(sent_letters()[-1].body))
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


def test_no_link_goes_to_an_address_that_is_just_being_changed(
    board_member: User, lead: User
) -> None:
    read_before = User.objects.get(pk=board_member.pk)
    actions.change_account(
        user=board_member, email="new@example.org", role=Role.BOARD, reason="Lost.", by=lead
    )
    actions.make_link(user=read_before)
    assert [message.to for message in sent_letters() if "/link/" in message.body] == [
        ["new@example.org"]
    ]


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": "lead"}])
def test_a_link_asked_for_before_an_account_changed_is_not_mailed(
    board_member: User, change: dict[str, Any]
) -> None:
    actions.ask_for_link(email=board_member.email)
    User.objects.update(**change)
    mail_link(Job.objects.get().key)
    assert sent_letters() == []


def test_a_link_that_was_ended_before_it_was_mailed_is_not_sent(board_member: User) -> None:
    _, token = actions.make_link(user=board_member)
    actions.make_link(user=board_member)
    actions.use_link(token=token)
    assert sent_letters() == []


def test_the_letter_says_until_when_the_link_works(board_member: User) -> None:
    with clock.at(datetime(2019, 1, 7, 23, 15, tzinfo=UTC)):
        link_for(board_member)
    minutes = LINK_LASTS // timedelta(minutes=1)
    assert (
        f"It works once, until 5:{15 + minutes} p.m.\n\nIf you did not ask for it, you can"
        in sent_letters()[0].body
    )


def test_a_link_works_once(board_member: User) -> None:
    url = link_for(board_member)
    first, second = Client(), Client()
    first.post(url)

    assert second.get(url).status_code == 404
    assert second.post(url).status_code == 404
    assert not is_signed_in(second)


@pytest.mark.parametrize(("minutes", "works"), [(19, True), (21, False)])
def test_a_link_works_for_twenty_minutes(board_member: User, minutes: int, works: bool) -> None:
    url, client = link_for(board_member), Client()
    with clock.at(clock.now() + timedelta(minutes=minutes)):
        assert (client.get(url).status_code == 200) is works
        client.post(url)

    assert is_signed_in(client) is works


def test_a_stranger_who_asks_for_new_links_voids_none(board_member: User, client: Client) -> None:
    own = link_for(board_member)
    link_for(board_member)

    assert client.post(own).status_code == 302


def test_a_stranger_who_uses_up_the_letters_keeps_nobody_out(
    board_member: User, client: Client
) -> None:
    """The letters that the stranger asked for sign the member in until new ones can be asked."""
    start, email = clock.now(), board_member.email
    for number in range(13):
        Client(REMOTE_ADDR=f"203.0.113.{number}").post(ASK, {"email": email})
    limits = throttle.link_limits(email=email, address="192.0.2.1")
    assert throttle.count_attempt(limits) > 0
    url = link_for(board_member)
    with clock.at(start + timedelta(seconds=max(limit.seconds for limit in limits))):
        assert client.post(url).status_code == 302


def test_signing_in_by_one_link_ends_the_others_of_that_person(board_member: User) -> None:
    other_member = person(role=Role.BOARD)
    first, second, theirs = (
        link_for(board_member), link_for(board_member), link_for(other_member)
    )  # fmt: skip
    Client().post(second)

    assert Client().post(first).status_code == 404
    assert Client().post(theirs).status_code == 302


def test_a_used_link_stays_used_while_a_newer_one_waits(board_member: User) -> None:
    first = link_for(board_member)
    Client().post(first)
    second = link_for(board_member)

    assert Client().post(first).status_code == 404
    assert Client().post(second).status_code == 302


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


def test_a_device_is_remembered_for_whoever_wanted_it_and_nobody_else(
    board_member: User, consultant: User, client: Client
) -> None:
    """The member has a second step, and leaves it to somebody else at the same browser."""
    add_app(board_member)
    client.post(link_for(board_member), {"remember": "on"})
    assert not is_signed_in(client)
    client.force_login(consultant)
    limits = sessions.limits_of(client.session)
    assert limits == sessions.SessionLimits(sessions.IDLE_SECONDS, sessions.LONGEST_SECONDS)
    assert not open_sessions(consultant)[0].is_remembered


def ask(email: str, address: str) -> bool:
    """Ask for a link; return whether a letter will be sent."""
    Job.objects.all().delete()
    assert Client().post(ASK, {"email": email}, REMOTE_ADDR=address).status_code == 302
    return Job.objects.exists()


def test_a_mailbox_gets_few_letters_and_the_answer_stays_the_same(board_member: User) -> None:
    assert [ask(board_member.email, "10.0.0.1") for _ in range(6)] == [True] * 4 + [False] * 2


def test_a_stranger_cannot_stop_a_member_from_asking(board_member: User) -> None:
    for _ in range(20):
        ask(board_member.email, "10.6.6.6")
        ask("nobody@example.org", "10.0.0.1")

    assert ask(board_member.email, "10.0.0.1")


def test_letters_to_one_mailbox_are_limited_whoever_asks(board_member: User) -> None:
    letters = [ask(board_member.email, f"10.0.0.{number}") for number in range(14)]

    assert letters == [True] * 12 + [False] * 2


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
