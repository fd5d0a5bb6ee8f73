"""A new import format: Markdown, kept in the library and searched."""

from tests.extending.example import Edit, Example

FILETYPES = "clayton_review/documents/filetypes.py"
EXAMPLE = Example(
    row="a file format that is taken in",
    folder="import_format",
    edits=(
        Edit(
            FILETYPES,
            before="# A new kind:",
            add=(
                "MARKDOWN = FileType(\n"
                "    'Markdown text', 'text/markdown', ('.md',), is_text=_is_any\n)\n"
            ),
        ),
        Edit(FILETYPES, after="ALLOWED = (PDF, PNG, JPEG, TEXT, CSV", add=", MARKDOWN"),
        Edit(
            "clayton_review/documents/text_extraction_script.py",
            after='    ".csv": in_parts(_plain_text),\n',
            add='    ".md": in_parts(_plain_text),\n',
        ),
    ),
)
