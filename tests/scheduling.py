"""Grouping of tests by process: those of one file, running portal or worker run together.

So what a file makes for all its tests is made once in a run, and not once in each process.

xdist's own `loadgroup` does not see its marks under pytest 9.2 (pytest-xdist issue 1386).
"""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

# In this order, the longest first: the others, those with many tests first, fill up the time until
# these end. The first two wait for the same demonstration study, so that a third would have nothing
# to do.
FIRST = (
    "tests/journeys/walks/",
    "tests/journeys/",
    "tests/extending/test_readme_rows.py",
    "tests/test_canary.py",
    "tests/local/test_run.py",
    "tests/test_access_matrix.py",
    "tests/jobs/test_processes.py",
    "tests/letters/test_processes.py",
    "tests/reports/test_processes.py",
    "tests/surveys/answers/test_linkage.py",
    "tests/findings/stories/test_story_linkage.py",
    "tests/documents/test_processes.py",
)


def group(nodeid: str) -> str:
    """The group a test runs with: the closest of those above, else its file."""
    file = nodeid.partition("::")[0]
    return max((start for start in FIRST if nodeid.startswith(start)), key=len, default=file)


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Gives groups to processes, the longest first; the tests of one group keep their order."""

    def _assign_work_unit(self, node: WorkerController) -> None:
        waiting = next((start for start in FIRST if start in self.workqueue), None)
        if waiting:
            self.workqueue.move_to_end(waiting, last=False)
        super()._assign_work_unit(node)

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    """Use ours, whatever `--dist` says."""
    return Scheduling(config, log)
