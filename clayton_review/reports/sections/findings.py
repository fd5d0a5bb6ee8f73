"""The section “Findings and recommendations” of the monthly report."""

from clayton_review.reports.sections.kind import SectionKind

SECTION = SectionKind(
    name="findings",
    title="Findings and recommendations",
    figures=(
        "findings.released",
        "findings.evidence",
        "findings.recommendations",
        "findings.by_goal",
        "findings.by_pillar",
        "findings.responses",
        "findings.overdue",
    ),
    hint="New, changed and closed.",
)
