"""A new section of the monthly report, with the new figure."""

from tests.extending.example import Edit, Example

EXAMPLE = Example(
    row="a report section",
    folder="report_section",
    edits=(
        Edit(
            "clayton_review/reports/sections/__init__.py",
            before="SECTIONS: tuple",
            add=("from clayton_review.reports.sections import lanterns\n\n"),
        ),
        Edit(
            "clayton_review/reports/sections/__init__.py",
            after="    definitions.SECTION,\n",
            add="    lanterns.SECTION,\n",
        ),
    ),
)
