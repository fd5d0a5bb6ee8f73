"""Make `.venv` and install the locked packages; runs before anything is installed.

It uses the standard library only and is started as a file, outside the package (the Makefile has
checked Python's version): `python3 -I clayton_review/local/setup.py PURPOSE [PROGRAM …]`, where
PURPOSE is `run` or `develop`. Afterwards the process becomes `.venv/bin/python PROGRAM …`.
"""

import ctypes
import hashlib
import os
import re
import selectors
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NEEDED_MEGABYTES = {"run": 900, "develop": 1_300}
PANGO = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
LOCKS = {"run": "requirements.lock", "develop": "requirements-dev.lock"}


def exit_with(sentence: str) -> None:
    """Print one sentence and exit with status 1."""
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


def print_progress(text: str) -> None:
    print(text, flush=True)


def check_folder(purpose: str) -> None:
    """Exit with a sentence if the folder cannot be written or the disk is full."""
    if not os.access(str(ROOT), os.W_OK):
        exit_with(f"This user may not write in {ROOT}: start as its owner or copy the folder.")
    free = shutil.disk_usage(str(ROOT)).free // 2**20
    needed = 100 if is_installed(purpose) else NEEDED_MEGABYTES[purpose]
    if free < needed:
        exit_with(f"Not enough disk space in {ROOT}: {free} MB free, {needed} MB needed.")


def stamp_of(purpose: str) -> str:
    """Return a digest of all that an installation depends on: the lock file, Python, the path."""
    parts = [(ROOT / LOCKS[purpose]).read_bytes(), sys.version.encode()]
    parts += [str(ROOT).encode() if not VENV.is_symlink() else b""]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_installed(purpose: str) -> bool:
    """True if the last installation is still up to date."""
    stamp = VENV / (".installed-" + purpose)
    return stamp.exists() and stamp.read_text() == stamp_of(purpose)


def install(purpose: str) -> None:
    """Install the locked packages into `.venv`, if they are not there already."""
    if is_installed(purpose) or (purpose == "run" and is_installed("develop")):
        return
    if not PYTHON.exists() or not (VENV / "pyvenv.cfg").exists():
        print_progress("Making a virtual environment in .venv …")
        venv = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, check=False
        )
        if venv.returncode:
            exit_with(
                "Python could not make a virtual environment (on Debian: apt-get install "
                "python3-venv): " + last_line(venv.stdout + venv.stderr)
            )
    print_progress("Installing the packages of " + LOCKS[purpose] + " …")
    pip, *halves = lists_of(LOCKS[purpose])
    results = [install_listed(pip)]
    with ThreadPoolExecutor() as pool:
        results += pool.map(install_listed, halves)
    for status, error in results:
        if status:
            exit_with("The installation failed: " + error)
    (VENV / (".installed-" + purpose)).write_text(stamp_of(purpose))


def lists_of(lock: str) -> list[Path]:
    """Write the packages of the lock file to three lists.

    pip itself stands in the first: the one that Python brings takes twice as long. The others are
    halves, since pip keeps only one core busy.
    """
    parts = re.split(r"\n(?=\w)", (ROOT / lock).read_text())
    packages = [part for part in parts if part[:1].isalnum()]  # a comment may stand first
    pip = [part for part in packages if part.startswith("pip==")]
    others = [part for part in packages if part not in pip]
    lists = {"pip.txt": pip, "packages-1.txt": others[::2], "packages-2.txt": others[1::2]}
    for name, listed in lists.items():
        (VENV / name).write_text("\n".join(listed) + "\n")
    return [VENV / name for name in lists]


def install_listed(packages: Path) -> tuple[int, str]:
    """Install the packages of a list with hashes; return pip's status and its last error."""
    options = ["--progress-bar", "off", "--disable-pip-version-check", "--no-input", "--no-compile"]
    locked = ["--require-hashes", "--no-deps", "-r", str(packages)]
    return run_with_progress([str(PYTHON), "-m", "pip", "install", *options, *locked])


def last_line(output: bytes) -> str:
    """Return the last line that a program has printed."""
    lines = [line for line in output.decode(errors="replace").splitlines() if line.strip()]
    return lines[-1].strip() if lines else "no reason given"


def run_with_progress(command: list[str]) -> tuple[int, str]:
    """Run a long program with visible progress; return its status and its last error."""
    begun, error, output = time.monotonic(), "", b""
    child = subprocess.Popen(
        command, cwd=str(ROOT), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert child.stdout is not None  # noqa: S101  # set by PIPE
    watch = selectors.DefaultSelector()
    watch.register(child.stdout, selectors.EVENT_READ)
    while True:
        if not watch.select(timeout=5):
            print_progress(f"{time.monotonic() - begun:5.0f} s  still working …")
            continue
        chunk = os.read(child.stdout.fileno(), 65536)
        if not chunk:
            break
        *lines, output = (output + chunk).split(b"\n")
        for line in lines:
            text = line.decode(errors="replace").strip()
            error = text if text.startswith(("ERROR", "E:")) else error
            if text.startswith(("Collecting", "Installing", "Get:", "Setting up", "Downloading C")):
                print_progress(f"{time.monotonic() - begun:5.0f} s  {text[:90]}")
    return child.wait(), error or last_line(output)


def can_apt_install() -> bool:
    """True if system packages can be installed from here (Debian, as root)."""
    return os.getuid() == 0 and shutil.which("apt-get") is not None


def apt_install(packages: list[str]) -> bool:
    """Install system packages; return True if that worked."""
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    print_progress("Installing from the system's packages: " + " ".join(packages) + " …")
    run_with_progress(["apt-get", "update"])
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    return run_with_progress(install)[0] == 0


def missing_pango() -> list[str]:
    """Return the Debian packages of the libraries for PDF pages that this system lacks."""
    if sys.platform != "linux":
        return []
    missing = []
    for library, package in PANGO.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    if not any(path.exists() for path in map(Path, ("/usr/share/fonts", "/usr/local/share/fonts"))):
        missing.append("fonts-dejavu-core")
    return missing


def install_pango() -> None:
    """Install the libraries for PDF pages, or exit with a sentence that names them."""
    missing = missing_pango()
    if missing and not (can_apt_install() and apt_install(missing)):
        exit_with(
            "The libraries that PDF pages need are missing: install Pango and a font "
            "(on Debian, as root: apt-get install " + " ".join(missing) + ")."
        )


def main() -> None:
    """Set up, then become the program named on the command line."""
    purpose, *command = sys.argv[1:]
    check_folder(purpose)
    os.chdir(str(ROOT))
    try:
        install("run" if purpose == "run" else "develop")
        install_pango()
    except OSError as error:
        exit_with(f"The set-up failed: {error.strerror or error}.")
    except KeyboardInterrupt:
        sys.exit(130)
    if command:
        os.execv(str(PYTHON), [str(PYTHON), *command])  # noqa: S606  # our own interpreter
    print_progress("Set up.")


if __name__ == "__main__":
    main()
