"""Where the embedded services of a checkout listen: short socket folders, one per checkout."""

import hashlib
import os
import tempfile
from pathlib import Path
from urllib.parse import quote


def mark(root: Path) -> str:
    """A short name for one checkout, the same whoever asks."""
    return hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:10]


def socket_folder(root: Path) -> Path:
    """The folder of a checkout's sockets: short whatever the path, and nobody else's."""
    short = Path("/tmp")  # noqa: S108  # TMPDIR may be long, or differ between two terminals
    parent = short if os.access(short, os.W_OK) else Path(tempfile.gettempdir())
    return parent / f"clayton-{os.getuid()}-{mark(root)}"


def database_url(root: Path) -> str:
    """The address of the checkout's embedded PostgreSQL."""
    return f"postgres://clayton@{quote(str(socket_folder(root)), safe='')}:5432/clayton"


def redis_url(root: Path) -> str:
    """The address of the checkout's embedded Redis."""
    return f"unix://{socket_folder(root)}/redis.sock"


def broker_url(url: str) -> str:
    """The same Redis as Celery spells it."""
    return url.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)


def cache_url(url: str) -> str:
    """The same Redis as Django's cache spells it."""
    return url
