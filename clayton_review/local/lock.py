"""Write the lock files: every package, pinned, with the hashes of its files on all platforms."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
OLDEST_PYTHON = "3.11"
# The packages for development are chosen to fit the locked ones that the portal runs on.
COMPILATIONS: tuple[tuple[str, str, list[str]], ...] = (
    ("requirements.txt", "requirements.lock", []),
    ("requirements-dev.txt", "requirements-dev.lock", ["--constraints", "requirements.lock"]),
)
OPTIONS = [
    "--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes", "--no-emit-index-url",
    "--no-emit-find-links", "--quiet", "--custom-compile-command", "make lock",
]  # fmt: skip


def main() -> int:
    """Write both lock files, and return the exit status; versions locked before stay."""
    for source, lock, constraints in COMPILATIONS:
        command = [sys.executable, "-m", "uv", "pip", "compile", source, "--output-file", lock]
        status = subprocess.run(
            [*command, *OPTIONS, *constraints, *sys.argv[1:]], cwd=ROOT, check=False
        ).returncode
        if status:
            return status
        print(f"Wrote {lock}.")
    print("Run `make setup` to install what changed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
