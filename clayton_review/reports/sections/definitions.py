"""The section “Definitions” of the monthly report."""

from clayton_review.reports.sections.kind import SectionKind

SECTION = SectionKind(
    name="definitions",
    title="Definitions",
    opening=(
        "- Finding: a problem or a strength that the evidence supports, shown with any evidence "
        "against it.\n"
        "- Reported implemented: the city says a recommendation is done.\n"
        "- Implemented (verified): we have seen the evidence that it is done.\n"
        "- Not to exceed: the most the fees may come to under the contract and its amendments. "
        "Reimbursable expenses are separate.\n"
        "- At the pace of recent months: what fees would come to if each month left costs the "
        "average of the last three whole months.\n"
        "- Slip: days between the date first agreed on for a milestone and its date now.\n"
        "- Disputed: two sources give accounts that cannot both be right."
    ),
    hint="Words a reader may not know.",
)
