"""Beat's schedule while the clock is set right."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from clayton_review.celery import app
from clayton_review.jobs.schedule import ClockProofScheduler


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[ClockProofScheduler]:
    scheduler = ClockProofScheduler(app, schedule_filename=str(tmp_path / "beat"))
    yield scheduler
    scheduler.close()


def test_beat_goes_on_when_a_clock_that_ran_ahead_is_set_right(
    scheduler: ClockProofScheduler,
) -> None:
    scheduler.tick()
    for entry in scheduler.schedule.values():
        entry.last_run_at = entry.default_now() + timedelta(days=100)

    assert scheduler.tick() <= 15
    assert all(entry.is_due()[1] < 86_400 for entry in scheduler.schedule.values())


def test_beat_is_the_portal_s_own(scheduler: ClockProofScheduler) -> None:
    assert app.conf.beat_scheduler == "clayton_review.jobs.schedule:ClockProofScheduler"
    assert "wake workers for jobs" in scheduler.schedule
