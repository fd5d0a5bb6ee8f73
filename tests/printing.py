"""A report in a test carries a blank sheet; a test of what is printed asks for `printing`."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def blank_sheets() -> Iterator[None]:
    """Print nothing until the block ends."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf_process, "_run_printing_process", blank)
        yield


@pytest.fixture(autouse=True)
def _blank_sheets() -> Iterator[None]:
    with blank_sheets():
        yield


@pytest.fixture
def printing(_blank_sheets: None) -> Iterator[None]:
    """From here on, what is printed is really printed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf_process, "_run_printing_process", REALLY)
        yield
