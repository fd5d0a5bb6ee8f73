"""Find a Chromium for the browser tests, or install one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from clayton_review.local.setup import (
    apt_install,
    can_apt_install,
    print_progress,
    run_with_progress,
)

SHELL = "chromium-headless-shell"  # the same engine without the window: half the start, less CPU
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def _is_usable(program: str | None) -> bool:
    if not program or not Path(program).exists():
        return False
    try:
        command = [program, "--version"]
        answer = subprocess.run(command, capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def _playwright_programs() -> list[str]:
    caches = [os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or "~/.cache/ms-playwright"]
    caches.append("~/Library/Caches/ms-playwright")
    folders = [Path(cache).expanduser() for cache in caches]
    return [str(path) for folder in folders for path in folder.glob("chromium-*/chrome-*/*hrom*")]


def find_chromium() -> str | None:
    """Return the path of a Chromium that starts, or None."""
    candidates = [*(shutil.which(name) for name in NAMES), MAC, *_playwright_programs()]
    return next((program for program in candidates if _is_usable(program)), None)


def find_or_install() -> str | None:
    """Return the path of a Chromium; install Debian's as root, otherwise Playwright's own."""
    program = find_chromium()
    for package in (SHELL, "chromium"):  # not every Debian has the first
        if not program and can_apt_install():
            apt_install([package])
            program = find_chromium()
    if not program:
        print_progress("Installing Playwright's Chromium …")
        run_with_progress([sys.executable, "-m", "playwright", "install", "chromium"])
        program = find_chromium()
    return program
