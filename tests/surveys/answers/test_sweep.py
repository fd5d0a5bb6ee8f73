"""Opened answers leave the database's files, however often that has to be tried."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import CaptureQueriesContext

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.jobs.models import Job, JobState
from clayton_review.jobs.tasks import run
from findings.stories.actions import sealed_notes
from findings.stories.models import SealedNote
from findings.stories.tasks import look_for_notes
from surveys import tasks
from surveys.answers.actions import sweep
from surveys.answers.models import SealedBox, SpentCode
from surveys.survey.models import Survey
from tests.surveys import factories
from tests.surveys.answers.boxes import put
from tests.surveys.database_files import files_of
from tests.threads import in_thread

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def survey(lead: User) -> Survey:
    """Return a survey with one batch waiting."""
    survey = factories.open_survey(by=lead, n_invited=1_000)
    put(survey, 220)
    return survey


@pytest.fixture
def other_session() -> Iterator[BaseDatabaseWrapper]:
    """Open a second connection with a transaction that has not begun to read."""
    session = connections["default"].copy()
    session.set_autocommit(False)
    yield session
    session.close()


def execute(session: BaseDatabaseWrapper, statement: str) -> None:
    with session.cursor() as cursor:
        cursor.execute(statement)


def work() -> list[Job]:
    """Do all jobs that are due, and return those that remain to be done."""
    waiting = Job.objects.filter(state=JobState.WAITING)
    while due := list(waiting.filter(attempt=0)):
        for job in due:
            run(str(job.pk))
    return list(waiting)


def test_no_byte_of_an_opened_box_stays_in_the_files(survey: Survey) -> None:
    boxes = {box.pk: bytes(box.ciphertext)[100:132] for box in SealedBox.objects.all()}
    before = b"".join(files_of(["surveys_sealedbox"]).values())
    assert all(part in before for part in boxes.values())

    tasks.look_for_batches()
    assert work() == []

    after = b"".join(files_of(["surveys_sealedbox"]).values())
    waiting = set(SealedBox.objects.values_list("pk", flat=True))
    assert len(waiting) == 120
    assert all(boxes[pk] in after for pk in waiting)
    assert not [pk for pk in boxes.keys() - waiting if boxes[pk] in after or pk.bytes in after]


def test_what_a_reader_kept_who_ended_during_the_sweep_does_not_stay_either(
    survey: Survey, other_session: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    boxes = {box.pk: bytes(box.ciphertext)[100:132] for box in SealedBox.objects.all()}
    execute(other_session, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    execute(other_session, "SELECT 1 FROM accounts_user")
    write_anew = sweep._write_anew

    def end_reading_afterward(*tables: str) -> None:
        write_anew(*tables)  # with the rows that the reader may still read
        other_session.rollback()

    monkeypatch.setattr(sweep, "_write_anew", end_reading_afterward)
    tasks.look_for_batches()
    work()
    other_session.rollback()
    Job.objects.exclude(state=JobState.DONE).update(attempt=0, due_at=clock.now())
    assert work() == []

    kept = b"".join(files_of(["surveys_sealedbox"]).values())
    opened = boxes.keys() - set(SealedBox.objects.values_list("pk", flat=True))
    assert not [pk for pk in opened if boxes[pk] in kept or pk.bytes in kept]


def test_a_spent_code_is_in_the_files_once(survey: Survey) -> None:
    marks = list(SpentCode.objects.values_list("mark", flat=True))
    tasks.look_for_batches()
    work()
    table = files_of(["surveys_spentcode"])["surveys_spentcode"]
    assert {table.count(mark.encode()) for mark in marks} == {1}


def test_a_sweep_fails_while_somebody_reads_what_was_deleted_and_is_repeated(
    survey: Survey, other_session: BaseDatabaseWrapper
) -> None:
    execute(other_session, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    execute(other_session, "SELECT 1 FROM accounts_user")  # it reads the present state from now on
    tasks.look_for_batches()
    [late] = work()
    assert (late.name, late.state) == (sweep.SWEEP_JOB, JobState.WAITING)
    assert "surveys_sealedbox, surveys_spentcode are still in" in late.last_error

    other_session.rollback()
    Job.objects.update(state=JobState.DONE)
    tasks.look_for_batches()  # as beat does while a deleted row remains
    assert work() == []
    assert Job.objects.get(name=sweep.SWEEP_JOB).state == JobState.DONE
    assert sweep.tables_to_sweep(*sweep.SEALED_TABLES) == []


def test_a_sweep_gives_way_when_a_table_is_not_free(
    survey: Survey, other_session: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "LONGEST_WAIT", timedelta(milliseconds=200))
    box = SealedBox.objects.all()[:1].get()
    part = bytes(box.ciphertext)[100:132]
    box.delete()
    execute(other_session, "LOCK surveys_sealedbox IN ACCESS SHARE MODE")
    with pytest.raises(sweep.DeletedRowsRemain, match="surveys_sealedbox was in use all the time"):
        sweep.sweep(*sweep.SEALED_TABLES)
    other_session.rollback()
    sweep.sweep(*sweep.SEALED_TABLES)
    assert part not in files_of(["surveys_sealedbox"])["surveys_sealedbox"]


def test_nobody_waits_behind_a_sweep_that_finds_a_table_in_use(
    survey: Survey, other_session: BaseDatabaseWrapper
) -> None:
    execute(other_session, "LOCK surveys_sealedbox IN ACCESS SHARE MODE")
    sweeping = in_thread(lambda: sweep.sweep(*sweep.SEALED_TABLES))
    put(survey, 20)
    assert sweeping.is_alive()
    other_session.rollback()
    sweeping.join(60)
    assert not sweeping.is_alive()


def test_a_sweep_says_at_once_that_a_table_is_not_its_own() -> None:
    """PostgreSQL would warn, and do nothing."""
    sentence = "The role of DATABASE_URL does not own accounts_user: opened answers would stay"
    with pytest.raises(sweep.DeletedRowsRemain, match=sentence):
        sweep.sweep("surveys_sealedbox", "accounts_user")


def test_a_sweep_leaves_no_setting_behind_for_whoever_gets_its_session(survey: Survey) -> None:
    """Behind a pooler the next statement of somebody else runs in the same session."""
    with CaptureQueriesContext(connection) as queries:
        sweep.sweep(*sweep.SEALED_TABLES)
    words = " ".join(query["sql"] for query in queries)
    assert "VACUUM" in words
    assert "set_config" not in words
    assert "SET " not in words


def test_opened_stories_leave_the_files_too() -> None:
    SealedNote.objects.create(id=uuid4(), week="2018-12-03", ciphertext=b"s" * 40)
    SealedNote.objects.all().delete()
    sweep.sweep("surveys_sealedbox")
    look_for_notes()
    assert [job.name for job in Job.objects.all()] == [sealed_notes.SWEEP_JOB]
    assert work() == []
    assert b"s" * 40 not in files_of(["findings_sealednote"])["findings_sealednote"]
