"""Makes `.venv` and installs what is pinned; runs before anything is installed.

Only the standard library. Started as a file, apart from the package (the Makefile has looked at
Python's version): `python3 -I clayton_review/local/setup.py WHAT`, where WHAT is `run` or
`develop`, followed by what to become afterwards.
"""

import ctypes
import hashlib
import os
import selectors
import shutil
import subprocess
import sys
import time
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
REQUIREMENTS = {
    "run": ["requirements.txt"],
    "develop": ["requirements.txt", "requirements-dev.txt"],
}


def stop(sentence: str) -> None:
    """End with one plain sentence."""
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


def say(text: str) -> None:
    """One line of progress."""
    print(text, flush=True)


def check_ground(what: str) -> None:
    """The folder can be written and there is room."""
    if not os.access(str(ROOT), os.W_OK):
        stop(f"This user may not write in {ROOT}: start as its owner or copy the folder.")
    free = shutil.disk_usage(str(ROOT)).free // 2**20
    needed = 100 if is_installed(what) else NEEDED_MEGABYTES[what]
    if free < needed:
        stop(f"Not enough disk space in {ROOT}: {free} MB free, {needed} MB needed.")


def stamp_of(what: str) -> str:
    """What an installation depends on: the pinned files, the Python and the folder's place."""
    parts = [(ROOT / name).read_bytes() for name in REQUIREMENTS[what]]
    parts += [sys.version.encode(), str(ROOT).encode() if not VENV.is_symlink() else b""]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_installed(what: str) -> bool:
    """Whether the last installation is still right."""
    stamp = VENV / (".installed-" + what)
    return stamp.exists() and stamp.read_text() == stamp_of(what)


def install(what: str) -> None:
    """Bring `.venv` to what is pinned, with visible progress; quick when it is there already."""
    if is_installed(what) or (what == "run" and is_installed("develop")):
        return
    if not PYTHON.exists() or not (VENV / "pyvenv.cfg").exists():
        say("Making a virtual environment in .venv …")
        made = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, check=False
        )
        if made.returncode:
            stop(
                "Python could not make a virtual environment (on Debian: apt-get install "
                "python3-venv): " + last_line(made.stdout + made.stderr)
            )
    say("Installing what is pinned in " + " and ".join(REQUIREMENTS[what]) + " …")
    options = ["--progress-bar", "off", "--disable-pip-version-check", "--no-input"]
    files = [word for name in REQUIREMENTS[what][-1:] for word in ("-r", name)]
    status, words = follow([str(PYTHON), "-m", "pip", "install", *options, *files])
    if status:
        stop("The installation failed: " + words)
    (VENV / (".installed-" + what)).write_text(stamp_of(what))


def last_line(output: bytes) -> str:
    """The last words of a program."""
    lines = [line for line in output.decode(errors="replace").splitlines() if line.strip()]
    return lines[-1].strip() if lines else "no reason given"


def follow(command: list[str]) -> tuple[int, str]:
    """Run a long program, showing what it works on; gives its status and its last error."""
    begun, error, output = time.monotonic(), "", b""
    child = subprocess.Popen(
        command, cwd=str(ROOT), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert child.stdout is not None  # noqa: S101  # it was asked for
    watch = selectors.DefaultSelector()
    watch.register(child.stdout, selectors.EVENT_READ)
    while True:
        if not watch.select(timeout=5):
            say(f"{time.monotonic() - begun:5.0f} s  still at it …")
            continue
        some = os.read(child.stdout.fileno(), 65536)
        if not some:
            break
        *lines, output = (output + some).split(b"\n")
        for line in lines:
            text = line.decode(errors="replace").strip()
            error = text if text.startswith(("ERROR", "E:")) else error
            if text.startswith(("Collecting", "Installing", "Get:", "Setting up", "Downloading C")):
                say(f"{time.monotonic() - begun:5.0f} s  {text[:90]}")
    return child.wait(), error or last_line(output)


def is_debian_root() -> bool:
    """Whether packages of the system can be installed from here."""
    return os.getuid() == 0 and shutil.which("apt-get") is not None


def apt_install(packages: list[str]) -> bool:
    """Install packages of the system; tells whether that worked."""
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    say("Installing from the system's packages: " + " ".join(packages) + " …")
    follow(["apt-get", "update"])
    return follow(["apt-get", "install", "-y", "--no-install-recommends", *packages])[0] == 0


def missing_pango() -> list[str]:
    """The Debian packages of the libraries that PDF pages need and this system lacks."""
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
    """See that PDF pages can be made, or say what is missing."""
    missing = missing_pango()
    if missing and not (is_debian_root() and apt_install(missing)):
        stop(
            "The libraries that PDF pages need are missing: install Pango and a font "
            "(on Debian, as root: apt-get install " + " ".join(missing) + ")."
        )


def main() -> None:
    """Set up, then become the program that was asked for."""
    what, *command = sys.argv[1:]
    check_ground(what)
    os.chdir(str(ROOT))
    try:
        install("run" if what == "run" else "develop")
        install_pango()
    except OSError as error:
        stop(f"The set-up failed: {error.strerror or error}.")
    except KeyboardInterrupt:
        sys.exit(130)
    if command:
        os.execv(str(PYTHON), [str(PYTHON), *command])  # noqa: S606  # our own interpreter
    say("Set up.")


if __name__ == "__main__":
    main()
