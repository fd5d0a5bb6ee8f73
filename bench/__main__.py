"""`make bench`: every measurement in a process of its own, as a table and `var/bench.json`."""

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

ALONE = ("charts", "estimation", "survey")  # bring what they need
ON_THE_DEMONSTRATION = (
    "demonstration",
    "report",
    "dashboard",
    "weights",
    "lists",
    "search",
    "crowd",
    "results",
)
# At most so much; the rest is told without a bar.
BARS = {
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


def one(name: str) -> None:
    """Measure one thing here and write its figures as JSON on the last line."""
    print(json.dumps(import_module(f"bench.{name}").measure()))


def apart(name: str, environment: dict[str, str]) -> Figures:
    """Measure one thing in a process of its own."""
    print(f"Measuring: {name} …", flush=True)
    done = subprocess.run(  # noqa: S603  # this program again
        [sys.executable, "-W", "ignore", "-m", "bench", name],
        cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def everything() -> Figures:
    """All figures by name."""
    held = lock_services(ROOT)
    try:
        figures = {name: n for what in ALONE for name, n in apart(what, {}).items()}
        with measuring_environment() as variables:
            for what in ON_THE_DEMONSTRATION:
                figures |= apart(what, variables)
    finally:
        held.release()
    return figures


def table(figures: Figures) -> list[str]:
    """One line for each figure, with its bar where it has one."""
    lines = []
    for name, value in figures.items():
        bar = BARS.get(name)
        told = "" if bar is None else f"≤ {bar:,} {'ok' if value <= bar else 'OVER'}"
        lines.append(f"{value:>12,.10g}  {told:<14}  {name}")
    return lines


def main() -> None:
    """Measure what is named, or everything."""
    if len(sys.argv) > 1:
        one(sys.argv[1])
        return
    figures = everything()
    unmeasured = sorted(BARS.keys() - figures.keys())
    assert not unmeasured, unmeasured
    (ROOT / "var" / "bench.json").write_text(json.dumps(figures, indent=2, ensure_ascii=False))
    print("\n".join(["", *table(figures), "", "Also in var/bench.json."]))


if __name__ == "__main__":
    main()
