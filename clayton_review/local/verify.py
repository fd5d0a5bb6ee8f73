"""Run the checks and tests of `make check`, `make quick`, `make test` and `make soak`."""

import os
import secrets
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from clayton_review.local import chromium, pdf_judge

ROOT = Path(__file__).resolve().parent.parent.parent
PYTEST = [sys.executable, "-m", "pytest"]
TESTS = {
    "quick": ["-n", "2", "-m", "not browser and not processes and not long"],
    "test": ["-n", "3"],
    "soak": ["-m", "soak"],
}


@dataclass(frozen=True)
class CheckProgram:
    """One program that must end without an error."""

    name: str
    command: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)


def production_environment() -> dict[str, str]:
    """Return the variables of a production environment with throw-away secrets."""
    key = b64encode(secrets.token_bytes(32)).decode()
    return {
        "ENVIRONMENT": "production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "review.example.org",
        "SITE_URL": "https://review.example.org",
        "VAULT_KEYS": f"first:{key}",
        "CODE_PEPPER": secrets.token_urlsafe(32),
        "SURVEY_SEALING_KEY": key,
        "EMAIL_URL": "smtp+tls://user:secret@mail.example.org:587",
        "DATABASE_URL": "postgres://clayton:secret@db.example.org/clayton",
        "REDIS_URL": "redis://redis.example.org/0",
    }


def checks() -> list[CheckProgram]:
    """Return all checks, the slowest first."""
    python = [sys.executable, "-m"]
    manage = [sys.executable, "-W", "ignore", "manage.py"]
    import_linter = "import sys; from importlinter.cli import lint_imports_command as c; c()"
    return [
        CheckProgram("types", [*python, "mypy", "."]),
        # It compiles the tests for the processes of `make test` as well, each of which would do so.
        CheckProgram("tests collected", [*PYTEST, "--collect-only", "-q", "-n", "0"]),
        CheckProgram("imports", [sys.executable, "-c", import_linter]),
        CheckProgram("lint", [*python, "ruff", "check", "--quiet", "."]),
        CheckProgram("format", [*python, "ruff", "format", "--check", "--quiet", "."]),
        CheckProgram("templates", [*python, "djlint", "templates", "--lint"]),
        CheckProgram("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        CheckProgram(
            "production settings",
            [*manage, "check", "--deploy", "--fail-level", "WARNING"],
            production_environment(),
        ),
    ]


def _run_check(check: CheckProgram) -> tuple[CheckProgram, str]:
    started = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=os.environ | dict(check.environment),
        capture_output=True,
        text=True,
        check=False,
    )
    mark = "ok" if done.returncode == 0 else "FAILED"
    print(f"  {check.name:<22} {mark:<7} {time.monotonic() - started:5.1f} s", flush=True)
    return check, done.stdout + done.stderr if done.returncode else ""


def check_all() -> bool:
    """Run every check, two at a time; print what failed and return True if all passed."""
    print("Checks", flush=True)
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(_run_check, checks()))
    for check, output in results:
        if output:
            print(f"\n{check.name}:\n{output}", flush=True)
    return not any(output for _, output in results)


def main() -> int:
    """Run `check`, `quick`, `test` or `soak`, and return the exit status."""
    command = sys.argv[1]
    if command != "soak" and not check_all():
        return 1
    if command == "check":
        return 0
    if command != "quick" and not chromium.find_or_install():
        print("NO CHROMIUM FOUND: the browser tests cannot run.", file=sys.stderr, flush=True)
    if command != "quick" and os.environ.get("CI") == "true":  # elsewhere nobody asked for Java
        pdf_judge.find_or_install()
    os.chdir(ROOT)
    os.execv(sys.executable, [*PYTEST, "-q", *TESTS[command]])  # noqa: S606  # our own interpreter
    return 1


if __name__ == "__main__":
    sys.exit(main())
