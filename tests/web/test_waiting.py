"""My day: what each room lets wait for whom, and what does not wait for anybody."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.documents import actions as requests
from clayton_review.documents.models import AnswerKind
from clayton_review.web.changes import changes_since
from clayton_review.web.record_types import all_record_types
from clayton_review.web.worklist import Urgency, by_urgency, statement, waiting
from findings.coding.actions.excerpts import confirm_words
from findings.coding.models.quotable_texts import Consent
from findings.conclusions import worklist as findings_queues
from findings.conclusions.actions.comments import add_comment, resolve_comment
from findings.conclusions.inputs import CommentInput
from findings.conclusions.models.comments import Comment
from findings.conclusions.models.findings import Finding
from findings.fieldwork.models.contacts import ContactOutcome
from tests.documents import factories as library
from tests.engagement import factories as contracts
from tests.findings import factories as studies
from tests.findings import field_factories as field
from tests.findings import story_factories

As = Callable[[User], Client]


def queue_counts(user: User) -> dict[str, int]:
    return {waiting_items.queue.name: waiting_items.n for waiting_items in waiting(user)}


def late(*, by: User, addressee: User | None, days: int, title: str = "Policies") -> object:
    today = clock.today()
    return library.asked(
        by=by,
        title=title,
        addressee=addressee,
        asked_on=today - timedelta(days=days + 14),
        due_on=today - timedelta(days=days),
    )


def test_the_liaison_is_told_how_many_requests_are_overdue_and_since_when(
    as_: As, consultant: User, liaison: User, city_staff: User
) -> None:
    for days in (63, 5, 1):
        late(by=consultant, addressee=liaison, days=days)
    late(by=consultant, addressee=city_staff, days=99, title="Payroll")

    page = as_(liaison).get("/start/").content.decode()

    assert "<h1>Three requests are overdue, the oldest by 63 days</h1>" in page
    assert "/requests/to-you/RQ-0001/" in page
    assert "Payroll" not in page


def test_one_that_is_late_and_one_in_time_are_told_apart(consultant: User, liaison: User) -> None:
    late(by=consultant, addressee=liaison, days=1)
    today = clock.today()
    library.asked(by=consultant, addressee=liaison, asked_on=today, due_on=today)

    assert statement(waiting(liaison)) == (
        "One request is overdue by one day; one request to answer is waiting for you"
    )


def test_an_answer_waits_for_the_team_and_no_longer_for_who_gave_it(
    consultant: User, liaison: User, board_member: User
) -> None:
    today = clock.today()
    asked = library.asked(by=consultant, addressee=liaison, asked_on=today, due_on=today)
    requests.answer_request(
        request=asked, record_id=uuid.uuid4(), kind=AnswerKind.QUESTION, text="Which?", by=liaison
    )

    assert queue_counts(consultant)["answers to requests"] == 1
    assert queue_counts(liaison) == {}
    assert queue_counts(board_member) == {}


def test_a_request_the_city_is_late_with_waits_until_an_answer_came(
    consultant: User, liaison: User
) -> None:
    asked = library.asked(by=consultant, addressee=liaison)

    assert queue_counts(consultant)["overdue requests to the city"] == 1
    requests.answer_request(
        request=asked, record_id=uuid.uuid4(), kind=AnswerKind.QUESTION, text="Which?", by=liaison
    )
    assert "overdue requests to the city" not in queue_counts(consultant)


def test_field_work_of_today_waits_for_who_does_it(
    consultant: User, second_consultant: User
) -> None:
    field.attempt(by=consultant, days_ago=3, next_in=0)
    field.attempt(by=consultant, outcome=ContactOutcome.DECLINED)
    with clock.at(clock.now() - timedelta(days=1)):
        field.booked(by=consultant, starts_at=clock.now() + timedelta(hours=2))

    mine = queue_counts(consultant)

    assert (mine["contacts today"], mine["slots without an answer"]) == (1, 1)
    assert {"contacts today", "slots without an answer"}.isdisjoint(queue_counts(second_consultant))


def test_new_stories_and_requests_to_talk_wait_for_the_team_alone(
    consultant: User, custodian: User, city_staff: User
) -> None:
    story, wish = story_factories.a_story(), story_factories.a_request()

    by_queue = {items.queue.name: items for items in waiting(consultant)}

    assert by_queue["stories to read"].items[0].url == story.get_absolute_url()
    assert by_queue["requests to talk"].items[0].title == f"Request to talk {wish.reference}"
    for other in (custodian, city_staff):
        assert {"stories to read", "requests to talk"}.isdisjoint(queue_counts(other))


def test_a_quote_on_the_record_waits_for_its_speaker(consultant: User) -> None:
    official = studies.participant(
        by=consultant, group="official", consent=Consent.ON_RECORD, office="Chief of Police"
    )
    quote = studies.excerpt(by=consultant, participant=official)

    assert queue_counts(consultant)["quotes to confirm"] == 1
    confirm_words(excerpt=quote, by=consultant)
    assert "quotes to confirm" not in queue_counts(consultant)


def test_a_finding_with_an_open_comment_is_not_offered_to_sign(
    consultant: User, second_consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = studies.submitted(by=consultant)
    remark = add_comment(
        record_id=uuid.uuid4(),
        subject=Finding.objects.get(pk=finding.pk),
        values=CommentInput(text="Which rule?", mentioned=consultant),
        by=second_consultant,
    )

    by_queue = {items.queue.name: items for items in waiting(second_consultant)}

    assert "findings to sign" not in by_queue
    nothing = Comment.objects.none().values("finding")
    monkeypatch.setattr(findings_queues, "with_open_comments", lambda *_: nothing)
    assert "findings to sign" in queue_counts(
        second_consultant
    )  # sabotage: nobody looks for comments
    monkeypatch.undo()
    title = by_queue["findings that wait for comments"].items[0].title
    assert title == f"Waiting for 1 comment (for Carla Consultant): {finding.statement}"
    assert queue_counts(consultant)["comments on findings"] == 1
    resolve_comment(comment=remark, by=second_consultant)
    assert queue_counts(second_consultant)["findings to sign"] == 1


def test_a_recommendation_that_is_not_issued_is_not_overdue(consultant: User) -> None:
    recommendation = studies.recommendation(by=consultant)
    type(recommendation).objects.filter(pk=recommendation.pk).update(
        due_on=clock.today() - timedelta(days=1)
    )

    assert "overdue recommendations" not in queue_counts(consultant)


def test_what_comes_stands_by_its_date(lead: User, consultant: User) -> None:
    soon = clock.today()
    contracts.meeting(
        by=lead, held_on=soon + timedelta(days=9), packet_due_on=soon + timedelta(days=2)
    )
    contracts.milestone(by=lead, on=soon + timedelta(days=5))

    coming = dict(by_urgency(waiting(consultant)))[Urgency.COMING]
    days = [items.items[0].due_on for items in coming]

    assert len(days) == 3
    assert days == sorted(day for day in days if day)


def test_the_meeting_of_the_board_is_told_without_a_link(
    as_: As, lead: User, board_member: User
) -> None:
    soon = clock.today() + timedelta(days=5)
    contracts.meeting(by=lead, held_on=soon, packet_due_on=soon)
    contracts.decision(by=lead)

    by_queue = {items.queue.name: items.items[0] for items in waiting(board_member)}

    assert by_queue["meetings of the Board"].url == ""
    assert by_queue["decisions asked of the Board"].url == "/dashboard/#ask"
    assert "The Board of Aldermen meets" in as_(board_member).get("/start/").content.decode()


def test_the_custodian_sees_what_is_open_and_what_is_not_here(
    as_: As, lead: User, custodian: User
) -> None:
    library.document(by=lead, title="Letter of the Mayor", disclosure_class="public")
    library.document(by=lead, title="Hush", disclosure_class="team")

    page = as_(custodian).get("/start/").content.decode()

    assert "Letter of the Mayor" in page
    assert "Hush" not in page
    assert "does not handle records requests or retention yet." in page
    assert 'href="/documents/"' in page
    assert 'href="/reports/"' in page


def test_colleagues_hours_are_told_as_a_number_and_the_newest_stands_first(
    consultant: User, second_consultant: User, lead: User
) -> None:
    contracts.hourly_rate(by=lead, person=second_consultant)
    before = datetime(2000, 1, 1, tzinfo=UTC)
    for _ in range(3):
        contracts.time(by=second_consultant)
    with clock.at(clock.now() + timedelta(hours=1)):
        library.document(by=second_consultant, title="Later")

    changes = changes_since(consultant, before)
    titles = [change.title for change in changes]

    assert "3 time entries" in titles
    assert titles[0].endswith("Later")
    assert [change.at for change in changes] == sorted((c.at for c in changes), reverse=True)
    hours = next(change for change in changes if change.title == "3 time entries")
    assert hours.acts == [second_consultant.name]


def test_an_addressee_is_told_nothing_the_team_alone_reads(
    consultant: User, liaison: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = library.asked(by=consultant, addressee=liaison)
    requests.add_entry(
        request=asked, form_id=uuid.uuid4(), kind="note", text="Hush.", is_shared=False,
        by=consultant,
    )  # fmt: skip

    changes = changes_since(liaison, datetime(2000, 1, 1, tzinfo=UTC))

    assert [change.acts for change in changes] == [[f"{consultant.name} asked for it"]]

    # Sabotage: without the list of shared acts the note is told.
    kind = next(kind for kind in all_record_types() if kind.name == "requests to you")
    monkeypatch.setitem(kind.__dict__, "verbs", frozenset())
    shown = changes_since(liaison, datetime(2000, 1, 1, tzinfo=UTC))
    assert f"{consultant.name} added a note" in shown[0].acts


def test_who_has_no_second_factor_is_told_and_is_found_in_the_list(
    as_: As, lead: User, consultant: User, board_member: User
) -> None:
    page = as_(lead).get("/people/", {"factor": "missing", "is_active": "True"})

    assert {row.email for row in page.context["listing"].rows} == {lead.email, consultant.email}
    assert (
        "We recommend that you set one up before you work"
        in as_(consultant).get("/start/").content.decode()
    )
    assert "sign-in step yet" not in as_(board_member).get("/start/").content.decode()


def test_contacts_of_today_stand_in_the_menu_and_among_the_buttons(
    as_: As, consultant: User, custodian: User
) -> None:
    page = as_(consultant).get("/start/").content.decode()

    assert page.count('href="/contacts/"') >= 2
    assert 'href="/contacts/"' not in as_(custodian).get("/start/").content.decode()


@pytest.mark.parametrize("n", [1, 12])
def test_a_full_day_needs_a_bounded_number_of_queries(
    as_: As, consultant: User, liaison: User, django_assert_max_num_queries: DjangoAssertNumQueries,
    n: int,
) -> None:  # fmt: skip
    for number in range(n):
        late(by=consultant, addressee=liaison, days=number + 1)
        field.attempt(by=consultant, days_ago=3, next_in=0)
    for user in (consultant, liaison):
        client = as_(user)
        client.get("/start/")
        with django_assert_max_num_queries(12):
            client.get("/start/")
