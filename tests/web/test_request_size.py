"""Nobody makes the portal write to its temporary folder what an address does not take."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files import temp
from django.test import Client
from django.urls import reverse

from clayton_review.accounts.models import User
from tests.documents.factories import PDF_BYTES
from tests.test_access_matrix import ALL

pytestmark = pytest.mark.django_db

As = Callable[[User], Client]
MB = 1_048_576
# Every view with a form for files.
TAKES_FILES = {
    "documents:create", "requests:intake_create", "requests:send_files",
    "requests:answer",
    "findings:progress_report", "engagement:log", "engagement:log_category",
    *(f"incidents:{part}_{act}" for part in ("claim", "event", "person", "evidence")
      for act in ("create", "edit")),
    *(f"engagement:{record}_{act}" for act in ("create", "edit") for record in (
        "expenses", "milestones", "decisions", "amendments", "plan", "meetings", "rates",
        "mileage", "contract",
    )),
}  # fmt: skip


class Body(BytesIO):
    """A body that notes if anything asked for it."""

    was_read = False

    def read(self, *sizes: Any) -> bytes:
        self.was_read = True
        return super().read(*sizes)


def announce(client: Client, url: str, n_bytes: int, body: BytesIO) -> Any:
    """Send the head of a form with files of so many bytes, with a cookie for its token."""
    cookies = [f"{name}={cookie.value}" for name, cookie in client.cookies.items()]
    extra: Any = {
        "CONTENT_LENGTH": str(n_bytes),
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
        "wsgi.input": body,
        "HTTP_COOKIE": "; ".join([*cookies, f"csrftoken={'x' * 32}"]),
    }
    return client.generic("POST", url, **extra)


def test_a_stranger_sends_too_much_to_no_address() -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    read = []
    for name, address in ALL.items():
        body = Body(b"--x")
        status = announce(client, address.url, 200 * MB, body).status_code
        if body.was_read or (status != 413 and name != "requests:upload"):
            read.append((name, status))
    assert read == []


@pytest.mark.parametrize(
    "path", ["/account/sign-in/", "/search/", "/survey/some/questions/", "/tell/story/"]
)
def test_nothing_of_it_reaches_the_temporary_folder(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spooled: list[object] = []
    create = temp.NamedTemporaryFile

    def spool(*arguments: Any, **named: Any) -> Any:
        spooled.append(arguments)
        return create(*arguments, **named)

    monkeypatch.setattr(temp, "NamedTemporaryFile", spool)
    part = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
    body = part + b"a" * 4 * MB + b"\r\n--x--\r\n"
    client = Client(enforce_csrf_checks=True)
    assert announce(client, path, len(body), BytesIO(body)).status_code == 413
    assert spooled == []


def test_files_are_taken_where_forms_have_them() -> None:
    marked = {name for name, address in ALL.items() if hasattr(address.view, "most_bytes")}
    assert marked == TAKES_FILES


def test_only_who_may_file_it_sends_a_large_file(
    consultant: User, board_member: User, as_: As
) -> None:
    def is_read(person: User, n_bytes: int) -> bool:
        body = Body(b"--x")
        client = as_(person)
        client.handler.enforce_csrf_checks = True  # the token's check reads the form first
        announce(client, reverse("documents:create"), n_bytes, body)
        return body.was_read

    assert not is_read(board_member, 20 * MB)
    assert not is_read(consultant, 200 * MB)
    assert is_read(consultant, 20 * MB)


def test_a_usual_file_is_taken(consultant: User, as_: As) -> None:
    file = BytesIO(PDF_BYTES + b"\n" * 4 * MB)
    file.name = "letter.pdf"
    answer = as_(consultant).post(reverse("documents:create"), {"upload": file})
    assert answer.status_code == 422  # only the other fields are missing


def test_a_refused_file_is_told_with_the_limit_and_not_to_sign_in(
    city_staff: User, consultant: User, board_member: User, as_: As
) -> None:
    def page(url: str, client: Client, n_bytes: int = 200 * MB) -> str:
        response = announce(client, url, n_bytes, Body())
        assert response.status_code == 413
        return str(response.content.decode())

    report = reverse("findings:progress_report", args=["R-0004"])
    refused = page(report, as_(city_staff))
    assert "These files are too large" in refused
    assert "A file can be up to 25 MB." in refused
    assert "sign in" not in refused.lower()
    delivery = page(reverse("requests:intake_create"), as_(consultant), 2_000 * MB)
    assert "can be up to 1,024 MB together, and each up to 25 MB, but for ZIP archives." in delivery
    for url in (report, reverse("documents:create")):
        assert "Your account cannot send files here" in page(url, as_(board_member))
        assert "Sign in before you send files" in page(url, Client())
    typed = page(reverse("search"), as_(city_staff))
    assert "make it shorter" in typed
    assert "files" not in typed


def test_the_refusal_is_in_the_language_of_the_page(client: Client) -> None:
    page = announce(client, "/es/tell/", 200 * MB, Body()).content.decode()
    assert 'lang="es"' in page
    assert "no se guardó nada" in page
    answer = announce(client, "/api/v1/", 200 * MB, Body())
    assert answer.json() == {"detail": "This address does not take so much."}
