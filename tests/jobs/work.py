"""Work for the tests of jobs; it leaves lines in a folder, so that every run can be counted."""

import os
import time
from pathlib import Path

from clayton_review.jobs.registry import job


def _note(key: str, line: str) -> None:
    with (Path(os.environ["WORK_FOLDER"]) / key).open("a") as notes:
        notes.write(f"{line}\n")


@job("tests.quick")
def quick(key: str) -> None:
    """Leave one line."""
    _note(key, "done")


@job("tests.slow")
def slow(key: str) -> None:
    """Leave a line, take as many seconds as the key ends in, leave another."""
    _note(key, f"began {os.getpid()}")
    time.sleep(float(key.rpartition("-")[2]))
    _note(key, "done")


@job("tests.broken")
def broken(key: str) -> None:
    """Fail."""
    _note(key, "tried")
    raise RuntimeError(f"broken {key}")
