"""Every page that a link leads to, as the team sees it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.walks.crawl import CrawlReport
from tests.journeys.walks.every_page import TEAM, check_walk


@pytest.mark.parametrize("who", TEAM)
def test_every_page_that_the_team_reaches_is_in_order(
    window: Callable[..., Page], report: CrawlReport, who: str
) -> None:
    check_walk(window(who), who, report)
