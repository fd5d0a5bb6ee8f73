"""Answers to requests: more time, missing documents, and the words of each."""

import json
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.documents import actions
from clayton_review.documents.actions.requests import sentences
from clayton_review.documents.models import DecisionInput, DocumentRequest, EntryKind, UploadLink
from clayton_review.documents.selectors.receipts import arrival_words
from clayton_review.documents.selectors.requests import still_missing
from clayton_review.refusals import Refused
from tests.documents.factories import asked, finished_intake, sent, upload_link

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
NOW = datetime(2019, 2, 1, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_the_study() -> Iterator[None]:
    with clock.at(NOW):
        yield


def page_of(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def says(request: DocumentRequest, client: Client, **words: str) -> Any:
    url = f"/requests/to-you/{request.reference}/"
    return client.post(url, {"record_id": str(uuid.uuid4()), **words})


def test_more_time_is_asked_for_and_counts_once_the_team_gives_it(
    consultant: User, liaison: User, as_: As
) -> None:
    request = asked(by=consultant, addressee=liaison, due_on=date(2019, 1, 21))
    wish = {"kind": "more_time", "until": "2019-02-20", "text": "The vendor has the archive."}

    assert says(request, as_(liaison), **wish).status_code == 302
    answer = request.answers.get()
    request.refresh_from_db()
    assert answer.text == "We need more time, until February 20, 2019. The vendor has the archive."
    assert request.due_on == date(2019, 1, 21)
    city_page = page_of(as_(liaison), f"/requests/to-you/{request.reference}/")
    assert "You asked for more time" in city_page
    assert "question: We" not in city_page.lower()

    url = f"/requests/{request.reference}/answers/{answer.pk}/"
    response = as_(consultant).post(url, {"note": "You have it.", "due_on": "2019-02-20"})
    request.refresh_from_db()
    assert response.status_code == 302
    assert (request.due_on, request.status, request.days_late) == (date(2019, 2, 20), "asked", 0)
    moved = {"due_before": "2019-01-21", "due_on": "2019-02-20", "kind": "more_time"}
    assert json.loads(AuditEntry.objects.latest("id").payload) == moved
    assert "Due February 20, 2019 instead of January 21, 2019." in page_of(
        as_(liaison), f"/requests/to-you/{request.reference}/"
    )


@pytest.mark.parametrize("until", ["", "2019-02-01", "soon"])
def test_more_time_needs_a_day_that_is_to_come(
    until: str, consultant: User, liaison: User, as_: As
) -> None:
    request = asked(by=consultant, addressee=liaison)

    refused = says(request, as_(liaison), kind="more_time", until=until, text="Because.")

    assert refused.status_code == 422
    assert not request.answers.exists()


def test_a_due_date_is_only_ever_moved_on(consultant: User, liaison: User) -> None:
    request = asked(by=consultant, addressee=liaison)
    answer = actions.answer_request(
        request=request, record_id=uuid.uuid4(), kind="question", text="Which?", by=liaison
    )

    with pytest.raises(Refused, match="after the present due date"):
        decision = DecisionInput(is_accepted=True, note="Yes.", due_on=request.due_on)
        actions.decide_answer(answer=answer, decision=decision, by=consultant)


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("asked until 2019-01-31", "That date has passed."),
        ("received until 2019-02-20", "no longer open"),
        ("received until ", ""),
        ("asked until 2019-02-01", ""),
    ],
)
def test_more_time_is_given_from_today_on_and_while_the_request_is_open(
    consultant: User, liaison: User, as_: As, step: str, words: str
) -> None:
    request = asked(by=consultant, addressee=liaison, due_on=date(2019, 1, 21))
    says(request, as_(liaison), kind="question", text="Which?")
    status, _, day = step.partition(" until ")
    if status != "asked":
        actions.move_request(
            request=request,
            revision=1,
            to=status,
            on=date(2019, 1, 20),
            grounds="By letter.",
            by=consultant,
        )
    url = f"/requests/{request.reference}/answers/{request.answers.get().pk}/"
    decided = as_(consultant).post(url, {"note": "All of them.", "due_on": day})
    request.refresh_from_db()

    assert decided.status_code == (422 if words else 302)
    assert words in decided.content.decode()
    assert (request.due_on == date(2019, 1, 21)) == bool(words or not day)
    assert (request.answers.get().state == "waiting") == bool(words)


def test_what_was_sent_back_is_over_once_a_new_answer_was_sent(
    consultant: User, liaison: User, as_: As
) -> None:
    request = asked(by=consultant, addressee=liaison)

    def send(name: str, **decision: str) -> str:
        finished_intake({name: name.encode()}, by=liaison, request=request)
        answer = request.answers.latest("at")
        url = f"/requests/{request.reference}/answers/{answer.pk}/"
        if decision:
            assert as_(consultant).post(url, decision).status_code == 302
        return page_of(as_(liaison), f"/requests/to-you/{request.reference}/")

    with clock.at(NOW + timedelta(hours=1)):
        assert "Sent back to you" in send("a.txt", decision="back", note="The wrong night.")
    with clock.at(NOW + timedelta(hours=2)):
        assert "Sent back to you" not in send("b.txt")
    with clock.at(NOW + timedelta(hours=3)):
        page = send("c.txt", decision="partial", note="")
    assert "Sent back to you" not in page
    assert "Still missing" not in page


