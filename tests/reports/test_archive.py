"""The archive of all reports: whole, checkable, and made anew when something changes."""

import io
import os
import re
import time
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import Settings

from clayton_review.accounts.models import User
from clayton_review.jobs.models import Job, JobState
from clayton_review.jobs.registry import work_of
from clayton_review.reports import actions
from clayton_review.reports.actions.publish import MAKE_ARCHIVE
from clayton_review.reports.archive import write_archive
from clayton_review.reports.models import Archive, NoticeKind, Report
from clayton_review.reports.tasks import request_due
from tests.module_rows import Making
from tests.reports.factories import issued, two_issued_reports
from tests.reports.test_checking import NEEDS_OPENSSL, printed_commands, run

pytestmark = pytest.mark.django_db

LINK = re.compile(r'href="([^"]+)"')


@pytest.fixture(scope="module", autouse=True)
def _two_issued_reports(making_rows: Making) -> None:
    """Issue November and December once for all tests here."""
    with making_rows():
        two_issued_reports()


@pytest.fixture
def unpacked(tmp_path: Path, client: Client) -> Path:
    """The folder of the downloaded archive."""
    actions.make_archive()
    response: Any = client.get("/reports/archive.zip")
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as archive:
        archive.extractall(tmp_path)
    return tmp_path / "clayton-review-reports"


def test_every_link_of_the_archive_leads_to_a_file_in_it(unpacked: Path) -> None:
    for page in ("index.html", "index.es.html"):
        links = LINK.findall((unpacked / page).read_text())
        assert len(links) >= 20
        assert sum("SHA256SUMS" in link for link in links) == 4
        assert [link for link in links if not (unpacked / link).is_file()] == []


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_files_keep_the_names_that_were_signed(
    client: Client, settings: Settings, is_demonstration: bool
) -> None:
    """Also when a portal is a demonstration no more, or is one now."""
    settings.DEMONSTRATION = is_demonstration
    sums = client.get("/reports/2018-12.SHA256SUMS")
    signed = [line.split()[1] for line in sums.content.decode().splitlines()]
    assert len(signed) == 5
    for name in signed:
        ending = name.partition("2018-12.")[2].replace("csv.zip", "csv")
        answer = client.get(f"/reports/2018-12.{ending}")
        assert f'filename="{name}"' in answer["Content-Disposition"]
    content = io.BytesIO()
    write_archive(content)
    packed = {name.rpartition("/")[2] for name in zipfile.ZipFile(content).namelist()}
    assert set(signed) <= packed


def test_its_own_hash_is_checked_by_the_printed_line(client: Client, tmp_path: Path) -> None:
    actions.make_archive()
    response: Any = client.get("/reports/archive.zip")
    name = response["Content-Disposition"].partition("filename=")[2].strip('"')
    (tmp_path / name).write_bytes(response.getvalue())
    page = client.get("/reports/check/").content.decode()
    (command,) = re.findall(r"<code>(sha256sum .+?)</code>", page)
    (digest,) = re.findall(r'<code class="hash">([0-9a-f]{64})</code></p>', page)
    assert run(command, tmp_path).stdout.split() == [digest, name]


def test_it_says_that_copies_cannot_be_recalled(unpacked: Path, client: Client) -> None:
    assert "We cannot recall copies that others hold." in (unpacked / "index.html").read_text()
    assert "We cannot recall copies that others hold." in client.get(
        "/reports/check/"
    ).content.decode()  # fmt: skip


@NEEDS_OPENSSL
def test_the_reports_in_it_are_checked_with_their_own_commands(unpacked: Path) -> None:
    for number in ("2018-11", "2018-12"):
        (page,) = (unpacked / number).glob("*.html")
        assert run(printed_commands(page.read_text()), unpacked / number).returncode == 0


