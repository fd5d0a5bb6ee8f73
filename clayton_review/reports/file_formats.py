"""Formats of the files in which a report is issued."""

from typing import Self

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


def file_stem(number: str, *, is_demonstration: bool) -> str:
    """Return the name of a report's files before their endings."""
    return f"{'demonstration-' * is_demonstration}clayton-review-{number}"


class FileFormat(models.TextChoices):
    """One format: its stored value, type, ending, the text of a link to it, and its short label."""

    content_type: str
    ending: str
    link_text: "str | Promise"

    HTML = (
        "html",
        "text/html; charset=utf-8",
        "html",
        gettext_lazy("Full report (web page)"),
        "Web page",
    )
    PDF = "pdf", "application/pdf", "pdf", gettext_lazy("Full report (PDF)"), "PDF"
    JSON = (
        "json",
        "application/json",
        "json",
        gettext_lazy("Data file: figures (JSON)"),
        "Figures (JSON)",
    )
    CSV = (
        "csv",
        "application/zip",
        "csv.zip",
        gettext_lazy("Data file: tables (CSV in a ZIP)"),
        "Tables (CSV)",
    )
    BRIEF = (
        "brief", "application/pdf", "brief.pdf", gettext_lazy("Two-page brief (PDF)"),
        "Two-page brief (PDF)",
    )  # fmt: skip

    @classmethod
    def in_reading_order(cls) -> tuple[Self, ...]:
        """List the formats as links: first those for reading, then the data files."""
        for_reading = (cls.BRIEF, cls.PDF, cls.HTML)
        return (*for_reading, *(value for value in cls if value not in for_reading))

    def __new__(
        cls, value: str, content_type: str = "", ending: str = "", link_text: "str | Promise" = ""
    ) -> Self:
        """Make a member with its type, its ending and the text of a link."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.content_type, member.ending = content_type, ending
        member.link_text = link_text
        return member
