"""Environments of the portal's own processes."""

from pathlib import Path

import pytest

from clayton_review.local.processes import KEY_HOLDERS, portal_processes


def test_a_private_key_goes_only_to_the_process_that_needs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not to the others either, if it is set for whoever starts them all."""
    for key in KEY_HOLDERS:
        monkeypatch.setenv(key, "private")
    processes = portal_processes(tmp_path, "localhost", 8000, {"SITE_URL": "http://localhost"})
    holders = {
        key: [process.name for process in processes if key in process.variables()]
        for key in (*KEY_HOLDERS, "SITE_URL")
    }
    assert holders == {
        "REPORT_SIGNING_KEY": ["web"],
        "SURVEY_OPENING_KEY": ["worker"],
        "SITE_URL": ["web", "worker", "intake", "beat"],
    }
