"""Somebody without an account reads what is published, and nothing else."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.stage import go, heading

Open = Callable[..., Page]
ISSUED = ("2018-10", "2018-11", "2018-12")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_public_pages_lead_to_every_issued_report(window: Open, width: int) -> None:
    page = window(width=width)
    go(page, "/")
    assert "what would make things better?" in heading(page)
    if width < 896:  # the menu is folded
        page.get_by_text("Menu", exact=True).click()
    page.get_by_role("link", name="Reports", exact=True).click()
    for number in ISSUED:
        page.get_by_role("link", name=f"Full report (PDF) of report {number}").wait_for()
    page.get_by_role("main").get_by_role("heading", level=2).first.get_by_role("link").click()
    page.wait_for_url("**/reports/2018-12/")
    page.get_by_role("link", name=re.compile("Spending is .* over plan")).click()
    assert re.fullmatch(r"Spending is \$[\d,]+ over plan", heading(page))
    for path in ("/about/", "/documents/", "/survey/how-answers-are-protected/"):
        go(page, path)


def test_what_is_published_sets_no_cookie(window: Open) -> None:
    page = window()
    for path in ("/", "/about/", "/reports/", "/reports/2018-12/", "/documents/"):
        go(page, path)
    assert page.context.cookies() == []


@pytest.mark.parametrize("ending", ["/", ".pdf", ".json", ".zip", ".html", "/figures/x.y/"])
def test_a_draft_is_not_there(window: Open, ending: str) -> None:
    page = window()
    assert page.request.get(f"/reports/2019-01{ending}").status == 404


@pytest.mark.parametrize(
    "path", ["/start/", "/dashboard/", "/incidents/", "/interviews/", "/drafts/", "/people/"]
)
def test_the_team_s_pages_ask_who_is_there(window: Open, path: str) -> None:
    page = window()
    go(page, path)
    assert heading(page) == "Sign in"
