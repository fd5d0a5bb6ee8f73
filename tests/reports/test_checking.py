"""A stranger checks a downloaded report with the printed commands, offline."""

import hashlib
import json
import re
import shutil
import subprocess
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.audit.check_export import kept_heads
from clayton_review.refusals import Refused
from clayton_review.reports import actions
from clayton_review.reports.file_formats import FileFormat
from clayton_review.reports.models import NoticeKind, Report
from clayton_review.reports.selectors import published_heads
from clayton_review.reports.signing import refuse_missing_key
from tests.database_roles import as_superuser
from tests.letters.outgoing import sent_letters
from tests.module_rows import Making
from tests.reports.factories import approved, two_issued_reports

pytestmark = pytest.mark.django_db

ENDINGS = [*FileFormat.values, "SHA256SUMS", "SHA256SUMS.sig", "pem"]
NEEDS_OPENSSL = pytest.mark.skipif(
    not (shutil.which("openssl") and shutil.which("sha256sum")),
    reason="openssl and sha256sum are not installed",
)


@pytest.fixture(scope="module", autouse=True)
def _two_issued_reports(making_rows: Making) -> None:
    """Issue November and December once for all tests here."""
    with making_rows():
        two_issued_reports()


@pytest.fixture
def december() -> Report:
    """The issued report for December."""
    return Report.objects.get(month=date(2018, 12, 1))


def save(client: Client, address: str, folder: Path) -> Path:
    """Save a download under the name that a browser would give it."""
    response: Any = client.get(address)
    assert response.status_code == 200, address
    name = re.search(r'filename="(.+?)"', response["Content-Disposition"])
    assert name
    path = folder / name[1]
    path.write_bytes(response.getvalue())
    return path


def save_all(client: Client, folder: Path) -> list[Path]:
    """Save every file of December's report."""
    return [save(client, f"/reports/2018-12.{ending}", folder) for ending in ENDINGS]


def printed_commands(html: str) -> str:
    """Return the commands that a report prints, as they are copied from it."""
    blocks = [unescape(block) for block in re.findall(r"<pre><code>(.*?)</code></pre>", html, re.S)]
    (commands,) = [block for block in blocks if "sha256sum" in block]
    return commands


def printed_key(html: str) -> str:
    (key,) = re.findall(r"-----BEGIN PUBLIC KEY-----.*?-----END PUBLIC KEY-----\n", html, re.S)
    return str(key)


