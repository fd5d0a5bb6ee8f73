"""The demonstration study, loaded once in a run and copied to each portal that needs it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from clayton_review.local import environment
from tests.local.checkout import PATIENCE_SECONDS, bare, checkout, wait_until_left
from tests.sharing import shared

PREPARE = """
from pathlib import Path
from clayton_review.local import prepare
from clayton_review.local.service_lock import lock_services

services = lock_services(Path.cwd())
status = prepare.main()
services.release(wait=True)
raise SystemExit(status)
"""
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
    """Prepare a checkout as `make run` does before it serves; keep what that wrote."""
    with checkout("demonstration") as root:
        variables = bare() | environment.common_variables(root) | {"DEMONSTRATION": "1"}
        command = [sys.executable, "-c", PREPARE]
        subprocess.run(command, cwd=root, env=variables, timeout=PATIENCE_SECONDS, check=True)
        assert wait_until_left(root) == []
        _copy(root / "var", folder)


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
