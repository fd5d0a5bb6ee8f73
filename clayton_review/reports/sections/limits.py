"""The section “Limits and data quality” of the monthly report."""

from clayton_review.reports.sections.kind import SectionKind

SECTION = SectionKind(
    name="limits",
    title="Limits and data quality",
    opening=(
        "Small groups are not shown, so that nobody can be recognized. Answers describe those who "
        "answered. Accounts of July 7 differ; we print each with its source."
    ),
    hint="What the numbers cannot tell.",
)
