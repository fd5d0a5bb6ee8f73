"""Measure the loading of the demonstration study into an empty database."""

import time

from clayton_review.audit.models import AuditEntry
from clayton_review.demo.study import load


def measure() -> dict[str, float]:
    """Return the seconds of the load, and the number of acts in the audit record."""
    began, since = time.process_time(), time.perf_counter()
    load()
    return {
        "demonstration: load, seconds": round(time.perf_counter() - since, 1),
        "demonstration: load, CPU seconds": round(time.process_time() - began, 1),
        "demonstration: acts in the audit record": AuditEntry.objects.count(),
    }
