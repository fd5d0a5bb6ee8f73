"""Tests of the contact log and of the contacts due today."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from clayton_review import clock, figures
from clayton_review.accounts.models import User
from clayton_review.figures import Audience, Scope
from findings.coding.models.quotable_texts import SpeakerGroup
from findings.fieldwork.models.activities import FieldActivity
from findings.fieldwork.models.contacts import ContactAttempt, ContactOutcome
from findings.fieldwork.models.slots import Slot
from findings.fieldwork.selectors.contacts_today import contacts_today
from findings.fieldwork.selectors.recruitment import recruitment_by_group
from findings.interviews.actions.interviews import set_group_target
from findings.interviews.models.participants import Participant
from tests.findings import factories as make
from tests.findings import field_factories as field

SignIn = Callable[[User], Client]


def test_a_form_sent_twice_makes_one_record(as_: SignIn, consultant: User) -> None:
    client, somebody = as_(consultant), field.recruit(by=consultant)
    tomorrow = f"{clock.local(clock.now() + timedelta(days=1)):%m/%d/%Y}"
    today = f"{clock.local(clock.now() - timedelta(minutes=2)):%m/%d/%Y %I:%M %p}"
    sent = {
        f"/participants/{somebody.pk}/contact/": {
            "channel": "phone", "outcome": "reached", "made_at": today, "made_by": consultant.pk,
            "next_step": "Call again", "next_on": tomorrow,
        },
        "/slots/new/": {
            "starts_at": f"{tomorrow} 10:00 AM", "minutes": 45, "interviewer": consultant.pk,
            "language": "es", "mode": "phone", "place": "none",
        },
        "/activities/new/": {
            "kind": "dialogue", "title": "At the library", "held_on": today[:10], "minutes": 90,
            "place": "public", "language": "en", "consent": "no_label", "n_resident": 12,
            "n_attended": 14, "printed": "white: 58 %\npeople of color: 44%",
        },
    }  # fmt: skip
    for page, values in sent.items():
        for _ in range(2):
            answer = client.post(page, {**values, "record_id": somebody.pk})
            assert answer.status_code == 302, (page, answer.content.decode()[-3000:])
    counts = [model.objects.count() for model in (ContactAttempt, Slot, FieldActivity)]
    assert counts == [1, 1, 1]
    shown = client.get(FieldActivity.objects.get().get_absolute_url()).content.decode()
    assert "add up to 102%. We keep them as printed" in shown


def test_today_asks_for_the_last_step_only(consultant: User) -> None:
    late = field.attempt(by=consultant, days_ago=3, next_in=0)
    ContactAttempt.objects.filter(pk=late.pk).update(next_on=clock.today() - timedelta(days=1))
    answered = field.attempt(by=consultant, days_ago=2, next_in=0)
    field.attempt(by=consultant, participant=answered.participant, outcome=ContactOutcome.DECLINED)
    field.attempt(by=consultant, next_in=5)
    fresh = field.recruit(by=consultant)
    work = contacts_today(consultant)
    assert [(step.participant, step.is_late) for step in work.steps] == [(late.participant, True)]
    assert work.not_contacted == [fresh]
    assert work.n_to_do == 2


def test_declined_and_not_come_count_by_group(consultant: User) -> None:
    once = field.attempt(by=consultant, outcome=ContactOutcome.NO_SHOW, days_ago=2)
    field.attempt(by=consultant, participant=once.participant, outcome=ContactOutcome.DECLINED)
    make.held_interview(by=consultant)
    field.attempt(by=consultant, outcome=ContactOutcome.AGREED)
    [row] = recruitment_by_group(clock.now(), is_released=False)
    counts = (row.asked, row.agreed, row.declined, row.no_shows, row.held)
    assert counts == (3, 2, 1, 1, 1)
    assert recruitment_by_group(clock.now(), is_released=True) == []
    public = figures.compute("findings.recruitment", Scope(clock.now(), Audience.PUBLIC))
    assert public.title == "Fewer than five people have been asked to talk with us"
    assert public.value is None


def test_numbers_of_people_are_rounded_down_in_the_released_title(consultant: User) -> None:
    for _ in range(6):
        field.attempt(by=consultant, outcome=ContactOutcome.DECLINED)
    team = figures.compute("findings.recruitment", Scope(clock.now(), Audience.TEAM))
    assert (team.title, team.value) == ("6 people have been asked to talk with us; 6 declined", "6")
    public = figures.compute("findings.recruitment", Scope(clock.now(), Audience.PUBLIC))
    assert public.title == "5 or more people have been asked to talk with us; 5 or more declined"
    assert public.value == "5"
    assert "resident 5 or more asked, interviews not shown" in public.sentence
    assert "resident 6 asked, 0 interviewed" in team.sentence
    assert public.denominator == ""


def test_a_group_of_few_has_one_word_for_what_is_not_shown(consultant: User) -> None:
    set_group_target(group="student", target=12, attendance=20, by=consultant)
    for _ in range(6):
        field.attempt(by=consultant, outcome=ContactOutcome.DECLINED)
    student = field.recruit(by=consultant, group=SpeakerGroup.STUDENT)
    field.attempt(by=consultant, participant=student, outcome=ContactOutcome.DECLINED)
    public = figures.compute("findings.recruitment", Scope(clock.now(), Audience.PUBLIC))
    assert "; student not shown." in public.sentence
    assert "fewer than" not in public.sentence


def test_a_released_total_is_rounded_down_from_the_whole(consultant: User) -> None:
    for group in (SpeakerGroup.RESIDENT, SpeakerGroup.BUSINESS):
        for _ in range(4):
            participant = field.recruit(by=consultant, group=group)
            field.attempt(by=consultant, participant=participant, outcome=ContactOutcome.DECLINED)
    public = figures.compute("findings.recruitment", Scope(clock.now(), Audience.PUBLIC))
    assert public.title == "5 or more people have been asked to talk with us; 5 or more declined"
    assert (public.value, public.table.rows) == ("5", ())
    assert public.sentence.startswith("In each group, fewer than 5 people have been asked.")


def test_missed_appointments_are_rounded_down_in_the_released_sentence(consultant: User) -> None:
    def sentences() -> list[str]:
        scopes = [Scope(clock.now(), audience) for audience in (Audience.TEAM, Audience.PUBLIC)]
        return [figures.compute("findings.recruitment", scope).sentence for scope in scopes]

    field.attempt(by=consultant, outcome=ContactOutcome.NO_SHOW)
    assert "1 appointment was missed." in sentences()[0]
    assert "missed" not in sentences()[1]
    for _ in range(5):
        field.attempt(by=consultant, outcome=ContactOutcome.NO_SHOW)
    team, public = sentences()
    assert "6 appointments were missed." in team
    assert "5 or more appointments were missed." in public


@pytest.mark.parametrize(
    ("model", "change", "name"),
    [
        (Participant, {"consent": "no_label"}, "consent_has_its_day"),
        (Participant, {"language": "xx"}, "participant_language_is_known"),
        (
            Participant,
            {"consent": "no_label", "consent_on": "2019-01-02", "consent_how": "guessed"},
            "consent_way_is_known",
        ),
        (ContactAttempt, {"outcome": "odd"}, "contact_outcome_is_known"),
        (ContactAttempt, {"channel": "odd"}, "contact_channel_is_known"),
        (ContactAttempt, {"next_step": "Call"}, "next_step_has_its_day"),
        (Slot, {"state": "open"}, "only_a_booked_slot_has_its_participant"),
        (Slot, {"state": "lost"}, "slot_state_is_known"),
        (Slot, {"ends_at": "2001-01-01T00:00Z"}, "ends|lower bound"),
    ],
)
def test_constraints_hold_where_actions_are_gone_around(
    model: Any, change: dict[str, Any], name: str, consultant: User
) -> None:
    somebody = field.recruit(by=consultant)
    field.attempt(by=consultant, participant=somebody)
    field.booked(by=consultant, participant=somebody)
    with pytest.raises(Exception, match=name) as failure, transaction.atomic():
        model.objects.update(**change)
    assert isinstance(failure.value, IntegrityError) or "bound" in str(failure.value)


@pytest.mark.parametrize("n_rows", [1, 40])
def test_field_lists_need_the_same_queries_for_one_and_many(
    as_: SignIn, consultant: User, n_rows: int, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for n in range(n_rows):
        field.attempt(by=consultant, next_in=0)
        field.booked(by=consultant, starts_at=clock.now() + timedelta(hours=2 * n + 1))
        field.activity(by=consultant)
    client = as_(consultant)
    limits = {"contact_today": 8, "contact_list": 6, "slot_list": 8, "activity_list": 12,
              "fieldwork": 24}  # fmt: skip
    for name, limit in limits.items():
        with django_assert_max_num_queries(limit):
            assert client.get(reverse(f"findings:{name}")).status_code == 200
