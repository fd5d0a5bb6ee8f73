"""Traffic between browser and portal: caches, hosts, session keys, HEAD and ranges."""

from collections.abc import Callable

import pytest
from django.test import Client

from clayton_review.accounts import actions
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from tests.accounts.factories import PASSWORD, person

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
KEPT_NOWHERE = "private, no-store"


@pytest.mark.parametrize(
    "address",
    ["/start/", "/incidents/", "/drafts/", "/api/v1/incidents/", "/incidents/?format=csv",
     "/incidents/INC-9999/", "/people/", "/account/", "/"],
)  # fmt: skip
def test_no_cache_keeps_what_somebody_signed_in_was_shown(
    address: str, as_: As, consultant: User
) -> None:
    answer = as_(consultant).get(address, follow=True)
    assert answer["Cache-Control"] == KEPT_NOWHERE


@pytest.mark.parametrize("address", ["/start/", "/incidents/", "/api/v1/incidents/"])
def test_no_cache_keeps_a_refusal(address: str, client: Client) -> None:
    assert client.get(address)["Cache-Control"] == KEPT_NOWHERE


def test_no_cache_keeps_typed_text_that_came_after_the_session_ended(client: Client) -> None:
    answer = client.post("/incidents/new/", {"summary": "What the witness said"})
    assert "What the witness said" in answer.content.decode()
    assert answer["Cache-Control"] == KEPT_NOWHERE
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(
        "/incidents/new/", {"summary": "What she said"}, headers={"origin": "http://testserver"}
    )
    assert "What she said" in answer.content.decode()
    assert answer["Cache-Control"] == KEPT_NOWHERE


def test_public_pages_of_nobody_may_be_kept(client: Client) -> None:
    assert "no-store" not in client.get("/about/").get("Cache-Control", "")


@pytest.mark.parametrize(
    "address", ["/", "/account/sign-in/", "/survey/residents-2018/", "/nowhere/"]
)
def test_no_page_may_use_microphone_or_camera(address: str, client: Client) -> None:
    policy = client.get(address)["Permissions-Policy"]
    assert "microphone=()" in policy
    assert "camera=()" in policy


def test_signing_in_changes_the_key_of_the_session(client: Client) -> None:
    somebody = person(password=PASSWORD)
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key
    client.post("/account/sign-in/", {"login": somebody.email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(somebody.pk)
    assert client.session.session_key != planted


def test_a_link_that_signs_in_changes_the_key_of_the_session(client: Client) -> None:
    _, token = actions.make_link(user=person(role=Role.BOARD))
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key
    client.post(f"/account/link/{token}/")
    assert client.session.session_key != planted


@pytest.mark.parametrize("address", ["/", "/healthz", "/account/sign-in/", "/api/v1/reports/",
                                     "/survey/residents-2018/", "/nowhere/"])  # fmt: skip
def test_another_host_gets_nothing(address: str) -> None:
    answer = Client(raise_request_exception=False).get(address, headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)",
     "https:evil.example", "\thttps://evil.example", "///evil.example", "/%09/evil.example"],
)  # fmt: skip
def test_no_door_leads_to_another_site(target: str, client: Client) -> None:
    somebody = person(password=PASSWORD, role=Role.BOARD)
    _, token = actions.make_link(user=somebody)
    answers = [
        client.post(
            "/account/sign-in/",
            {"login": somebody.email, "password": PASSWORD, "next": target},
        ),
        client.post("/account/sign-out/", {"next": target}),
        client.post(f"/account/link/{token}/", {"next": target}),
    ]
    for answer in answers:
        assert "evil" not in answer.get("Location", "").removeprefix("/%09/evil.example")
        assert not answer.get("Location", "").startswith("javascript")


@pytest.mark.parametrize("address", ["/", "/incidents/", "/incidents/?format=csv", "/api/v1/"])
def test_head_and_ranges_tell_no_more_than_get(address: str, as_: As, city_staff: User) -> None:
    client = as_(city_staff)
    plain = client.get(address)
    head = client.head(address)
    part = client.get(address, headers={"range": "bytes=0-10"})
    assert head.status_code == plain.status_code == part.status_code
    assert head.content == b""


def test_somebody_without_a_password_is_told_so_and_meets_no_error(
    as_: As, board_member: User
) -> None:
    board_member.set_unusable_password()
    board_member.save()
    answer = as_(board_member).get("/account/password/", follow=True)
    assert answer.status_code == 200
    assert "there is no password" in answer.content.decode()
