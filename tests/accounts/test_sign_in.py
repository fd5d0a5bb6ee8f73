"""Signing in with e-mail and password: who gets in, and how often one may try."""

from collections.abc import Callable

import pytest
import redis
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from clayton_review.accounts import actions, throttle
from clayton_review.accounts.models import User
from clayton_review.accounts.throttle import Limit, ThrottleUnavailable
from tests.accounts.factories import PASSWORD, person
from tests.documents import factories as documents

pytestmark = pytest.mark.django_db
URL = "/account/sign-in/"
WRONG = "not the right one at all"


@pytest.fixture
def dana() -> User:
    return person(email="dana@example.org", password=PASSWORD)


def try_password(
    client: Client, password: str, *, email: str = "dana@example.org", address: str = "10.0.0.1"
) -> int:
    answer = client.post(URL, {"login": email, "password": password}, REMOTE_ADDR=address)
    return answer.status_code


def is_signed_in(client: Client) -> bool:
    return client.get("/start/").status_code == 200


def test_the_right_password_signs_in_whatever_the_case_of_the_address(
    client: Client, dana: User
) -> None:
    answer = client.post(URL, {"login": " Dana@Example.ORG ", "password": PASSWORD})

    assert answer.status_code == 302
    assert answer["Location"] == "/start/"
    assert is_signed_in(client)


def test_signing_in_leads_to_the_page_that_was_asked_for(client: Client, dana: User) -> None:
    url = client.get("/people/")["Location"]
    assert url == f"{URL}?next=/people/"

    answer = client.post(url, {"login": dana.email, "password": PASSWORD})
    assert answer["Location"] == "/people/"


def test_nobody_is_led_to_another_site(client: Client, dana: User) -> None:
    answer = client.post(
        f"{URL}?next=https://evil.example/", {"login": dana.email, "password": PASSWORD}
    )

    assert answer["Location"] == "/start/"


def test_wrong_password_and_unknown_address_get_the_same_answer(dana: User) -> None:
    def messages_for(email: str) -> list[str]:
        answer = Client().post(URL, {"login": email, "password": WRONG})
        return list(answer.context["form"].non_field_errors())

    assert messages_for("dana@example.org") == messages_for("nobody@example.org")


@pytest.mark.parametrize("login", ["", "\x00", "x" * 100_000, "<script>", "' OR 1=1 --"])
def test_hostile_input_gets_a_page_not_an_error(client: Client, login: str) -> None:
    assert client.post(URL, {"login": login, "password": login}).status_code in {200, 400, 422}
    assert not is_signed_in(client)


def test_a_closed_account_does_not_get_in(client: Client, dana: User) -> None:
    User.objects.update(is_active=False)

    assert try_password(client, PASSWORD) == 403
    assert not is_signed_in(client)


def test_a_session_ends_when_the_account_is_closed(client: Client, dana: User) -> None:
    try_password(client, PASSWORD)
    User.objects.update(is_active=False)

    assert not is_signed_in(client)


def test_there_is_no_way_to_sign_up(client: Client) -> None:
    for url in ("/account/signup/", "/account/sign-up/", "/accounts/signup/"):
        assert client.get(url).status_code == 404


def test_guessing_is_stopped_with_the_time_to_wait(client: Client, dana: User) -> None:
    for _ in range(8):
        assert try_password(client, WRONG) == 200
    answer = client.post(URL, {"login": dana.email, "password": PASSWORD}, REMOTE_ADDR="10.0.0.1")

    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 300
    assert b"Nothing is locked" in answer.content
    assert not is_signed_in(client)


def test_a_real_user_gets_in_from_elsewhere_while_somebody_guesses(dana: User) -> None:
    for _ in range(9):
        try_password(Client(), WRONG, address="10.6.6.6")

    assert try_password(Client(), PASSWORD, address="10.0.0.2") == 302


def test_waiting_is_enough(dana: User) -> None:
    for _ in range(9):
        try_password(Client(), WRONG)
    redis.Redis.from_url(django_settings.REDIS_URL).flushdb()  # what the passing time does

    assert try_password(Client(), PASSWORD) == 302


def test_a_network_that_tries_many_people_gets_fewer_tries_for_each(dana: User) -> None:
    for number in range(30):
        try_password(Client(), WRONG, email=f"p{number}@example.org")

    assert [try_password(Client(), WRONG) for _ in range(4)] == [200, 200, 200, 429]


def test_an_office_signs_in_while_a_stranger_guesses_from_its_network(dana: User) -> None:
    theo = person(email="theo@example.org", password=PASSWORD)
    for number in range(60):
        try_password(Client(), WRONG, email=f"p{number}@example.org")

    assert try_password(Client(), PASSWORD) == 302
    assert try_password(Client(), PASSWORD, email=theo.email) == 302


def test_a_stranger_cannot_keep_a_person_out_of_their_own_device(dana: User) -> None:
    own = Client()
    assert try_password(own, PASSWORD) == 302
    own.post("/account/sign-out/")
    for number in range(41):  # at their own network and at others
        try_password(Client(), WRONG, address=f"10.0.{number // 8}.1")
    assert try_password(Client(), PASSWORD) == 429

    assert try_password(own, PASSWORD) == 302


