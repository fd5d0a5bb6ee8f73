"""Two connections at one request, link or content: nothing waits in a circle, or is lost."""

import hashlib
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.documents import actions
from clayton_review.documents.models import (
    Answer,
    AnswerKind,
    DecisionInput,
    DocumentRequest,
    Intake,
    IntakeFile,
    IntakeState,
    StoredFile,
    UploadLink,
)
from clayton_review.refusals import Refused
from tests.documents.factories import asked, sent, upload_link
from tests.threads import queued

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2019, 2, 1, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_the_study() -> Iterator[None]:
    with clock.at(NOW):
        yield


def received(files: dict[str, bytes], *, by: User, request: DocumentRequest) -> Intake:
    return actions.receive(record_id=uuid.uuid4(), sent=sent(files), request=request, by=by)


def stored_row(content: bytes, *, by: User) -> StoredFile:
    """Return the row of a stored file, not saved."""
    sha256 = hashlib.sha256(content).hexdigest()
    return StoredFile(
        sha256=sha256, n_bytes=len(content), content_type="text/plain", extension=".txt",
        original_name="x.txt", stored_by=by,
    )  # fmt: skip


def test_two_deliveries_of_the_same_files_to_one_request_are_both_taken_in(
    consultant: User,
) -> None:
    """Each had stored one of two contents and waited for the other's."""
    request = asked(by=consultant)
    contents = [b"one", b"two", b"three"]
    first = received({f"{n}.txt": text for n, text in enumerate(contents)},
                     by=consultant, request=request)  # fmt: skip
    second = received({f"{n}.txt": text for n, text in enumerate(reversed(contents))},
                      by=consultant, request=request)  # fmt: skip
    middle = stored_row(b"two", by=consultant)

    assert (
        queued(
            lambda: middle.save(force_insert=True),
            lambda: actions.take_in(intake_id=first.pk),
            lambda: actions.take_in(intake_id=second.pk),
        )
        == []
    )
    assert set(Intake.objects.values_list("state", flat=True)) == {IntakeState.DONE}
    assert IntakeFile.objects.filter(number__isnull=False).count() == 6
    assert StoredFile.objects.count() == 3


def decide(answer: Answer, by: User) -> None:
    decision = DecisionInput(is_accepted=True, note="All here.", closes_links=True)
    actions.decide_answer(answer=answer, decision=decision, by=by)


@pytest.fixture
def request_with_link(consultant: User) -> tuple[DocumentRequest, UploadLink]:
    request = asked(by=consultant)
    return request, upload_link(request=request, by=consultant)[0]


def test_files_that_come_while_the_team_closes_the_link_wait_for_no_circle(
    consultant: User, request_with_link: tuple[DocumentRequest, UploadLink]
) -> None:
    """The delivery had locked the link and waited for the request, the team the reverse."""
    request, link = request_with_link
    answer = actions.answer_request(
        request=request, record_id=uuid.uuid4(), kind=AnswerKind.FILES, text="Enclosed.", by=None,
        said_by="Records unit",
    )  # fmt: skip

    def send() -> None:
        actions.receive(
            record_id=uuid.uuid4(), sent=sent({"a.txt": b"a"}), request=request, link=link,
            sender="Records unit",
        )  # fmt: skip

    errors = queued(
        lambda: DocumentRequest.objects.select_for_update().get(pk=request.pk),
        send,
        lambda: decide(answer, consultant),
    )
    assert all(isinstance(error, Refused) for error in errors), errors
    link.refresh_from_db()
    assert link.revoked_at is not None
    assert link.n_files == Intake.objects.count()


def test_two_deliveries_by_one_link_are_both_counted(
    request_with_link: tuple[DocumentRequest, UploadLink],
) -> None:
    request, link = request_with_link

    def send() -> None:
        actions.receive(
            record_id=uuid.uuid4(), sent=sent({"a.txt": b"abc"}), request=request, link=link,
            sender="Records unit",
        )  # fmt: skip

    assert queued(lambda: UploadLink.objects.select_for_update().get(pk=link.pk), send, send) == []
    link.refresh_from_db()
    assert (link.n_files, link.n_bytes) == (2, 6)


def test_a_delivery_by_link_and_one_of_the_team_wait_for_no_circle(
    consultant: User, request_with_link: tuple[DocumentRequest, UploadLink]
) -> None:
    """One has the next reference and needs the request, the other the reverse."""
    request, link = request_with_link

    def by_link() -> None:
        actions.receive(
            record_id=uuid.uuid4(), sent=sent({"a.txt": b"a"}), request=request, link=link,
            sender="Records unit",
        )  # fmt: skip

    errors = queued(
        lambda: DocumentRequest.objects.select_for_update().get(pk=request.pk),
        by_link,
        lambda: received({"b.txt": b"b"}, by=consultant, request=request),
    )
    assert errors == []
    assert sorted(Intake.objects.values_list("reference", flat=True)) == ["IN-0001", "IN-0002"]
