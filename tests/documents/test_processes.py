"""500 files through a real worker, and a worker killed in the middle: nothing lost or doubled."""

import time
import uuid
from collections.abc import Callable

import pytest
from django.core.files.storage import default_storage

from clayton_review.accounts.models import User
from clayton_review.documents import actions
from clayton_review.documents.models import Intake, IntakeFile, IntakeState, RawUpload, TextReading
from tests.documents.factories import pdf_of, sent, zipped
from tests.processes import Processes, kill, processes, wait_until

__all__ = ["processes"]
pytestmark = pytest.mark.processes
N_FILES = 500


def delivered(by: User) -> Intake:
    """500 files in a ZIP: 100 PDFs, 390 texts, 5 copies, 5 that are not taken."""
    files = {f"pdf/{n:03}.pdf": pdf_of(f"Stop report {n}") for n in range(100)}
    files |= {f"text/{n:03}.txt": f"Radio log {n}".encode() for n in range(390)}
    files |= {f"copies/{n}.txt": b"Radio log 7" for n in range(5)}
    files |= {f"tools/{n}.exe": b"MZ" for n in range(5)}
    uploads = sent({"delivery.zip": zipped(files)})
    return actions.receive(record_id=uuid.uuid4(), sent=uploads, request=None, by=by)


def is_read() -> bool:
    return TextReading.objects.count() == 490


def check_complete(intake: Intake) -> None:
    """Every file in its place once, numbers from 1 without a gap in the order of the archive."""
    intake.refresh_from_db()
    rows = list(IntakeFile.objects.filter(intake=intake).order_by("position"))
    assert [row.position for row in rows] == list(range(N_FILES))
    assert [row.number for row in rows if row.number] == list(range(1, 496))
    assert sum(row.outcome == "duplicate" for row in rows) == 5
    assert sum(row.outcome == "refused" for row in rows) == 5
    assert intake.state == IntakeState.DONE
    assert not RawUpload.objects.exists()
    assert all(default_storage.exists(row.file.path) for row in rows if row.file)


def test_a_killed_worker_loses_and_doubles_nothing_of_five_hundred_files(
    processes: Processes, consultant: User, record_property: Callable[[str, object], None]
) -> None:
    first = processes.worker()
    intake = delivered(consultant)
    start = time.perf_counter()
    wait_until(lambda: IntakeFile.objects.count() >= 40, seconds=120)
    kill(first)
    assert IntakeFile.objects.count() < N_FILES
    processes.worker()
    processes.beat()
    wait_until(lambda: Intake.objects.get().state == IntakeState.DONE, seconds=240)
    seconds = time.perf_counter() - start
    wait_until(is_read, seconds=240)

    check_complete(intake)
    record_property("500 files taken in with one kill -9, s", round(seconds, 1))
    record_property("their text read after, s", round(time.perf_counter() - start - seconds, 1))
