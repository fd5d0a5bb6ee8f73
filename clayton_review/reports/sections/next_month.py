"""The section “Next month” of the monthly report."""

from clayton_review.reports.sections.kind import SectionKind

SECTION = SectionKind(
    name="next_month",
    title="Next month",
    figures=("engagement.calendar", "engagement.decisions", "engagement.decided"),
    hint="What comes next and what we need from the Board.",
)
