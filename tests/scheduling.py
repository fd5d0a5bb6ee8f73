"""Grouping of tests by process: those of one running portal run together.

xdist's own `loadgroup` does not see its marks under pytest 9.2 (pytest-xdist issue 1386).
"""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/journeys/", "tests/local/test_run.py", "tests/extending/test_readme_rows.py")


def group(nodeid: str) -> str:
    """The group a test runs with: that of its running portal, else itself alone."""
    return next((start for start in TOGETHER if nodeid.startswith(start)), nodeid)


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Gives groups to processes, the largest first; the tests of one group keep their order."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    """Use ours, whatever `--dist` says."""
    return Scheduling(config, log)