def test_a_known_device_has_a_limit_too_and_knows_one_person_only(dana: User) -> None:
    person(email="theo@example.org", password=PASSWORD)
    own = Client()
    try_password(own, PASSWORD)
    own.post("/account/sign-out/")
    assert [try_password(own, WRONG) for _ in range(11)] == [200] * 10 + [429]

    answers = [try_password(own, WRONG, email="theo@example.org") for _ in range(9)]
    assert answers == [200] * 8 + [429]


def test_an_invented_device_cookie_counts_for_nothing(dana: User) -> None:
    for _ in range(8):
        try_password(Client(), WRONG)
    own = Client()
    own.cookies["device"] = "abc.def:made-up:signature"

    assert try_password(own, PASSWORD) == 429


def test_the_addresses_of_one_home_are_one_network(dana: User) -> None:
    home = [f"2001:db8:7:1{n:02x}::{n}" for n in range(9)]
    answers = [try_password(Client(), WRONG, address=address) for address in home]
    assert answers == [200] * 8 + [429]
    assert try_password(Client(), PASSWORD, address="2001:db8:8:100::1") == 302


def test_many_addresses_cannot_try_one_person(dana: User) -> None:
    for number in range(40):
        try_password(Client(), WRONG, address=f"10.1.0.{number}")

    assert try_password(Client(), WRONG, address="10.2.0.1") == 429


def test_a_right_password_frees_the_person_not_the_address(dana: User) -> None:
    for _ in range(7):
        try_password(Client(), WRONG)
    assert try_password(Client(), PASSWORD) == 302

    assert [try_password(Client(), WRONG) for _ in range(8)] == [200] * 8


def test_sabotage_without_the_throttle_guessing_goes_on(
    dana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "count_attempt", lambda limits: 0)

    assert [try_password(Client(), WRONG) for _ in range(12)] == [200] * 12


def test_without_redis_nobody_signs_in_and_the_page_says_so(
    client: Client, dana: User, settings: Settings
) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    answer = client.post(URL, {"login": dana.email, "password": PASSWORD})

    assert answer.status_code == 503
    assert b"Signing in is paused" in answer.content


def test_whoever_is_signed_in_goes_on_without_redis(
    client: Client, dana: User, settings: Settings
) -> None:
    try_password(client, PASSWORD)
    settings.REDIS_URL = "unix:///nowhere/redis.sock"

    assert is_signed_in(client)


def test_a_reopened_account_has_its_old_password(client: Client, dana: User, lead: User) -> None:
    actions.close(user=dana, by=lead)
    assert try_password(client, PASSWORD) == 403
    actions.reopen(user=dana, by=lead)

    assert try_password(client, PASSWORD) == 302


def test_what_somebody_wrote_stays_when_their_account_is_closed(dana: User, lead: User) -> None:
    written = documents.document(by=dana)
    actions.close(user=dana, by=lead)
    written.refresh_from_db()

    assert written.recorded_by == dana


def test_counters_are_checked_and_raised_in_one_step() -> None:
    limits = [Limit("narrow", "a", 2, 60), Limit("wide", "a", 100, 60)]

    assert [throttle.count_attempt(limits) for _ in range(4)] == [0, 0, 60, 60]
    counters = redis.Redis.from_url(django_settings.REDIS_URL)
    assert counters.get(limits[1].key) == b"2"  # a refused attempt counts nowhere


def test_counters_hold_no_address() -> None:
    throttle.count_attempt(throttle.sign_in_limits(email="dana@example.org", address="10.0.0.1"))

    names = redis.Redis.from_url(django_settings.REDIS_URL).keys("throttle:*")
    assert names
    assert not any(b"dana" in name or b"10.0.0.1" in name for name in names)


def test_an_unreachable_redis_is_told(settings: Settings) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis.sock"

    with pytest.raises(ThrottleUnavailable):
        throttle.count_attempt([Limit("narrow", "a", 2, 60)])


def test_what_is_missing_or_wrong_is_said_in_plain_words(client: Client, dana: User) -> None:
    empty = client.post(URL, {}).content.decode()
    assert "Enter your e-mail address." in empty
    assert "Enter your password." in empty
    wrong = client.post(URL, {"login": dana.email, "password": WRONG}).content.decode()
    assert "The e-mail address or password is not right. Check both." in wrong


def test_only_roles_that_need_a_second_factor_are_told_that_they_do(
    as_: Callable[[User], Client], board_member: User, consultant: User
) -> None:
    needs = "We recommend that you set up a second sign-in step"
    assert needs in as_(consultant).get("/account/").content.decode()
    page = as_(board_member).get("/account/").content.decode()
    assert needs not in page
    assert "Your password is enough to sign in." in page


def test_a_right_password_signs_in_though_the_counters_stop_answering_meanwhile(
    dana: User, client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = User.check_password

    def check_without_counters(user: User, password: str) -> bool:
        settings.REDIS_URL = "unix:///nowhere/redis.sock"
        return check(user, password)

    monkeypatch.setattr(User, "check_password", check_without_counters)

    assert try_password(client, PASSWORD) == 302
    assert is_signed_in(client)