def test_the_same_reports_give_the_same_bytes() -> None:
    files = [io.BytesIO(), io.BytesIO()]
    assert [write_archive(file) for file in files] == [2, 2]
    assert files[0].getvalue() == files[1].getvalue()


def test_an_archive_that_is_missing_after_an_upgrade_makes_itself() -> None:
    """Reports of an earlier version have none."""
    Archive.objects.all().delete()
    Job.objects.filter(name=MAKE_ARCHIVE).update(state=JobState.DONE)
    request_due()
    assert Job.objects.get(name=MAKE_ARCHIVE).state == JobState.WAITING
    work_of(MAKE_ARCHIVE)("all")
    Job.objects.filter(name=MAKE_ARCHIVE).update(state=JobState.DONE)
    assert Archive.objects.get().n_reports == 2
    request_due()
    assert Job.objects.get(name=MAKE_ARCHIVE).state == JobState.DONE


def test_each_issue_and_correction_has_it_made_anew(
    lead: User, consultant: User, second_consultant: User
) -> None:
    archive = actions.make_archive()
    assert archive
    Job.objects.update(state=JobState.DONE)
    issued(by=lead, approvers=(consultant, second_consultant), month=date(2018, 10, 1))
    assert Job.objects.get(name=MAKE_ARCHIVE).state == JobState.WAITING
    work_of(MAKE_ARCHIVE)("all")
    newer = Archive.objects.get()
    assert (newer.n_reports, newer.sha256 != archive.sha256) == (3, True)


def test_the_letters_of_an_issue_have_it_made_anew_once() -> None:
    december = Report.objects.get(month=date(2018, 12, 1))
    Job.objects.update(state=JobState.DONE)
    actions.mail_board(report=december, kind=NoticeKind.ISSUE)
    assert Job.objects.get(name=MAKE_ARCHIVE).state == JobState.WAITING
    Job.objects.update(state=JobState.DONE)
    actions.mail_board(report=december, kind=NoticeKind.ISSUE)
    assert Job.objects.get(name=MAKE_ARCHIVE).state == JobState.DONE


def test_the_file_before_it_and_left_ones_go_but_not_that_of_a_run_under_way(
    django_capture_on_commit_callbacks: Any,
) -> None:
    left, other = (
        default_storage.save(f"reports/{name}.zip", ContentFile(b"x")) for name in ("left", "other")
    )
    two_days_ago = time.time() - 2 * 86_400
    os.utime(default_storage.path(left), (two_days_ago, two_days_ago))
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            archive = actions.make_archive()
    assert archive
    names = {f"reports/{name}" for name in default_storage.listdir("reports")[1]}
    assert names == {archive.path, other}


def test_without_an_archive_the_page_says_so(client: Client) -> None:
    assert client.get("/reports/archive.zip").status_code == 404
    assert "The archive is being made" in client.get("/reports/check/").content.decode()


def test_an_archive_that_is_just_replaced_is_no_error(client: Client) -> None:
    archive = actions.make_archive()
    assert archive
    default_storage.delete(archive.path)
    assert client.get("/reports/archive.zip").status_code == 404


def test_pages_are_packed_and_every_file_can_be_read_by_all(client: Client) -> None:
    actions.make_archive()
    response: Any = client.get("/reports/archive.zip")
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as archive:
        entries = archive.infolist()
    packed = {entry.filename for entry in entries if entry.compress_type == zipfile.ZIP_DEFLATED}
    assert {Path(name).suffix for name in packed} >= {".html", ".json", ".txt", ".py"}
    assert not any(name.endswith((".pdf", ".sig")) for name in packed)
    assert {entry.external_attr >> 16 for entry in entries} == {0o644}


def test_an_archive_outside_the_folder_of_files_is_not_served(client: Client) -> None:
    actions.make_archive()
    Archive.objects.update(path="../../../etc/hostname")
    assert client.get("/reports/archive.zip").status_code == 404
    assert client.get("/reports/check/").status_code == 200
