"""The program behind `make run`: start the services, the web server, the workers and beat."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from clayton_review.demo.accounts import ACCOUNTS
from clayton_review.local import environment, preflight, processes
from clayton_review.local.die_with_parent import die_with_parent
from clayton_review.local.errors import StartError, StopRequested
from clayton_review.local.service_lock import lock_services

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 60.0


def _request_stop(number: int, frame: FrameType | None) -> None:
    raise StopRequested


def _prepare(variables: dict[str, str]) -> None:
    command = [sys.executable, "-m", "clayton_review.local.prepare", "migrate"]
    variables = os.environ | variables | {"DATABASE_TIMEOUTS": "none"}  # it migrates
    if subprocess.run(command, cwd=ROOT, env=variables, check=False).returncode:
        raise StartError("")  # the reason is printed already


def _wait_until_served(running: list[processes.PortalProcess], host: str, port: int) -> None:
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    request = Request(f"http://{name}:{port}/healthz", headers={"Host": "localhost"})
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        for process in running:
            process.restart_if_crashed()
        try:
            with urlopen(request, timeout=5):  # noqa: S310  # our own address
                return
        except HTTPError as error:
            if error.code < 500:
                return  # it serves, under another host name
        except (URLError, OSError):
            pass
        time.sleep(0.1)
    raise StartError("The web server does not answer: see var/log/web.log.")


def _print_welcome(port: int) -> None:
    print(f"\n  Clayton Review is at http://localhost:{port}\n")
    demonstration = environment.saved_demonstration(ROOT)
    if demonstration and demonstration.is_loaded:
        print("  Sign in to the demonstration as")
        for account in ACCOUNTS:
            print(f"    {account.role.label:<18} {account.email:<20} {account.password}")
        print()
    print("  Ctrl-C stops it. Logs are in var/log.\n", flush=True)


def _run(host: str, port: int) -> None:
    preflight.check_disk(ROOT)
    preflight.check_port(host, port)
    print("Starting the services …", flush=True)
    services = lock_services(ROOT)
    running: list[processes.PortalProcess] = []
    try:
        names = environment.web_variables(host, port)
        _prepare(names | environment.common_variables(ROOT))
        common = environment.common_variables(ROOT)  # again: a load sets the clock
        variables = names | common | environment.opening_key(ROOT)
        running = processes.portal_processes(ROOT, host, port, variables)
        _wait_until_served(running, host, port)
        _print_welcome(port)
        while (stopped := services.stopped_service()) is None:
            for process in running:
                process.restart_if_crashed()
            time.sleep(0.2)
        raise StartError(f"{stopped.title} has stopped: see var/log/{stopped.name}.log.")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        processes.stop_all(running)
        services.release(wait=True)


def main() -> int:
    """Run the portal until it is stopped, and return the exit status."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _request_stop)
    if os.environ.get("MAKELEVEL"):
        die_with_parent(signal.SIGTERM)  # end too when make is killed
    try:
        host, port = preflight.host_and_port()
        with preflight.claim_folder(ROOT) as claim:
            claim.truncate(0)
            claim.write(f"http://localhost:{port}")
            claim.flush()
            _run(host, port)
    except StopRequested:
        print("Stopped.", flush=True)
    except StartError as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    except OSError as error:
        print(f"The start failed: {error.strerror or error}.", file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
