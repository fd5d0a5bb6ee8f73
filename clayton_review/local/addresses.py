"""Addresses of the embedded services: one short socket folder per checkout."""

import hashlib
import os
import tempfile
from pathlib import Path
from urllib.parse import quote

# Roles of the embedded PostgreSQL; deploy/database-roles.sql makes the last two.
SUPERUSER = "clayton"
OWNER = "clayton_owner"
PORTAL = "clayton_app"


def checkout_id(root: Path) -> str:
    """Return a short identifier of a checkout, made from its path."""
    return hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:10]


def socket_folder(root: Path) -> Path:
    """Return the folder of a checkout's sockets: a short path, owned by this user alone."""
    short = Path("/tmp")  # noqa: S108  # TMPDIR may be long, or differ between two terminals
    parent = short if os.access(short, os.W_OK) else Path(tempfile.gettempdir())
    return parent / f"clayton-{os.getuid()}-{checkout_id(root)}"


def database_url(root: Path, role: str) -> str:
    """Return the address of the checkout's embedded PostgreSQL for one of its roles."""
    return f"postgres://{role}@{quote(str(socket_folder(root)), safe='')}:5432/clayton"


def redis_url(root: Path) -> str:
    """Return the address of the checkout's embedded Redis."""
    return f"unix://{socket_folder(root)}/redis.sock"


def broker_url(url: str) -> str:
    """Return the Redis address in the form that Celery reads."""
    return url.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)


def cache_url(url: str) -> str:
    """Return the Redis address in the form that Django's cache reads."""
    return url
