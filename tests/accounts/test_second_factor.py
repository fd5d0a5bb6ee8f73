"""People who reach interviews, the vault or drafts give a second factor in every session."""

import time
from base64 import b64encode
from collections.abc import Callable
from io import StringIO

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.apps import apps
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from clayton_review.accounts import actions
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import GUARDED, PERMISSIONS, Role, needs_second_factor
from clayton_review.audit.models import AuditEntry
from clayton_review.vault.crypto import associated_data, seal
from clayton_review.vault.selectors import keyring
from tests.accounts.factories import PASSWORD, person
from tests.accounts.factors import add_app, code
from tests.accounts.sessions import proved_now

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _required(settings: Settings) -> None:
    settings.MFA_REQUIRED = True


@pytest.fixture
def dana() -> User:
    return person(email="dana@example.org", password=PASSWORD)


def end_of(client: Client, url: str) -> str:
    answer = client.get(url, follow=True)
    assert len(answer.redirect_chain) <= 2, answer.redirect_chain
    assert answer.status_code == 200
    return str(answer.request["PATH_INFO"])


def test_every_role_that_reaches_something_guarded_needs_one() -> None:
    guarded = {role for role, may in PERMISSIONS.items() if may & GUARDED}

    assert {role for role in PERMISSIONS if needs_second_factor(role)} == guarded
    assert guarded == {"consultant", "lead"}


def test_without_one_every_page_leads_to_setting_one_up_and_no_further(as_: As, lead: User) -> None:
    client = as_(lead)

    for url in ("/start/", "/people/audit/", "/account/recovery-codes/"):
        assert end_of(client, url) == "/account/"
    assert end_of(client, "/account/totp/activate/") == "/account/totp/activate/"
    assert end_of(client, "/account/webauthn/add/") == "/account/webauthn/add/"


def test_the_api_answers_403_not_a_redirect(as_: As, consultant: User) -> None:
    answer = as_(consultant).get("/api/v1/incidents/")

    assert answer.status_code in {403, 404}  # 404 while the API is not there


def test_setting_one_up_opens_the_door_at_once(client: Client, dana: User) -> None:
    client.post("/account/sign-in/", {"login": dana.email, "password": PASSWORD})
    secret = client.get("/account/totp/activate/").context["form"].secret
    answer = client.post("/account/totp/activate/", {"code": code(secret)})

    assert answer["Location"] == "/account/recovery-codes/"
    assert len(client.get(answer["Location"]).context["unused_codes"]) == 10
    assert end_of(client, "/start/") == "/start/"


def test_owning_one_is_not_giving_one(as_: As, consultant: User) -> None:
    """A session that began without it (a link, a change of role) stays outside."""
    add_app(consultant)
    client = as_(consultant)

    assert end_of(client, "/start/") == "/account/reauthenticate/"
    assert end_of(client, "/account/recovery-codes/") == "/account/reauthenticate/"
    assert end_of(client, "/account/totp/deactivate/") == "/account/reauthenticate/"


