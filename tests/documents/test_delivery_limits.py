"""A delivery is bounded in files and bytes, over all its archives."""

import io
import json
import uuid
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.documents import actions, archives
from clayton_review.documents.actions.delivery_files import TOO_MANY
from clayton_review.documents.models import (
    Intake,
)
from clayton_review.refusals import Refused
from tests.documents.factories import asked, finished_intake, sent, zipped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_study")]


@pytest.mark.parametrize(
    ("limit", "reason"), [("MOST_FILES", TOO_MANY), ("MOST_BYTES", archives.TOO_LARGE)]
)
def test_the_limits_of_a_delivery_hold_for_all_its_archives_together(
    consultant: User, monkeypatch: pytest.MonkeyPatch, limit: str, reason: str
) -> None:
    packed = {f"{n}.zip": zipped({f"{n}-{name}.txt": b"x" for name in "ab"}) for n in range(3)}
    intake = actions.receive(record_id=uuid.uuid4(), sent=sent(packed), request=None, by=consultant)
    monkeypatch.setattr(archives, limit, 3)
    actions.take_in(intake_id=intake.pk)
    reasons = [(row.path, row.reason) for row in intake.files.order_by("position")]
    assert reasons[:2] == [("0-a.txt", ""), ("0-b.txt", "")]
    assert {given for _, given in reasons[-2:]} == {reason}
    assert intake.files.filter(number__isnull=False).count() <= 3


def test_too_many_files_are_refused_before_one_is_read(
    consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_FILES", 3)
    intake = finished_intake({"d.zip": zipped({f"{n}.txt": b"x" for n in range(4)})}, by=consultant)

    assert "has 4 files" in intake.files.get().reason


def test_a_huge_directory_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_DIRECTORY_BYTES", 100)
    packed = io.BytesIO(zipped({f"{n}.txt": b"x" for n in range(9)}))

    with pytest.raises(archives.UnusableArchive, match="lists more"):
        list(archives.files_of(packed, archives.Limits(10, 10**6, 10**6)))


def test_all_together_may_not_grow_beyond_one_delivery(
    consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 25_000)
    packed = io.BytesIO()  # small as it arrives, too large when unpacked
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(3):
            archive.writestr(f"{n}.txt", "".join(f"{n} line {i}\n" for i in range(900)))
    intake = finished_intake({"d.zip": packed.getvalue()}, by=consultant)

    assert [bool(row.reason) for row in intake.files.all()] == [False, False, True]


@pytest.mark.parametrize("page", ["requests:intake", "requests:receipt"])
def test_the_time_of_a_delivery_ends_without_a_second_full_stop(
    page: str, consultant: User, as_: Callable[[User], Client]
) -> None:
    alone = finished_intake({"a.txt": b"a"}, by=consultant)
    for_request = finished_intake({"b.txt": b"b"}, by=consultant, request=asked(by=consultant))
    for intake in (alone, for_request):
        html = as_(consultant).get(reverse(page, args=[intake.reference])).content.decode()
        assert "a.m." in html
        assert "a.m.." not in html


def test_exactly_as_much_as_is_allowed_is_taken(
    consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_FILES", 2)
    monkeypatch.setattr(archives, "MOST_BYTES", 10)
    for files, words in (
        ({}, "Choose at least one file"),
        ({"a": b"", "b": b"", "c": b""}, "at most 2 files"),
        ({"a": b"12345", "b": b"123456"}, "MB at a time"),
    ):
        with pytest.raises(Refused, match=words):
            actions.receive(record_id=uuid.uuid4(), sent=sent(files), request=None, by=consultant)
    assert not Intake.objects.exists()
    taken = {"a": b"1234567890", "b": b""}
    intake = actions.receive(record_id=uuid.uuid4(), sent=sent(taken), request=None, by=consultant)
    payload = json.loads(AuditEntry.objects.get(verb="sent files").payload)
    assert (payload["n_uploads"], payload["n_bytes"]) == (2, 10)
    assert [upload.n_bytes for upload in intake.uploads.order_by("position")] == [10, 0]
