"""The section “Lanterns of the month”."""

from clayton_review.reports.sections.kind import SectionKind

SECTION = SectionKind(
    name="lanterns",
    title="Lanterns of the month",
    figures=("incidents.lanterns",),
    opening="Lanterns are counted here.",
    hint="What the lanterns show.",
)
