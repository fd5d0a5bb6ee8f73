"""A moment at which letters are written, and a mail server of the test's own."""

from collections.abc import Iterator
from typing import Any

import pytest

from clayton_review import clock
from tests.letters.mail_server import MailServer, mail_server
from tests.letters.outgoing import NOON


@pytest.fixture
def at_noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """A mail server of the test's own, to which the portal hands its letters."""
    with mail_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.EMAIL_TIMEOUT = 5
        yield running
