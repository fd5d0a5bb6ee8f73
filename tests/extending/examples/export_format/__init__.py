"""A new export format of the report: its headline as plain text."""

from tests.extending.example import Edit, Example

EXAMPLE = Example(
    row="an export format of the report",
    folder="export_format",
    edits=(
        Edit(
            "clayton_review/reports/file_formats.py",
            before="    BRIEF = (\n",
            add="""    TEXT = "txt", "text/plain; charset=utf-8", "txt", "Plain text", "Plain text"
""",
        ),
        Edit(
            "clayton_review/reports/renderers/__init__.py",
            before="    FileFormat.BRIEF: render_brief,\n",
            add="    FileFormat.TEXT: lambda edition: edition.headline.encode(),\n",
        ),
    ),
)
