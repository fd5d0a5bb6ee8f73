"""Measure the Board's dashboard: queries, time, and bytes of a first visit."""

import gzip
import re
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from bench.costs import page_cost, sign_in
from clayton_review.accounts.roles import Role

ROUNDS = 100
# Files that a browser loads with the page: styles, scripts, and fonts that the page preloads.
PARTS = re.compile(r'<link rel="(?:stylesheet|preload)" href="([^"]+)"|<script[^>]* src="([^"]+)"')


def measure() -> dict[str, float]:
    """Return queries, CPU, waiting, and compressed size with styles, scripts and fonts."""
    cost = page_cost(sign_in(Role.BOARD), reverse("dashboard:home"), rounds=ROUNDS)
    page = len(gzip.compress(cost.content, 6))
    return {
        "dashboard: queries": cost.n_queries,
        "dashboard: CPU ms (median)": round(cost.cpu_ms, 1),
        "dashboard: p95 ms (in process, one at a time)": round(cost.p95_ms, 1),
        "dashboard: page, compressed kB": round(page / 1000, 1),
        "dashboard: with styles, scripts, fonts, compressed kB": first_visit(cost.content),
    }


def first_visit(content: bytes) -> float:
    """Return the kilobytes of a page with styles, scripts and fonts, compressed as sent."""
    page = len(gzip.compress(content, 6))
    return round((page + sum(map(_bytes_sent, parts_of(content.decode())))) / 1000, 1)


def parts_of(page: str) -> list[str]:
    """Return the addresses of the files that belong to a page."""
    return [style or script for style, script in PARTS.findall(page)]


def _bytes_sent(address: str) -> int:
    """Return the size of a file as it is sent: compressed if a compressed copy exists."""
    stored = Path(settings.STATIC_ROOT) / address.removeprefix(
        "/" + settings.STATIC_URL.strip("/") + "/"
    )
    compressed = stored.with_name(stored.name + ".gz")
    return (compressed if compressed.exists() else stored).stat().st_size
