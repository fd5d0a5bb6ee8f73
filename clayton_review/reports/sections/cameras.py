"""The section “Body-worn cameras” of the monthly report."""

from clayton_review.reports.sections.kind import SectionKind

SECTION = SectionKind(
    name="cameras",
    title="Body-worn cameras",
    figures=("findings.technology",),
    opening=(
        "The department applied for body-worn cameras in 2017 and will start a program in 2019. "
        "No body-worn camera recorded the stop on July 7, 2018."
    ),
    hint="How far along the program is: policy, training, practice.",
)
