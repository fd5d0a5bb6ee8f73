"""A report in a test carries a blank sheet; a test of what is printed asks for `printing`."""

import hashlib
from io import BytesIO

import pikepdf
import pytest

from clayton_review.reports.printing import pdf_process


def _blank_sheet() -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        buffer = BytesIO()
        pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()


BLANK, REALLY = _blank_sheet(), pdf_process._run_printing_process


def blank(job: bytes) -> bytes:
    """A PDF at once: the same for the same job, another one for another."""
    return BLANK + b"%" + hashlib.sha256(job).hexdigest().encode()


@pytest.fixture(autouse=True)
def _blank_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_process, "_run_printing_process", blank)


@pytest.fixture
def printing(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, what is printed is really printed."""
    monkeypatch.setattr(pdf_process, "_run_printing_process", REALLY)
