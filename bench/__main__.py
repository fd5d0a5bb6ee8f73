"""Run every measurement of `make bench`; print a table and write `var/bench.json`."""

import json
import os
import subprocess
import sys
from importlib import import_module

import django

from clayton_review.local.service_lock import lock_services

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clayton_review.settings")
django.setup()

from bench.database import ROOT, measuring_environment  # noqa: E402  # needs the settings

WITHOUT_DATA = ("charts", "estimation", "survey")  # these make their own data
ON_THE_DEMONSTRATION = (
    "demonstration",
    "report",
    "dashboard",
    "page_sizes",
    "lists",
    "search",
    "long_lists",
    "result_pages",
)
# The most that is allowed; figures without a limit are only printed.
LIMITS = {
    "chart: most bytes": 4_000,
    "chart: most CPU ms": 1,
    "200 tables of 10,000 sheets: CPU seconds": 0.02,
    "200 tables of 100,000 sheets: CPU seconds": 0.1,
    "200 tables of 1,000,000 sheets: CPU seconds": 0.4,
    "200 tables of 1,000,000 sheets: peak memory, MB": 500,
    "survey visit, CPU ms (load and submit, median)": 10,
    "survey page of 20 questions, bytes": 25_000,
    "survey request at 4 concurrent, p95 ms": 100,
    "200 respondents at once: errors": 0,
    "200 respondents at once: rows without thanks, or thanks without a row": 0,
    "demonstration: load, seconds": 20,
    "report: snapshot and all formats, CPU seconds": 5,
    "report: formats that differ when made twice": 0,
    "report: peak memory of the worker's process, MB": 200,
    "report: peak memory of the printing process, MB": 200,
    "search in 100,000 answers: page, p95 ms": 50,
    "20,000 sheets: slowest page, CPU ms": 100,
    "lists with 1,000 rows more: most queries more": 0,
    "dashboard: queries": 8,
    "dashboard: p95 ms (in process, one at a time)": 50,
    "dashboard: with styles, scripts, fonts, compressed kB": 60,
}

Figures = dict[str, float]


def measure_here(name: str) -> None:
    """Run one measurement in this process, and print its figures as JSON on the last line."""
    print(json.dumps(import_module(f"bench.{name}").measure()))


def measure_apart(name: str, environment: dict[str, str]) -> Figures:
    """Run one measurement in a process of its own, and return its figures."""
    print(f"Measuring: {name} …", flush=True)
    process = subprocess.run(  # noqa: S603  # this program again
        [sys.executable, "-W", "ignore", "-m", "bench", name],
        cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    figures: Figures = json.loads(process.stdout.splitlines()[-1])
    return figures


def measure_all() -> Figures:
    """Run all measurements, and return their figures by name."""
    services = lock_services(ROOT)
    try:
        figures: Figures = {}
        for name in WITHOUT_DATA:
            figures |= measure_apart(name, {})
        with measuring_environment() as variables:
            for name in ON_THE_DEMONSTRATION:
                figures |= measure_apart(name, variables)
    finally:
        services.release()
    return figures


def table(figures: Figures) -> list[str]:
    """Return one line for each figure, with its limit if it has one."""
    lines = []
    for name, value in figures.items():
        limit = LIMITS.get(name)
        verdict = "" if limit is None else f"≤ {limit:,} {'ok' if value <= limit else 'OVER'}"
        lines.append(f"{value:>12,.10g}  {verdict:<14}  {name}")
    return lines


def main() -> None:
    """Run the measurement named on the command line, or all."""
    if len(sys.argv) > 1:
        measure_here(sys.argv[1])
        return
    figures = measure_all()
    unmeasured = sorted(LIMITS.keys() - figures.keys())
    assert not unmeasured, unmeasured
    (ROOT / "var" / "bench.json").write_text(json.dumps(figures, indent=2, ensure_ascii=False))
    print("\n".join(["", *table(figures), "", "Also in var/bench.json."]))


if __name__ == "__main__":
    main()
