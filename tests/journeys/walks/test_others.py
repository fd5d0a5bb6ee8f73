"""Every page that a link leads to, as visitors, the Board and the city see it."""

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.access_matrix import MATRIX
from tests.journeys.stage import Stage, go
from tests.journeys.walks.crawl import CrawlReport, judge
from tests.journeys.walks.every_page import OTHERS, check_walk, left_out
from tests.local.checkout import manage

Open = Callable[..., Page]


@pytest.mark.parametrize("who", OTHERS, ids=lambda who: who or "visitor")
def test_every_page_that_a_person_reaches_is_in_order(
    window: Open, report: CrawlReport, who: str
) -> None:
    check_walk(window(who), who, report)


def test_a_page_that_no_walk_visits_is_named() -> None:
    assert left_out(set(MATRIX) - {"incidents:list"}) == {"incidents:list"}


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("", "/nothing/", 404),
        ("nora", "/incidents/INC-9999/", 404),
        ("board", "/incidents/", 403),
        ("", "/reports/?q=%00", 400),
    ],
)
def test_pages_of_errors_are_in_order(
    window: Open, report: CrawlReport, who: str, path: str, status: int
) -> None:
    page = window(who)
    before = len(report.problems)
    go(page, path, status=status)
    judge(page, who or "visitor", str(status), report)
    assert report.problems[before:] == []


def test_every_page_that_the_bench_weighs_is_there(stage: Stage) -> None:
    code = "from bench.page_sizes import measure; print(len(measure()))"
    environment = stage.environment | {"PYTHONPATH": str(settings.BASE_DIR)}  # where the bench is
    answer = manage(stage.root, "shell", "--no-imports", "--command", code, **environment)
    assert answer.stdout.strip() == "9", answer.stderr
