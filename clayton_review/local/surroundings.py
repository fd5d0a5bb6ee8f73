"""The environment of the portal's processes when nothing else sets it: clock and keys."""

import hashlib
import json
import os
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from clayton_review.local import addresses
from clayton_review.local.keys import survey_keys

STUDY_TIME = datetime(2019, 2, 5, 16, 0, tzinfo=UTC)  # ten in the morning in Clayton


@dataclass(frozen=True)
class Demonstration:
    """What a checkout remembers of the demonstration in one database."""

    database: str
    clock_shift_seconds: int
    is_loaded: bool

    def save(self, root: Path) -> "Demonstration":
        """Remember it."""
        _file(root).write_text(json.dumps(asdict(self)))
        return self


def _file(root: Path) -> Path:
    return root / "var" / "demonstration.json"


def _database_mark(root: Path) -> str:
    url = os.environ.get("DATABASE_URL") or addresses.database_url(root)
    return hashlib.sha256(url.encode()).hexdigest()[:12]


def begun(root: Path) -> Demonstration:
    """A demonstration that starts now, at ten in the morning of the study's own day."""
    shift = int((STUDY_TIME - datetime.now(UTC)).total_seconds())
    return Demonstration(_database_mark(root), shift, is_loaded=False)


def remembered(root: Path) -> Demonstration | None:
    """The demonstration in the database in use, if one was ever begun there."""
    try:
        known = Demonstration(**json.loads(_file(root).read_text()))
    except (OSError, ValueError, TypeError):
        return None
    return known if known.database == _database_mark(root) else None


def common(root: Path) -> dict[str, str]:
    """What every process gets unless the environment says otherwise: the clock, the public key."""
    known = remembered(root)
    given: Mapping[str, str] = {
        "CLOCK_SHIFT_SECONDS": str(known.clock_shift_seconds if known else 0),
        "SURVEY_SEALING_KEY": survey_keys(root).sealing,
        "DEMONSTRATION": "0" if os.environ.get("DATABASE_URL") else "1",
    }
    return _where_missing(given)


def worker(root: Path) -> dict[str, str]:
    """What only the worker gets: the key that opens sealed answers."""
    if os.environ.get("SURVEY_SEALING_KEY"):
        return {}  # the pair is somebody else's
    return _where_missing({"SURVEY_OPENING_KEY": survey_keys(root).opening})


def web(host: str, port: int) -> dict[str, str]:
    """The names under which the pages are served."""
    names = ["localhost", "127.0.0.1", "[::1]", host, socket.gethostname()]
    given = {"ALLOWED_HOSTS": ",".join(dict.fromkeys(names)), "PORT": str(port)}
    return _where_missing(given)


def _where_missing(given: Mapping[str, str]) -> dict[str, str]:
    """What the environment does not say; production says everything itself."""
    if os.environ.get("ENVIRONMENT") == "production":
        return {}
    return {name: value for name, value in given.items() if not os.environ.get(name)}
