"""The PDF of a real report, as the portal issues it, before the real validator."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.reports.file_formats import FileFormat
from clayton_review.reports.models import IssuedFile
from tests.engagement import factories as engagement
from tests.incidents import factories as incidents
from tests.reports import factories, verapdf

pytestmark = pytest.mark.django_db

if verapdf.IS_THERE:  # Java is not everybody's: `test_pdf` holds the checks that always run

    def test_verapdf_finds_an_issued_report_to_meet_both_standards(
        lead: User, consultant: User, second_consultant: User, tmp_path: Path
    ) -> None:
        with clock.at(datetime(2018, 12, 20, tzinfo=UTC)):
            engagement.contract(by=lead)
            engagement.planned(by=lead, month=date(2018, 10, 1), amount="20000")
            engagement.expense(by=lead, amount="25000")
            engagement.milestone(by=lead)
            engagement.decision(by=lead)
            incidents.incident(by=consultant)
        report = factories.issued(by=lead, approvers=(consultant, second_consultant))
        content = IssuedFile.objects.get(report=report, format=FileFormat.PDF).content
        file = tmp_path / "report.pdf"
        file.write_bytes(bytes(content))
        assert verapdf.broken_rules(file, "3a", "ua1") == ""