def test_a_question_is_answered_without_choosing_what_to_do(
    consultant: User, liaison: User, as_: As
) -> None:
    request = asked(by=consultant, addressee=liaison)
    says(request, as_(liaison), kind="question", text="Do you mean the stop?")
    url = f"/requests/{request.reference}/answers/{request.answers.get().pk}/"

    page = page_of(as_(consultant), url)

    assert 'type="radio"' not in page
    assert "Your answer</label>" in page
    assert "Send the answer" in page
    assert as_(consultant).post(url, {"note": ""}).status_code == 422
    assert as_(consultant).post(url, {"note": "Yes."}).status_code == 302
    assert request.entries.filter(kind=EntryKind.REPLY, text="Yes.").exists()


def test_a_question_about_time_stays_a_question(consultant: User, liaison: User, as_: As) -> None:
    request = asked(by=consultant, addressee=liaison)
    words = "We need more time, until when can we have it?"
    says(request, as_(liaison), kind="question", text=words)
    page = page_of(as_(consultant), f"/requests/{request.reference}/")

    assert f"{liaison.name} asked a question" in page
    assert "Answer the question" in page
    assert "asks for more time" not in page


def test_a_request_for_more_time_is_shown_as_one_everywhere(
    consultant: User, liaison: User, as_: As
) -> None:
    request = asked(by=consultant, addressee=liaison, due_on=date(2019, 2, 5))
    says(request, as_(liaison), kind="more_time", until="2019-02-20", text="The vendor has it.")
    answer = request.answers.get()
    decide_url = f"/requests/{request.reference}/answers/{answer.pk}/"
    team_page = page_of(as_(consultant), f"/requests/{request.reference}/")
    decide_page = page_of(as_(consultant), decide_url)
    city_page = page_of(as_(liaison), f"/requests/to-you/{request.reference}/")
    as_(consultant).post(decide_url, {"note": "Take it.", "due_on": "2019-02-20"})
    history = page_of(as_(liaison), f"/requests/to-you/{request.reference}/")

    assert f"{liaison.name} asks for more time" in team_page
    assert "Answer: give more time or not" in team_page
    assert "Give more time or not</h1>" in decide_page
    assert "You asked for more time" in city_page
    words = "We need more time, until February 20, 2019. The vendor has it."
    assert request.entries.filter(kind=EntryKind.ANSWER, text=words).exists()
    for page in (team_page, decide_page, city_page.split("Or answer in writing")[0], history):
        assert "asked a question" not in page
        assert "A question" not in page
        assert "Answer the question" not in page
        assert "Reply to a question" not in page
    assert AuditEntry.objects.filter(verb="asked for more time").count() == 1


def test_the_person_who_refuses_says_so_in_the_first_person(
    consultant: User, liaison: User, as_: As
) -> None:
    request = asked(by=consultant, addressee=liaison)

    page = page_of(as_(liaison), f"/requests/to-you/{request.reference}/")

    assert "We refuse" in page
    assert "It was refused" not in page


def test_what_is_still_missing_stands_above_the_request(
    consultant: User, liaison: User, as_: As
) -> None:
    request = asked(by=consultant, addressee=liaison)
    finished_intake({"a.txt": b"a"}, by=liaison, request=request)
    url = f"/requests/{request.reference}/answers/{request.answers.get().pk}/"
    as_(consultant).post(url, {"decision": "partial", "note": "Car 4 is missing."})

    page = page_of(as_(liaison), f"/requests/to-you/{request.reference}/")

    assert (
        page.index("Still missing")
        < page.index("Car 4 is missing.")
        < page.index("What the study is ask")
    )
    assert "Reply to a question" not in page
    assert "Received in part, from Pat Police." in page
    assert "Sent by" in page
    assert "Who said so" not in page


def test_a_question_that_was_answered_leaves_nothing_missing(
    consultant: User, liaison: User
) -> None:
    request = asked(by=consultant, addressee=liaison)
    finished_intake({"a.txt": b"a"}, by=liaison, request=request)
    files = request.answers.get()
    partly = DecisionInput(is_accepted=True, is_partial=True, note="Car 4 is missing.")
    actions.decide_answer(answer=files, decision=partly, by=consultant)
    with clock.at(clock.now() + timedelta(hours=1)):
        question = actions.answer_request(
            request=request, record_id=uuid.uuid4(), kind="question", text="Which car?", by=liaison
        )
    answered = DecisionInput(is_accepted=True, note="The one on patrol.")
    actions.decide_answer(answer=question, decision=answered, by=consultant)
    request.refresh_from_db()
    assert still_missing(request) == files


