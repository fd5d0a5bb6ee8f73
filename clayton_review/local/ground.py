"""What the parent looks at before it starts anything: one run per folder, port, room on disk."""

import fcntl
import os
import shutil
import socket
from pathlib import Path
from typing import IO

from clayton_review.local.trouble import Trouble
from clayton_review.local.use import can_lock, lock_file

NEEDED_MEGABYTES = 100


def host_and_port() -> tuple[str, int]:
    """Where to listen, from HOST and PORT."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Trouble(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return os.environ.get("HOST") or "127.0.0.1", int(text)


def only_run(root: Path) -> IO[str]:
    """Claim the folder for this run; the claim ends with the process that holds the file."""
    file = lock_file(root, "parent")
    if not can_lock(file, fcntl.LOCK_EX):
        where = (root / "var" / "run" / "parent").read_text().strip()
        raise Trouble(f"Clayton Review already runs from this folder{where and ', at ' + where}.")
    return file


def check_port(host: str, port: int) -> None:
    """See that nobody listens there already."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            line.bind(address)
    except PermissionError:
        raise Trouble(f"This user may not listen on port {port}: choose PORT above 1023.") from None
    except OSError as error:
        if isinstance(error, socket.gaierror):
            raise Trouble(f"HOST={host} is no address of this machine.") from None
        raise Trouble(
            f"Port {port} on {host} is in use by another program or not to be had "
            f"({os.strerror(error.errno or 0)}): choose another, for example `make run PORT=8001`."
        ) from None


def check_disk(root: Path) -> None:
    """See that there is room to write."""
    free = shutil.disk_usage(root).free // 2**20
    if free < NEEDED_MEGABYTES:
        raise Trouble(
            f"Not enough disk space in {root}: {free} MB free, {NEEDED_MEGABYTES} MB needed."
        )
