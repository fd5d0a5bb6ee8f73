"""Files that take long to read keep no report waiting: real workers, each with its own queue."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.demo.sample_files import pdf_of
from clayton_review.documents import actions
from clayton_review.documents.actions.texts import READ_TEXTS
from clayton_review.jobs.actions import request_run
from clayton_review.jobs.models import Job, JobState
from clayton_review.reports.models import Report
from tests.documents.factories import sent
from tests.engagement.factories import contract
from tests.processes import Processes, processes, wait_until

__all__ = ["processes"]  # a fixture
pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
STUDY_TIME = datetime(2019, 1, 2, 15, tzinfo=UTC)
SLOW = pdf_of(*["\n".join(f"Line {n} of a long list of stops." for n in range(60))] * 2_500)


@pytest.mark.soak
def test_three_slow_pdf_files_do_not_delay_a_report(
    processes: Processes, lead: User, record_property: Callable[[str, object], None]
) -> None:
    shift = int((STUDY_TIME - datetime.now(UTC)).total_seconds())
    processes.environment["CLOCK_SHIFT_SECONDS"] = str(shift)
    include = "clayton_review.reports.tasks,clayton_review.documents.tasks"
    processes.worker(queues="intake", include=include)
    processes.worker(queues="celery", include=include)
    with clock.at(STUDY_TIME):
        contract(by=lead)
        for number in range(3):
            files = sent({f"slow-{number}.pdf": SLOW + b"%% %d" % number})
            actions.receive(record_id=uuid.uuid4(), sent=files, request=None, by=lead)
        reading = Job.objects.filter(name=READ_TEXTS)
        wait_until(lambda: reading.filter(state=JobState.RUNNING).exists(), seconds=240)
        request_run("reports.build", "2018-12")
    wait_until(Report.objects.exists, seconds=240, purpose="The report")
    n_done = reading.filter(state=JobState.DONE).count()
    record_property("slow files read before the report was there", n_done)
    assert n_done < 3
    wait_until(
        lambda: not Job.objects.exclude(state=JobState.DONE).exists(), seconds=600,
        purpose="The reading of the files",
    )  # fmt: skip