def run(commands: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the commands one by one in an empty environment; stop at the first that fails."""
    return subprocess.run(
        ["/bin/sh", "-e", "-c", commands], cwd=folder, env={"PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@NEEDS_OPENSSL
def test_the_printed_commands_check_a_report_word_for_word(client: Client, tmp_path: Path) -> None:
    files = save_all(client, tmp_path)
    web_page = client.get("/reports/2018-12/").content.decode()
    for html in (web_page, next(f for f in files if f.suffix == ".html").read_text()):
        done = run(printed_commands(html), tmp_path)
        assert done.returncode == 0, done.stderr
        assert "Signature Verified Successfully" in done.stdout
        assert done.stdout.count(": OK") == len(FileFormat)
        key = next(file for file in files if file.suffix == ".pem")
        assert printed_key(html) == key.read_text()


@NEEDS_OPENSSL
def test_one_file_alone_can_be_checked(client: Client, tmp_path: Path) -> None:
    for ending in ("pdf", "SHA256SUMS", "SHA256SUMS.sig", "pem"):
        save(client, f"/reports/2018-12.{ending}", tmp_path)
    done = run(printed_commands(client.get("/reports/2018-12/").content.decode()), tmp_path)
    assert (done.returncode, done.stdout.count(": OK")) == (0, 1)


@NEEDS_OPENSSL
@pytest.mark.parametrize("ending", ["html", "pdf", "json", "csv.zip", "brief.pdf", "SHA256SUMS"])
def test_a_changed_byte_is_noticed(client: Client, tmp_path: Path, ending: str) -> None:
    commands = printed_commands(client.get("/reports/2018-12/").content.decode())
    files = save_all(client, tmp_path)
    changed = next(file for file in files if file.name.endswith(f"12.{ending}"))
    changed.write_bytes(changed.read_bytes()[:-2] + b"\x00\n")
    assert run(commands, tmp_path).returncode != 0


@NEEDS_OPENSSL
def test_a_file_under_another_name_is_passed_over(client: Client, tmp_path: Path) -> None:
    commands = printed_commands(client.get("/reports/2018-12/").content.decode())
    pdf = next(file for file in save_all(client, tmp_path) if file.name.endswith("12.pdf"))
    pdf.rename(pdf.with_stem(f"{pdf.stem} (1)"))
    done = run(commands, tmp_path)
    assert (done.returncode, done.stdout.count(": OK")) == (0, len(FileFormat) - 1)


def test_every_hash_on_a_report_is_that_of_a_file_or_a_listed_head(
    client: Client, tmp_path: Path
) -> None:
    addresses = [f"/reports/2018-{month}.{ending}" for month in (11, 12) for ending in ENDINGS]
    files = [save(client, address, tmp_path).read_bytes() for address in addresses]
    known = {hashlib.sha256(file).hexdigest() for file in files}
    known |= {head.hash for head in published_heads()}
    page = client.get("/reports/2018-12/").content.decode()
    hashes = set(re.findall(r"\b[0-9a-f]{64}\b", page))
    assert hashes
    assert hashes <= known


def test_the_letter_carries_hashes_key_and_head(
    december: Report, client: Client, tmp_path: Path
) -> None:
    actions.mail_board(report=december, kind=NoticeKind.ISSUE)
    letter = sent_letters()[0].body
    assert december.checksums.text in letter
    assert printed_key(client.get("/reports/2018-12/").content.decode()) in letter
    mailed = published_heads()[-1]
    assert mailed.was_mailed
    kept = tmp_path / "letter.txt"
    kept.write_text(str(letter))
    assert [(head.row, head.hash) for head in kept_heads(str(kept))] == [(mailed.row, mailed.hash)]


def test_a_draft_publishes_no_hashes(client: Client) -> None:
    assert client.get("/reports/2019-01.SHA256SUMS").status_code == 404
    assert client.get("/reports/2018-12.SHA1SUMS").status_code == 404


def test_nothing_is_issued_without_a_key(
    lead: User, consultant: User, second_consultant: User, settings: Any
) -> None:
    report = approved(by=lead, approvers=(consultant, second_consultant), month=date(2018, 10, 1))
    settings.REPORT_SIGNING_KEY = ""
    with pytest.raises(Refused, match="REPORT_SIGNING_KEY"):
        actions.issue(report=report, by=lead)
    report.refresh_from_db()
    assert report.state == "approved"


def test_production_does_not_start_without_a_key(settings: Any) -> None:
    settings.PRODUCTION, settings.REPORT_SIGNING_KEY = True, ""
    with pytest.raises(ImproperlyConfigured, match="REPORT_SIGNING_KEY must be set"):
        refuse_missing_key()


@pytest.mark.parametrize("table", ["reports_checksums", "reports_mailedhead"])
def test_published_hashes_cannot_be_changed(december: Report, table: str) -> None:
    actions.mail_board(report=december, kind=NoticeKind.ISSUE)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {table} SET at = at")  # noqa: S608  # names from this test


def test_the_page_lists_keys_and_heads(client: Client) -> None:
    page = client.get("/reports/check/").content.decode()
    assert "Public key of 2018-11, 2018-12:" in page
    for head in published_heads():
        assert head.hash in page
    answer = client.get("/reports/check/heads.txt")
    lines = answer.content.decode().splitlines()
    assert [line.split()[1] for line in lines] == [head.hash for head in published_heads()]
    rows = [int(line.split()[0]) for line in lines]
    assert rows == sorted(rows)
    assert 'filename="audit-heads.txt"' in answer["Content-Disposition"]
    assert "check_audit_export.py EXPORT audit-heads.txt" in page


def test_a_head_printed_before_rows_were_is_listed_with_its_row(
    december: Report, client: Client
) -> None:
    whole = next(head for head in published_heads() if head.number == december.number)
    content = json.loads(december.edition)
    del content["audit_row"]
    with as_superuser() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reports_report DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE reports_report SET edition = %s WHERE id = %s",
            [json.dumps(content), december.pk],
        )
    assert whole in published_heads()
    page = client.get("/reports/check/").content.decode()
    assert f'<td class="num">{whole.row}</td>' in page
    assert "not found" not in page
