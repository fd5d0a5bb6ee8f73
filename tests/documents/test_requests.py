"""Requests: statuses, the two hands of an answer, and the figure."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.citable.records import Stale
from clayton_review.documents import actions
from clayton_review.documents.actions import answering
from clayton_review.documents.forms.requests import RequestEditForm
from clayton_review.documents.models import (
    CAME,
    NOTABLE,
    Answer,
    AnswerKind,
    AnswerState,
    DecisionInput,
    DocumentRequest,
    Entry,
    EntryKind,
    RequestStatus,
)
from clayton_review.figures import Audience, Scope, compute
from clayton_review.refusals import Refused
from clayton_review.web.formatting import lower_first
from tests.documents.factories import REQUEST, WHEN, asked, finished_intake

pytestmark = pytest.mark.django_db
NOW = datetime(2019, 1, 10, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_the_study() -> Iterator[None]:
    with clock.at(NOW):
        yield


def moved(request: DocumentRequest, to: str, by: User, **words: str) -> DocumentRequest:
    request.refresh_from_db()
    if to in CAME:
        words.setdefault("grounds", "By letter.")
    return actions.move_request(
        request=request, revision=request.revision, to=to, on=clock.today(), by=by, **words
    )


def test_a_request_gets_its_reference_and_first_line_of_history(consultant: User) -> None:
    request = asked(by=consultant)

    assert (request.reference, request.status) == ("RQ-0001", RequestStatus.ASKED)
    assert (request.days_open, request.days_late) == (3, 0)
    entry = request.entries.get()
    assert (entry.kind, entry.text) == (EntryKind.ASKED, request.wording)


def test_the_same_form_sent_twice_makes_one_request(consultant: User) -> None:
    record_id = uuid.uuid4()
    for _ in range(2):
        actions.ask(record_id=record_id, values=REQUEST, by=consultant)
    assert DocumentRequest.objects.count() == Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"asked_on": date(2019, 1, 11)}, "in the future"),
        ({"due_on": date(2019, 1, 6)}, "before the request date"),
        ({"period_from": WHEN, "period_until": WHEN - timedelta(days=1)}, "before it begins"),
    ],
)
def test_dates_out_of_order_are_refused(
    changes: dict[str, Any], words: str, consultant: User
) -> None:
    with pytest.raises(Refused, match=words):
        asked(by=consultant, **changes)


def test_only_those_who_answer_can_be_asked(consultant: User, board_member: User) -> None:
    with pytest.raises(Refused, match="Only city staff"):
        asked(by=consultant, addressee=board_member)


def test_a_refusal_needs_reason_and_citation(consultant: User) -> None:
    request = asked(by=consultant)
    with pytest.raises(Refused, match="why it was refused"):
        moved(request, "refused", consultant)
    with pytest.raises(Refused, match="Cite the law"):
        moved(request, "refused", consultant, grounds="Closed")
    done = moved(request, "refused", consultant, grounds="Closed", citation="RSMo 610.021(13)")
    assert done.answered_on == clock.today()


def test_what_does_not_exist_says_who_said_so(consultant: User) -> None:
    request = asked(by=consultant)
    with pytest.raises(Refused, match="who told you"):
        moved(request, "does_not_exist", consultant)
    assert moved(request, "does_not_exist", consultant, stated_by="Records unit").answered_on


def test_steps_outside_the_mapping_are_refused(consultant: User) -> None:
    request = moved(asked(by=consultant), "received", consultant)
    with pytest.raises(Refused, match="cannot change from"):
        moved(request, "refused", consultant, grounds="x", citation="y")
    assert moved(request, "partial", consultant).answered_on is None


def test_a_form_from_before_somebody_elses_change_is_refused(consultant: User) -> None:
    request = asked(by=consultant)
    moved(request, "partial", consultant)
    values = replace(REQUEST, title="Another")
    with pytest.raises(Stale):
        actions.edit_request(request=request, revision=1, values=values, by=consultant)


def test_the_history_names_what_changed_as_the_form_does(
    consultant: User, city_staff: User
) -> None:
    request = asked(by=consultant)
    values = replace(REQUEST, title="Another", addressee=city_staff, asked_on=REQUEST.asked_on)
    values = replace(values, period_until=date(2018, 7, 8), contact_email="it@example.org")
    actions.edit_request(request=request, revision=1, values=values, by=consultant)
    text = Entry.objects.get(kind=EntryKind.CHANGE).text
    form = RequestEditForm()
    names = ("addressee", "contact_email", "period_until", "title")
    assert text == f"Changed: {', '.join(lower_first(str(form[name].label)) for name in names)}."


def test_the_audit_record_has_words_for_each_step_of_a_request(consultant: User) -> None:
    """No name of a status or of a kind as the code writes it."""
    request = moved(asked(by=consultant), "does_not_exist", consultant, stated_by="Pat Police")
    moved(moved(request, "partial", consultant), "received", consultant)
    for kind in NOTABLE:
        words: dict[str, Any] = {"kind": kind, "text": "Hello", "is_shared": False}
        actions.add_entry(request=request, form_id=uuid.uuid4(), by=consultant, **words)
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[1:] == [
        "recorded that nothing exists",
        "recorded that part arrived",
        "recorded that everything arrived",
        "added a note",
        "added a phone call",
        "added a letter",
    ]


@pytest.mark.parametrize(
    ("enum", "verb"),
    [
        (RequestStatus, "set the status “Delayed”"),
        (EntryKind, "added “Delayed”"),
        (AnswerKind, "answered “Delayed”"),
        (AnswerState, "set an answer to “Delayed”"),
    ],
)
def test_a_name_added_to_an_enum_has_words_without_a_table(enum: Any, verb: str) -> None:
    added = str.__new__(enum, "delayed")
    added._name_, added._value_, added._label_ = "DELAYED", "delayed", "Delayed"
    assert added.audit_verb == verb
    if enum is RequestStatus:
        assert (added.count_words(1), added.count_words(2)) == (
            "1 is “Delayed”", "2 are “Delayed”",
        )  # fmt: skip


def test_an_answered_request_is_not_withdrawn(consultant: User) -> None:
    request = moved(asked(by=consultant), "received", consultant)
    with pytest.raises(Refused, match="stays on record"):
        actions.withdraw_request(
            request=request, revision=request.revision, reason="No", by=consultant
        )


def test_a_request_is_withdrawn_with_a_reason_only(consultant: User) -> None:
    request = asked(by=consultant)
    with pytest.raises(Refused, match="Say why"):
        actions.withdraw_request(request=request, revision=1, reason=" ", by=consultant)
    request.refresh_from_db()
    assert (request.status, request.revision) == ("asked", 1)


def test_a_withdrawn_request_is_not_answered(consultant: User, city_staff: User) -> None:
    request = asked(by=consultant, addressee=city_staff)
    actions.withdraw_request(request=request, revision=1, reason="On the web", by=consultant)
    with pytest.raises(Refused, match="withdrawn"):
        says(request, city_staff)


@pytest.mark.parametrize(
    "values",
    [
        {"status": "lost"},
        {"title": ""},
        {"due_on": WHEN - timedelta(days=1)},
        {"status": "received"},
        {"status": "withdrawn"},
        {"status": "refused", "answered_on": WHEN, "grounds": "x"},
        {"status": "does_not_exist", "answered_on": WHEN},
        {"answered_on": WHEN},
        {"period_from": WHEN, "period_until": WHEN - timedelta(days=1)},
    ],
)
def test_the_database_refuses_what_cannot_be(values: dict[str, Any], consultant: User) -> None:
    request = asked(by=consultant)
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentRequest.objects.filter(pk=request.pk).update(**values)


def test_history_can_only_grow(consultant: User) -> None:
    entry = asked(by=consultant).entries.get()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(text="Something else")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.delete()


def says(request: DocumentRequest, by: User, kind: str = "does_not_exist", **more: str) -> Answer:
    return actions.answer_request(
        request=request, record_id=uuid.uuid4(), kind=kind, text="Looked up.", by=by, **more
    )


def test_an_answer_waits_until_the_team_accepts_it(consultant: User, liaison: User) -> None:
    request = asked(by=consultant, addressee=liaison)
    answer = says(request, liaison)
    request.refresh_from_db()
    assert request.status == RequestStatus.ASKED

    actions.decide_answer(answer=answer, decision=DecisionInput(is_accepted=True), by=consultant)
    request.refresh_from_db()
    assert (request.status, request.stated_by) == (RequestStatus.DOES_NOT_EXIST, "Pat Police")


def test_an_answer_sent_back_leaves_the_request_open(consultant: User, liaison: User) -> None:
    request = asked(by=consultant, addressee=liaison)
    answer = says(request, liaison, "refused", citation="RSMo 610")
    with pytest.raises(Refused, match="what is missing"):
        actions.decide_answer(
            answer=answer, decision=DecisionInput(is_accepted=False, note=" "), by=consultant
        )
    actions.decide_answer(
        answer=answer, decision=DecisionInput(is_accepted=False, note="Cite it"), by=consultant
    )
    request.refresh_from_db()

    assert request.status == RequestStatus.ASKED
    assert request.entries.filter(kind=EntryKind.SENT_BACK, is_shared=True).exists()
    with pytest.raises(Refused, match="decided"):
        actions.decide_answer(
            answer=answer, decision=DecisionInput(is_accepted=True), by=consultant
        )


def test_nobody_accepts_their_own_answer(consultant: User, liaison: User) -> None:
    answer = says(asked(by=consultant, addressee=liaison), liaison)
    with pytest.raises(Refused, match="own answer"):
        actions.decide_answer(answer=answer, decision=DecisionInput(is_accepted=True), by=liaison)


def test_sabotage_without_the_check_they_could(
    consultant: User, liaison: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "check_decision", lambda *_: None)
    answer = says(asked(by=consultant, addressee=liaison), liaison)
    decided = actions.decide_answer(
        answer=answer, decision=DecisionInput(is_accepted=True), by=liaison
    )
    assert decided.state == AnswerState.ACCEPTED


def test_files_of_the_addressee_wait_as_an_answer(consultant: User, liaison: User) -> None:
    request = asked(by=consultant, addressee=liaison)
    finished_intake({"a.txt": b"a"}, by=liaison, request=request)
    answer = request.answers.get()
    assert (answer.kind, answer.text) == (AnswerKind.FILES, "1 file in IN-0001")

    actions.decide_answer(
        answer=answer, decision=DecisionInput(is_accepted=True, is_partial=True), by=consultant
    )
    request.refresh_from_db()
    assert request.status == RequestStatus.PARTIAL


def test_files_the_team_brings_are_no_answer(consultant: User) -> None:
    request = asked(by=consultant)
    finished_intake({"a.txt": b"a"}, by=consultant, request=request)
    assert not request.answers.exists()


def figure(audience: Audience = Audience.PUBLIC, moment: datetime = NOW) -> Any:
    return compute("documents.requests", Scope(moment, audience))


def test_the_figure_without_a_request(consultant: User) -> None:
    empty = figure()
    assert (empty.value, empty.chart) == ("0", None)
    assert empty.sentence == "No document requests are on record."


def test_the_figure_counts_by_hand_and_tells_no_content(consultant: User) -> None:
    open_one = asked(by=consultant, due_on=WHEN, title="Secret title")
    moved(asked(by=consultant), "received", consultant)
    moved(asked(by=consultant), "refused", consultant, grounds="g", citation="c")
    before = clock.now()
    with clock.at(NOW + timedelta(days=4)):
        moved(asked(by=consultant), "does_not_exist", consultant, stated_by="Records unit")
        later = figure(moment=clock.now())

    assert later.title == "The city has answered 3 of 4 requests; 1 overdue"
    assert later.sentence.endswith("Half of the answers came within 3 days.")
    assert dict(later.table.rows)["Does not exist"] == "1"
    assert figure(moment=before).title == "The city has answered 2 of 3 requests; 1 overdue"
    assert open_one.title not in str(later)
    assert (figure().evidence_url, figure(Audience.TEAM).evidence_url) == ("", "/requests/")


def test_a_due_date_moved_later_does_not_change_what_was_overdue(consultant: User) -> None:
    request = asked(by=consultant, due_on=WHEN)
    before = clock.now()
    with clock.at(NOW + timedelta(days=4)):
        values = replace(REQUEST, due_on=WHEN + timedelta(days=60))
        actions.edit_request(request=request, revision=1, values=values, by=consultant)
        now = clock.now()
    assert figure(moment=before).title == "The city has answered 0 of 1 request; 1 overdue"
    assert figure(moment=before).denominator == "all 1 request to the city"
    assert figure(moment=now).title == "The city has answered 0 of 1 request"


def test_withdrawn_requests_are_not_counted_as_asked(consultant: User) -> None:
    request = asked(by=consultant)
    actions.withdraw_request(request=request, revision=1, reason="Found", by=consultant)
    assert figure().title == "Every request to the city was withdrawn"
    asked(by=consultant)
    moved(asked(by=consultant), "does_not_exist", consultant, stated_by="Records unit")
    assert figure().title == "The city has answered 1 of 2 requests"
    words = "Of 2 requests, 1 is open and for 1 the record does not exist."
    assert figure().sentence.startswith(words)
    assert dict(figure().table.rows)["Withdrawn"] == "1"


def test_a_withdrawn_request_is_at_its_next_revision(consultant: User) -> None:
    request, other = asked(by=consultant), asked(by=consultant)
    actions.withdraw_request(request=request, revision=1, reason=" Sent twice ", by=consultant)
    request.refresh_from_db()
    assert (request.revision, request.withdrawn_reason) == (2, "Sent twice")
    other.refresh_from_db()
    assert (other.revision, other.withdrawn_on) == (1, None)
