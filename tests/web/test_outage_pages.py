"""Pages of an outage and of a full disk: a form that was sent stays, and can be sent again."""

import errno
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.documents.views import library

pytestmark = pytest.mark.django_db
TITLE = "Letter of September 29"


@pytest.fixture
def browser(consultant: User, as_: Callable[[User], Client]) -> Client:
    client = as_(consultant)
    client.raise_request_exception = False
    return client


@pytest.fixture
def fails_with(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """Return a function that lets the page for a new document meet an error."""

    def meet(error: Exception) -> None:
        def fail(*_: Any, **__: Any) -> None:
            raise error

        monkeypatch.setattr(library, "form_page", fail)

    return meet


FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (OperationalError("canceling statement due to lock timeout"), 503, "not available right"),
        (FULL, 507, "The portal’s disk is full"),
    ],
    ids=["outage", "full disk"],
)
def test_a_form_stays_on_the_page(
    browser: Client,
    fails_with: Callable[[Exception], None],
    error: Exception,
    status: int,
    words: str,
) -> None:
    fails_with(error)
    answer = browser.post("/library/new/", {"title": TITLE, "source": ""})
    page = answer.content.decode()

    assert answer.status_code == status
    assert words in page
    assert f'name="title" value="{TITLE}"' in page
    assert 'action="/library/new/"' in page


def test_a_page_that_was_only_read_keeps_nothing(
    browser: Client, fails_with: Callable[[Exception], None]
) -> None:
    fails_with(FULL)
    answer = browser.get("/library/new/?title=x")

    assert answer.status_code == 507
    assert b"<form" not in answer.content


def test_no_password_stays_on_a_page(
    browser: Client, fails_with: Callable[[Exception], None]
) -> None:
    fails_with(FULL)
    answer = browser.post("/library/new/", {"title": TITLE, "password": "a secret of mine"})

    assert b"a secret of mine" not in answer.content
    assert TITLE.encode() not in answer.content
