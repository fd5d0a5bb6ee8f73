"""Which system user the embedded services run as, and the folders that user can reach."""

import os
import pwd
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clayton_review.local import addresses
from clayton_review.local.trouble import Trouble

UNPRIVILEGED = "nobody"


@dataclass(frozen=True)
class Owner:
    """Who runs the services: ourselves, or as root somebody without rights."""

    uid: int
    gid: int

    def identity(self) -> dict[str, Any]:
        """How `subprocess` is told to start a program as the owner."""
        if self.uid == os.getuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def reaches(self, path: Path) -> bool:
        """Whether the owner can walk to the path: every folder above lets others through."""
        if self.uid == os.getuid():
            return True
        return all(folder.stat().st_mode & 0o001 for folder in path.resolve().parents)

    def take(self, folder: Path) -> None:
        """Make a folder (or keep it) that only the owner may enter.

        Raises `Trouble` when the folder belongs to somebody else or is a link.
        """
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
        except FileExistsError:
            raise Trouble(f"{folder} is in the way and is not a folder: move it.") from None
        if folder.is_symlink() or folder.stat().st_uid not in {os.getuid(), self.uid}:
            raise Trouble(f"{folder} belongs to another user: remove it and start again.")
        if os.getuid() == 0:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)


def service_owner() -> Owner:
    """The user that runs the services; PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return Owner(os.getuid(), os.getgid())
    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
    except KeyError:
        raise Trouble(
            "PostgreSQL does not run as root and this system has no user nobody: "
            "start as an ordinary user, or give DATABASE_URL and REDIS_URL."
        ) from None
    return Owner(entry.pw_uid, entry.pw_gid)


def reachable_home(root: Path, owner: Owner) -> Path:
    """The folder that holds the services' data: `var`, or one elsewhere that `var/home` names."""
    var = root / "var"
    if owner.reaches(var / "postgres"):
        return var
    pointer = var / "home"
    if not pointer.is_dir():
        parent = Path("/var/lib") if os.access("/var/lib", os.W_OK) else tempfile.gettempdir()
        home = Path(tempfile.mkdtemp(prefix=f"clayton-{addresses.mark(root)}-", dir=parent))
        home.chmod(0o711)
        pointer.unlink(missing_ok=True)
        pointer.symlink_to(home)
    return pointer.resolve()


def reachable_copy(packages: Path, names: Sequence[str], home: Path, owner: Owner) -> Path:
    """Where the owner can run the named parts of the installed packages: there, or from a copy.

    A copy keeps the places of the parts to each other, by which programs find their libraries.
    """
    if owner.reaches(packages / "any"):
        return packages
    parts = [packages / name for name in names if (packages / name).exists()]
    copy = home / "programs" / f"{parts[0].parent.name}-{int(parts[0].stat().st_mtime)}"
    if not copy.is_dir():
        unfinished = copy.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        for part in parts:
            shutil.copytree(part, unfinished / part.relative_to(packages), symlinks=True)
        for folder in (home / "programs", unfinished, *unfinished.iterdir()):
            folder.chmod(0o755)
        unfinished.rename(copy)
    return copy
