"""PostgreSQL's own samples of columns, which outlive the rows they were taken from."""

from uuid import uuid4

import pytest

from clayton_review.accounts.models import User
from clayton_review.migration_operations import keep_no_samples
from findings.stories.models import SealedNote
from surveys.answers.models import SealedBox, SpentCode
from tests.database_roles import as_superuser
from tests.surveys import factories

pytestmark = pytest.mark.django_db

TABLES = ("surveys_spentcode", "surveys_sealedbox", "findings_sealednote")


def samples() -> str:
    """Return all that ANALYZE keeps of the sealed tables, as text."""
    with as_superuser() as cursor:
        cursor.execute(f"ANALYZE {', '.join(TABLES)}")
        cursor.execute("SELECT s::text FROM pg_stats s WHERE tablename = ANY(%s)", [list(TABLES)])
        return "\n".join(row for (row,) in cursor.fetchall())


def test_no_sample_keeps_a_code_or_a_box(lead: User) -> None:
    survey = factories.open_survey(by=lead)
    marks = [uuid4().hex * 2 for _ in range(5)]
    SpentCode.objects.bulk_create(SpentCode(mark=mark, survey=survey) for mark in marks)
    boxes = [SealedBox(survey=survey, ciphertext=uuid4().bytes) for _ in range(5)]
    SealedBox.objects.bulk_create(boxes)
    notes = [SealedNote(id=uuid4(), week="2019-01-07", ciphertext=uuid4().bytes) for _ in range(5)]
    SealedNote.objects.bulk_create(notes)
    kept = samples()
    assert "week" in kept  # samples are taken, and this one says no more than the story itself
    secrets = [*marks, *(str(box.pk) for box in boxes), *(str(note.pk) for note in notes)]
    secrets += [box.ciphertext.hex() for box in boxes] + [note.ciphertext.hex() for note in notes]
    assert [secret for secret in secrets if secret in kept] == []


def test_samples_taken_before_the_upgrade_go() -> None:
    with as_superuser() as cursor:
        cursor.execute("CREATE TABLE older AS SELECT md5(n::text)::varchar(64) mark"
                       " FROM generate_series(1, 200) n")  # fmt: skip
        cursor.execute("ANALYZE older")
        cursor.execute("SELECT count(*) FROM pg_stats WHERE tablename = 'older'")
        assert cursor.fetchone() == (1,)
        cursor.execute(str(keep_no_samples("older", mark="varchar(64)").sql))
        cursor.execute("ANALYZE older")
        cursor.execute("SELECT count(*) FROM pg_stats WHERE tablename = 'older'")
        assert cursor.fetchone() == (0,)
