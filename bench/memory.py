"""Measure the peak memory of a process, without loading the portal."""

import re
import resource
import sys
from pathlib import Path


def peak_megabytes() -> float:
    """Return the peak memory of this process in megabytes."""
    status = Path("/proc/self/status")  # getrusage may report the parent's memory on Linux
    if status.exists():
        match = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
        return int(match[1]) / 2**10 if match else 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)
