"""The section “Scope and method” of the monthly report."""

from clayton_review.reports.sections.kind import SectionKind

SECTION = SectionKind(
    name="scope",
    title="Scope and method",
    opening=(
        "21CPS studies relations between the City of Clayton, its police department and its "
        "community for the Board of Aldermen. The Board approved the contract on "
        '{{ fact "contract.approved_on" }}; it must not exceed '
        '{{ fact "contract.limit" }} plus expenses.\n\n'
        "We read records, hold interviews and dialogues, and ask residents in a survey. "
        "Each finding gives the evidence for it and against it."
    ),
    hint="What was studied this month, and how.",
)
