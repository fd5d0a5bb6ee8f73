"""A full disk: no fragment of a file stays, people read why, and jobs are tried again."""

import errno
import os
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.documents import actions
from clayton_review.documents.actions.receiving import SentFile
from clayton_review.documents.models import Intake, StoredFile
from clayton_review.documents.storage import PartUploadHandler, WholeFileStorage
from clayton_review.jobs.actions import request_run
from clayton_review.jobs.models import Job, JobState
from clayton_review.jobs.tasks import run
from clayton_review.refusals import Refused
from tests.documents.factories import asked, sent, upload_link

pytestmark = pytest.mark.django_db
FULL = "The portal’s disk is full, so nothing was kept."


class TooMuch(SimpleUploadedFile):
    """A file after whose first part the disk is full."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"the first part"
        raise OSError(errno.ENOSPC, "No space left on device")


def files_on_disk() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_file_that_does_not_fit_leaves_no_fragment() -> None:
    default_storage.save("kept/first", ContentFile(b"whole"))
    with pytest.raises(OSError, match="No space left"):
        default_storage.save("kept/second", TooMuch("second", b""))

    assert [path.name for path in files_on_disk()] == ["first"]


def test_two_files_of_one_name_are_both_whole() -> None:
    names = [default_storage.save("kept/name", ContentFile(text)) for text in (b"one", b"two")]

    assert len(set(names)) == 2
    assert [Path(default_storage.path(name)).read_bytes() for name in names] == [b"one", b"two"]
    assert len(files_on_disk()) == 2


def test_a_file_has_its_name_only_when_it_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process killed while it writes leaves a part, and no file of that name."""

    def killed(storage: WholeFileStorage, name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(WholeFileStorage, "_flush", killed)
    with pytest.raises(KeyboardInterrupt):
        default_storage.save("kept/name", ContentFile(b"one"))

    assert not default_storage.exists("kept/name")


def test_a_delivery_that_does_not_fit_leaves_nothing_and_says_why(consultant: User) -> None:
    files = [*sent({"a.txt": b"a"}), SentFile("b.txt", TooMuch("b.txt", b"x"))]
    with pytest.raises(Refused, match=FULL):
        actions.receive(record_id=uuid.uuid4(), sent=files, request=None, by=consultant)

    assert files_on_disk() == []
    assert not Intake.objects.exists()
    assert not Job.objects.exists()


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on nothing more fits on the disk."""

    def refuse(storage: WholeFileStorage, name: str, content: Any) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(WholeFileStorage, "_save", refuse)


def test_a_document_that_does_not_fit_is_refused_and_not_known(
    consultant: User, full_disk: None
) -> None:
    with pytest.raises(Refused, match=FULL):
        actions.store_file(content=b"A letter.", name="letter.txt", by=consultant)

    assert not StoredFile.objects.exists()


def test_the_sender_reads_on_the_upload_page_why_it_cannot_be_taken(
    consultant: User, full_disk: None
) -> None:
    _, path = upload_link(request=asked(by=consultant), by=consultant)
    page = Client().get(path)
    answer = Client().post(
        path,
        {
            "record_id": page.context["form"]["record_id"].value(),
            "sender": "Records unit",
            "chosen": SimpleUploadedFile("a.txt", b"a"),
        },
    )

    assert answer.status_code == 422
    assert FULL in answer.content.decode()


def test_an_intake_that_meets_a_full_disk_fails_loudly_and_is_done_later(
    consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = actions.receive(
        record_id=uuid.uuid4(), sent=sent({"a.txt": b"a"}), request=None, by=consultant
    )
    with monkeypatch.context() as full:
        full.setattr(WholeFileStorage, "_save", raise_full)
        job = Job.objects.get(name="documents.take_in", key=str(intake.pk))
        run(str(job.pk))
        job.refresh_from_db()
        assert (job.state, job.last_error) == (JobState.WAITING, "The disk is full.")
    Job.objects.update(due_at=job.wanted_at)
    run(str(job.pk))
    job.refresh_from_db()
    intake.refresh_from_db()

    assert job.state == JobState.DONE
    assert [file.control for file in intake.files.all()] == ["CLY-000001"]


@pytest.fixture
def small_disk(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Keep files on a disk of 256 KiB, a real file system in memory."""
    disk = tmp_path / "small"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("this system lets even root mount nothing")
    settings.MEDIA_ROOT = disk
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_disk_that_is_really_full_keeps_no_fragment_and_says_why(
    small_disk: Path, consultant: User
) -> None:
    _, path = upload_link(request=asked(by=consultant), by=consultant)
    large, small = b"l" * 400_000, b"s" * 60_000
    assert status_and_words(path, large) == (422, True)
    assert files_on_disk() == []
    filler = small_disk / "filler"
    with pytest.raises(OSError, match="No space left"):
        filler.write_bytes(b"f" * 400_000)
    before = files_on_disk()
    assert status_and_words(path, small) == (422, True)
    assert files_on_disk() == before
    assert not Intake.objects.exists()

    filler.unlink()
    assert status_and_words(path, small) == (302, False)
    [kept] = files_on_disk()
    assert kept.read_bytes() == small


def status_and_words(path: str, content: bytes) -> tuple[int, bool]:
    """Send a file on the upload page; return the status, and if it says that the disk is full."""
    page = Client().get(path)
    form = {
        "record_id": page.context["form"]["record_id"].value(),
        "sender": "Records unit",
        "chosen": SimpleUploadedFile("a.txt", content),
    }
    answer = Client().post(path, form)
    return answer.status_code, FULL in answer.content.decode()


def raise_full(*_: Any) -> str:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_an_archive_that_does_not_fit_fails_loudly_and_waits_for_its_next_attempt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("clayton_review.reports.actions.make_archive", raise_full)
    request_run("reports.make_archive", "all")
    job = Job.objects.get(name="reports.make_archive")
    run(str(job.pk))
    job.refresh_from_db()

    assert (job.state, job.attempt, job.last_error) == (
        JobState.WAITING, 1, "The disk is full.",
    )  # fmt: skip


def test_an_upload_that_does_not_fit_gives_its_room_back(
    consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handler: PartUploadHandler, content: bytes, start: int) -> None:
        handler.file.write(content)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(PartUploadHandler, "receive_data_chunk", full)
    _, path = upload_link(request=asked(by=consultant), by=consultant)
    client = Client(raise_request_exception=False)
    answer = client.post(path, {"files": SimpleUploadedFile("a.txt", b"x" * 3_000_000)})
    assert answer.status_code == 507
    assert files_on_disk() == []
