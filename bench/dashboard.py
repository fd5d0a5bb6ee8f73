"""The Board's dashboard: queries, time, and what a first visit carries over the line."""

import gzip
import re
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from bench.cost import page_cost, signed_in
from clayton_review.accounts.roles import Role

ROUNDS = 100
# What a browser fetches for the page: styles, scripts and the fonts that the page asks for early.
PARTS = re.compile(r'<link rel="(?:stylesheet|preload)" href="([^"]+)"|<script[^>]* src="([^"]+)"')


def measure() -> dict[str, float]:
    """Queries, CPU, waiting, and compressed size with styles, scripts and fonts."""
    cost = page_cost(signed_in(Role.BOARD), reverse("dashboard:home"), rounds=ROUNDS)
    page = len(gzip.compress(cost.content, 6))
    return {
        "dashboard: queries": cost.n_queries,
        "dashboard: CPU ms (median)": round(cost.cpu_ms, 1),
        "dashboard: p95 ms (in process, one at a time)": round(cost.p95_ms, 1),
        "dashboard: page, compressed kB": round(page / 1000, 1),
        "dashboard: with styles, scripts, fonts, compressed kB": first_visit(cost.content),
    }


def first_visit(content: bytes) -> float:
    """The kilobytes of a page with its styles, scripts and fonts, compressed as they are sent."""
    page = len(gzip.compress(content, 6))
    return round((page + sum(map(_bytes_sent, parts_of(content.decode())))) / 1000, 1)


def parts_of(page: str) -> list[str]:
    """The addresses of what belongs to a page."""
    return [style or script for style, script in PARTS.findall(page)]


def _bytes_sent(address: str) -> int:
    """The file as it is sent: compressed where that helps."""
    stored = Path(settings.STATIC_ROOT) / address.removeprefix(
        "/" + settings.STATIC_URL.strip("/") + "/"
    )
    packed = stored.with_name(stored.name + ".gz")
    return (packed if packed.exists() else stored).stat().st_size
