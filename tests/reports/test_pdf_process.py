"""Printing in a process of its own: the same bytes, no secrets, and a plain word when it fails."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from clayton_review.reports.printing import pdf_process
from clayton_review.reports.printing.document import typeset
from clayton_review.reports.printing.pdf_job import PdfAttachment, PdfJob
from tests.reports.sample_report import sample_report

pytestmark = pytest.mark.usefixtures("printing")

AT = datetime(2019, 1, 1, 12, tzinfo=UTC)
FIGURES = PdfAttachment("figures.json", b"{}", "Every figure")


def printed(html: str) -> bytes:
    return pdf_process.render_pdf(
        html=html, title="Report", language="en-US", created_at=AT, attachments=(FIGURES,)
    )


def test_the_press_gives_the_bytes_that_typesetting_gives() -> None:
    static = str(settings.BASE_DIR / "static")
    job = PdfJob(sample_report(), "Report", "en-US", AT, static, pdf_process.STYLESHEET, (FIGURES,))

    assert printed(sample_report()) == typeset(job)


def a_program(folder: Path, source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the press start this program instead of its own."""
    file = folder / "python"
    file.write_text(f"#!{sys.executable}\n{source}")
    file.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(file))


def test_the_press_is_told_nothing_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "SECRET_KEY", "VAULT_KEYS", "REDIS_URL"):
        monkeypatch.setenv(name, "secret")
    log = tmp_path / "told"
    a_program(
        tmp_path,
        f"import os; open({str(log)!r}, 'w').write(' '.join(os.environ)); print('%PDF-')",
        monkeypatch,
    )
    printed("<p>x</p>")

    assert set(log.read_text().split()) - {"LC_CTYPE"} <= set(pdf_process.HANDED_ON)


def test_sabotage_a_press_that_hands_everything_on_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "secret")
    monkeypatch.setattr(pdf_process, "HANDED_ON", tuple(os.environ))
    log = tmp_path / "told"
    a_program(
        tmp_path,
        f"import os; open({str(log)!r}, 'w').write(' '.join(os.environ)); print('%PDF-')",
        monkeypatch,
    )
    printed("<p>x</p>")

    assert "DATABASE_URL" in log.read_text().split()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("raise SystemExit('no fonts on this machine')", "no fonts on this machine"),
        ("print('hello')", "printing ended with 0"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "printing ended with -9"),
        ("import time; time.sleep(60)", "no PDF within 0.2 s"),
    ],
)
def test_without_a_pdf_the_press_says_why(
    source: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_process, "LONGEST_SECONDS", 0.2 if "sleep" in source else 60)
    a_program(tmp_path, source, monkeypatch)
    with pytest.raises(pdf_process.PrintingError, match=words):
        printed("<p>x</p>")