def test_sabotage_asking_only_whether_one_is_owned_lets_the_session_pass(
    as_: As, consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_app(consultant)
    monkeypatch.setattr(
        "clayton_review.accounts.sessions.has_second_factor",
        lambda request: Authenticator.objects.filter(user=request.user).exists(),
    )

    assert end_of(as_(consultant), "/start/") == "/start/"


def test_giving_the_code_once_opens_the_session(as_: As, consultant: User) -> None:
    secret = add_app(consultant)
    client = as_(consultant)
    key = client.session.session_key
    answer = client.post("/account/reauthenticate/?next=/start/", {"code": code(secret)})

    assert answer["Location"] == "/start/"
    assert client.session.session_key != key
    assert end_of(client, "/start/") == "/start/"


def test_signing_in_asks_for_the_code_after_the_password(client: Client, dana: User) -> None:
    secret = add_app(dana)
    answer = client.post("/account/sign-in/", {"login": dana.email, "password": PASSWORD})
    assert answer["Location"] == "/account/authenticate/"
    assert client.get("/start/").status_code == 302  # the password alone is not enough

    assert client.get("/account/authenticate/").status_code == 200
    client.post("/account/authenticate/", {"code": code(secret)})
    assert end_of(client, "/start/") == "/start/"


def _lets_in(user: User, given: str) -> bool:
    client = Client()
    client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
    client.post("/account/authenticate/", {"code": given})
    return client.get("/start/").status_code == 200


def _new_recovery_codes(client: Client) -> list[str]:
    client.post(reverse("mfa_generate_recovery_codes"))
    codes: list[str] = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    return codes


def test_each_code_works_once_and_new_recovery_codes_end_the_old(as_: As, dana: User) -> None:
    secret, client = add_app(dana), as_(dana)
    shown = code(secret)
    client.post("/account/reauthenticate/?next=/start/", {"code": shown})
    assert not _lets_in(dana, shown)
    first, second, *_ = _new_recovery_codes(client)
    assert [_lets_in(dana, first) for _ in range(2)] == [True, False]
    newest, *_ = _new_recovery_codes(client)
    assert [_lets_in(dana, given) for given in (second, newest)] == [False, True]


def test_a_code_of_an_app_works_once_as_long_as_it_is_valid(dana: User) -> None:
    secret = add_app(dana)
    with time_machine.travel(1_546_300_801, tick=False) as now:
        first = code(secret)
        assert _lets_in(dana, first)
        now.shift(30)  # its own 30 seconds are over, and clocks may differ by as many
        cache.clear()  # Redis was started anew
        assert not _lets_in(dana, first)
        second = code(secret)
        assert [_lets_in(dana, given) for given in (second, first, second)] == [True, False, False]
        now.shift(30)
        assert _lets_in(dana, code(secret))


def test_the_code_that_set_an_app_up_signs_nobody_in(as_: As, dana: User) -> None:
    client = as_(dana)
    secret = client.get("/account/totp/activate/").context["form"].secret
    with time_machine.travel(time.time(), tick=False):
        shown = code(secret)
        client.post("/account/totp/activate/", {"code": shown})
        assert Authenticator.objects.filter(user=dana).exists()
        assert not _lets_in(dana, shown)


def test_wrong_codes_close_no_network(dana: User) -> None:
    theo, tina = person(password=PASSWORD), person(password=PASSWORD)
    for user in (theo, tina):
        add_app(user)
        client = Client()
        client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
        for _ in range(6):
            client.post("/account/authenticate/", {"code": "000000"})
    assert _lets_in(dana, code(add_app(dana)))


def test_a_new_password_by_a_link_goes_around_no_second_factor(client: Client, dana: User) -> None:
    add_app(dana)
    _, token = actions.invite(email=dana.email, role=Role(dana.role), by=None)
    client.post(f"/people/join/{token}/", {"password": "another long sentence of mine"})
    assert client.get("/start/").status_code == 302
    typed = {"login": dana.email, "password": "another long sentence of mine"}
    assert client.post("/account/sign-in/", typed)["Location"] == "/account/authenticate/"
    assert client.get("/start/").status_code == 302


def test_codes_cannot_be_guessed(client: Client, dana: User) -> None:
    add_app(dana)
    client.post("/account/sign-in/", {"login": dana.email, "password": PASSWORD})
    for _ in range(6):
        answer = client.post("/account/authenticate/", {"code": "000000"})

    assert b"tried too often" in answer.content or answer.status_code == 429


def test_guessed_codes_wait_for_counters_that_do_not_answer(
    client: Client, dana: User, settings: Settings
) -> None:
    add_app(dana)
    client.post("/account/sign-in/", {"login": dana.email, "password": PASSWORD})
    for _ in range(5):
        client.post("/account/authenticate/", {"code": "000000"})
    settings.REDIS_URL = "unix:///nowhere/redis.sock"

    assert client.post("/account/authenticate/", {"code": "000000"}).status_code == 503


@pytest.mark.parametrize("role", [Role.BOARD, Role.CITY, Role.LIAISON, Role.CUSTODIAN])
def test_a_second_factor_is_offered_to_every_other_role(client: Client, role: Role) -> None:
    theirs = person(role=role, password=PASSWORD)
    client.post("/account/sign-in/", {"login": theirs.email, "password": PASSWORD})
    assert "You can add a second step if you like" in client.get("/account/").content.decode()
    secret = client.get("/account/totp/activate/").context["form"].secret
    client.post("/account/totp/activate/", {"code": code(secret)})
    client.post("/account/sign-out/")
    client.post("/account/sign-in/", {"login": theirs.email, "password": PASSWORD})

    assert client.get("/start/").status_code == 302  # asked for the code


def test_a_second_factor_can_be_required_of_each_role(
    as_: As, board_member: User, city_staff: User, settings: Settings
) -> None:
    settings.SECOND_FACTOR_ROLES = ["board"]

    assert end_of(as_(board_member), "/start/") == "/account/"
    assert end_of(as_(city_staff), "/start/") == "/start/"


def test_a_board_member_who_must_sets_one_up_after_a_link(
    client: Client, settings: Settings
) -> None:
    settings.SECOND_FACTOR_ROLES = ["board"]
    _, token = actions.make_link(user=person(role=Role.BOARD))
    client.post(f"/account/link/{token}/")
    assert end_of(client, "/start/") == "/account/"
    secret = client.get("/account/totp/activate/").context["form"].secret
    client.post("/account/totp/activate/", {"code": code(secret)})

    assert end_of(client, "/start/") == "/start/"


def test_an_unknown_role_in_the_setting_is_refused(settings: Settings) -> None:
    settings.SECOND_FACTOR_ROLES = ["board", "mayor"]
    with pytest.raises(ImproperlyConfigured, match="names no role: mayor"):
        apps.get_app_config("accounts").ready()


def test_roles_that_reach_nothing_guarded_need_none(as_: As, board_member: User) -> None:
    assert end_of(as_(board_member), "/start/") == "/start/"


def test_the_secret_is_sealed_in_the_database(consultant: User) -> None:
    secret = add_app(consultant)
    stored = Authenticator.objects.get().data["secret"]

    assert secret not in stored


def test_a_secret_copied_to_another_account_opens_nothing(client: Client, dana: User) -> None:
    theo = person(email="theo@example.org", password=PASSWORD)
    secret = add_app(theo)
    copied = Authenticator.objects.get(user=theo)
    Authenticator.objects.create(user=dana, type=copied.type, data=copied.data)
    client.post("/account/sign-in/", {"login": dana.email, "password": PASSWORD})
    answer = client.post("/account/authenticate/", {"code": code(secret)})

    assert answer.status_code == 200  # the page asks again
    assert client.get("/start/").status_code == 302


def test_secrets_of_earlier_versions_are_sealed_for_their_person(
    client: Client, dana: User
) -> None:
    theo, ring = person(email="theo@example.org", password=PASSWORD), keyring()
    secrets = {who: generate_totp_secret() for who in (dana, theo)}
    for who, secret in secrets.items():
        blob = seal(
            ring.keys[ring.newest_id], secret.encode(), associated_data("allauth.mfa", "secret")
        )
        data = {"secret": f"{ring.newest_id}:{b64encode(blob).decode()}"}
        Authenticator.objects.create(user=who, type="totp", data=data)
    call_command("seal_second_factors", stdout=StringIO())

    client.post("/account/sign-in/", {"login": dana.email, "password": PASSWORD})
    client.post("/account/authenticate/", {"code": code(secrets[dana])})
    assert end_of(client, "/start/") == "/start/"
    entries = AuditEntry.objects.filter(verb="sealed the second step of")
    assert {entry.object_id for entry in entries} == {str(dana.pk), str(theo.pk)}


def test_a_secret_under_a_lost_key_is_named_and_no_other_is_sealed(dana: User) -> None:
    add_app(person(email="theo@example.org", password=PASSWORD))
    lost = Authenticator.objects.create(user=dana, type="totp", data={"secret": "lost:AAAA"})
    before = list(Authenticator.objects.order_by("pk").values("data"))
    with pytest.raises(CommandError, match=r"^The vault key “lost” is not held here\.$"):
        call_command("seal_second_factors", stdout=StringIO())
    lost.refresh_from_db()
    assert list(Authenticator.objects.order_by("pk").values("data")) == before
    assert not AuditEntry.objects.filter(verb="sealed the second step of").exists()


def test_the_last_factor_of_somebody_who_needs_one_stays(as_: As, consultant: User) -> None:
    add_app(consultant)
    client = as_(consultant)
    proved_now(client, consultant, method="mfa", type="totp")
    client.post("/account/totp/deactivate/", {})

    assert Authenticator.objects.filter(user=consultant, type="totp").exists()
