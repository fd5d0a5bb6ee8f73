"""The section “Limits and data quality” of the monthly report."""

from clayton_review.reports.sections.kind import SectionKind

SECTION = SectionKind(
    name="limits",
    title="Limits and data quality",
    opening=(
        "We do not show small groups, so that nobody can be recognized. Answers describe the "
        "people who answered. Accounts of July 7 differ. We print each one with its source."
    ),
    hint="What the numbers cannot tell us.",
)
