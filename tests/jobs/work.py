"""Jobs for the tests; each run leaves lines in a folder, so that runs can be counted."""

import os
import time
from pathlib import Path

from clayton_review.jobs.registry import job


def _note(key: str, line: str) -> None:
    with (Path(os.environ["WORK_FOLDER"]) / key).open("a") as notes:
        notes.write(f"{line}\n")


@job("tests.quick", title="Quick work")
def quick(key: str) -> None:
    """Write one line."""
    _note(key, "done")


@job("tests.slow", title="Slow work")
def slow(key: str) -> None:
    """Write a line, wait as many seconds as the key ends in, write another."""
    _note(key, f"began {os.getpid()}")
    time.sleep(float(key.rpartition("-")[2]))
    _note(key, "done")


@job("tests.endless", title="Endless work", minutes=1 / 60)
def endless(key: str) -> None:
    """Write a line, and wait for good."""
    _note(key, "began")
    time.sleep(3_600)


@job("tests.broken", title="Broken work")
def broken(key: str) -> None:
    """Raise an error."""
    _note(key, "tried")
    raise RuntimeError(f"broken {key}")
