"""Nothing of a secret address, or of what was sent to it, reaches a log, whatever goes wrong."""

import io
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from celery import signals
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from clayton_review.accounts.models import User
from clayton_review.web.logs import (
    FORMAT,
    DiscreetFormatter,
    RefusalDroppingHandler,
    keep_server_discreet,
)
from tests.test_access_matrix import ALL, Address

pytestmark = pytest.mark.django_db
TOKEN = "zqplantedsecretqz"


def is_secret(address: Address) -> bool:
    """True if the address itself is a secret, or its visitors are residents."""
    return "token" in address.kwargs or address.view.__module__ in {
        "surveys.answers.views.residents",
        "findings.stories.views.story_form",
    }


def secret_addresses() -> list[str]:
    """List each address with a secret, and each page for residents, in both languages."""
    urls = []
    for name, address in sorted(ALL.items()):
        if is_secret(address):
            words = {key for key in address.kwargs if key in {"token", "slug"}}
            kwargs = address.kwargs | dict.fromkeys(words, TOKEN)
            for language in ("en", "es"):
                with translation.override(language):
                    urls.append(reverse(name, kwargs=kwargs))
    return sorted(set(urls))


class FailsInTheView:
    """Stands for any view that breaks, with what was asked for in the message of its error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> None:
        """Raise if the test asks for it, with an earlier error behind it."""
        if "HTTP_FAIL" in request.META:
            try:
                raise LookupError(request.get_full_path())
            except LookupError as error:
                raise RuntimeError(str(error)) from error


@dataclass
class Log:
    """The lines as our handler writes them, and as any other handler would."""

    ours: io.StringIO
    plain: io.StringIO

    def take(self) -> tuple[str, str]:
        """Return both, and begin anew."""
        texts = self.ours.getvalue(), self.plain.getvalue()
        for stream in (self.ours, self.plain):
            stream.seek(0)
            stream.truncate()
        return texts


@pytest.fixture
def log() -> Iterator[Log]:
    texts = Log(io.StringIO(), io.StringIO())
    ours, plain = RefusalDroppingHandler(texts.ours), logging.StreamHandler(texts.plain)
    ours.setFormatter(DiscreetFormatter(FORMAT, style="{"))
    plain.setFormatter(logging.Formatter(FORMAT, style="{"))
    for handler in (ours, plain):
        logging.getLogger().addHandler(handler)
    yield texts
    for handler in (ours, plain):
        logging.getLogger().removeHandler(handler)


# Each kind of error that a visitor can provoke, or meet.
ERRORS: dict[str, Callable[[Client, str], Any]] = {
    "wrong address": lambda client, url: client.get(f"{url}{TOKEN}/x/"),
    "wrong method": lambda client, url: client.put(url),
    "NUL byte": lambda client, url: client.get(f"{url}?{TOKEN}=%00"),
    "wrong host": lambda client, url: client.get(url, HTTP_HOST=f"{TOKEN}.example.org"),
    "form of another site": lambda client, url: client.post(
        url, {"code": TOKEN}, HTTP_SEC_FETCH_SITE="cross-site", HTTP_ORIGIN=f"https://{TOKEN}.org"
    ),
    "unreadable form": lambda client, url: client.post(
        url, f"--{TOKEN}", content_type="multipart/form-data; boundary="
    ),
    "too many fields": lambda client, url: client.post(
        url, {f"{TOKEN}{number}": "1" for number in range(2_001)}
    ),
    "broken view": lambda client, url: client.get(f"{url}?{TOKEN}", HTTP_FAIL="1"),
}


@pytest.mark.parametrize("kind", ERRORS)
def test_no_secret_reaches_the_log(kind: str, log: Log, settings: Any) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.FailsInTheView"]
    addresses = secret_addresses()
    assert len(addresses) >= 17
    n_lines = 0
    for url in addresses:
        client = Client(raise_request_exception=False, enforce_csrf_checks=True)
        ERRORS[kind](client, url)
        ours, plain = log.take()
        n_lines += bool(plain)
        assert TOKEN not in ours, url
        assert not any(word in ours for word in ("/survey", "/tell", "/es/")), url
    assert n_lines, "it was not provoked"


def test_browsers_do_not_repeat_a_secret_address() -> None:
    for url in secret_addresses():
        policy = Client().get(url).headers["Referrer-Policy"]
        assert policy == "strict-origin", url
    assert Client().get("/").headers["Referrer-Policy"] == "same-origin"


def test_a_refusal_of_a_resident_leaves_no_line(client: Client, log: Log) -> None:
    assert client.get("/es/survey/no-such/").status_code == 404
    assert client.post("/survey/no-such/questions/", {"code": TOKEN}).status_code == 404
    assert log.take()[0] == ""


def test_an_error_on_a_page_for_residents_leaves_the_hour_only(log: Log, settings: Any) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.FailsInTheView"]
    client = Client(raise_request_exception=False)
    client.get("/tell/", HTTP_FAIL="1")
    line = log.take()[0].splitlines()[0]
    shown = r"\d{4}-\d\d-\d\d \d\d:xx[+-]\d{4} ERROR django.request: 500 at a page for residents"
    assert re.fullmatch(shown, line)


def test_the_trace_of_an_error_names_places_and_types(log: Log, settings: Any) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.FailsInTheView"]
    Client(raise_request_exception=False).get("/account/link/", HTTP_FAIL="1")
    text = log.take()[0]
    assert "500 at /account/link/" in text
    assert "in process_view" in text
    assert "LookupError" in text
    assert "RuntimeError" in text


def test_a_refusal_writes_one_line(log: Log, as_: Any, consultant: User) -> None:
    assert as_(consultant).get("/people/").status_code == 403
    ours, plain = log.take()
    assert ours.splitlines()[0].endswith("WARNING django.request: 403 at /people/")
    assert len(ours.splitlines()) == 1
    assert "Traceback" in plain


@pytest.fixture
def server_log(log: Log) -> Iterator[logging.Logger]:
    """The web server’s own log, as it sets it up."""
    server, handler = logging.getLogger("gunicorn.error"), logging.StreamHandler(log.ours)
    server.addHandler(handler)
    server.propagate = False
    keep_server_discreet()
    yield server
    server.propagate = True
    server.removeHandler(handler)
    logging.getLogger("gunicorn.access").disabled = False


def test_the_web_servers_own_lines_name_no_request(server_log: logging.Logger, log: Log) -> None:
    server_log.warning(f"Invalid request from ip=192.0.2.7: GET /people/join/{TOKEN}")
    try:
        raise OSError(TOKEN)
    except OSError:
        server_log.exception("Error handling request %s %s", "GET", f"/es/survey/{TOKEN}/")
    text = log.take()[0]
    assert TOKEN not in text
    assert "192.0.2.7" not in text
    assert text.count("The server could not read or answer a request.") == 2


def test_the_web_server_still_tells_of_its_own_trouble(
    server_log: logging.Logger, log: Log
) -> None:
    server_log.critical("WORKER TIMEOUT (pid:%s)", 4711)
    assert "WORKER TIMEOUT (pid:4711)" in log.take()[0]


def test_the_web_server_keeps_no_log_of_requests(server_log: logging.Logger) -> None:
    assert logging.getLogger("gunicorn.access").disabled


@pytest.mark.parametrize("signal", [signals.after_setup_logger, signals.after_setup_task_logger])
def test_the_workers_own_lines_quote_no_message_of_an_error(signal: Any, log: Log) -> None:
    logger, handler = logging.getLogger("celery.task"), logging.StreamHandler(log.ours)
    logger.addHandler(handler)
    signal.send(sender=None, logger=logger)
    try:
        raise ValueError(TOKEN)
    except ValueError:
        logger.exception("A task failed.")
    logger.removeHandler(handler)
    text = log.take()[0]
    assert "ValueError" in text
    assert TOKEN not in text
