"""The section “Interviews and meetings” of the monthly report."""

from clayton_review.reports.sections.kind import SectionKind

SECTION = SectionKind(
    name="interviews",
    title="Interviews and meetings",
    figures=("findings.interviews", "findings.attendance", "findings.recruitment"),
    hint="Whom we heard and whom we still need to hear; never who said what.",
)
