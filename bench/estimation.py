"""Measure tables with standard errors from sufficient statistics: `python bench/estimation.py`.

The reference case: 40 questions of 5 answers by 4 groups of 5, hence 40 one-way tables and 160
crosstabs of 5 × 5, in 8 strata, weights that vary, 3 % of the answers missing. What is timed starts
at the codes and ends at shares, standard errors and design effects. Beside it, in the same run:
pandas grouping the same sums, without any error; and R's survey, where it is installed, with the
standard errors of a few tables, extrapolated to all.
"""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import pandas as pd

from bench.memory import peak_megabytes
from clayton_review.stats.estimates.answer_arrays import answer_arrays
from clayton_review.stats.estimates.cell_estimates import CellEstimates, cell_shares
from clayton_review.stats.estimates.sufficient_statistics import count_tables

N_QUESTIONS, N_GROUPS, N_LEVELS, N_STRATA = 40, 4, 5, 8
ROUNDS = {10_000: 21, 100_000: 9, 1_000_000: 5}
PAIRS = [
    (question, N_QUESTIONS + group) for question in range(N_QUESTIONS) for group in range(N_GROUPS)
]
TABLES = [*((question,) for question in range(N_QUESTIONS)), *PAIRS]
LARGEST = max(ROUNDS)
PANDAS_TABLES = 40  # at the largest sample: extrapolated, it would take most of a minute
R_TABLES, R_MOST_ROWS = 8, 10_000  # of which six are crosstabs
R_SCRIPT = """
library(survey)
d <- read.csv(commandArgs(TRUE)[1])
for (v in names(d)) if (v != "w" && v != "N") d[[v]] <- factor(d[[v]])
design <- svydesign(~1, strata = ~s, weights = ~w, fpc = ~N, data = d)
spent <- system.time(for (q in c("a", "b")) {
  svymean(as.formula(paste0("~", q)), design, na.rm = TRUE)
  for (g in c("g", "h", "a", "b")) if (g != q)
    svymean(as.formula(paste0("~interaction(", q, ",", g, ")")), design, na.rm = TRUE)
})
cat(spent[["user.self"]] + spent[["sys.self"]])
"""


class Sample:
    """Random answers of the reference case."""

    def __init__(self, n: int) -> None:
        chance = np.random.default_rng(n)
        size = (n, N_QUESTIONS + N_GROUPS)
        self.codes = chance.integers(0, N_LEVELS, size, dtype=np.int8)
        self.codes[chance.random(size, dtype=np.float32) < 0.03] = -1
        self.weights = chance.lognormal(0.0, 0.5, n)
        self.strata = chance.integers(0, N_STRATA, n)
        self.population = np.bincount(self.strata, minlength=N_STRATA) * 20.0

    def tables(self) -> CellEstimates:
        """Return all shares with their standard errors."""
        levels = [N_LEVELS] * self.codes.shape[1]
        sheets = answer_arrays(self.codes, levels, self.weights, self.strata, self.population)
        return cell_shares(count_tables(sheets, TABLES))

    def grouped(self, n_tables: int) -> None:
        """Compute the sums of some of the tables with pandas."""
        frame = pd.DataFrame(self.codes).assign(
            s=self.strata, w=self.weights, w2=self.weights**2, n=1
        )
        for table in TABLES[:: len(TABLES) // n_tables]:
            known = frame[(frame[list(table)] >= 0).all(axis=1)]
            known.groupby(["s", *table])[["n", "w", "w2"]].sum()


def median_seconds(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Return the medians of CPU seconds and of seconds on the clock."""
    cpu, clock = [], []
    for _ in range(rounds):
        started, since = time.process_time(), time.perf_counter()
        work()
        cpu.append(time.process_time() - started)
        clock.append(time.perf_counter() - since)
    return statistics.median(cpu), statistics.median(clock)


def with_r(sample: Sample) -> float | None:
    """Return the CPU seconds of R's survey for all tables, from a few; None without R."""
    program = shutil.which("Rscript")
    if program is None:
        return None
    frame = pd.DataFrame(sample.codes[:, [0, 1, -2, -1]], columns=["a", "b", "g", "h"])
    frame = frame.where(frame >= 0).astype("Int8")
    frame = frame.assign(
        s=sample.strata, w=sample.weights, N=sample.population[sample.strata].astype(int)
    )
    with tempfile.TemporaryDirectory() as folder:
        data, script = Path(folder, "sample.csv"), Path(folder, "tables.R")
        frame.to_csv(data, index=False)
        script.write_text(R_SCRIPT)
        process = subprocess.run(  # noqa: S603
            [program, str(script), str(data)], capture_output=True, text=True, check=False
        )
    return float(process.stdout) / R_TABLES * len(TABLES) if process.returncode == 0 else None


def peak_memory(n: int) -> float:
    """Return the peak megabytes of a process that only makes answers and tables."""
    process = subprocess.run(  # noqa: S603  # this program again
        [sys.executable, "-W", "ignore", __file__, str(n)],
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return float(json.loads(process.stdout))


def measure() -> dict[str, float]:
    """Return seconds by sample size, ratios to pandas and R, and peak memory."""
    figures: dict[str, float] = {}
    for n, rounds in ROUNDS.items():
        sample, name = Sample(n), f"200 tables of {n:,} sheets"
        cpu, clock = median_seconds(sample.tables, rounds)
        figures[f"{name}: CPU seconds"] = round(cpu, 4)
        figures[f"{name}: seconds on the clock"] = round(clock, 4)
        n_tables = PANDAS_TABLES if n == LARGEST else len(TABLES)
        grouped = median_seconds(lambda: sample.grouped(n_tables), 1)[0] * len(TABLES) / n_tables  # noqa: B023
        basis = "extrapolated from 40 tables" if n_tables < len(TABLES) else "all tables"
        figures[f"{name}: pandas groupby ({basis}) ÷ ours, CPU"] = round(grouped / cpu, 1)
        survey = with_r(sample) if n <= R_MOST_ROWS else None
        if survey is not None:
            figures[f"{name}: R survey (extrapolated from 8 tables) ÷ ours, CPU"] = round(
                survey / cpu
            )
    figures[f"200 tables of {LARGEST:,} sheets: peak memory, MB"] = round(peak_memory(LARGEST))
    return figures


def main() -> None:
    """Print the figures; with a number of rows, only the peak memory for it."""
    if len(sys.argv) > 1:
        Sample(int(sys.argv[1])).tables()
        print(peak_megabytes())
        return
    for name, value in measure().items():
        print(f"{value:>10,.10g}  {name}")


if __name__ == "__main__":
    main()
