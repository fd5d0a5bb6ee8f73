"""The section “Survey” of the monthly report."""

from clayton_review.reports.sections.kind import SectionKind

SECTION = SectionKind(
    name="survey",
    title="Survey",
    figures=("surveys.response", "surveys.answers/", "surveys.methodology/"),
    hint="What residents answered, and how much the answers can tell us.",
)
