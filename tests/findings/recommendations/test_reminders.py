"""Tests of reminders to the city: each step once, to the right people, never when done."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from clayton_review import clock
from clayton_review.accounts.models import DigestFrequency, User
from clayton_review.accounts.preferences import choose_digest_frequency
from clayton_review.jobs.models import Job
from findings.recommendations.actions.recommendations import (
    assign_recommendations,
    edit_recommendation,
)
from findings.recommendations.actions.release import issue_recommendation, withdraw_recommendation
from findings.recommendations.actions.reminders import due_step, send_reminders
from findings.recommendations.inputs import RecommendationAssignmentInput
from findings.recommendations.models.recommendations import Recommendation
from findings.recommendations.models.responses import Reminder, ReminderStep
from findings.recommendations.tasks import remind, request_reminders
from tests.findings import factories as make
from tests.letters.outgoing import sent_letters
from tests.module_rows import Making
from tests.people import usual_team

DUE = date(2019, 3, 31)


@pytest.fixture(scope="module", autouse=True)
def issued_once(making_rows: Making) -> UUID:
    values = replace(make.RECOMMENDATION, due_on=DUE)
    with making_rows():
        lead, consultant, signer = usual_team()
        finding = make.released(by=consultant, signer=signer, lead=lead)
        row = make.recommendation(by=consultant, finding=finding, values=values)
        issue_recommendation(recommendation=row, revision=row.revision, by=lead)
        return row.pk


@pytest.fixture
def advice(issued_once: UUID, db: None) -> Recommendation:
    return Recommendation.objects.get(pk=issued_once)


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (-31, None),
        (-30, ReminderStep.MONTH_BEFORE),
        (-8, ReminderStep.MONTH_BEFORE),
        (-7, ReminderStep.WEEK_BEFORE),
        (0, ReminderStep.WEEK_BEFORE),
        (1, ReminderStep.PASSED),
        (29, ReminderStep.PASSED),
        (400, ReminderStep.MONTH_AFTER),
    ],
)
def test_which_step_has_come(days: int, step: ReminderStep | None) -> None:
    assert due_step(DUE, DUE + timedelta(days=days)) == step


def test_each_step_is_written_once_however_often_the_job_runs(
    advice: Recommendation, city_staff: User
) -> None:
    for days in (-40, -30, -30, -29, -7, -7, 1, 1, 2):
        send_reminders(today=DUE + timedelta(days=days))
    assert [letter.subject for letter in sent_letters()] == [
        "R-0001 is due soon", "R-0001 is due soon", "R-0001 is overdue",
    ]  # fmt: skip
    assert {letter.to[0] for letter in sent_letters()} == {city_staff.email}
    assert f"/progress/{advice.reference}/" in sent_letters()[0].body


def test_a_reminder_comes_whatever_a_person_chose_about_digests(
    advice: Recommendation, city_staff: User
) -> None:
    choose_digest_frequency(frequency=DigestFrequency.NONE, by=city_staff)
    send_reminders(today=DUE + timedelta(days=1))
    [letter] = sent_letters()
    assert letter.subject == "R-0001 is overdue"
    assert advice.text in letter.body


def test_without_the_row_it_would_be_written_again(
    advice: Recommendation, city_staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = (Reminder(), True)
    monkeypatch.setattr(
        "findings.recommendations.actions.reminders.Reminder.objects.get_or_create",
        lambda **row: pair,
    )
    assert [send_reminders(today=DUE) for _ in range(2)] == [1, 1]


def test_a_late_start_does_not_make_up_for_earlier_steps(
    advice: Recommendation, city_staff: User
) -> None:
    assert send_reminders(today=DUE + timedelta(days=3)) == 1
    assert Reminder.objects.get().step == ReminderStep.PASSED


def test_a_new_date_is_reminded_of_anew(
    advice: Recommendation, city_staff: User, consultant: User
) -> None:
    send_reminders(today=DUE)
    values = replace(make.RECOMMENDATION, due_on=DUE + timedelta(days=20))
    with clock.at(datetime(2019, 3, 31, 16, tzinfo=UTC)):
        edit_recommendation(
            recommendation=advice, revision=advice.revision, values=values,
            findings=list(advice.findings.all()), by=consultant,
        )  # fmt: skip
    assert send_reminders(today=DUE) == 1


def test_the_contact_alone_is_written_to_where_there_is_one(
    advice: Recommendation, city_staff: User, consultant: User
) -> None:
    other = User.objects.create_user(email="other@example.org", name="Otto Other", role="city")  # type: ignore[arg-type]
    assert send_reminders(today=DUE) == 2
    assign_recommendations(
        recommendations=[advice],
        assignment=RecommendationAssignmentInput(contact=other),
        by=consultant,
    )
    sent_letters().clear()
    assert send_reminders(today=DUE + timedelta(days=1)) == 1
    assert sent_letters()[0].to == ["other@example.org"]


def test_nobody_is_reminded_of_what_is_reported_withdrawn_or_not_issued(
    advice: Recommendation, city_staff: User, consultant: User, lead: User
) -> None:
    values = replace(make.RECOMMENDATION, due_on=DUE)
    make.recommendation(by=consultant, finding=advice.findings.get(), values=values)
    make.reported(recommendation=advice, by=city_staff)
    assert send_reminders(today=DUE) == 0
    withdraw_recommendation(recommendation=advice, revision=advice.revision, reason="Over", by=lead)
    assert send_reminders(today=DUE) == 0


@pytest.mark.parametrize(("hour", "n_jobs"), [(13, 0), (15, 1)])  # 7 and 9 in the morning
def test_beat_rings_one_job_a_day_from_eight_on(db: None, hour: int, n_jobs: int) -> None:
    with clock.at(datetime(2019, 1, 15, hour, tzinfo=UTC)):
        request_reminders()
        request_reminders()
    assert Job.objects.filter(name="findings.remind", key="2019-01-15").count() == n_jobs
    remind("2019-01-15")


@pytest.mark.parametrize(
    ("step", "constraint"),
    [("sometime", "reminder_step_is_known"), ("passed", "nobody_is_reminded_twice_of_a_step")],
)
def test_the_database_refuses_what_is_not_true(
    advice: Recommendation, city_staff: User, step: str, constraint: str
) -> None:
    row = {"recommendation": advice, "due_on": DUE, "person": city_staff}
    Reminder.objects.create(step="passed", **row)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Reminder.objects.create(step=step, **row)


@pytest.mark.parametrize(
    ("days", "step", "words"),
    [
        (-31, None, ""),
        (-30, ReminderStep.MONTH_BEFORE, "is due soon"),
        (0, ReminderStep.WEEK_BEFORE, "is due soon"),
        (1, ReminderStep.PASSED, "is overdue"),
        (30, ReminderStep.MONTH_AFTER, "is overdue"),
    ],
)
def test_a_reminder_says_if_the_day_has_passed(
    advice: Recommendation, city_staff: User, days: int, step: ReminderStep | None, words: str
) -> None:
    make.recommendation(by=usual_team()[1], values=replace(make.RECOMMENDATION, due_on=DUE))
    assert send_reminders(today=DUE + timedelta(days=days)) == (step is not None)
    rows = [(row.recommendation, row.step, row.due_on, row.person) for row in
            Reminder.objects.all()]  # fmt: skip
    assert rows == ([(advice, step, DUE, city_staff)] if step else [])
    letters = [(letter.to, letter.subject) for letter in sent_letters()]
    assert letters == ([([city_staff.email], f"{advice.reference} {words}")] if step else [])
