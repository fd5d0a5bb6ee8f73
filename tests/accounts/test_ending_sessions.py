"""Sessions end at once and for good, and people see where they are signed in."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client

from clayton_review import clock
from clayton_review.accounts import actions, selectors, sessions
from clayton_review.accounts.devices import device_words
from clayton_review.accounts.models import PersonSession, User
from clayton_review.audit.models import AuditEntry
from clayton_review.refusals import Refused
from tests.accounts.factories import PASSWORD, person
from tests.accounts.sessions import aged

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)


def is_open(client: Client) -> bool:
    return client.get("/start/").status_code == 200


def signed_in(user: User, user_agent: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": user_agent})
    client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
    assert is_open(client)
    return client


@pytest.fixture
def dana() -> User:
    return person(email="dana@example.org", password=PASSWORD)


@pytest.fixture
def theo() -> User:
    return person(email="theo@example.org", password=PASSWORD, name="Theo Third")


def test_a_reopened_account_brings_no_session_back(dana: User, theo: User, lead: User) -> None:
    client, other = signed_in(dana), signed_in(theo)
    dana.refresh_from_db()
    actions.close(user=dana, by=lead)
    actions.reopen(user=dana, by=lead)

    assert not is_open(client)
    assert is_open(other)


def test_a_sign_in_under_way_while_the_account_was_closed_ends_too(dana: User, lead: User) -> None:
    """The browser's row is written after the others were deleted."""
    client = Client()
    client.force_login(dana)
    row = PersonSession.objects.get(user=dana)
    actions.close(user=User.objects.get(pk=dana.pk), by=lead)
    actions.reopen(user=User.objects.get(pk=dana.pk), by=lead)
    row.save(force_insert=True)

    assert not is_open(client)


def test_a_new_password_by_a_link_ends_all_sessions(dana: User, theo: User, lead: User) -> None:
    client, other = signed_in(dana), signed_in(theo)
    _, token = actions.invite(email=dana.email, role=dana.role, by=lead)  # type: ignore[arg-type]
    Client().post(f"/people/join/{token}/", {"password": "a lamp in seven windows"})

    assert not PersonSession.objects.filter(user=dana).exists()
    assert not is_open(client)
    assert is_open(other)


def test_a_changed_password_ends_the_sessions_elsewhere(dana: User) -> None:
    client, elsewhere = signed_in(dana), signed_in(dana)
    new = "a lamp in seven windows"
    typed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post("/account/password/", typed)

    assert PersonSession.objects.filter(user=dana).count() == 1
    assert is_open(client)
    assert not is_open(elsewhere)
    assert AuditEntry.objects.filter(verb="changed the password of", who=dana.email).exists()


def test_signing_out_everywhere_ends_this_session_too(dana: User, theo: User) -> None:
    client, elsewhere, other = signed_in(dana), signed_in(dana), signed_in(theo)
    answer = client.post("/account/sessions/end-all/")

    assert answer["Location"] == "/account/sign-in/"
    assert not is_open(client)
    assert not is_open(elsewhere)
    assert is_open(other)
    entry = AuditEntry.objects.get(verb="ended all sessions of")
    assert (entry.who, entry.object_id) == (dana.email, str(dana.pk))


def test_the_page_lists_ones_own_devices_and_this_one(dana: User, theo: User) -> None:
    client = signed_in(dana)
    signed_in(dana, SAFARI)
    signed_in(theo, "curl/8.0")
    page = client.get("/account/sessions/").content.decode()

    assert "Firefox on Windows" in page
    assert "Safari on iPhone" in page
    assert "(this device)" in page
    assert "You are signed in on 2 devices" in page


def test_the_device_used_last_is_listed_first(dana: User) -> None:
    clients = signed_in(dana), signed_in(dana, SAFARI)
    for client, minutes in zip(clients, (5, 2), strict=True):
        session = client.session
        session[sessions.SEEN] = time.time() - 60 * minutes
        session.save()
    devices = [session.device for session in selectors.open_sessions(dana)]
    assert devices == ["Safari on iPhone", "Firefox on Windows"]


@pytest.mark.parametrize("age", [{"idle": 61}, {"idle": 1, "age": 12 * 60 + 1}])
def test_a_session_past_its_limits_is_not_listed(dana: User, age: dict[str, int]) -> None:
    past, _ = signed_in(dana), signed_in(dana, SAFARI)
    aged(past, **{name: timedelta(minutes=minutes) for name, minutes in age.items()})
    devices = [session.device for session in selectors.open_sessions(dana)]
    assert devices == ["Safari on iPhone"]


