"""The section “Changes since the last report” of the monthly report."""

from clayton_review.reports.sections.kind import SectionKind

SECTION = SectionKind(
    name="changes",
    title="Changes since the last report",
    figures=("findings.changes",),
    hint="Corrections first.",
)
