"""Default environment variables of the portal's processes: clock, keys and host names."""

import hashlib
import json
import os
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from clayton_review.local import addresses
from clayton_review.local.keys import report_signing_key, survey_keys

STUDY_TIME = datetime(2019, 2, 5, 16, 0, tzinfo=UTC)  # 10 a.m. in Clayton


@dataclass(frozen=True)
class Demonstration:
    """The state of the demonstration in one database, saved beside it."""

    database: str
    clock_shift_seconds: int
    is_loaded: bool

    def save(self, root: Path) -> "Demonstration":
        """Save the demonstration's state and return it."""
        _file(root).write_text(json.dumps(asdict(self)))
        return self


def _file(root: Path) -> Path:
    return root / "var" / "demonstration.json"


def _database_id(root: Path) -> str:
    url = os.environ.get("DATABASE_URL") or addresses.database_url(root, addresses.SUPERUSER)
    return hashlib.sha256(url.encode()).hexdigest()[:12]


def new_demonstration(root: Path) -> Demonstration:
    """Return a demonstration that starts now, with the clock at `STUDY_TIME`."""
    shift = int((STUDY_TIME - datetime.now(UTC)).total_seconds())
    return Demonstration(_database_id(root), shift, is_loaded=False)


def saved_demonstration(root: Path) -> Demonstration | None:
    """Return the saved state of the demonstration in this database, or None."""
    try:
        saved = Demonstration(**json.loads(_file(root).read_text()))
    except (OSError, ValueError, TypeError):
        return None
    return saved if saved.database == _database_id(root) else None


def common_variables(root: Path) -> dict[str, str]:
    """Return the variables of commands and processes: clock, keys, demonstration mark.

    Of the processes only the web server takes the key that signs reports.
    """
    saved = saved_demonstration(root)
    variables: Mapping[str, str] = {
        "CLOCK_SHIFT_SECONDS": str(saved.clock_shift_seconds if saved else 0),
        "SURVEY_SEALING_KEY": survey_keys(root).sealing,
        "REPORT_SIGNING_KEY": report_signing_key(root),
        "DEMONSTRATION": "0" if os.environ.get("DATABASE_URL") else "1",
    }
    return _only_unset(variables)


def opening_key(root: Path) -> dict[str, str]:
    """Return the variable of the key that opens sealed answers, for the worker alone."""
    if os.environ.get("SURVEY_SEALING_KEY"):
        return {}  # the installation has a key pair of its own
    return _only_unset({"SURVEY_OPENING_KEY": survey_keys(root).opening})


def web_variables(host: str, port: int) -> dict[str, str]:
    """Return the variables for the names and the port under which pages are served."""
    names = ["localhost", "127.0.0.1", "[::1]", host, socket.gethostname()]
    variables = {"ALLOWED_HOSTS": ",".join(dict.fromkeys(names)), "PORT": str(port)}
    return _only_unset(variables)


def _only_unset(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that the environment does not set; in production none."""
    if os.environ.get("ENVIRONMENT") == "production":
        return {}
    return {name: value for name, value in variables.items() if not os.environ.get(name)}
