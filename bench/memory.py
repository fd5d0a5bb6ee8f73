"""The most memory a process has held; knows nothing of the portal."""

import re
import resource
import sys
from pathlib import Path


def peak_megabytes() -> float:
    """The most memory this process has held."""
    status = Path("/proc/self/status")  # getrusage may tell of the parent's memory on Linux
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
        return int(found[1]) / 2**10 if found else 0.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)
