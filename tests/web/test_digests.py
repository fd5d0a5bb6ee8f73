"""Digests: once, at seven, only when something waits, without a word of a record, and stoppable."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import Digest, DigestFrequency, User
from clayton_review.accounts.preferences import choose_digest_frequency, digest_frequency_of
from clayton_review.jobs.models import Job
from clayton_review.web import digests
from tests.findings import factories as studies
from tests.letters.outgoing import sent_letters

As = Callable[[User], Client]
MONDAY = datetime(2030, 1, 7, 12, 59, tzinfo=UTC)  # 6:59 in Clayton
SEVEN = MONDAY + timedelta(minutes=1)


@pytest.fixture
def signer(consultant: User, second_consultant: User) -> User:
    """Somebody for whom a signature waits."""
    studies.submitted(by=consultant)
    return second_consultant


def write(user: User, at: datetime = SEVEN) -> int:
    with clock.at(at):
        return digests.send_digests(user=user)


def test_one_letter_a_morning_with_numbers_and_links(signer: User) -> None:
    assert write(signer, MONDAY) == 0
    assert write(signer) == 1
    assert write(signer, SEVEN + timedelta(hours=3)) == 0
    assert write(signer, SEVEN + timedelta(days=1)) == 1

    letter = sent_letters()[0]
    assert letter.to == [signer.email]
    assert letter.subject == "One finding to sign is waiting for you"
    assert "- one finding to sign: http" in letter.body
    assert studies.FINDING.statement not in letter.body
    assert "/start/" in letter.body


def test_nothing_is_sent_when_nothing_waits(liaison: User) -> None:
    assert write(liaison) == 0
    assert sent_letters() == []


def test_weekly_letters_come_once_a_week(signer: User) -> None:
    choose_digest_frequency(frequency=DigestFrequency.WEEKLY, by=signer)

    assert [write(signer, SEVEN + timedelta(days=n)) for n in range(8)] == [1, 0, 0, 0, 0, 0, 0, 1]


def test_whoever_wants_none_and_closed_accounts_get_none(signer: User, consultant: User) -> None:
    choose_digest_frequency(frequency=DigestFrequency.NONE, by=signer)
    assert write(signer) == 0
    choose_digest_frequency(frequency=DigestFrequency.DAILY, by=signer)
    signer.is_active = False

    assert write(signer) == 0


def test_at_once_tells_of_each_decision_once(signer: User, consultant: User) -> None:
    choose_digest_frequency(frequency=DigestFrequency.AT_ONCE, by=signer)

    assert write(signer, MONDAY) == 1
    assert write(signer, MONDAY) == 0
    studies.submitted(by=consultant)
    assert write(signer, MONDAY) == 1
    assert write(signer) == 1  # the morning's letter says all that waits
    assert write(signer) == 0


def test_decisions_that_wait_together_are_told_in_one_letter(
    signer: User, consultant: User
) -> None:
    studies.submitted(by=consultant)
    choose_digest_frequency(frequency=DigestFrequency.AT_ONCE, by=signer)

    assert [write(signer, MONDAY) for _ in range(2)] == [1, 0]


def test_sabotage_without_the_claim_the_letter_goes_out_twice(
    signer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(signer)
    Digest.objects.all().delete()

    assert write(signer) == 1


def test_beat_rings_only_for_those_who_are_due(signer: User, consultant: User) -> None:
    choose_digest_frequency(frequency=DigestFrequency.NONE, by=consultant)
    with clock.at(MONDAY):
        assert digests.request_due_digests() == 0
    with clock.at(SEVEN):
        assert digests.request_due_digests() == 1
    write(signer)
    with clock.at(SEVEN):
        assert digests.request_due_digests() == 0
    assert Job.objects.get(name=digests.JOB).key == str(signer.pk)


def test_the_letter_can_be_stopped_without_signing_in(signer: User) -> None:
    write(signer)
    letter = sent_letters()[0]
    address = letter.extra_headers["List-Unsubscribe"].strip("<>")
    path = "/" + address.split("/", 3)[3]
    stranger = Client(enforce_csrf_checks=True)

    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Stop these e-mails?" in stranger.get(path).content.decode()
    assert digest_frequency_of(signer) == DigestFrequency.DAILY
    answer = stranger.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert digest_frequency_of(signer) == DigestFrequency.NONE
    assert write(signer, SEVEN + timedelta(days=1)) == 0
    assert stranger.post(path).status_code == 200


def test_the_start_page_tells_what_waits_without_letters(as_: As, signer: User) -> None:
    choose_digest_frequency(frequency=DigestFrequency.NONE, by=signer)

    page = as_(signer).get("/start/").content.decode()
    assert "One finding to sign is waiting for you" in page


@pytest.mark.parametrize("token", ["x", "x:y", "🙂", "00000000-0000-0000-0000-000000000000:forged"])
def test_a_forged_token_stops_nothing(db: None, token: str) -> None:
    assert Client().post(f"/account/letters/stop/{token}/").status_code == 404


def test_a_person_chooses_their_letters(as_: As, consultant: User) -> None:
    client = as_(consultant)

    assert "Every morning" in client.get("/account/letters/").content.decode()
    assert client.post("/account/letters/", {"frequency": "weekly"}).status_code == 302
    assert digest_frequency_of(consultant) == DigestFrequency.WEEKLY
    assert client.post("/account/letters/", {"frequency": "hourly"}).status_code == 422
