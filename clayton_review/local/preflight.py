"""Checks before the start: one run per folder, a free port, room on the disk."""

import fcntl
import os
import shutil
import socket
from pathlib import Path
from typing import IO

from clayton_review.local.errors import StartError
from clayton_review.local.service_lock import lock_file, try_lock

NEEDED_MEGABYTES = 100


def host_and_port() -> tuple[str, int]:
    """Return the host and port to listen on, from HOST and PORT."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise StartError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return os.environ.get("HOST") or "127.0.0.1", int(text)


def claim_folder(root: Path) -> IO[str]:
    """Claim the folder for this run; the claim ends when the returned file is closed."""
    file = lock_file(root, "parent")
    if not try_lock(file, fcntl.LOCK_EX):
        address = (root / "var" / "run" / "parent").read_text().strip()
        place = f"this folder, at {address}" if address else "this folder"
        raise StartError(f"Clayton Review already runs from {place}.")
    return file


def check_port(host: str, port: int) -> None:
    """Raise `StartError` if the port cannot be listened on."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            line.bind(address)
    except PermissionError:
        raise StartError(
            f"This user may not listen on port {port}: choose PORT above 1023."
        ) from None
    except OSError as error:
        if isinstance(error, socket.gaierror):
            raise StartError(f"HOST={host} is no address of this machine.") from None
        raise StartError(
            f"Port {port} on {host} is in use by another program or not available "
            f"({os.strerror(error.errno or 0)}): choose another, for example `make run PORT=8001`."
        ) from None


def check_disk(root: Path) -> None:
    """Raise `StartError` if the disk is nearly full."""
    free = shutil.disk_usage(root).free // 2**20
    if free < NEEDED_MEGABYTES:
        raise StartError(
            f"Not enough disk space in {root}: {free} MB free, {NEEDED_MEGABYTES} MB needed."
        )
