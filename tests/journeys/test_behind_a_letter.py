"""The pages that only a letter or a handed-over link leads to, judged like all others."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.stage import Stage, account, go, press
from tests.journeys.walks.crawl import CrawlReport, judge
from tests.local.checkout import manage

Open = Callable[..., Page]
ADDRESS = re.compile(r"https?://[^\s<>\"]+")


@pytest.fixture(autouse=True)
def _in_order(report: CrawlReport) -> Iterator[None]:
    before = len(report.problems)
    yield
    assert report.problems[before:] == []


def test_signing_in_by_letter(window: Open, stage: Stage, report: CrawlReport) -> None:
    page = window()
    go(page, "/account/link/")
    page.get_by_label("e-mail address").fill("board@example.org")
    press(page, "E-mail me a link")
    judge(page, "visitor", "account_link_sent", report)
    _follow(page, stage.mail_to("board", about="sign-in link"))
    judge(page, "visitor", "account_link_use", report)


def test_accepting_an_invitation(window: Open, stage: Stage, report: CrawlReport) -> None:
    page, lead = window(), window("marian")
    go(lead, "/people/invite/")
    lead.get_by_label("E-mail address").fill("new.alder@example.org")
    lead.get_by_label("Role").select_option(label="Board member")
    press(lead, "Send the invitation")
    _follow(page, stage.mail_to("new.alder@example.org", about="invitation"))
    judge(page, "visitor", "people:accept", report)


def test_stopping_the_letters(window: Open, stage: Stage, report: CrawlReport) -> None:
    page, address = window(), _stop_address(stage, "records")
    go(page, address)
    judge(page, "visitor", "digests_stop", report)
    page.get_by_role("button", name="Stop the e-mails").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "You will get no more of these e-mails"
    )
    judge(page, "visitor", "digests_stop done", report)
    go(page, f"{address[:-5]}none/", status=404)
    judge(page, "visitor", "digests_stop unknown", report)


def test_sending_files_by_link(window: Open, report: CrawlReport) -> None:
    page, nora = window(), window("nora")
    asked = _open_request(nora)
    address = _upload_link(nora)
    go(page, address)
    judge(page, "visitor", "requests:upload", report)
    press(page, "Send the files")
    expect(page).to_have_title(re.compile("^Error: "))
    judge(page, "visitor", "requests:upload refused", report)
    rosters = [
        {"name": f"roster {n}.txt", "mimeType": "text/plain", "buffer": b"July 7, shift %d" % n}
        for n in range(3)
    ]
    page.get_by_label(re.compile("^Files")).set_input_files(rosters)  # type: ignore[arg-type]
    page.get_by_role("button", name="Send the files").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("3 files")
    judge(page, "visitor", "requests:upload_receipt", report)
    go(nora, asked)
    nora.get_by_role("button", name="Revoke this link").first.click()
    go(page, address, status=410)
    judge(page, "visitor", "requests:upload ended", report)


def _stop_address(stage: Stage, who: str) -> str:
    """The address under a person's daily letter; none is due on the first day."""
    code = (
        "from clayton_review.accounts.models import User; "
        "from clayton_review.web.digests import stop_address; "
        f"print(stop_address(User.objects.get(email='{account(who).email}')))"
    )
    answer = manage(stage.root, "shell", "--no-imports", "--command", code, **stage.environment)
    assert answer.returncode == 0, answer.stderr
    return urlsplit(answer.stdout.strip()).path


def _open_request(page: Page) -> str:
    go(page, "/requests/?is=open")
    page.locator("main tbody a").first.click()
    page.wait_for_url("**/requests/RQ-*/")
    return page.url


def _upload_link(page: Page) -> str:
    page.get_by_role("link", name="Make an upload link").click()
    press(page, "Make the link")
    page.get_by_text("/upload/").first.wait_for()
    match = re.search(r"https?://[^\s<>\"]+/upload/[^\s<>\"]+", page.content())
    assert match is not None
    return match[0]


def _follow(page: Page, letter: str) -> None:
    match = ADDRESS.search(letter)
    assert match is not None
    go(page, match[0])