def test_sentences_end_once() -> None:
    assert sentences("A question", "Do you mean the stop?", "") == (
        "A question. Do you mean the stop?"
    )
    assert sentences("Refused", "Open case.", "RSMo 610.100") == (
        "Refused. Open case. RSMo 610.100."
    )


def test_the_list_of_an_addressee_has_the_late_ones_first_and_says_who_waits(
    consultant: User, liaison: User, as_: As
) -> None:
    asked(by=consultant, addressee=liaison, title="In time", due_on=date(2019, 3, 1))
    late = asked(by=consultant, addressee=liaison, title="Late", due_on=date(2019, 1, 21))
    done = asked(by=consultant, addressee=liaison, title="Done")
    actions.move_request(
        request=done,
        revision=1,
        to="received",
        on=date(2019, 1, 10),
        grounds="By letter.",
        by=consultant,
    )
    actions.answer_request(
        request=late, record_id=uuid.uuid4(), kind="question", text="Which?", by=liaison
    )

    page = page_of(as_(liaison), "/requests/to-you/")

    assert page.index(">Late<") < page.index(">In time<") < page.index(">Done<")
    assert (
        '<strong class="late">Asked, 11 days overdue; the study is reviewing your '
        "answer</strong>" in page
    )
    assert "answered after 3 days" in page


def test_accepting_all_closes_the_links_when_that_is_wished(
    consultant: User, client: Client, as_: As
) -> None:
    request = asked(by=consultant)
    _, path = upload_link(request=request, by=consultant)
    files = sent({"a.txt": b"a"})
    client.post(
        path, {"record_id": str(uuid.uuid4()), "sender": "Records", "chosen": files[0].upload}
    )
    actions.take_in(intake_id=request.intakes.get().pk)
    url = f"/requests/{request.reference}/answers/{request.answers.get().pk}/"
    assert "Close the upload links" in page_of(as_(consultant), url)

    as_(consultant).post(url, {"decision": "received", "note": "", "close_links": "on"})

    ended = client.get(path)
    assert ended.status_code == 410
    assert "Received, thank you" in ended.content.decode()


def test_a_link_that_stays_open_thanks_and_asks_for_nothing(
    consultant: User, client: Client
) -> None:
    request = asked(by=consultant)
    _, path = upload_link(request=request, by=consultant)
    actions.move_request(
        request=request,
        revision=1,
        to="received",
        on=date(2019, 2, 1),
        grounds="By letter.",
        by=consultant,
    )

    page = page_of(client, path)

    assert "Received, thank you" in page
    assert "Due " not in page


@pytest.mark.parametrize(
    ("step", "statement"),
    [
        ("refused", {"grounds": "Closed by law.", "citation": "610.100"}),
        ("does_not_exist", {"stated_by": "Records"}),
    ],
)
def test_nobody_is_thanked_for_what_never_came(
    consultant: User, client: Client, step: str, statement: dict[str, str]
) -> None:
    request = asked(by=consultant)
    link, path = upload_link(request=request, by=consultant)
    actions.move_request(
        request=request, revision=1, to=step, on=date(2019, 2, 1), by=consultant, **statement
    )
    pages = [page_of(client, path)]
    actions.revoke_link(link=link, by=consultant)
    ended = client.get(path)
    assert ended.status_code == 410

    for page in (*pages, ended.content.decode()):
        assert "This request has been answered" in page
        assert "thank you" not in page
        assert "received and kept" not in page


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, ""),
        ({"a.txt": b"a"}, "We received and kept 1 file sent through it. To send more"),
        ({"virus.exe": b"MZ\x00\x01"}, "We could not accept what was sent through it."),
    ],
)
def test_an_ended_link_says_what_was_kept_of_what_came_through_it(
    consultant: User, client: Client, files: dict[str, bytes], words: str
) -> None:
    request = asked(by=consultant)
    link, path = upload_link(request=request, by=consultant)
    for name, content in files.items():
        chosen = sent({name: content})[0].upload
        client.post(path, {"record_id": str(uuid.uuid4()), "sender": "Us", "chosen": chosen})
        intake = link.intakes.get()
        assert "Files were sent through it, and we are checking them." in arrival_words(
            UploadLink.objects.get()
        )
        actions.take_in(intake_id=intake.pk)
    actions.revoke_link(link=link, by=consultant)

    page = client.get(path).content.decode()

    assert words in page
    assert ("received and kept" in page) == ("kept" in words)


def test_a_sender_says_who_they_are(consultant: User, client: Client) -> None:
    request = asked(by=consultant)
    _, path = upload_link(request=request, by=consultant)

    assert 'value="Police Department, records unit"' in page_of(client, path)
    nobody = {"record_id": str(uuid.uuid4()), "sender": " ", "chosen": sent({"a.txt": b"a"})}
    assert client.post(path, nobody).status_code == 422
    assert not request.intakes.exists()
