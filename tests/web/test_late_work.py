"""Late and failed jobs and letters: on the lead's start page, with their error and a button."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.jobs.actions import request_run
from clayton_review.jobs.models import MAX_ATTEMPTS, Job, JobState
from clayton_review.jobs.registry import job_types
from clayton_review.jobs.tasks import LAST_LOOK, reconcile
from clayton_review.letters.actions import write_letter
from clayton_review.letters.content import LetterContent
from clayton_review.letters.models import Letter, LetterState
from clayton_review.web.late import views
from clayton_review.web.late.selectors import silent_since

pytestmark = pytest.mark.django_db
NOON = datetime(2019, 2, 5, 18, tzinfo=UTC)
As = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


def failed_build(key: str = "2019-01") -> Job:
    request_run("reports.build", key)
    Job.objects.filter(key=key).update(
        state=JobState.FAILED, attempt=MAX_ATTEMPTS, last_error="The disk is full.",
        wanted_at=NOON - timedelta(hours=4),
    )  # fmt: skip
    return Job.objects.get(key=key)


def given_up_letter() -> Letter:
    letter = write_letter(
        to="alder@example.org", subject="The January report", content=LetterContent("It is out.")
    )
    Job.objects.all().delete()
    Letter.objects.update(
        state=LetterState.GIVEN_UP, n_attempts=20, last_error="The mail server refused the address."
    )
    return letter


def page_of(client: Client, address: str = "/start/") -> str:
    return client.get(address).content.decode()


def test_a_failed_job_stands_on_the_lead_s_start_page_with_its_error_and_a_button(
    as_: As, lead: User
) -> None:
    job = failed_build()
    page = page_of(as_(lead))

    assert "One late or failed job is waiting for you" in page
    assert "Draft of the monthly report · 2019-01" in page
    assert "The disk is full." in page
    assert f'action="/late/jobs/{job.pk}/retry/"' in page


def test_others_do_not_see_it(as_: As, consultant: User, board_member: User) -> None:
    failed_build()

    for user in (consultant, board_member):
        assert "The disk is full." not in page_of(as_(user))


def test_a_job_that_no_worker_takes_says_so(as_: As, lead: User) -> None:
    with clock.at(NOON - timedelta(minutes=20)):
        request_run("reports.make_archive", "all")

    assert "No worker has taken it yet." in page_of(as_(lead))


def test_a_job_in_time_is_not_listed(as_: As, lead: User) -> None:
    request_run("reports.make_archive", "all")

    assert "Archive of all issued reports" not in page_of(as_(lead))
    assert "Nothing is late" in page_of(as_(lead), "/late/")


def test_trying_again_gives_the_job_an_attempt_now_and_is_audited(as_: As, lead: User) -> None:
    job = failed_build()
    answer = as_(lead).post(f"/late/jobs/{job.pk}/retry/", follow=True)
    job.refresh_from_db()

    assert "It is being tried again." in answer.content.decode()
    assert (job.state, job.due_at, job.attempt) == (JobState.WAITING, NOON, MAX_ATTEMPTS)
    assert job.last_error == "The disk is full."
    entry = AuditEntry.objects.get(verb="tried late work again")
    assert (entry.who, entry.object_id) == (lead.email, str(job.pk))
    assert '"name": "reports.build"' in entry.payload


def test_a_job_that_is_no_longer_late_is_left_alone(as_: As, lead: User) -> None:
    request_run("reports.make_archive", "all")
    job = Job.objects.get()
    Job.objects.update(due_at=NOON + timedelta(minutes=1))
    answer = as_(lead).post(f"/late/jobs/{job.pk}/retry/", follow=True)

    assert "It is no longer late" in answer.content.decode()
    assert Job.objects.get().due_at == NOON + timedelta(minutes=1)
    assert not AuditEntry.objects.filter(verb="tried late work again").exists()


def test_a_letter_that_did_not_go_out_is_tried_again_or_set_aside(as_: As, lead: User) -> None:
    letter, browser = given_up_letter(), as_(lead)
    for address in ("/start/", "/late/"):
        page = page_of(browser, address)
        assert "The January report" in page
        assert "The mail server refused the address." in page
        assert f'action="/late/letters/{letter.pk}/send/"' in page
    browser.post(f"/late/letters/{letter.pk}/send/")
    letter.refresh_from_db()
    assert (letter.state, letter.n_attempts) == (LetterState.WAITING, 0)
    assert AuditEntry.objects.filter(verb="had a letter sent again", who=lead.email).exists()

    Letter.objects.update(state=LetterState.GIVEN_UP)
    browser.post(f"/late/letters/{letter.pk}/set-aside/")
    assert "The January report" not in page_of(browser, "/late/")


def test_a_letter_that_waits_after_an_error_has_a_button_that_sends_it_now(
    as_: As, lead: User
) -> None:
    letter, browser = given_up_letter(), as_(lead)
    later = NOON + timedelta(hours=2)
    Letter.objects.update(state=LetterState.WAITING, n_attempts=9, due_at=later)
    for address in ("/start/", "/late/"):
        assert f'action="/late/letters/{letter.pk}/send/"' in page_of(browser, address)
    answer = browser.post(f"/late/letters/{letter.pk}/send/", follow=True)

    assert "The e-mail is being sent." in answer.content.decode()
    assert Letter.objects.due().get() == letter
    assert Job.objects.due().get().key == str(letter.pk)


def test_a_letter_that_came_back_is_shown_without_a_button_to_send_it(as_: As, lead: User) -> None:
    letter = given_up_letter()
    Letter.objects.update(state=LetterState.BOUNCED, sealed=None, sent_at=NOON)
    page = page_of(as_(lead))
    assert "It is not tried again." in page_of(as_(lead), "/late/")

    assert "One late or returned e-mail is waiting for you" in page
    assert f"/late/letters/{letter.pk}/send/" not in page
    refused = as_(lead).post(f"/late/letters/{letter.pk}/send/", follow=True)
    assert "This e-mail cannot be sent again." in refused.content.decode()


def test_the_start_page_asks_the_database_no_more_often_for_much_late_work(
    as_: As, lead: User, django_assert_num_queries: Any
) -> None:
    browser = as_(lead)
    browser.get("/start/")
    with django_assert_num_queries(11):  # the pin of a lead's page with nothing late
        browser.get("/start/")
    for month in range(1, 10):
        failed_build(f"2019-0{month}")
    given_up_letter()
    with django_assert_num_queries(11):
        browser.get("/start/")


def test_health_says_that_work_is_late_and_not_which() -> None:
    assert Client().get("/healthz").json()["work_on_time"]
    failed_build()
    answer = Client().get("/healthz")

    assert answer.status_code == 200  # the site is up
    others = ("batch_due", "answers_unreadable", "stories_unreadable", "sealing_key_unfit")
    state = {"database": True, "broker": True, "work_on_time": False}
    assert answer.json() == state | dict.fromkeys(others, False)


def test_health_and_the_lead_are_told_when_no_worker_looks_for_work(as_: As, lead: User) -> None:
    reconcile()
    assert Client().get("/healthz").json()["work_on_time"]
    with clock.at(NOON + timedelta(minutes=11)):
        assert not Client().get("/healthz").json()["work_on_time"]
        for address in ("/start/", "/late/"):
            assert "No worker has looked for work since" in page_of(as_(lead), address)
    assert cache.get(LAST_LOOK) == NOON


def test_a_look_that_is_not_known_again_counts_from_when_it_was_asked_again() -> None:
    Client().get("/healthz")  # before the first worker has looked
    reconcile()
    assert Client().get("/healthz").json()["work_on_time"]
    with clock.at(NOON + timedelta(days=100)):
        reconcile()
    with clock.at(NOON + timedelta(days=30)):
        assert silent_since() is None
    with clock.at(NOON + timedelta(days=30, minutes=11)):
        assert silent_since() == NOON + timedelta(days=30)


def test_a_page_that_tells_of_silent_workers_does_not_say_that_all_is_well(
    as_: As, lead: User
) -> None:
    reconcile()
    with clock.at(NOON + timedelta(minutes=11)):
        page = page_of(as_(lead), "/late/")
    assert "Nothing is late" not in page
    assert "Every job is done in time" not in page


def test_a_look_that_is_not_known_counts_from_when_it_was_first_asked(as_: As, lead: User) -> None:
    reconcile()
    cache.clear()  # Redis was started anew, and no worker runs
    assert Client().get("/healthz").json()["work_on_time"]
    with clock.at(NOON + timedelta(minutes=11)):
        assert not Client().get("/healthz").json()["work_on_time"]
        assert "No worker has looked for work since" in page_of(as_(lead), "/late/")
        reconcile()
        assert Client().get("/healthz").json()["work_on_time"]


def test_a_look_of_a_clock_that_ran_ahead_vouches_for_no_worker() -> None:
    with clock.at(NOON + timedelta(days=100)):
        reconcile()
    Client().get("/healthz")
    with clock.at(NOON + timedelta(minutes=11)):
        assert not Client().get("/healthz").json()["work_on_time"]


def test_a_first_question_of_a_clock_that_ran_ahead_is_asked_anew() -> None:
    cache.clear()
    with clock.at(NOON + timedelta(days=1)):
        Client().get("/healthz")
    Client().get("/healthz")
    with clock.at(NOON + timedelta(minutes=11)):
        assert not Client().get("/healthz").json()["work_on_time"]


def test_the_page_says_how_many_it_leaves_out(
    as_: As, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_up_letter()
    given_up_letter()
    for key in "12":
        Job.objects.create(name="tests.late", key=key, state=JobState.FAILED)
    whole = page_of(as_(lead), "/late/")
    assert "The oldest" not in whole
    monkeypatch.setattr(views, "SHOWN", 1)
    page = page_of(as_(lead), "/late/")
    assert page.count("The oldest 1 of 2 are shown.") == 2
    for words in ("The January report", "tests.late"):
        assert page.count(words) == whole.count(words) / 2


def test_a_letter_whose_attempt_did_not_end_is_not_said_to_have_no_worker(
    as_: As, lead: User
) -> None:
    given_up_letter()
    Letter.objects.update(state=LetterState.WAITING, n_attempts=2, last_error="")
    page = page_of(as_(lead), "/late/")
    assert "An attempt was begun and did not end." in page
    assert "No worker has taken it yet." not in page


def test_every_job_of_the_portal_has_a_title() -> None:
    titles = [kind.title for name, kind in job_types().items() if not name.startswith("tests.")]
    assert all(title[0].isupper() and "_" not in title for title in titles)
    assert len(set(titles)) == len(titles)


def test_the_start_page_and_late_work_do_without_redis(as_: As, lead: User) -> None:
    given_up_letter()
    client = as_(lead)
    silent = settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    with override_settings(CACHES={"default": silent}):
        assert "The January report" in page_of(client, "/start/")
        assert "The January report" in page_of(client, "/late/")
