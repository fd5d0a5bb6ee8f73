"""`make bench` and `make soak` report what happened."""

import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from django.test import Client

from bench.__main__ import LIMITS, table
from bench.costs import cpu_seconds, page_cost
from bench.dashboard import parts_of
from clayton_review.accounts.models import User
from tests import soak

As = Callable[[User], Client]


def test_a_page_is_counted_with_the_queries_it_made(lead: User, as_: As) -> None:
    cost = page_cost(as_(lead), "/account/letters/", rounds=3)

    assert cost.n_queries == 3  # the session, the person, what they want to be told
    assert b"letters" in cost.content
    assert 0 < cost.cpu_ms < 10_000


def test_a_page_that_is_refused_is_not_measured(liaison: User, as_: As) -> None:
    with pytest.raises(AssertionError):
        page_cost(as_(liaison), "/dashboard/", rounds=1)


def test_waiting_is_no_cpu_time() -> None:
    _done, spent = cpu_seconds(lambda: time.sleep(0.3))

    assert spent < 0.2


def test_the_time_of_a_child_process_counts() -> None:
    burn = "sum(i * i for i in range(2_000_000))"
    _done, spent = cpu_seconds(lambda: subprocess.run([sys.executable, "-c", burn], check=True))

    assert spent > 0.02


def test_styles_scripts_and_early_fonts_belong_to_a_page() -> None:
    page = (
        '<link rel="icon" href="/static/i.svg">'
        '<link rel="preload" href="/static/f.woff2" as="font">'
        '<link rel="stylesheet" href="/static/a.css"><script type="module" src="/static/p.js">'
    )

    assert parts_of(page) == ["/static/f.woff2", "/static/a.css", "/static/p.js"]


def test_a_figure_over_its_bar_is_told() -> None:
    name = "dashboard: queries"

    assert "OVER" in table({name: LIMITS[name] + 1})[0]
    assert "ok" in table({name: LIMITS[name]})[0]
    assert "≤" not in table({"something without a bar": 1.5})[0]


def report_of(run: int, *, n_lost: int, outcome: str = "passed") -> pytest.TestReport:
    return pytest.TestReport(
        nodeid=f"tests/x.py::test_kills[{run}]",
        location=("tests/x.py", 1, "test_kills"),
        keywords={"soak": 1},
        outcome=outcome,  # type: ignore[arg-type]  # one of pytest's words
        longrepr=None,
        when="call",
        duration=2.0,
        user_properties=[("jobs lost", n_lost)],
    )


def test_the_soak_adds_up_what_its_runs_lost() -> None:
    reports = [report_of(0, n_lost=0), report_of(1, n_lost=2, outcome="failed")]

    assert soak.table(reports) == ["   2 runs       4 s  test_kills: runs failed 1, jobs lost 2"]