def test_one_session_is_ended_and_the_others_stay(dana: User) -> None:
    client, phone = signed_in(dana), signed_in(dana, SAFARI)
    (there,) = [s for s in selectors.open_sessions(dana) if s.device == "Safari on iPhone"]
    client.post(f"/account/sessions/{there.id}/end/")

    assert is_open(client)
    assert not is_open(phone)
    entry = AuditEntry.objects.get(verb="ended a session of")
    assert entry.payload == '{"device": "Safari on iPhone"}'


def test_nobody_ends_the_session_of_another_person(dana: User, theo: User) -> None:
    client, other = signed_in(dana), signed_in(theo)
    (there,) = selectors.open_sessions(theo)

    assert client.post(f"/account/sessions/{there.id}/end/").status_code == 404
    assert is_open(other)
    with pytest.raises(Refused, match="Only the lead"):
        actions.end_session(user=theo, session_id=there.id, by=dana)
    with pytest.raises(Refused, match="Only the lead"):
        actions.end_all_sessions(user=theo, by=dana)


def test_a_lead_sees_and_ends_the_sessions_of_others(
    as_: As, dana: User, theo: User, lead: User
) -> None:
    client, phone, other = signed_in(dana), signed_in(dana, SAFARI), signed_in(theo)
    at_the_lead = as_(lead)
    assert "Safari on iPhone" in at_the_lead.get(f"/people/{dana.pk}/").content.decode()
    (there,) = [s for s in selectors.open_sessions(dana) if s.device == "Safari on iPhone"]
    at_the_lead.post(f"/people/{dana.pk}/sessions/{there.id}/end/")
    assert (is_open(client), is_open(phone)) == (True, False)
    at_the_lead.post(f"/people/{dana.pk}/sessions/end-all/")

    assert not is_open(client)
    assert is_open(other)
    assert is_open(at_the_lead)


@pytest.mark.parametrize("act", ["change", "sessions/end-all", "session", "own session"])
def test_a_lead_who_ends_their_own_session_is_led_to_sign_in(lead: User, act: str) -> None:
    """Their stamp is due for renewal, so the session would be saved after it was deleted."""
    with clock.at(clock.now() - timedelta(minutes=5)):
        lead.set_password(PASSWORD)
        lead.save()
        client = signed_in(lead)
    session = selectors.open_sessions(lead)[0].id
    typed = {"email": "new@example.org", "role": "lead", "reason": "She married"}
    address = {
        "session": f"/people/{lead.pk}/sessions/{session}/end/",
        "own session": f"/account/sessions/{session}/end/",
    }.get(act, f"/people/{lead.pk}/{act}/")
    answer = client.post(address, typed)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/sign-in/")
    assert not PersonSession.objects.filter(user=lead).exists()
    assert not is_open(client)


def test_a_page_under_way_cannot_bring_an_ended_session_back(dana: User) -> None:
    client = signed_in(dana)
    session = client.session
    session["written"] = "by a page that began before the end"
    actions.end_all_sessions(user=dana, by=dana)

    with pytest.raises(UpdateError):
        session.save()
    assert not is_open(client)


def test_a_half_signed_in_browser_ends_with_the_others(dana: User, lead: User) -> None:
    """The password was given and the code was not: it belongs to the person already."""
    client = Client()
    session = client.session
    session["account_authentication_methods_user"] = str(dana.pk)
    session.save()
    actions.close(user=dana, by=lead)

    assert not PersonSession.objects.filter(user=dana).exists()
    assert selectors.open_sessions(dana) == []


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (SAFARI, "Safari on iPhone"),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/120.0 Safari/537.36", "Chrome on ChromeOS"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/1", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile Safari/5", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X) Version/17 Safari/6", "Safari on Mac"),
        ("curl/8.0", "Unknown device"),
        ("", "Unknown device"),
    ],
)
def test_a_device_is_named_by_browser_and_system_only(user_agent: str, words: str) -> None:
    assert device_words(user_agent) == words


def test_times_of_sessions_follow_the_clock_of_the_portal(
    dana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A demonstration runs at the time of its study; limits of sessions do not."""
    client = signed_in(dana)
    monkeypatch.setattr(clock, "_shift", timedelta(days=-3_000))
    page = client.get("/account/sessions/").content.decode()
    assert "You are signed in on one device" in page
    assert f", {clock.today().year}" in page.partition("Signed in ")[2].partition("<br>")[0]
