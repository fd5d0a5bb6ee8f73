"""The section “Definitions” of the monthly report."""

from clayton_review.reports.sections.kind import SectionKind

SECTION = SectionKind(
    name="definitions",
    title="Definitions",
    opening=(
        "- Finding: a problem or a strength that evidence supports, with what speaks against it.\n"
        "- Reported implemented: the city says that a recommendation is done.\n"
        "- Implemented (verified): we have seen the evidence that it is done.\n"
        "- Not to exceed: the most the fees may come to, as the contract and its amendments say. "
        "Reimbursable expenses stand apart.\n"
        "- At the pace of the last months: what fees come to when each month to come costs the "
        "mean of the last three whole months.\n"
        "- Slip: days between the date first agreed for a milestone and its date now.\n"
        "- Disputed: two sources give accounts that cannot both be right."
    ),
    hint="Words a reader may not know.",
)
