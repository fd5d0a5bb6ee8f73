"""A member of the Board reads the dashboard, the report and the PDF, and nothing of the team's."""

import json
import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.stage import Stage, go, heading

Open = Callable[..., Page]
LINK = re.compile(r"https?://\S+/account/link/\S+")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_mailed_link_opens_the_dashboard_once(window: Open, stage: Stage, width: int) -> None:
    page = window(width=width)
    go(page, "/account/sign-in/")
    page.get_by_role("link", name="get a sign-in link by e-mail").click()
    page.get_by_label("e-mail address").fill("board@example.org")
    page.get_by_role("button", name="E-mail me a link").click()
    assert heading(page) == "Check your e-mail"
    match = LINK.search(stage.mail_to("board", about="sign-in link"))
    assert match is not None
    go(page, match[0])
    assert heading(page) == "Sign in with this link"
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/start/")
    page.get_by_role("main").get_by_role("link", name="Where the study stands").click()
    _six_tiles(page)
    again = window()
    go(again, match[0], status=404)
    again.get_by_role("heading", name="This link no longer works").wait_for()


def test_from_the_dashboard_to_the_figure_and_the_pdf(window: Open) -> None:
    page = window("board")
    go(page, "/dashboard/")
    _six_tiles(page)
    page.get_by_role("main").get_by_role("link", name="Spending").first.click()
    page.wait_for_url("**/figures/engagement.budget/**")
    page.go_back()
    page.get_by_role("link", name="Read the report").click()
    page.wait_for_url("**/reports/**")
    with page.expect_download() as started:
        page.get_by_role("link", name="Full report (PDF)", exact=True).click()
    content = started.value.path().read_bytes()
    assert content.startswith(b"%PDF-")
    with pikepdf.open(BytesIO(content)) as pdf:
        attached = pdf.attachments["figures.json"].get_file().read_bytes()
    assert "engagement.budget" in json.dumps(json.loads(attached))


def _six_tiles(page: Page) -> None:
    tiles = page.get_by_role("region", name="Six figures").get_by_role("heading", level=3)
    expect(tiles).to_have_count(6)


@pytest.mark.parametrize(
    "path",
    ["/incidents/", "/interviews/", "/findings/", "/surveys/", "/drafts/", "/people/",
     "/dashboard/?draft"],
)  # fmt: skip
def test_the_team_s_rooms_stay_closed(window: Open, path: str) -> None:
    page = window("board")
    if path == "/dashboard/?draft":
        go(page, path)
        assert "live draft" not in page.get_by_role("main").inner_text()
    else:
        go(page, path, status=403)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
