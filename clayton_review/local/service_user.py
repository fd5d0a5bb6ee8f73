"""The system user of the embedded services, and the folders that this user can reach."""

import os
import pwd
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clayton_review.local import addresses
from clayton_review.local.errors import StartError

UNPRIVILEGED = "nobody"


@dataclass(frozen=True)
class ServiceUser:
    """The user that runs the services: the current one, or for root one without rights."""

    uid: int
    gid: int

    def popen_options(self) -> dict[str, Any]:
        """Return the arguments that make `subprocess` start a program as this user."""
        if self.uid == os.getuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_reach(self, path: Path) -> bool:
        """True if this user may enter every folder above the path."""
        if self.uid == os.getuid():
            return True
        return all(folder.stat().st_mode & 0o001 for folder in path.resolve().parents)

    def make_private(self, folder: Path) -> None:
        """Make the folder if it is missing, and let only this user enter it.

        Raises `StartError` when the folder belongs to somebody else or is a link.
        """
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
        except FileExistsError:
            raise StartError(f"{folder} is in the way and is not a folder: move it.") from None
        if folder.is_symlink() or folder.stat().st_uid not in {os.getuid(), self.uid}:
            raise StartError(f"{folder} belongs to another user: remove it and start again.")
        if os.getuid() == 0:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)


def find_service_user() -> ServiceUser:
    """Return the user that runs the services; PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return ServiceUser(os.getuid(), os.getgid())
    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
    except KeyError:
        raise StartError(
            "PostgreSQL does not run as root and this system has no user nobody: "
            "start as an ordinary user, or give DATABASE_URL and REDIS_URL."
        ) from None
    return ServiceUser(entry.pw_uid, entry.pw_gid)


def data_folder(root: Path, user: ServiceUser) -> Path:
    """Return the folder of the services' data: `var`, or one elsewhere that `var/home` names."""
    var = root / "var"
    if user.can_reach(var / "postgres"):
        return var
    pointer = var / "home"
    if not pointer.is_dir():
        parent = Path("/var/lib") if os.access("/var/lib", os.W_OK) else tempfile.gettempdir()
        home = Path(tempfile.mkdtemp(prefix=f"clayton-{addresses.checkout_id(root)}-", dir=parent))
        home.chmod(0o711)
        pointer.unlink(missing_ok=True)
        pointer.symlink_to(home)
    return pointer.resolve()


def reachable_packages(packages: Path, names: Sequence[str], home: Path, user: ServiceUser) -> Path:
    """Return a folder from which the user can run the named parts of the installed packages.

    That is the packages' own folder, or a copy where the user cannot enter it. The copy keeps the
    relative paths of the parts, by which programs find their libraries.
    """
    if user.can_reach(packages / "any"):
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
