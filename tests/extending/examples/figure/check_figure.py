"""The new figure stands in the issued report, its formats and its page."""

import csv
import io
import json
import zipfile

import pytest
from django.test import Client

from clayton_review import clock, figures
from clayton_review.accounts.models import User
from clayton_review.figures import Audience, Scope
from clayton_review.reports.file_formats import FileFormat
from clayton_review.reports.models import Report
from tests.reports.factories import issued

pytestmark = pytest.mark.django_db
SENTENCE = "Of the incidents on record, 0 are lanterns."


@pytest.fixture
def report(lead: User, consultant: User, second_consultant: User) -> Report:
    """An issued report."""
    return issued(by=lead, approvers=(consultant, second_consultant))


def content(report: Report, file_format: FileFormat) -> bytes:
    return bytes(report.files.get(format=file_format).content)


def test_it_is_computed_for_every_audience() -> None:
    for audience in Audience:
        assert figures.compute("incidents.lanterns", Scope(clock.now(), audience)).value == "0"


def test_it_is_in_all_formats_and_on_its_page(report: Report) -> None:
    assert SENTENCE in content(report, FileFormat.HTML).decode()
    stored = json.loads(content(report, FileFormat.JSON))
    assert "incidents.lanterns" in json.dumps(stored)
    with zipfile.ZipFile(io.BytesIO(content(report, FileFormat.CSV))) as bundle:
        tables = [bundle.read(name).decode() for name in bundle.namelist()]
    rows = [row[:2] for table in tables for row in csv.reader(io.StringIO(table))]
    assert ["Lit", "0"] in rows
    page = Client().get(f"/reports/{report.number}/figures/incidents.lanterns/")
    assert page.status_code == 200
    assert SENTENCE in page.content.decode()


def test_it_is_stored_in_the_languages_of_the_public(report: Report) -> None:
    translations = json.loads(content(report, FileFormat.JSON))["translations"]
    columns = translations["es"]["incidents.lanterns"]["table"]["columns"]
    assert [column["label"] for column in columns] == ["Lanterns", "Respuestas"]
