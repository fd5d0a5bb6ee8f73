"""Every URL × method × role against the matrix written by hand."""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pytest
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern, RoutePattern

from clayton_review.accounts.access import RequiredPermission
from clayton_review.accounts.roles import Permission, Role
from clayton_review.web import errors
from tests.access_matrix import ANYBODY, MATRIX, METHODS, SIGNED_IN
from tests.accounts.factories import person
from tests.accounts.sessions import IN_MEMORY, keep_visitors_in_memory, proved_now
from tests.module_rows import Making

pytestmark = pytest.mark.long

SHOWING = ("GET", "POST")  # the methods whose answers are pages that nothing else shows

# Something of the right shape that does not exist.
NOTHING: dict[str, Any] = {
    "UUIDConverter": "00000000-0000-4000-8000-000000000000",
    "IntConverter": 999_999,
    "SlugConverter": "nothing-here",
    "StringConverter": "X-9999",
    "PathConverter": "nothing/here",
    "ReportNumberConverter": "1999-01",
    "incidents-detail/reference": "INC-9999",
    "findings-detail/reference": "F-9999",
    "recommendations-detail/reference": "R-9999",
    "number": "1999-01",
}


@dataclass(frozen=True)
class Address:
    """One URL pattern: its name, where it leads, what it asks in the path."""

    name: str
    view: Callable[..., Any]
    kwargs: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return reverse(self.name, kwargs=self.kwargs)


def addresses() -> Iterator[Address]:
    """Every URL pattern of the portal."""
    yield from _walk(get_resolver(), "", {})


def _walk(resolver: URLResolver, namespace: str, above: dict[str, Any]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        kwargs = above | _kwargs(entry)
        if isinstance(entry, URLPattern):
            name = f"{namespace}{entry.name or f'(no name: {entry.pattern})'}"
            yield Address(name, entry.callback, kwargs)
        else:
            inside = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inside, kwargs)


def _kwargs(entry: URLPattern | URLResolver) -> dict[str, Any]:
    if isinstance(entry.pattern, RegexPattern):  # the API's router writes these
        names = entry.pattern.regex.groupindex
        owner = getattr(entry, "name", "")
        return {name: NOTHING.get(f"{owner}/{name}", NOTHING.get(name)) for name in names}
    if not isinstance(entry.pattern, RoutePattern):
        return {}
    converters = entry.pattern.converters
    return {name: NOTHING[type(converter).__name__] for name, converter in converters.items()}


ALL = {address.name: address for address in addresses()}


SIGNS_OUT = {"account_logout", "sessions_end_all"}


def test_every_url_is_in_the_matrix() -> None:
    assert sorted(set(ALL) - set(MATRIX)) == []


def test_the_matrix_names_no_url_that_is_gone() -> None:
    assert sorted(set(MATRIX) - set(ALL)) == []


@pytest.fixture(scope="module")
def cookies(making_rows: Making) -> dict[str, dict[str, str]]:
    """The cookies of a visitor of each role, signed in once, and of one of none."""
    with making_rows(), override_settings(**IN_MEMORY):
        visitors = {role: _visitor(role) for role in (ANYBODY, *Role.values)}
    return {
        role: {name: cookie.value for name, cookie in visitor.cookies.items()}
        for role, visitor in visitors.items()
    }


@pytest.fixture
def visitors(
    cookies: dict[str, dict[str, str]], db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Client]:
    """A visitor of each role, and one of none."""
    keep_visitors_in_memory(settings, monkeypatch)
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)  # 13,000 refusals
    return {role: _client(own) for role, own in cookies.items()}


def _client(cookies: dict[str, str]) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies.load(cookies)
    return client


def _visitor(role: str) -> Client:
    client = _client({})
    if role != ANYBODY:
        user = person(role=Role(role), password="correct horse x9")
        client.force_login(user)
        proved_now(client, user)
    return client


def verdict(answer: Any, *, role: str, method: str, url: str) -> str:
    """Return "in", "refused", or the fault of the answer."""
    status, target = answer.status_code, answer.get("Location", "")
    to_sign_in = status == 302 and target.startswith("/account/sign-in/?next=")
    if status >= 500 and status != 503:
        return f"error {status}"
    if role == ANYBODY and url.startswith("/api/"):
        return "refused" if status == 401 else "in"
    if role == ANYBODY:
        return "refused" if to_sign_in or (method == "POST" and status == 403) else "in"
    return "refused" if status == 403 else "sent to sign-in" if to_sign_in else "in"


def subject(name: str) -> str:
    """The part of a URL's name that it shares with its neighbors: `findings:quote_code`'s noun."""
    return re.split(r"[_-]", name)[0]


SUBJECTS = {key: sorted(names) for key, names in groupby(sorted(ALL, key=subject), key=subject)}


@pytest.mark.parametrize("names", SUBJECTS.values(), ids=SUBJECTS)
def test_each_role_gets_in_where_the_matrix_says_and_nowhere_else(
    names: list[str], visitors: dict[str, Client]
) -> None:
    assert [surprise for name in names for surprise in surprises(name, visitors)] == []


def surprises(name: str, visitors: dict[str, Client]) -> Iterator[str]:
    """A sentence for each role and method that the matrix did not foresee; nothing is kept."""
    with transaction.atomic():
        yield from _surprises(name, visitors, SHOWING)
        with _pages_left_empty():
            yield from _surprises(name, visitors, [m for m in METHODS if m not in SHOWING])
        transaction.set_rollback(True)


def _surprises(name: str, visitors: dict[str, Client], methods: Iterable[str]) -> Iterator[str]:
    """A sentence for each role and method that the matrix did not foresee."""
    url = ALL[name].url
    for role, client in visitors.items():
        expected = "in" if role in MATRIX[name] else "refused"
        for method in methods:
            visitor = _visitor(role) if name in SIGNS_OUT else client
            answer = verdict(visitor.generic(method, url), role=role, method=method, url=url)
            if answer != expected:
                yield f"{method} {url} as {role}: {answer}, expected {expected}"


@contextmanager
def _pages_left_empty() -> Iterator[None]:
    """Fill in no template: the status decides, and the pages were shown for other methods."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", lambda *_, **__: "")
        yield
    errors.page_text.cache_clear()


@pytest.mark.parametrize("name", sorted(n for n, a in ALL.items() if a.kwargs and n in MATRIX))
def test_what_is_hidden_or_does_not_exist_answers_404(
    name: str, visitors: dict[str, Client]
) -> None:
    """Hidden objects load through the same query as missing ones, so they look the same."""
    visitor = visitors[max(MATRIX[name] & SIGNED_IN, key=["lead", "city"].count)]
    answer = visitor.get(ALL[name].url)
    if answer.status_code == 405:
        allowed = answer["Allow"].split(", ")
        answer = visitor.generic(allowed[0], ALL[name].url)

    assert answer.status_code == 404, answer.status_code


def test_sabotage_a_view_opened_by_mistake_is_found(
    visitors: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        ALL["people:list"].view, "access", RequiredPermission(Permission.USE_ACCOUNT)
    )

    text = " ".join(surprises("people:list", visitors))

    assert "as consultant: in, expected refused" in text


def test_sabotage_a_view_that_states_nothing_is_closed_to_all(
    visitors: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(ALL["start"].view, "access")

    assert {c.get("/start/").status_code for c in visitors.values()} == {403}
