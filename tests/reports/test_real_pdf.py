"""The PDF files of a real report, as the portal issues them, before the real validator."""

from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.reports.file_formats import FileFormat
from clayton_review.reports.models import IssuedFile
from tests.engagement import factories as engagement
from tests.incidents import factories as incidents
from tests.pdf_judge import BrokenRules
from tests.reports import factories

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.mark.usefixtures("printing")
def test_verapdf_finds_an_issued_report_and_its_brief_to_meet_both_standards(
    lead: User,
    consultant: User,
    second_consultant: User,
    tmp_path: Path,
    broken_rules: BrokenRules,
) -> None:
    with clock.at(datetime(2018, 12, 20, tzinfo=UTC)):
        engagement.contract(by=lead)
        engagement.planned(by=lead, month=date(2018, 10, 1), amount="20000")
        engagement.expense(by=lead, amount="25000")
        engagement.milestone(by=lead)
        engagement.decision(by=lead)
        incidents.incident(by=consultant)
    report = factories.issued(by=lead, approvers=(consultant, second_consultant))
    for format_ in (FileFormat.PDF, FileFormat.BRIEF):
        file = tmp_path / f"{format_.value}.pdf"
        file.write_bytes(bytes(IssuedFile.objects.get(report=report, format=format_).content))
        with pikepdf.open(file) as pdf:
            assert len(pdf.pages) > 1, "a blank sheet was judged"
        assert broken_rules(file, "3a", "ua1") == ""
