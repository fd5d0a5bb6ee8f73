"""A real Chromium for tests: every page is watched, and nothing reaches another host."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from clayton_review.accounts.models import User
from clayton_review.local import chromium
from tests.axe import Judged, axe

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--renderer-process-limit=1",  # no spare one for each window
    "--js-flags=--single-threaded",  # tests keep every core busy: helper threads cost more there
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
WIDTHS = (1280, 390, 320)
PATIENCE_MS = 60_000  # a busy machine is slow; what hangs is found all the same
expect.set_options(timeout=PATIENCE_MS)
NO_CHROMIUM = "no Chromium found: `make test` looks for one and installs it where it can"


@dataclass
class Watch:
    """Errors in the pages of one test: read them, or clear them when they were wanted."""

    problems: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        """Note console errors, content policy violations, broken parts and foreign requests."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(f"script: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        is_status = message.text.startswith("Failed to load resource")  # judged in _response
        if message.type == "error" and not is_status:
            self.problems.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob", "about"} and parts.hostname != "localhost":
            self.problems.append(f"request to another host: {request.url}")

    def _response(self, response: Response) -> None:
        kind, method = response.request.resource_type, response.request.method
        is_page = kind == "document" or (kind == "fetch" and method == "POST")  # a form's next page
        if response.status >= (500 if is_page else 400):
            self.problems.append(f"{response.status} for {response.url}")


@pytest.fixture(scope="session")
def chromium_program() -> str:
    """The Chromium of this machine; without one the test is skipped, in CI it fails."""
    executable = chromium.find_chromium()
    if executable is None and os.environ.get("CI") == "true":
        pytest.fail(NO_CHROMIUM)
    if executable is None:
        pytest.skip(NO_CHROMIUM)  # on a machine of its owner; the summary says so in red
    return executable


@pytest.fixture(scope="session")
def browser(chromium_program: str) -> Iterator[Browser]:
    """One Chromium for all tests of a process."""
    # Playwright's loop stays in this thread from now on, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium_program, args=ARGUMENTS)
        yield chrome
        chrome.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def live(live_server: LiveServer, settings: Any) -> str:
    """The address of the running portal; its pages know it as theirs."""
    address = str(live_server.url)
    settings.SITE_URL = address
    return address


@pytest.fixture
def watch() -> Watch:
    """Errors in this test's pages; the test fails when any is left."""
    return Watch()


@pytest.fixture
def browser_as(browser: Browser, live: str, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Open a window of its own for a person (or for a visitor without account).

    `browser_as(user, width=390, javascript=False)` gives a page whose relative addresses are the
    running portal's.
    """
    contexts: list[BrowserContext] = []

    def open_window(user: User | None = None, *, width: int = 1280, **options: Any) -> Page:
        javascript = options.pop("javascript", True)
        context = browser.new_context(
            base_url=live,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            locale="en-US",
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        watch.follow(context)
        if user is not None:
            context.add_cookies(
                [
                    {"name": name, "value": value, "url": live}
                    for name, value in _cookies(user).items()
                ]
            )
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()
    assert not watch.problems, "\n".join(watch.problems)


def _cookies(user: User) -> dict[str, str]:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return {name: morsel.value for name, morsel in client.cookies.items()}


@pytest.fixture
def browser_page(browser_as: Callable[..., Page]) -> Page:
    """The window of a visitor without an account."""
    return browser_as()


IN_ORDER = Judged()  # of all pages that the tests of this process have looked at


def faults(page: Page, judged: Judged = IN_ORDER) -> dict[int, list[str]]:
    """At each width, without loading anew: what axe-core finds, and what sticks out."""
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = axe(page, again=width != WIDTHS[0], judged=judged)
        if (wide := overflow(page)) > 0:
            found[width].append(f"sticks out by {wide} px")
    return found


def in_order(page: Page, where: str = "") -> None:
    """Nothing is wrong with the page as it stands, at any width, once no form is under way."""
    page.locator("form[aria-busy]").wait_for(state="detached")
    assert {width: found for width, found in faults(page).items() if found} == {}, where or page.url


def overflow(page: Page) -> int:
    """Return the pixels by which the page is wider than its window, 0 if it fits."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def tab_to(page: Page, role: str, name: str | re.Pattern[str], *, most: int = 25) -> Locator:
    """Press Tab until the control of this name has the focus."""
    wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type]  # a role of ARIA
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return wanted
    pytest.fail(f"Tab does not reach {name}")


def press(page: Page, name: str | re.Pattern[str], *, role: str = "button", most: int = 25) -> None:
    """Go to a button or link by Tab and press it."""
    tab_to(page, role, name, most=most)
    page.keyboard.press("Enter")
