"""My day: one sentence that says what waits, then what waits, for each role; few queries always."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from clayton_review import clock
from clayton_review.accounts.models import Digest, Preferences, User
from clayton_review.accounts.preferences import note_visit
from clayton_review.web import worklist
from clayton_review.web.changes import changes_since
from clayton_review.web.formatting import count_in_words
from clayton_review.web.worklist import Urgency, statement, waiting
from findings.recommendations.models.recommendations import Recommendation
from tests.documents import factories as library
from tests.engagement import factories as contracts
from tests.findings import factories as studies

As = Callable[[User], Client]


def queue_counts(user: User) -> dict[str, int]:
    return {items.queue.name: items.n for items in waiting(user)}


def test_the_page_opens_with_one_sentence_that_says_what_waits(
    as_: As, consultant: User, second_consultant: User
) -> None:
    finding = studies.submitted(by=consultant)

    page = as_(second_consultant).get("/start/").content.decode()

    assert "<h1>One finding to sign is waiting for you</h1>" in page
    assert escape(finding.statement.removesuffix(".")) in page
    assert finding.get_absolute_url() in page


def test_who_wrote_it_is_not_asked_to_sign(consultant: User, second_consultant: User) -> None:
    studies.submitted(by=consultant)

    assert "findings to sign" not in queue_counts(consultant)
    assert queue_counts(second_consultant)["findings to sign"] == 1


def test_an_empty_day_is_kind_and_shows_where_to_go(as_: As, liaison: User) -> None:
    page = as_(liaison).get("/start/").content.decode()

    assert "Nothing is waiting for you today" in page
    assert "Nothing you work with has changed." in page
    assert "Sign-in and security" in page


@pytest.mark.parametrize(
    ("n", "words"),
    [(0, "no things"), (1, "one thing"), (9, "nine things"), (10, "10 things")],
)
def test_numbers_are_written_in_words_up_to_nine(n: int, words: str) -> None:
    assert count_in_words(n, "thing", "things") == words


def test_the_sentence_names_two_sorts_and_counts_the_rest() -> None:
    queues = [
        worklist.WaitingItems(
            replace(queue, singular=f"thing {name}", plural=f"things {name}"), [], n
        )
        for name, n in (("a", 2), ("b", 1), ("c", 3), ("d", 4))
        for queue in list(worklist._QUEUES.values())[:1]
    ]
    queues = [
        worklist.WaitingItems(replace(w.queue, urgency=Urgency.OVERDUE), [], w.n) for w in queues
    ]

    assert statement(queues) == (
        "Two things a, one thing b and seven other things are waiting for you"
    )


def test_lateness_is_told_in_the_words_of_the_lot_and_not_read_off_its_name() -> None:
    queue = replace(next(iter(worklist._QUEUES.values())), urgency=Urgency.OVERDUE, late=None)
    queue = replace(queue, singular="overdue thing", plural="overdue things")
    late = worklist.WaitingItem("A", "/a/", clock.today() - timedelta(days=63))

    assert (
        statement([worklist.WaitingItems(queue, [late], 2)])
        == "Two overdue things are waiting for you"
    )
    worded = replace(queue, singular="paper past its day", late=("paper", "papers"))
    assert (
        statement([worklist.WaitingItems(worded, [late], 1)]) == "One paper is overdue by 63 days"
    )
    assert statement([worklist.WaitingItems(worded, [late], 3)]) == (
        "Three papers are overdue, the oldest by 63 days"
    )


def test_city_staff_see_what_is_asked_of_them_and_by_when(
    as_: As, consultant: User, second_consultant: User, lead: User, city_staff: User
) -> None:
    advice = studies.issued(by=consultant, signer=second_consultant, lead=lead)
    Recommendation.objects.filter(pk=advice.pk).update(due_on=clock.today() - timedelta(days=1))

    page = as_(city_staff).get("/start/").content.decode()

    assert "One recommendation is overdue by one day" in page
    assert f"/progress/{advice.reference}/" in page


@pytest.mark.parametrize("n", [1, 40])
def test_the_page_needs_at_most_thirteen_queries(
    as_: As,
    consultant: User,
    lead: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    n: int,
) -> None:
    with clock.at(clock.now() - timedelta(days=2)):
        note_visit(by=lead)
    for _ in range(n):
        studies.submitted(by=consultant)
        library.document(by=consultant)
    client = as_(lead)
    client.get("/start/")

    with django_assert_max_num_queries(13):
        page = client.get("/start/").content.decode()

    if n > worklist.SHOWN:
        assert f"and {n - worklist.SHOWN} more" in page


def test_what_changed_is_grouped_by_record_and_leaves_out_my_own(
    consultant: User, second_consultant: User
) -> None:
    with clock.at(clock.now() - timedelta(days=1)):
        before = note_visit(by=consultant)
    finding = studies.submitted(by=second_consultant)
    mine = library.document(by=consultant)

    changes = changes_since(consultant, before)

    assert [change.url for change in changes if change.record_type.name == "findings"] == [
        finding.get_absolute_url()
    ]
    assert "Simon Second" in changes[0].acts[0]
    assert mine.get_absolute_url() not in {change.url for change in changes}


def test_what_changed_tells_nobody_of_what_they_may_not_open(
    as_: As, lead: User, consultant: User, board_member: User
) -> None:
    hidden = library.document(by=lead, disclosure_class="restricted", title="Hush")
    before = datetime(2000, 1, 1, tzinfo=UTC)

    assert hidden.get_absolute_url() not in [c.url for c in changes_since(consultant, before)]
    assert changes_since(board_member, before) == []


def test_a_visit_begins_after_half_an_hour_away(consultant: User) -> None:
    morning = datetime(2030, 1, 10, 15, tzinfo=UTC)
    with clock.at(morning):
        note_visit(by=consultant)
    with clock.at(morning + timedelta(hours=5)):
        assert note_visit(by=consultant) == morning
    with clock.at(morning + timedelta(hours=5, minutes=10)):
        assert note_visit(by=consultant) == morning
    with clock.at(morning + timedelta(hours=8)):
        assert note_visit(by=consultant) == morning + timedelta(hours=5, minutes=10)
    assert Preferences.objects.count() == 1


def test_a_lot_counts_all_and_shows_five(consultant: User, second_consultant: User) -> None:
    for _ in range(7):
        studies.submitted(by=consultant)

    items = next(w for w in waiting(second_consultant) if w.queue.name == "findings to sign")

    assert (items.n, len(items.items), items.n_more) == (7, 5, 2)


def test_the_lead_is_told_of_money_and_of_people_without_a_second_factor(
    as_: As, lead: User, consultant: User
) -> None:
    contracts.contract(by=lead, limit="1000")
    contracts.expense(by=consultant, amount="911")

    page = as_(lead).get("/start/").content.decode()

    assert "91% of" in page
    assert "no second sign-in step yet" in page
    for notice in worklist.notices(consultant):
        assert "access to interviews" not in notice.text


def test_the_money_is_no_notice_below_three_quarters(lead: User, consultant: User) -> None:
    contracts.contract(by=lead, limit="1000")
    contracts.expense(by=consultant, amount="749")

    assert not any("spent" in notice.text for notice in worklist.notices(lead))


def test_a_board_member_sees_the_decision_asked_and_the_next_meeting(
    as_: As, lead: User, board_member: User
) -> None:
    contracts.decision(by=lead)
    soon = clock.today() + timedelta(days=5)
    contracts.meeting(by=lead, held_on=soon, packet_due_on=soon)

    page = as_(board_member).get("/start/").content.decode()

    assert "One decision is waiting for you" in page
    assert "The Board of Aldermen meets" in page


def test_preferences_and_letters_hold_what_is_true(consultant: User) -> None:
    now = clock.now()
    wrong = (
        Preferences(user=consultant, digest_frequency="hourly"),
        Preferences(user=consultant, seen_at=now, before_at=now + timedelta(seconds=1)),
    )
    for row in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
    Digest.objects.create(user=consultant, about="day 2030-01-01")
    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.create(user=consultant, about="day 2030-01-01")


def test_what_is_not_counted_is_headed_as_also_open() -> None:
    assert Urgency.DRAFT not in worklist.COUNTED
    assert Urgency.DRAFT.value == "Also open"
