"""The demonstration study, loaded once in a run and copied to each portal that needs it."""

import json
import shutil
import signal
import subprocess
from pathlib import Path

from clayton_review.demo.accounts import ACCOUNTS
from clayton_review.local import environment
from tests.local.checkout import Portal, checkout, wait_until_left
from tests.sharing import shared

NOT_COPIED = ("run", "log")  # locks, sockets and logs belong to one folder


def take_demonstration(root: Path, folder: Path) -> None:
    """Fill `var` of a checkout that never ran; `folder` keeps the study for the whole run."""
    with shared("demonstration") as known:
        if not known:
            _load(folder)
            known["folder"] = str(folder)
    _copy(Path(known["folder"]), root / "var")
    _let_it_know_its_place(root)


def _load(folder: Path) -> None:
    """Start the portal for the first time, as `make run` does, and keep what that wrote."""
    with checkout("demonstration") as root:
        with Portal(root, environment={"DEMONSTRATION": "1"}) as portal:
            welcome = portal.wait_until_served()
            assert "Sign in to the demonstration as" in welcome
            assert all(account.email in welcome for account in ACCOUNTS)
            assert _years_behind(portal) >= 7  # the clock of the study, set while loading
            portal.end(signal.SIGTERM)
        assert wait_until_left(root) == []
        _copy(root / "var", folder)


def _years_behind(portal: Portal) -> float:
    (worker,) = portal.processes("--queues=celery")
    variables = Path(f"/proc/{worker}/environ").read_text().split("\0")
    shift = dict(line.split("=", 1) for line in variables if line)["CLOCK_SHIFT_SECONDS"]
    return -int(shift) / (365 * 24 * 3_600)


def _copy(source: Path, target: Path) -> None:
    """Copy with owners and modes: the database server refuses a folder that is not its own."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    target.chmod(0o711)
    parts = [part for part in source.iterdir() if part.name not in NOT_COPIED]
    subprocess.run(["cp", "-a", *parts, target], check=True)


def _let_it_know_its_place(root: Path) -> None:
    saved = json.loads((root / "var" / "demonstration.json").read_text())
    saved["database"] = environment.new_demonstration(root).database
    environment.Demonstration(**saved).save(root)
