"""Sensitive acts ask once more who it is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from clayton_review.accounts.models import Invitation, User
from tests.accounts.sessions import aged

As = Callable[[User], Client]
PASSWORD = "correct horse x9"


def test_within_ten_minutes_nobody_is_asked_again(as_: As, lead: User) -> None:
    client = as_(lead)
    aged(client, idle=timedelta(minutes=9))

    assert client.get("/people/invite/").status_code == 200


def test_after_ten_minutes_the_password_is_asked_and_nothing_typed_is_lost(
    as_: As, lead: User
) -> None:
    client = as_(lead)
    form = client.get("/people/invite/").context["form"]
    aged(client, idle=timedelta(minutes=11))
    typed = {"record_id": form["record_id"].value(), "email": "new@example.org", "role": "board"}
    answer = client.post("/people/invite/", typed)
    assert answer["Location"].startswith("/account/confirm/")
    assert not Invitation.objects.exists()

    client.post(answer["Location"], {"password": PASSWORD})
    assert Invitation.objects.get().email == "new@example.org"


def test_the_session_gets_a_new_key_when_the_password_is_given_again(as_: As, lead: User) -> None:
    client, copied = as_(lead), Client()
    aged(client, idle=timedelta(minutes=11))
    copied.cookies[settings.SESSION_COOKIE_NAME] = str(client.session.session_key)
    assert copied.get("/people/").status_code == 200
    client.post("/account/confirm/?next=/people/invite/", {"password": PASSWORD})

    assert client.get("/people/invite/").status_code == 200
    assert copied.get("/people/").status_code == 302


def test_a_wrong_password_confirms_nothing(as_: As, lead: User) -> None:
    client = as_(lead)
    aged(client, idle=timedelta(minutes=11))
    client.post("/account/confirm/?next=/people/invite/", {"password": "wrong"})

    assert client.get("/people/invite/").status_code == 302


def test_sabotage_an_old_proof_taken_as_fresh_opens_the_page(
    as_: As, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clayton_review.accounts.sessions.PROOF_SECONDS", 10**9)
    client = as_(lead)
    aged(client, idle=timedelta(minutes=11))

    assert client.get("/people/invite/").status_code == 200


@pytest.mark.parametrize("act", ["approve", "issue"])
def test_what_others_rely_on_is_not_done_on_an_old_proof(act: str, as_: As, lead: User) -> None:
    client = as_(lead)
    aged(client, idle=timedelta(minutes=11))

    answer = client.post(reverse(f"reports:{act}", args=["2018-11"]))

    assert answer["Location"].startswith("/account/confirm/")
