"""The parent of `make run`: services, preparation, web, worker and beat, and their common end."""

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
from clayton_review.local import children, ground, surroundings
from clayton_review.local.leash import die_with_parent
from clayton_review.local.trouble import Trouble
from clayton_review.local.use import share

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 60.0


class Asked(Exception):
    """Somebody asked for the end: Ctrl-C, SIGTERM, or the closed terminal."""


def _end(number: int, frame: FrameType | None) -> None:
    raise Asked


def _prepare(everybody: dict[str, str]) -> None:
    command = [sys.executable, "-m", "clayton_review.local.prepare"]
    if subprocess.run(command, cwd=ROOT, env=os.environ | everybody, check=False).returncode:
        raise Trouble("")  # it has said why


def _wait_until_served(family: list[children.Child], host: str, port: int) -> None:
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    request = Request(f"http://{name}:{port}/healthz", headers={"Host": "localhost"})
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        for child in family:
            child.look()
        try:
            with urlopen(request, timeout=5):  # noqa: S310  # our own address
                return
        except HTTPError as error:
            if error.code < 500:
                return  # it serves, and it wants another name: not ours to judge
        except (URLError, OSError):
            pass
        time.sleep(0.1)
    raise Trouble("The web server does not answer: see var/log/web.log.")


def _tell(port: int) -> None:
    print(f"\n  Clayton Review is at http://localhost:{port}\n")
    known = surroundings.remembered(ROOT)
    if known and known.is_loaded:
        print("  Sign in to the demonstration as")
        for account in ACCOUNTS:
            print(f"    {account.role.label:<18} {account.email:<20} {account.password}")
        print()
    print("  Ctrl-C stops it. Logs are in var/log.\n", flush=True)


def _run(host: str, port: int) -> None:
    ground.check_disk(ROOT)
    ground.check_port(host, port)
    print("Starting the services …", flush=True)
    held = share(ROOT)
    family: list[children.Child] = []
    try:
        names = surroundings.web(host, port)
        _prepare(names | surroundings.common(ROOT))
        everybody = names | surroundings.common(ROOT)  # the clock may have been set meanwhile
        family = children.portal(ROOT, host, port, everybody, surroundings.worker(ROOT))
        _wait_until_served(family, host, port)
        _tell(port)
        while (gone := held.lost()) is None:
            for child in family:
                child.look()
            time.sleep(0.2)
        raise Trouble(f"{gone.title} has stopped: see var/log/{gone.name}.log.")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        children.stop(family)
        held.release(wait=True)


def main() -> int:
    """Run until asked to stop; the exit status tells whether it went well."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    if os.environ.get("MAKELEVEL"):
        die_with_parent(signal.SIGTERM)  # a killed make must not leave us behind
    try:
        host, port = ground.host_and_port()
        with ground.only_run(ROOT) as claim:
            claim.truncate(0)
            claim.write(f"http://localhost:{port}")
            claim.flush()
            _run(host, port)
    except Asked:
        print("Stopped.", flush=True)
    except Trouble as trouble:
        print(trouble, file=sys.stderr, flush=True)
        return 1
    except OSError as error:
        print(f"The start failed: {error.strerror or error}.", file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
