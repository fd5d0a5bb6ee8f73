"""Reads of reports that other rooms and pages share."""

import json
from datetime import datetime
from typing import NamedTuple

from clayton_review.engagement.selectors import months_to_report
from clayton_review.figures import Figure, from_json, read_issues_with
from clayton_review.reports import edition
from clayton_review.reports.canonical import sha256_of
from clayton_review.reports.file_formats import FileFormat
from clayton_review.reports.fingerprint import renderer_name
from clayton_review.reports.models import Report
from clayton_review.reports.renderers import RENDERERS


def latest_issued() -> Report | None:
    """Return the newest revision of the newest month's issued report."""
    return Report.objects.issued().first()


def chain_head() -> Report | None:
    """Return the last link of the chain: the one issued report whose hash no other names."""
    named = Report.objects.issued().values("previous_sha256")
    return Report.objects.issued().exclude(edition_sha256__in=named).first()


def issued_before(report: Report) -> Report | None:
    """Return the report to compare with: the one it corrects, or the month before."""
    return Report.objects.issued().exclude(pk=report.pk).filter(month__lte=report.month).first()


@read_issues_with
def issued_figures(name: str) -> list[Figure]:
    """Return the figure of this name in every issued report that has it, oldest first."""
    texts = Report.objects.issued().order_by("issued_at").values_list("edition", flat=True)
    stored = [json.loads(text)["figures"].get(name) for text in texts]
    return [from_json(figure) for figure in stored if figure]


def months_due(now: datetime) -> list[str]:
    """List the months (`2018-11`) whose report should have been built by now but was not."""
    built = set(Report.objects.values_list("month", flat=True))
    return [f"{month:%Y-%m}" for month in months_to_report(now) if month not in built]


class FileVerification(NamedTuple):
    """The outcome for one issued file: the stored hash holds, and the rebuilt bytes are equal."""

    format: str
    is_intact: bool
    is_equal: bool | None  # None: other renderer versions, so the bytes are not compared
    renderer: str


def verify(report: Report) -> list[FileVerification]:
    """Compare every issued file with its hash and with a rebuild from the edition."""
    outcome = []
    issued = edition.read(report.edition)
    for file in report.files.order_by("format"):
        content = bytes(file.content)
        same_versions = file.renderer == renderer_name()
        rebuilt = RENDERERS[FileFormat(file.format)](issued) if same_versions else b""
        outcome.append(
            FileVerification(
                file.format,
                sha256_of(content) == file.sha256,
                rebuilt == content if same_versions else None,
                file.renderer,
            )
        )
    return outcome
