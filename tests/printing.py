"""The same document is printed once per run; tests about printing itself are marked `prints`."""

from functools import lru_cache

import pytest

from clayton_review.reports.printing import press

_remembered = lru_cache(maxsize=128)(press._printed)


@pytest.fixture(autouse=True)
def _printed_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Remember the bytes of each job: the press gives the same for the same (tests/reports)."""
    if request.node.get_closest_marker("prints") is None:
        monkeypatch.setattr(press, "_printed", _remembered)
