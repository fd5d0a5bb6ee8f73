"""The fixture `broken_rules`: veraPDF, which judges a PDF file by published standards."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from clayton_review.local import pdf_judge

NO_JUDGE = "no veraPDF here: it needs Java and Debian's libjaxb-java"
PROGRAM = Path(__file__).parent / "reports" / "VeraPdf.java"

BrokenRules = Callable[..., str]


@pytest.fixture(scope="session")
def broken_rules() -> BrokenRules:
    """Return a function that lists the rules which a file breaks, given profiles (`3a`, `ua1`).

    Without veraPDF the test is skipped, in CI it fails.
    """
    if not pdf_judge.is_there():
        if os.environ.get("CI") == "true":
            pytest.fail(NO_JUDGE)
        pytest.skip(NO_JUDGE)

    def judge(file: Path, *profiles: str) -> str:
        run = pdf_judge.run(PROGRAM, str(file), *profiles)
        return "" if run.returncode == 0 else run.stdout + run.stderr

    return judge
