"""Finding a Chromium for the browser tests, or getting one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from clayton_review.local.setup import apt_install, follow, is_debian_root, say

SHELL = "chromium-headless-shell"  # the same engine without the window: half the start, less CPU
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def _works(program: str | None) -> bool:
    if not program or not Path(program).exists():
        return False
    try:
        asked = subprocess.run([program, "--version"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _playwrights_own() -> list[str]:
    caches = [os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or "~/.cache/ms-playwright"]
    caches.append("~/Library/Caches/ms-playwright")
    folders = [Path(cache).expanduser() for cache in caches]
    return [str(path) for folder in folders for path in folder.glob("chromium-*/chrome-*/*hrom*")]


def find() -> str | None:
    """The program of a Chromium that starts, or None."""
    candidates = [*(shutil.which(name) for name in NAMES), MAC, *_playwrights_own()]
    return next((program for program in candidates if _works(program)), None)


def obtain() -> str | None:
    """Find a Chromium or install one: Debian's as root, otherwise Playwright's own."""
    found = find()
    for package in (SHELL, "chromium"):  # not every Debian has the first
        if not found and is_debian_root():
            apt_install([package])
            found = find()
    if not found:
        say("Installing Playwright's Chromium …")
        follow([sys.executable, "-m", "playwright", "install", "chromium"])
        found = find()
    return found
