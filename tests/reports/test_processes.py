"""The monthly report gets built whatever dies, and once: real worker, beat, Redis, PostgreSQL."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg2
import pytest
import redis
from django.conf import settings

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.audit.models import AuditEntry
from clayton_review.audit.selectors import verify_chain
from clayton_review.celery import app
from clayton_review.jobs.models import Job, JobState
from clayton_review.reports.models import Report
from clayton_review.reports.sections import SECTIONS
from tests.engagement.factories import contract
from tests.processes import Processes, database_address, kill, processes, wait_until

__all__ = ["processes"]
pytestmark = pytest.mark.processes

STUDY_TIME = datetime(2019, 1, 2, 15, tzinfo=UTC)
MONTHS = ["2018-10", "2018-11", "2018-12"]


@contextmanager
def nobody_can_write_reports() -> Iterator[None]:
    """Hold the table of reports, so that a build stands still just before it stores."""
    holder = psycopg2.connect(database_address())
    try:
        holder.cursor().execute("LOCK TABLE reports_report IN EXCLUSIVE MODE")
        yield
    finally:
        holder.rollback()
        holder.close()


def at_study_time(processes: Processes) -> None:
    """Let the processes live at the beginning of January 2019, under a contract."""
    shift = int((STUDY_TIME - datetime.now(UTC)).total_seconds())
    processes.environment["CLOCK_SHIFT_SECONDS"] = str(shift)
    lead = User.objects.create_user(email="lead@example.org", name="Lena", role=Role.LEAD)
    contract(by=lead)


def beat_rings() -> None:
    """Run the job that beat requests every minute."""
    app.send_task("reports.request_due", ignore_result=True)


def a_build_stands_still() -> bool:
    return Job.objects.filter(name="reports.build", state=JobState.RUNNING).exists()


def all_are_built() -> bool:
    done = Job.objects.filter(name="reports.build", state=JobState.DONE).count()
    return done == len(MONTHS)


def assert_nothing_lost_or_doubled() -> None:
    assert sorted(report.number for report in Report.objects.all()) == MONTHS
    assert AuditEntry.objects.filter(verb="built").count() == len(MONTHS)
    assert all(report.sections.count() == len(SECTIONS) for report in Report.objects.all())
    assert verify_chain().broken_at is None


def killed_in_mid_report(processes: Processes, *, is_forgetful: bool = False) -> None:
    """Kill the worker while it builds, and let another one and the reconciler finish the work.

    A forgetful Redis loses the other builds under the second worker.
    """
    first = processes.worker(include="clayton_review.reports.tasks")
    with nobody_can_write_reports():
        beat_rings()
        wait_until(a_build_stands_still, purpose="a build")
        kill(first)
        processes.worker(include="clayton_review.reports.tasks")
        if is_forgetful:
            redis.Redis.from_url(settings.REDIS_URL).flushdb()
    processes.beat()
    wait_until(all_are_built, seconds=240, purpose="three reports")


def test_a_killed_worker_and_a_redis_that_forgot_lose_and_double_no_report(
    processes: Processes,
) -> None:
    at_study_time(processes)
    killed_in_mid_report(processes, is_forgetful=True)
    assert_nothing_lost_or_doubled()
    assert Job.objects.filter(attempt__gte=2).exists()


@pytest.mark.soak
@pytest.mark.parametrize("run", range(20))
def test_twenty_kills_in_mid_report(
    processes: Processes, run: int, record_property: Callable[[str, object], None]
) -> None:
    at_study_time(processes)
    killed_in_mid_report(processes)
    numbers = [report.number for report in Report.objects.all()]
    record_property("reports lost", len(set(MONTHS) - set(numbers)))
    record_property("reports doubled", len(numbers) - len(set(numbers)))
    assert_nothing_lost_or_doubled()


def test_beat_knows_every_periodic_task() -> None:
    app.loader.import_default_modules()
    wanted = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert wanted <= set(app.tasks)
