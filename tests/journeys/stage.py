"""The running portal of the journeys: its people, its mail, its database."""

import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from playwright.sync_api import Browser, Page, Response

from clayton_review.demo.accounts import ACCOUNTS, Account
from clayton_review.local import addresses
from clayton_review.local.environment import common_variables
from tests.browser import PATIENCE_MS
from tests.local.checkout import Portal, checkout, wait_until_left
from tests.local.demonstration import take_demonstration

# In this order, whatever else is shuffled: each leaves the study a little further on.
ACTS = (
    "test_behind_a_letter",
    "test_anonymous",
    "test_resident",
    "test_consultant",
    "test_lead",
    "test_board",
    "test_keyboard",
    "test_tasks",
    "test_screens",
)


def account(who: str) -> Account:
    """The demonstration account of `nora@example.org`, by the word before the @."""
    return next(account for account in ACCOUNTS if account.email.startswith(f"{who}@"))


def sign_in(page: Page, who: str) -> None:
    """Sign in by hand, with address and password."""
    person = account(who)
    page.goto("/account/sign-in/")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(person.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/start/")


def go(page: Page, path: str, *, status: int = 200) -> Response:
    """Open a page and see that it answers so."""
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == status, path
    return answer


LEAVING = """
window.navigation?.addEventListener("navigate", event => {
    if (!event.destination.sameDocument && event.downloadRequest === null)
        document.documentElement.setAttribute("data-leaving", "");
});
"""  # a link's next page is under way from here on; a new page starts without the mark


def settled(page: Page) -> Page:
    """The page once no form and no link is under way and all of it is there."""
    page.locator("form[aria-busy]").wait_for(state="detached")
    page.locator("html[data-leaving]").wait_for(state="detached")
    page.wait_for_load_state("domcontentloaded")
    return page


def press(page: Page, name: str) -> None:
    """Press the button of this name, and wait for what comes of it."""
    page.get_by_role("button", name=name, exact=True).click()
    settled(page)


def heading(page: Page) -> str:
    """Return the first words of the page, once no form is under way."""
    settled(page)
    return page.get_by_role("heading", level=1).inner_text()


@dataclass
class Stage:
    """A running portal: its address and its folder."""

    root: Path
    address: str
    sessions: dict[str, Any] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables that give a command the portal's clock and keys."""
        return common_variables(self.root)

    def signed_in(self, browser: Browser, who: str) -> Any:
        """The cookies of a person who has signed in by hand."""
        if who not in self.sessions:
            with browser.new_context(base_url=self.address, locale="en-US") as context:
                context.set_default_timeout(PATIENCE_MS)
                sign_in(context.new_page(), who)
                self.sessions[who] = context.storage_state()
        return self.sessions[who]

    def prove(self, page: Page, who: str) -> None:
        """Say once more who it is, as if signed in just now: a long run outlasts the ten minutes.

        The session gets a new key then, which later windows of this person need.
        """
        page.goto("/account/confirm/?next=/start/")
        page.get_by_label("Password", exact=True).fill(account(who).password)
        page.locator("main form button").first.click()
        page.wait_for_url("**/start/")
        self.sessions[who] = page.context.storage_state()

    def count(self, table: str) -> int:
        """Count the rows of a table in the portal's database."""
        with (
            psycopg2.connect(addresses.database_url(self.root, addresses.PORTAL)) as line,
            line.cursor() as cursor,
        ):
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  # a name from the tests
            row = cursor.fetchone()
        line.close()
        assert row is not None
        return int(row[0])

    def mail_to(self, who: str, *, about: str, seconds: float = 120) -> str:
        """The first letter to a person or address about this that nobody has read yet."""
        address = who if "@" in who else account(who).email
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            letters = [letter for letter in self._letters() if address in letter["To"]]
            fitting = [letter for letter in letters if about in letter["Subject"]]
            unread = [letter for letter in fitting if letter["Message-ID"] not in self.read]
            if unread:
                self.read.add(unread[0]["Message-ID"])
                body = unread[0].get_body(("plain",))
                assert body is not None
                return str(body.get_content())
            time.sleep(0.2)
        pytest.fail(f"No mail to {who} about {about!r} within {seconds} s")

    def _letters(self) -> list[EmailMessage]:
        files = sorted(self.root.glob("var/mail/*"), key=lambda path: path.stat().st_mtime)
        texts = [text for path in files for text in re.split(rb"\n-{79}\n", path.read_bytes())]
        return [message_from_bytes(text, policy=policy.default) for text in texts if text.strip()]


@contextmanager
def running_stage(name: str, demonstration: Path) -> Iterator[Stage]:
    """Start the portal in a checkout of its own, with the demonstration; nothing of it stays."""
    with checkout(name) as root:
        take_demonstration(root, demonstration)
        with Portal(root, environment={"DEMONSTRATION": "1"}) as portal:
            portal.wait_until_served()
            yield Stage(root, f"http://localhost:{portal.port}")
            status, words = portal.end(signal.SIGINT)
            assert (status, words.strip()) == (0, "Stopped.")
        assert wait_until_left(root) == []
