"""Every sign-in, failure, time of waiting and change of a factor leaves an audit row."""

import json
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from clayton_review.accounts import actions
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from tests.accounts.factories import PASSWORD, person
from tests.accounts.factors import add_app, code
from tests.accounts.sessions import proved_now

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
URL = "/account/sign-in/"
WRONG = "not the right one at all"


@pytest.fixture
def dana() -> User:
    return person(email="dana@example.org", password=PASSWORD)


@pytest.fixture(autouse=True)
def theo() -> User:
    return person(email="theo@example.org", password=PASSWORD)


def rows(verb: str) -> list[tuple[str, str, dict[str, object]]]:
    """Return who did it, whose account it was, and the facts."""
    entries = AuditEntry.objects.filter(verb=verb).order_by("id")
    return [(entry.who, entry.object_id, json.loads(entry.payload)) for entry in entries]


def test_signing_in_is_recorded_with_its_proofs(client: Client, dana: User) -> None:
    client.post(URL, {"login": dana.email, "password": PASSWORD})
    assert rows("signed in as") == [(dana.email, str(dana.pk), {"proofs": ["password"]})]


def test_a_code_is_among_the_proofs_and_half_a_sign_in_is_none(client: Client, dana: User) -> None:
    secret = add_app(dana)
    client.post(URL, {"login": dana.email, "password": PASSWORD})
    assert rows("signed in as") == []
    client.post("/account/authenticate/", {"code": code(secret)})
    assert rows("signed in as") == [(dana.email, str(dana.pk), {"proofs": ["password", "totp"]})]


def test_signing_in_by_link_is_recorded(client: Client, board_member: User) -> None:
    _, token = actions.make_link(user=board_member)
    client.post(f"/account/link/{token}/")
    assert rows("signed in as")[0][1:] == (str(board_member.pk), {"proofs": ["link"]})
    assert rows("used a sign-in link of")[0][1] == str(board_member.pk)


def test_a_wrong_password_is_recorded(client: Client, dana: User) -> None:
    client.post(URL, {"login": dana.email.upper(), "password": WRONG})
    assert rows("refused to sign in") == [("the portal", str(dana.pk), {"proof": "password"})]


def test_an_unknown_address_is_recorded_without_its_text(client: Client) -> None:
    client.post(URL, {"login": "my-secret-passphrase@example.org", "password": WRONG})
    (row,) = rows("refused to sign in")
    assert row[1] == "00000000-0000-0000-0000-000000000000"
    assert "secret" not in str(list(AuditEntry.objects.values_list()))


def test_unknown_addresses_of_one_network_cannot_fill_the_record(client: Client) -> None:
    for number in range(40):
        client.post(URL, {"login": f"p{number}@example.org", "password": WRONG})
    assert len(rows("refused to sign in")) == 30


def test_a_wrong_password_before_a_sensitive_act_is_recorded(as_: As, dana: User) -> None:
    as_(dana).post("/account/confirm/", {"password": WRONG})
    assert [row[1] for row in rows("refused to sign in")] == [str(dana.pk)]


def test_a_closed_account_is_recorded(client: Client, dana: User) -> None:
    User.objects.filter(pk=dana.pk).update(is_active=False)
    client.post(URL, {"login": dana.email, "password": PASSWORD})
    assert rows("refused to sign in") == [("the portal", str(dana.pk), {"proof": "closed account"})]


def test_waiting_is_recorded_once_however_often_they_try(client: Client, dana: User) -> None:
    for _ in range(12):
        client.post(URL, {"login": dana.email, "password": WRONG})
    assert len(rows("refused to sign in")) == 8
    assert [(row[1], row[2]["seconds"]) for row in rows("made wait to sign in")] == [
        (str(dana.pk), 300)
    ]


def test_wrong_codes_are_recorded_and_waiting_once(client: Client, dana: User) -> None:
    add_app(dana)
    client.post(URL, {"login": dana.email, "password": PASSWORD})
    for _ in range(8):
        client.post("/account/authenticate/", {"code": "000000"})
    assert {row[1:] for row in map(str_facts, rows("refused to sign in"))} == {
        (str(dana.pk), '{"proof": "code"}')
    }
    assert [row[1] for row in rows("made wait to sign in")] == [str(dana.pk)]


def str_facts(row: tuple[str, str, dict[str, object]]) -> tuple[str, str, str]:
    return row[0], row[1], json.dumps(row[2])


def test_each_change_of_a_factor_is_recorded(as_: As, dana: User) -> None:
    client = as_(dana)
    secret = client.get("/account/totp/activate/").context["form"].secret
    client.post("/account/totp/activate/", {"code": code(secret)})
    client.post("/account/recovery-codes/generate/")
    proved_now(client, dana, method="mfa", type="totp")
    client.post("/account/totp/deactivate/")

    assert [row[2]["change"] for row in rows("changed the second step of")] == [
        "app added",
        "new recovery codes",
        "app removed",
    ]
    assert {row[:2] for row in rows("changed the second step of")} == {(dana.email, str(dana.pk))}


def test_a_removed_passkey_is_recorded(as_: As, dana: User, theo: User) -> None:
    keys = [
        Authenticator.objects.create(user=who, type="webauthn", data={"name": "Key"})
        for who in (dana, theo)
    ]
    as_(dana).post(f"/account/webauthn/keys/{keys[0].pk}/remove/")

    assert [row[2]["change"] for row in rows("changed the second step of")] == ["passkey removed"]
    assert list(Authenticator.objects.all()) == [keys[1]]
