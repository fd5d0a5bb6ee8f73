"""The section “Budget” of the monthly report."""

from clayton_review.reports.sections.kind import SectionKind

SECTION = SectionKind(
    name="budget",
    title="Budget",
    figures=(
        "engagement.budget",
        "engagement.burn",
        "engagement.tasks",
        "engagement.expenses",
    ),
    hint="What was spent and why it differs from the plan.",
)
