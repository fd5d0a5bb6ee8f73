"""The new section is written in the draft and stands in the issued report."""

import io
import json

import pypdf
import pytest

from clayton_review.accounts.models import User
from clayton_review.reports.file_formats import FileFormat
from tests.reports.factories import issued

pytestmark = pytest.mark.django_db


def test_it_stands_in_every_format(
    lead: User, consultant: User, second_consultant: User, printing: None
) -> None:
    report = issued(by=lead, approvers=(consultant, second_consultant))
    files = {file.format: bytes(file.content) for file in report.files.all()}
    assert "Lanterns of the month" in files[FileFormat.HTML].decode()
    assert "incidents.lanterns" in json.dumps(json.loads(files[FileFormat.JSON]))
    pages = pypdf.PdfReader(io.BytesIO(files[FileFormat.PDF])).pages
    text = "".join(page.extract_text() for page in pages)
    assert "Lanterns of the month" in " ".join(text.split())
