"""Where the embedded services of a checkout listen: short socket folders, one per checkout."""

import hashlib
import os
import tempfile
from pathlib import Path
from urllib.parse import quote


def socket_folder(root: Path) -> Path:
    """The folder of a checkout's sockets: short whatever the path, and nobody else's."""
    mark = hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:10]
    return Path(tempfile.gettempdir()) / f"clayton-{os.getuid()}-{mark}"


def database_url(root: Path) -> str:
    """The address of the checkout's embedded PostgreSQL."""
    return f"postgres://clayton@{quote(str(socket_folder(root)), safe='')}:5432/clayton"


def redis_url(root: Path) -> str:
    """The address of the checkout's embedded Redis."""
    return f"unix://{socket_folder(root)}/redis.sock"


def broker_url(url: str) -> str:
    """The same Redis as Celery spells it."""
    return url.replace("unix://", "redis+socket://", 1)


def cache_url(url: str) -> str:
    """The same Redis as Django's cache spells it."""
    return url
