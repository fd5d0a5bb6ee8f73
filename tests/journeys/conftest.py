"""The whole portal as its users meet it, looked at with a real browser."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import PATIENCE_MS, Watch
from tests.journeys.stage import ACTS, LEAVING, Stage, running_stage
from tests.journeys.walks.crawl import CrawlReport
from tests.sharing import shared

HERE = Path(__file__).parent


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the order of the journeys: each act leaves the study a little further on."""
    places = [place for place, item in enumerate(items) if item.path.parent == HERE]
    acts = sorted((items[place] for place in places), key=_turn)
    for place, act in zip(places, acts, strict=True):
        items[place] = act


def _turn(item: pytest.Item) -> tuple[int, int]:
    return ACTS.index(item.path.stem), item.location[1] or 0


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which all processes of this run find the loaded demonstration."""
    own = tmp_path_factory.getbasetemp()
    is_alone = "PYTEST_XDIST_WORKER" not in os.environ
    return (own if is_alone else own.parent) / "demonstration"


@pytest.fixture(scope="session")
def stage(chromium_program: str, demonstration: Path) -> Iterator[Stage]:
    """The portal of the stories, which change it; the walks have another one."""
    with running_stage("journeys", demonstration) as started:
        yield started


@pytest.fixture(scope="session")  # other modules' tests may run between the walks
def report() -> Iterator[CrawlReport]:
    """Findings of all walks of this process; the counts of all go to `var/axe.json`."""
    report = CrawlReport()
    yield report
    with shared("axe") as whole:
        whole.setdefault("problems", []).extend(report.problems)
        whole.setdefault("counts", {}).update(report.pages)
        widths = {width: len(whole["counts"]) for width in ("1280", "390", "320")}
        summary = {"pages": widths, "violations": len(whole["problems"]), "counts": whole["counts"]}
        (settings.BASE_DIR / "var" / "axe.json").write_text(json.dumps(summary, indent=1))
    report.camera.tidy()


@pytest.fixture
def window(browser: Browser, stage: Stage) -> Iterator[Callable[..., Page]]:
    """Open a window of its own: `window("nora", width=390, javascript=False)`, or a visitor's.

    The person signs in by hand, once; the test fails when anything went wrong in its pages.
    """
    watch, contexts = Watch(), list[BrowserContext]()

    def open_window(who: str = "", *, width: int = 1280, **options: Any) -> Page:
        context = browser.new_context(
            base_url=stage.address,
            viewport={"width": width, "height": 900},
            java_script_enabled=options.pop("javascript", True),
            locale="en-US",
            storage_state=stage.signed_in(browser, who) if who else None,
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        watch.follow(context)
        context.add_init_script(LEAVING)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()
    assert not watch.problems, "\n".join(watch.problems)
