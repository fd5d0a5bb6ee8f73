"""The section “Work plan” of the monthly report."""

from clayton_review.reports.sections.kind import SectionKind

SECTION = SectionKind(
    name="work_plan",
    title="Work plan",
    figures=("engagement.milestones", "documents.requests"),
    hint="What was reached, what moved, and why.",
)
