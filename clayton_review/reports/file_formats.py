"""Formats of the files in which a report is issued."""

from django.db import models


class FileFormat(models.TextChoices):
    HTML = "html", "Web page"
    PDF = "pdf", "PDF"
    JSON = "json", "Figures (JSON)"
    CSV = "csv", "Tables (CSV)"
    BRIEF = "brief", "Two-page brief (PDF)"
