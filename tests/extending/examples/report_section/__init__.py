"""A new section of the monthly report, with the new figure."""

from tests.extending.example import Edit, Example

EXAMPLE = Example(
    row="a report section",
    folder="report_section",
    edits=(
        Edit(
            "clayton_review/reports/sections.py",
            before='    SectionKind(\n        name="definitions",',
            add="""    SectionKind(
        name="lanterns",
        title="Lanterns of the month",
        figures=("incidents.lanterns",),
        opening="Lanterns are counted here.",
        hint="What the lanterns show.",
    ),
""",
        ),
    ),
)
