"""Opened sheets once more, as columns of numbers: what results are computed from."""

from django.db import models

from surveys.models.surveys import Survey


class CodedAnswers(models.Model):
    """All closed answers of a survey's opened sheets, packed (`surveys.coding`).

    Sheets stand in the order of their answers, so that nothing but the answers is in here. It is
    made anew with each batch, and counts only while it has as many sheets as the survey.
    """

    survey = models.OneToOneField(
        Survey, primary_key=True, on_delete=models.PROTECT, related_name="coded"
    )
    n_sheets = models.PositiveIntegerField()
    questionnaire = models.CharField(max_length=64)
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.n_sheets} coded sheets"
