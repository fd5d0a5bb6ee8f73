"""A copy of the project with all examples added, and the checks that run in it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.extending.example import Example

ROOT = Path(__file__).parents[2]
# Compiled modules come along, but not those that another process is just writing.
LEFT_OUT = ("var", ".venv", ".git", "screens", "*.pyc.*", ".mypy_cache", ".ruff_cache")
SECONDS = 300


def copy_with(examples: tuple[Example, ...], target: Path) -> Path:
    """Copy the project to a new folder, with all examples added; return the folder."""
    shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns(*LEFT_OUT))
    for example in examples:
        example.apply(target)
    return target


def run_checks(root: Path, database_url: str, redis_url: str) -> dict[str, str]:
    """Run every `check_*.py` in the copy; return what kept each test from passing, or nothing.

    Names are `folder.test`. Raises `AssertionError` when the run itself fails.
    """
    outcome = root / "outcome.xml"
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST_", "DJANGO_"))
    }
    environment |= {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
    migrations = [
        sys.executable,
        "-W",
        "ignore",
        "manage.py",
        "makemigrations",
        "--name",
        "example",
    ]
    migrations_run = _run(migrations, root, environment)
    assert migrations_run.returncode == 0, migrations_run.stdout + migrations_run.stderr
    command = [
        *(sys.executable, "-m", "pytest", "tests/extending/examples", "-q", "-n", "0"),
        *("-o", "python_files=check_*.py", "-p", "no:randomly", f"--junitxml={outcome}"),
    ]
    run = _run(command, root, environment)
    assert outcome.exists(), run.stdout[-4_000:] + run.stderr[-4_000:]
    cases = ET.parse(outcome).iter("testcase")  # noqa: S314  # our own file
    return {
        f"{case.get('classname', '').split('.')[-2]}.{case.get('name')}": "".join(
            part.text or "" for part in case if part.tag in {"failure", "error", "skipped"}
        )
        for case in cases
    }


def _run(
    command: list[str], root: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True,
        check=False, timeout=SECONDS,
    )  # fmt: skip
