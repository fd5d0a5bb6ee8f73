"""Files are kept once under their hash; documents are filed once, amended with care, withdrawn."""

import threading
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from pytest_django import Settings

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass
from clayton_review.audit.models import AuditEntry
from clayton_review.citable.records import Stale
from clayton_review.documents import actions, selectors
from clayton_review.documents.models import Document, StoredFile
from clayton_review.refusals import Refused
from tests.documents.factories import PDF_BYTES, VALUES, document, stored_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_storage(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_the_same_bytes_are_stored_once(consultant: User) -> None:
    first = stored_file(by=consultant, name="letter.pdf")
    second = stored_file(by=consultant, name="copy of letter.pdf")
    assert first == second
    assert StoredFile.objects.count() == AuditEntry.objects.count() == 1


def test_the_path_holds_nothing_a_person_typed(consultant: User) -> None:
    stored = stored_file(by=consultant, name="../../etc/passwd.pdf")
    assert stored.path == f"sha256/{stored.sha256[:2]}/{stored.sha256}"
    assert default_storage.exists(stored.path)


def test_a_file_over_the_limit_is_refused(consultant: User, settings: Settings) -> None:
    settings.STORED_FILE_MAX_BYTES = 10
    with pytest.raises(Refused, match="larger than"):
        stored_file(by=consultant)
    assert not StoredFile.objects.exists()


def test_a_half_written_file_is_written_anew(consultant: User, tmp_path: Path) -> None:
    stored = stored_file(by=consultant)
    (tmp_path / stored.path).chmod(0o600)
    (tmp_path / stored.path).write_bytes(PDF_BYTES[:9])
    with pytest.raises(Refused, match="damaged"):
        selectors.content_of(stored)
    stored_file(by=consultant)
    assert selectors.content_of(stored) == PDF_BYTES


def test_a_missing_file_is_told_in_a_sentence(consultant: User, tmp_path: Path) -> None:
    stored = stored_file(by=consultant)
    (tmp_path / stored.path).unlink()
    with pytest.raises(Refused, match="missing"):
        selectors.content_of(stored)


def test_the_same_form_sent_twice_files_one_document(consultant: User) -> None:
    record_id = uuid.uuid4()
    first = actions.file_document(record_id=record_id, values=VALUES, by=consultant)
    second = actions.file_document(record_id=record_id, values=VALUES, by=consultant)
    assert first == second
    assert Document.objects.get().reference == "D-0001"
    assert AuditEntry.objects.filter(verb="filed a document").count() == 1


def test_the_same_form_with_other_text_is_refused(consultant: User) -> None:
    record_id = uuid.uuid4()
    actions.file_document(record_id=record_id, values=VALUES, by=consultant)
    other = replace(VALUES, title="Another letter")
    with pytest.raises(Refused, match="already saved as D-0001"):
        actions.file_document(record_id=record_id, values=other, by=consultant)


def test_an_amendment_is_a_new_revision_and_names_what_changed(consultant: User) -> None:
    filed = document(by=consultant)
    values = replace(VALUES, title="The Mayor's letter")
    amended = actions.amend_document(document=filed, revision=1, values=values, by=consultant)
    assert (amended.title, amended.revision) == ("The Mayor's letter", 2)
    assert AuditEntry.objects.last().payload == '{"changed": ["title"]}'  # type: ignore[union-attr]


def test_an_outdated_revision_is_refused(consultant: User, second_consultant: User) -> None:
    filed = document(by=consultant)
    actions.amend_document(
        document=filed, revision=1, values=replace(VALUES, title="First"), by=consultant
    )
    with pytest.raises(Stale, match="Someone else"):
        actions.amend_document(
            document=filed, revision=1, values=replace(VALUES, title="Second"), by=second_consultant
        )
    assert Document.objects.get().title == "First"


def test_without_the_lock_the_second_writer_would_win_silently(consultant: User) -> None:
    """The sabotage: the same two writers without `locked` lose the first text."""
    filed, again = document(by=consultant), Document.objects.get()
    for copy, title in ((filed, "First"), (again, "Second")):
        copy.title = title
        copy.save()
    assert Document.objects.get().title == "Second"


def test_only_the_lead_files_restricted_documents(consultant: User, lead: User) -> None:
    with pytest.raises(Refused, match="Only the lead"):
        document(by=consultant, disclosure_class=DisclosureClass.RESTRICTED)
    assert document(by=lead, disclosure_class=DisclosureClass.RESTRICTED).reference == "D-0001"


def test_a_withdrawn_document_keeps_its_reason_and_is_closed_to_changes(consultant: User) -> None:
    filed = document(by=consultant)
    with pytest.raises(Refused, match="Say why"):
        actions.withdraw_document(document=filed, revision=1, reason="  ", by=consultant)
    withdrawn = actions.withdraw_document(
        document=filed, revision=1, reason="Filed twice", by=consultant
    )
    assert withdrawn.is_withdrawn
    assert not Document.objects.current().exists()
    with pytest.raises(Refused, match="withdrawn"):
        actions.amend_document(document=withdrawn, revision=2, values=VALUES, by=consultant)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "poem"},
        {"disclosure_class": "secret"},
        {"withdrawn_reason": "no date"},
        {"withdrawn_by": F("recorded_by")},
    ],
)
def test_the_database_refuses_what_cannot_be_true(
    consultant: User, change: dict[str, object]
) -> None:
    document(by=consultant)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.update(**change)


@pytest.mark.parametrize("change", [{"sha256": "A" * 64}, {"n_bytes": 0}])
def test_the_database_refuses_impossible_files(consultant: User, change: dict[str, object]) -> None:
    stored_file(by=consultant)
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.update(**change)


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_file_one_document(consultant: User) -> None:
    record_id, documents = uuid.uuid4(), []

    def send() -> None:
        documents.append(actions.file_document(record_id=record_id, values=VALUES, by=consultant))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(documents) == 4
    assert Document.objects.get().reference == "D-0001"
    assert (
        actions.file_document(record_id=uuid.uuid4(), values=VALUES, by=consultant).reference
        == "D-0002"
    )
