"""A portal of their own for the walks, which change nothing in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.stage import Stage, running_stage


@pytest.fixture(scope="session")
def stage(chromium_program: str, demonstration: Path) -> Iterator[Stage]:
    """The portal of all walks; the stories change another one."""
    with running_stage("walks", demonstration) as started:
        yield started
