"""The table at the end of `make soak`: what the long runs lost, doubled or gave away.

A soak test says what it counted with `record_property`; each name becomes a column, added up over
the runs of one test.
"""

from collections import Counter
from typing import Any

import pytest

FAILED = "runs failed"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line for each soak test."""
    reports = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if report.when == "call" and "soak" in report.keywords
    ]
    if reports:
        terminalreporter.section("soak")
        for line in table(reports):
            terminalreporter.write_line(line)


def table(reports: list[pytest.TestReport]) -> list[str]:
    """For each test its runs, its failures, the seconds it took, and the sums it counted."""
    tests: dict[str, list[pytest.TestReport]] = {}
    for report in reports:
        tests.setdefault(report.nodeid.partition("[")[0].rpartition("::")[2], []).append(report)
    return [_line(name, runs) for name, runs in tests.items()]


def _line(name: str, runs: list[pytest.TestReport]) -> str:
    sums: Counter[str] = Counter({FAILED: sum(run.failed for run in runs)})
    for run in runs:
        for label, n in run.user_properties:
            sums[label] += int(str(n))
    counted = ", ".join(f"{name} {n}" for name, n in sums.items())
    seconds = sum(run.duration for run in runs)
    return f"{len(runs):>4} runs  {seconds:>6.0f} s  {name}: {counted}"
