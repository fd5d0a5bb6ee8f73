"""Commands about reports that are refused: each says why and leaves no report."""

import pytest
from django.core.management import CommandError, call_command

from clayton_review.reports.models import Archive, Report

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (["build_report", "December"], "Write the month as YYYY-MM, for example 2018-12."),
        (["build_report", "2018-13"], "Write the month as YYYY-MM, for example 2018-12."),
        (
            ["build_report", "2999-12"],
            "December 2999 is not over yet. Its report is prepared after its last day.",
        ),
        (["publish_archive"], "No report has been issued yet."),
        (["sign_report", "2018-12"], "There is no issued report 2018-12."),
        (["verify_report"], "Name one report, or say --all."),
        (["verify_report", "2018-12", "--all"], "Name one report, or say --all."),
        (["verify_report", "2018-12"], "There is no issued report 2018-12."),
        (["verify_report", "--all"], "There is no issued report."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "says why",
)
def test_a_refused_command_says_why(command: list[str], sentence: str) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command(*command)
    assert str(refusal.value) == sentence
    assert not Report.objects.exists()
    assert not Archive.objects.exists()
