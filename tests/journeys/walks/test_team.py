"""Every page that a link leads to, as the team sees it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.walks.crawl import CrawlReport
from tests.journeys.walks.every_page import FEW, MANY, check_walk


@pytest.mark.parametrize(
    ("who", "n_objects"),
    [("marian", MANY), ("nora", FEW), pytest.param("nora", MANY, marks=pytest.mark.soak)],
)
def test_every_page_that_the_team_reaches_is_in_order(
    window: Callable[..., Page], report: CrawlReport, who: str, n_objects: int
) -> None:
    check_walk(window(who), who, report, n_objects)
