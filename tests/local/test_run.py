"""`make run` as real processes: it starts, stops, leaves nothing behind, and explains refusals."""

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from clayton_review.local.database_roles import as_superuser
from tests.local.checkout import (
    PATIENCE_SECONDS,
    Portal,
    checkout,
    free_port,
    left_behind,
    manage,
    run,
    wait_until_left,
)

pytestmark = [
    pytest.mark.processes,
    # Elsewhere nothing tells which processes are left: CI and the portal's servers are Linux.
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
]


OWNERS = {"clayton_owner", "clayton_app"}
# A word of each process's command line that no other has.
PROCESSES = {
    "web": "gunicorn",
    "worker": "--queues=celery",
    "intake": "--queues=intake",
    "beat": "--schedule",
}


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    with checkout("a folder with spaces") as folder:
        yield folder


def said_plainly(words: str) -> bool:
    """True if the output is one sentence and no traceback."""
    return "Traceback" not in words and len(words.strip().splitlines()) == 1


def test_it_serves_and_a_killed_parent_leaves_nothing_and_the_next_start_recovers(
    root: Path,
) -> None:
    """Two starts for several checks: a start takes many seconds."""
    with Portal(root) as portal:
        portal.wait_until_served()
        assert portal.get("/healthz") == 200
        _a_second_run_is_refused(root)
        _commands_use_the_running_services(root)
        _each_private_key_has_one_holder(portal)
        _no_log_names_what_was_asked_for(root, portal)
        _a_crashed_worker_is_started_again(portal)
        assert _owners_and_users(root) == (OWNERS, {"clayton_app"})
        _make_it_a_folder_from_before_the_roles(root)
        portal.end(signal.SIGKILL)
    assert wait_until_left(root) == []
    with Portal(root, port=portal.port) as again:
        again.wait_until_served()
        assert again.get("/healthz") == 200
        assert _owners_and_users(root) == (OWNERS, {"clayton_app"})
        status, words = again.end(signal.SIGTERM)  # SIGINT ends the portals of the journeys
        assert (status, words.strip()) == (0, "Stopped.")
        assert left_behind(root) == []


def _owners_and_users(root: Path) -> tuple[set[str], set[str]]:
    """Return the roles that own tables, and those with which the portal's processes work."""
    own = "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"
    use = "SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = 'clayton'"
    with as_superuser(root) as cursor:
        cursor.execute(own)
        owners = {str(name) for (name,) in cursor.fetchall()}
        cursor.execute(f"{use} AND pid <> pg_backend_pid()")
        return owners, {str(name) for (name,) in cursor.fetchall()}


def _make_it_a_folder_from_before_the_roles(root: Path) -> None:
    """Give everything back to the superuser, who owned and did all until version 0.2.0."""
    with as_superuser(root) as cursor:
        for role in sorted(OWNERS, reverse=True):
            cursor.execute(f"REASSIGN OWNED BY {role} TO clayton")
            cursor.execute(f"DROP OWNED BY {role}")
            cursor.execute(f"DROP ROLE {role}")


def _a_second_run_is_refused(root: Path) -> None:
    second = run(root)
    assert second.returncode == 1
    assert said_plainly(second.stderr)
    assert "already runs from this folder" in second.stderr


def _commands_use_the_running_services(root: Path) -> None:
    server = (root / "var" / "run" / "postgres.pid").read_text()
    assert manage(root, "migrate", "--check").returncode == 0
    assert (root / "var" / "run" / "postgres.pid").read_text() == server


def _each_private_key_has_one_holder(portal: Portal) -> None:
    for name, word in PROCESSES.items():
        (pid,) = portal.processes(word)
        variables = Path(f"/proc/{pid}/environ").read_text()
        assert ("SURVEY_OPENING_KEY=" in variables) == (name == "worker"), name
        assert ("REPORT_SIGNING_KEY=" in variables) == (name == "web"), name


def _no_log_names_what_was_asked_for(root: Path, portal: Portal) -> None:
    secret = "zqplantedsecretqz"
    for path in (f"/people/join/{secret}/", f"/es/survey/{secret}/", f"/{secret}/"):
        assert portal.get(path) == 404
    with socket.create_connection(("127.0.0.1", portal.port), PATIENCE_SECONDS) as line:
        line.sendall(f"GET /upload/{secret}/ NONSENSE\r\n\r\n".encode())
        assert b"400" in line.recv(100)
    logs = "".join(file.read_text() for file in (root / "var" / "log").glob("*.log"))
    assert "404 at /people/join/<str:token>/" in logs
    assert "The server could not read or answer a request." in logs
    assert secret not in logs
    assert "/es/" not in logs


def _a_crashed_worker_is_started_again(portal: Portal) -> None:
    (first,) = portal.processes(PROCESSES["worker"])
    os.kill(first, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while portal.processes(PROCESSES["worker"]) in ([], [first]) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert portal.processes(PROCESSES["worker"]) not in ([], [first])


def test_ctrl_c_during_the_start_stops_everything(root: Path) -> None:
    with Portal(root) as portal:
        portal.wait_until_it_says("Bringing the database up to date")
        status, words = portal.end(signal.SIGINT)
        assert status == 0
        assert "Traceback" not in words
        assert wait_until_left(root) == []


def test_a_port_in_use_is_told(root: Path) -> None:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        line.listen()
        answer = run(root, PORT=str(line.getsockname()[1]))
    assert answer.returncode == 1
    assert said_plainly(answer.stderr)
    assert "is in use" in answer.stderr


@pytest.mark.parametrize("port", ["eighty", "0", "70000"])
def test_a_wrong_port_is_told(root: Path, port: str) -> None:
    answer = run(root, PORT=port)
    assert answer.returncode == 1
    assert said_plainly(answer.stderr)


def test_an_unreachable_database_is_told(root: Path) -> None:
    answer = run(root, DATABASE_URL=f"postgres://x:y@127.0.0.1:{free_port()}/z")
    assert answer.returncode == 1
    assert said_plainly(answer.stderr)
    assert "DATABASE_URL does not answer" in answer.stderr


def test_an_unreachable_redis_is_told(root: Path) -> None:
    answer = run(root, REDIS_URL=f"redis://127.0.0.1:{free_port()}/0")
    assert answer.returncode == 1
    assert said_plainly(answer.stderr)
    assert "REDIS_URL does not answer" in answer.stderr
    assert wait_until_left(root) == []


def test_a_command_without_database_starts_nothing(tmp_path: Path) -> None:
    with checkout("bare") as folder:
        assert manage(folder, "check").returncode == 0
        assert not (folder / "var" / "run").exists()


def test_a_deep_folder_that_others_cannot_enter_still_works() -> None:
    with checkout("/".join(["deep" * 10] * 3)) as folder:
        (folder.parent).chmod(0o700)
        answer = manage(folder, "migrate", "contenttypes", "--verbosity", "0")
        assert (answer.returncode, answer.stderr) == (0, "")
        assert folder.parent.stat().st_mode & 0o777 == 0o700
        assert wait_until_left(folder) == []
