"""The section “Incidents” of the monthly report."""

from clayton_review.reports.sections.kind import SectionKind

SECTION = SectionKind(
    name="incidents",
    title="Incidents",
    figures=("incidents.reviewed", "incidents.claims", "incidents.evidence"),
    hint="What records show, what is disputed, what does not exist.",
)
