"""Someone who owns the database rewrites the audit record: what left the house gives it away."""

import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.audit.models import AuditEntry
from clayton_review.audit.selectors import verify_chain
from clayton_review.reports import actions
from clayton_review.reports.models import NoticeKind, Report
from clayton_review.reports.selectors import heads_text, published_heads
from tests.database_roles import as_superuser
from tests.module_rows import Making
from tests.reports.factories import two_issued_reports
from tests.reports.tampering import chain_anew

pytestmark = pytest.mark.django_db

CHECKER = Path(__file__).resolve().parents[2] / "clayton_review/audit/check_export.py"


@pytest.fixture(scope="module", autouse=True)
def _two_issued_reports(making_rows: Making) -> None:
    """Issue November and December once for all tests here, and mail the second."""
    with making_rows():
        two_issued_reports()
        december = Report.objects.get(month=date(2018, 12, 1))
        actions.mail_board(report=december, kind=NoticeKind.ISSUE)


def rewrite(*, changed: int | None = None, cut_after: int | None = None) -> None:
    """Change a row, cut off the tail, chain all rows anew, and fit the head, as an owner could."""
    with as_superuser() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER USER")
        if cut_after is not None:
            AuditEntry.objects.filter(id__gt=cut_after).delete()
        AuditEntry.objects.filter(id=changed or 0).update(reason="forged")
        cursor.execute("ALTER TABLE audit_auditentry ENABLE TRIGGER USER")
    chain_anew()


def verify() -> str:
    answer = io.StringIO()
    call_command("verify_audit", stdout=answer)
    return answer.getvalue()


def check(export: Path, *kept: str) -> subprocess.CompletedProcess[str]:
    """Check an export as an outsider does: with the file alone, and no environment."""
    return subprocess.run(
        [sys.executable, "-I", str(CHECKER), str(export), *kept], env={},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def exported(folder: Path) -> Path:
    path = folder / f"export-{len(list(folder.iterdir()))}.jsonl"
    call_command("export_audit", str(path), stdout=io.StringIO())
    return path


def test_a_sound_record_holds_every_published_head() -> None:
    assert len(published_heads()) == 3  # two reports, and the letters about the second
    assert "chain sound" in verify()
    assert "published hashes found: 3" in verify()


def test_a_head_without_a_row_comes_last() -> None:
    """As in a report that printed none, and whose row the database no longer has."""
    edition = json.loads(Report.objects.get(month=date(2018, 11, 1)).edition)
    without = {**edition, "audit_row": None, "audit_head": "0" * 64}
    with as_superuser() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reports_report DISABLE TRIGGER USER")
        Report.objects.filter(month=date(2018, 11, 1)).update(edition=json.dumps(without))
        cursor.execute("ALTER TABLE reports_report ENABLE TRIGGER USER")
    heads = published_heads()
    assert [head.number for head in heads] == ["2018-12", "2018-12", "2018-11"]
    assert [head.row is None for head in heads] == [False, False, True]
    assert heads[0].row is not None
    assert heads[1].row is not None
    assert heads[0].row < heads[1].row
    assert "2018-11" not in heads_text()


def test_a_changed_row_is_found_though_all_was_chained_anew() -> None:
    rewrite(changed=1)
    assert verify_chain().broken_at is None  # by itself the chain is sound
    first = published_heads()[0]
    with pytest.raises(CommandError, match=f"row {first.row} is not the one that report 2018-11"):
        verify()


def test_a_tail_cut_off_and_written_anew_is_found(lead: User) -> None:
    first = published_heads()[0]
    assert first.row
    rewrite(cut_after=first.row)
    assert verify_chain().broken_at is None
    with pytest.raises(CommandError, match=f"rows after row {first.row} were cut off"):
        verify()
    for _ in range(50):  # written anew, as long as it was and longer
        with transaction.atomic():
            record(by=lead, verb="tested", obj=lead)
    assert verify_chain().broken_at is None
    with pytest.raises(CommandError, match="is not the one that report 2018-12 names"):
        verify()


def test_a_change_after_the_last_report_is_found_by_the_mailed_head() -> None:
    _, printed, mailed = published_heads()
    assert printed.row
    assert mailed.row
    assert mailed.row > printed.row
    rewrite(changed=mailed.row)
    with pytest.raises(CommandError, match="is not the one that the e-mail about report 2018-12"):
        verify()


def test_an_outsider_finds_what_the_database_no_longer_tells(tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_text(heads_text())
    sound = check(exported(tmp_path), str(kept), published_heads()[0].hash)
    assert (sound.returncode, sound.stderr) == (0, "")
    assert "chain sound" in sound.stdout

    rewrite(changed=1)
    broken = check(exported(tmp_path), str(kept))
    assert broken.returncode == 1
    assert "is not the one that report 2018-11 names" in broken.stdout
    assert check(exported(tmp_path), published_heads()[0].hash).returncode == 1


def test_an_export_that_does_not_fit_itself_is_found(tmp_path: Path) -> None:
    export = exported(tmp_path)
    export.write_text(export.read_text().replace('"issued"', '"unissued"', 1))
    assert "was changed" in check(export, published_heads()[0].hash).stdout


def test_what_is_no_export_or_no_hash_is_said_so(tmp_path: Path) -> None:
    export = exported(tmp_path)
    (tmp_path / "empty.txt").write_text("nothing\n")
    (tmp_path / "other.txt").write_text("[1, 2]\n")
    for arguments in ((export,), (export, tmp_path / "empty.txt"), (export, tmp_path / "none")):
        assert check(arguments[0], *map(str, arguments[1:])).returncode == 2
    answer = check(tmp_path / "other.txt", "0" * 64)
    assert (answer.returncode, "no row of the audit record" in answer.stderr) == (2, True)


def test_an_export_overwrites_nothing(tmp_path: Path) -> None:
    export = exported(tmp_path)
    assert export.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_audit", str(export))
