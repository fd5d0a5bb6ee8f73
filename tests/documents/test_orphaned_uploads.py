"""Sweeping: uploads that no delivery knows go after a day, and nothing else waits for it."""

import errno
import os
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.documents import actions, tasks
from clayton_review.documents.actions import orphaned_uploads
from clayton_review.documents.models import RawUpload
from clayton_review.documents.storage import PartUploadHandler
from clayton_review.jobs.models import Job
from clayton_review.jobs.registry import work_of
from tests.documents.factories import asked, sent
from tests.letters.outgoing import sent_letters

pytestmark = pytest.mark.django_db
NOW = datetime(2019, 2, 1, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_the_study() -> Iterator[None]:
    with clock.at(NOW):
        yield


def test_uploads_that_no_delivery_knows_are_swept_after_a_day(consultant: User) -> None:
    intake = actions.receive(
        record_id=uuid.uuid4(), sent=sent({"a.txt": b"a"}), request=None, by=consultant
    )
    known = RawUpload.objects.get(intake=intake).path
    fresh, old = (
        default_storage.save(f"intake/{uuid.uuid4()}/0", ContentFile(b"x")) for _ in range(2)
    )
    for path, days in ((known, 3), (old, 3), (fresh, 0)):
        stamp = time.time() - timedelta(days=days).total_seconds()
        os.utime(default_storage.path(path), (stamp, stamp))

    assert orphaned_uploads.delete_orphaned_uploads() == 1
    assert [default_storage.exists(path) for path in (known, fresh, old)] == [True, True, False]
    assert orphaned_uploads.delete_orphaned_uploads() == 0


def test_nothing_is_swept_where_nothing_was_sent(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "empty"

    assert orphaned_uploads.delete_orphaned_uploads() == 0


def test_a_storage_that_fails_stops_no_reminder(
    consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(by=consultant)

    def broken(path: str) -> None:
        raise OSError(path)

    monkeypatch.setattr(default_storage, "listdir", broken)
    work_of("documents.remind")(clock.today().isoformat())
    assert len(sent_letters()) == 1

    with pytest.raises(OSError, match="intake"):
        work_of("documents.delete_orphaned_uploads")("")


def test_beat_rings_for_one_deletion_and_a_new_request_for_none(consultant: User) -> None:
    asked(by=consultant)
    deletions = Job.objects.filter(name="documents.delete_orphaned_uploads")
    assert not deletions.exists()

    task = settings.CELERY_BEAT_SCHEDULE["delete orphaned uploads"]["task"]
    assert task == tasks.request_orphan_deletion.name
    tasks.request_orphan_deletion()
    tasks.request_orphan_deletion()

    assert deletions.count() == 1


def test_a_clock_that_runs_ahead_makes_no_upload_old() -> None:
    path = default_storage.save(f"intake/{uuid.uuid4()}/0", ContentFile(b"x"))
    with clock.at(datetime(2099, 1, 1, tzinfo=UTC)):
        assert orphaned_uploads.delete_orphaned_uploads() == 0
    assert default_storage.exists(path)


def test_what_a_killed_process_was_receiving_is_swept() -> None:
    """It is written where the sweep looks, and not to the system's temporary folder."""
    sent_file = PartUploadHandler()
    sent_file.new_file("file", "a.txt", "text/plain", 0, "utf-8", {})
    sent_file.receive_data_chunk(b"plain text", 0)
    path = Path(sent_file.file.temporary_file_path())
    sent_file.file.flush()
    assert path.parent == Path(default_storage.path("parts"))
    assert path.stat().st_mode & 0o077 == 0
    old = time.time() - timedelta(days=3).total_seconds()
    os.utime(path, (old, old))
    assert orphaned_uploads.delete_orphaned_uploads() == 1
    sent_file.file.close()
    assert not path.exists()


def test_a_full_disk_is_swept_although_it_takes_no_new_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = default_storage.save(f"intake/{uuid.uuid4()}/0", ContentFile(b"x"))
    old = time.time() - timedelta(days=3).total_seconds()
    os.utime(default_storage.path(path), (old, old))
    open_file = os.open

    def refuse_new_files(path: Any, flags: int, *args: Any, **kwargs: Any) -> int:
        if flags & os.O_CREAT:
            raise OSError(errno.ENOSPC, "No space left on device")
        return open_file(path, flags, *args, **kwargs)

    monkeypatch.setattr(os, "open", refuse_new_files)
    assert orphaned_uploads.delete_orphaned_uploads() == 1
    assert not default_storage.exists(path)
