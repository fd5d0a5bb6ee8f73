"""The tasks that time and money are spent on."""

from django.db import models


class Task(models.TextChoices):
    """The tasks of the study that money is spent on."""

    MANAGEMENT = "management", "Project management"
    INCIDENTS = "incidents", "Incident review"
    SURVEY = "survey", "Survey"
    INTERVIEWS = "interviews", "Interviews and dialogues"
    RECORDS = "records", "Records and stop data"
    REPORTING = "reporting", "Reports to the Board"
    TRAVEL = "travel", "Travel"
