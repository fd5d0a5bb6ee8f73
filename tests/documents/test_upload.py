"""The upload link: whoever has the secret may send, until it ends; nothing else."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.documents import actions, tokens
from clayton_review.documents.actions.links import charge
from clayton_review.documents.models import (
    DocumentRequest,
    Entry,
    EntryKind,
    Intake,
    UploadLink,
)
from clayton_review.documents.views import upload as upload_view
from clayton_review.letters.models import Letter
from clayton_review.refusals import Refused
from tests.documents.factories import asked, sent, upload_link
from tests.letters.outgoing import sent_letters

pytestmark = pytest.mark.django_db
NOW = datetime(2019, 1, 10, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_the_study() -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def request_(consultant: User) -> DocumentRequest:
    return asked(by=consultant, wording="All logs of the <b>night</b>")


@pytest.fixture
def way(request_: DocumentRequest, consultant: User) -> tuple[UploadLink, str]:
    return upload_link(request=request_, by=consultant)


def files(**content: bytes) -> dict[str, Any]:
    chosen = [SimpleUploadedFile(f"{name}.txt", data) for name, data in content.items()]
    return {"record_id": str(uuid.uuid4()), "sender": "Records unit", "chosen": chosen}


def test_the_page_shows_what_is_asked_and_records_nothing(
    way: tuple[UploadLink, str], client: Client
) -> None:
    before = AuditEntry.objects.count()
    for method in ("GET", "HEAD"):
        answer = client.generic(method, way[1])
        assert answer.status_code == 200
    page = client.get(way[1]).content.decode()

    assert "All logs of the &lt;b&gt;night&lt;/b&gt;" in page
    assert "noindex" in page
    assert AuditEntry.objects.count() == before
    assert not Intake.objects.exists()


def test_files_arrive_with_a_receipt_and_wait_for_the_team(
    way: tuple[UploadLink, str], client: Client
) -> None:
    link, path = way
    answer = client.post(path, files(a=b"first", b=b"second"))
    intake = Intake.objects.get()
    assert answer["Location"] == f"{path}receipt/{intake.pk}/"
    assert "We received your files" in client.get(answer["Location"]).content.decode()
    actions.take_in(intake_id=intake.pk)
    receipt = client.get(answer["Location"]).content.decode()

    assert "CLY-000001" in receipt
    assert "/received/" not in receipt
    assert "CLY-000002" in client.get(f"{answer['Location']}?format=csv").content.decode()
    assert intake.author == "Records unit (upload link)"
    assert link.request.answers.get().said_by == intake.author
    link.refresh_from_db()
    assert (link.n_files, link.n_bytes) == (2, 11)
    assert "Receipt IN-0001" in client.get(path).content.decode()


def ended(client: Client, path: str, words: str) -> None:
    for answer in (client.get(path), client.post(path, files(a=b"a"))):
        assert answer.status_code == 410
        page = answer.content.decode()
        assert words in page
        assert "tel:" in page
    assert not Intake.objects.exclude(state="done").exists()


def test_an_expired_link_says_so_and_whom_to_call(
    way: tuple[UploadLink, str], client: Client
) -> None:
    with clock.at(NOW + timedelta(days=14, seconds=1)):
        ended(client, way[1], "has expired")


def test_sabotage_without_expiry_it_would_go_on(
    way: tuple[UploadLink, str], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(UploadLink, "ending", "")
    with clock.at(NOW + timedelta(days=999)):
        assert client.get(way[1]).status_code == 200


def test_a_revoked_link_takes_nothing(
    way: tuple[UploadLink, str], consultant: User, client: Client
) -> None:
    actions.revoke_link(link=way[0], by=consultant)
    ended(client, way[1], "was revoked")


def test_a_link_revoked_before_it_was_mailed_is_not_sent(
    request_: DocumentRequest, consultant: User
) -> None:
    for address in ("first@example.org", "second@example.org"):
        link, _ = upload_link(request=request_, by=consultant, send_to=address)
    actions.revoke_link(link=link, by=consultant)
    assert [letter.to for letter in sent_letters()] == [["first@example.org"]]


def test_a_used_up_link_takes_nothing(
    request_: DocumentRequest, consultant: User, client: Client
) -> None:
    _, path = upload_link(request=request_, by=consultant, n_files=1)
    too_many = client.post(path, files(a=b"a", b=b"b"))
    assert too_many.status_code == 422
    assert "accepts 1 more file" in too_many.content.decode()
    response = client.post(path, files(a=b"a"))
    actions.take_in(intake_id=Intake.objects.get().pk)
    ended(client, path, "has been used up")
    assert client.get(response["Location"]).status_code == 200


def test_too_many_bytes_are_refused_before_they_are_read(
    request_: DocumentRequest, consultant: User, client: Client
) -> None:
    _, path = upload_link(request=request_, by=consultant, n_bytes=1_000)
    small = client.post(path, files(a=b"x" * 2_000))
    assert small.status_code == 422
    large = client.post(path, files(a=b"x" * 3_000_000))
    assert large.status_code == 413
    assert "Nothing was kept" in large.content.decode()
    assert not Intake.objects.exists()


def test_an_unknown_link_is_not_found(client: Client) -> None:
    for token in ("x", "A" * 43, "%F0%9F%9A%93"):
        assert client.get(f"/upload/{token}/").status_code == 404


def test_a_post_from_another_site_is_refused(way: tuple[UploadLink, str]) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(way[1], files(a=b"a")).status_code == 403
    assert not Intake.objects.exists()


def test_sabotage_without_the_check_it_would_be_taken(
    way: tuple[UploadLink, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = upload_view._receive_files.__wrapped__  # type: ignore[attr-defined]
    monkeypatch.setattr(upload_view, "_receive_files", bare)
    assert Client(enforce_csrf_checks=True).post(way[1], files(a=b"a")).status_code == 302


def test_a_link_opens_its_own_deliveries_only(
    way: tuple[UploadLink, str], consultant: User, client: Client
) -> None:
    _, other = upload_link(request=asked(by=consultant), by=consultant)
    client.post(way[1], files(a=b"a"))
    assert client.get(f"{other}receipt/{Intake.objects.get().pk}/").status_code == 404


def test_guesses_are_counted(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_view, "GUESSES", (2, 600))
    response = [client.get(f"/upload/{c * 43}/").status_code for c in "abc"]
    assert response == [404, 404, 429]


def test_guesses_from_the_addresses_of_one_home_are_counted_together(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_view, "GUESSES", (2, 600))
    home = [f"2001:db8:7:10{n}::{n}" for n in range(3)]
    answers = [client.get(f"/upload/{'a' * 43}/", REMOTE_ADDR=address) for address in home]
    assert [answer.status_code for answer in answers] == [404, 404, 429]


def test_the_secret_is_kept_as_a_keyed_hash(way: tuple[UploadLink, str], settings: Any) -> None:
    link, path = way
    token = path.split("/")[2]
    assert link.token_hash == tokens.stored(token)
    assert token not in str(link.__dict__)
    settings.SECRET_KEY = "another"
    assert link.token_hash != tokens.stored(token)


def test_a_link_that_ended_meanwhile_is_not_charged(
    way: tuple[UploadLink, str], consultant: User
) -> None:
    actions.revoke_link(link=way[0], by=consultant)
    with pytest.raises(Refused, match="any more files"):
        actions.receive(
            record_id=uuid.uuid4(), sent=sent({"a.txt": b"a"}), request=way[0].request, link=way[0]
        )


@pytest.mark.parametrize(
    "values",
    [{"n_files": 501}, {"n_bytes": 10**8 + 1}, {"revoked_at": NOW}, {"expires_at": NOW}],
)
def test_the_database_refuses_a_link_that_cannot_be(
    values: dict[str, Any], way: tuple[UploadLink, str]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        UploadLink.objects.filter(pk=way[0].pk).update(**values)


@pytest.mark.parametrize(("days", "why"), [(0, "passed"), (-1, "passed"), (61, "at most 60 days")])
def test_a_link_lasts_from_now_to_sixty_days(
    days: int, why: str, request_: DocumentRequest, consultant: User
) -> None:
    with pytest.raises(Refused, match=why):
        upload_link(request=request_, by=consultant, days=days)


def test_links_are_told_in_the_history_of_their_request(
    request_: DocumentRequest, consultant: User, lead: User
) -> None:
    other = asked(by=consultant, title="Another")
    link, _ = upload_link(request=request_, by=consultant, n_files=3)
    kept, _ = upload_link(request=other, by=consultant)
    with clock.at(NOW + timedelta(hours=1)):
        actions.revoke_link(link=link, by=lead)
    with clock.at(NOW + timedelta(hours=2)):
        actions.revoke_link(link=link, by=consultant)  # it was closed before
    told = Entry.objects.filter(kind=EntryKind.LINK).order_by("at", "id")
    assert [(entry.text, entry.by, entry.is_shared) for entry in told.filter(request=request_)] == [
        ("Upload link until January 24, 2019, 9:00 a.m., for 3 files.", consultant, False),
        ("Upload link revoked.", lead, False),
    ]
    assert told.filter(request=other).count() == 1
    link.refresh_from_db()
    kept.refresh_from_db()
    assert (link.revoked_at, link.revoked_by) == (NOW + timedelta(hours=1), lead)
    assert (kept.revoked_at, kept.revoked_by) == (None, None)


def test_a_link_counts_what_comes_up_to_its_limits(
    request_: DocumentRequest, consultant: User
) -> None:
    link, _ = upload_link(request=request_, by=consultant, n_files=3, n_bytes=10)
    other, _ = upload_link(request=request_, by=consultant, n_files=3, n_bytes=10)
    charge(link, n_files=1, n_bytes=4)
    for n_files, n_bytes, words in ((3, 1, "accepts 2 more files"), (1, 7, "0 MB more")):
        with pytest.raises(Refused, match=words):
            charge(link, n_files=n_files, n_bytes=n_bytes)
    charge(link, n_files=2, n_bytes=6)
    for row in (link, other):
        row.refresh_from_db()
    assert (link.n_files, link.n_bytes, other.n_files, other.n_bytes) == (3, 10, 0, 0)


def test_a_link_that_ended_before_its_letter_went_out_is_not_mailed(consultant: User) -> None:
    """Each is ended in another way before the worker sends its letter."""

    def mailed(to: str, **limits: int) -> UploadLink:
        return upload_link(request=asked(by=consultant), by=consultant, send_to=to, **limits)[0]

    actions.revoke_link(link=mailed("revoked@example.org"), by=consultant)
    withdrawn = mailed("withdrawn@example.org").request
    actions.withdraw_request(
        request=withdrawn, revision=withdrawn.revision, reason="No longer needed.", by=consultant
    )
    charge(mailed("no-more-files@example.org", n_files=1), n_files=1, n_bytes=5)
    charge(mailed("no-more-bytes@example.org", n_bytes=5), n_files=1, n_bytes=5)
    charge(mailed("open@example.org", n_files=2), n_files=1, n_bytes=5)

    assert [letter.to for letter in sent_letters() if "/upload/" in letter.body] == [
        ["open@example.org"]
    ]
    assert not Letter.objects.late_or_failed().exists()
