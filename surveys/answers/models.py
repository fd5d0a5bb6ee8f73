"""Codes, sealed boxes and opened sheets: nothing here may tell who answered what.

No column of these tables may hold a time finer than the week, a sequence, an address, a session
or anything else by which a code and an answer sheet could be matched; `tests/surveys/linkage.py`
tries to do it.
"""

import uuid

from django.db import models

from clayton_review import clock
from surveys.survey.models import QuestionnaireVersion, Survey

MARK = models.Q(mark__regex=r"^[0-9a-f]{64}$")


class Channel(models.TextChoices):
    CODE = "code", "By invitation code"
    OPT_IN = "opt_in", "By the open link"
    PROGRAM = "program", "By the open link, but it looks made by a program"


class InvitationCode(models.Model):
    """A code that was printed: only its keyed hash; rows are inserted sorted by it."""

    mark = models.CharField(primary_key=True, max_length=64)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=MARK, name="code_is_a_keyed_hash")]

    def __str__(self) -> str:
        return self.mark


class SpentCode(models.Model):
    """A code that was used, or an opt-in form that was sent: it can happen once."""

    mark = models.CharField(primary_key=True, max_length=64)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=MARK, name="spent_code_is_a_keyed_hash")]

    def __str__(self) -> str:
        return self.mark


class SealedBox(models.Model):
    """Answers as the web process leaves them: only the worker can open them.

    The id is the random submission id of the form; it dies with the row when the batch is opened.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    ciphertext = models.BinaryField()

    def __str__(self) -> str:
        return "sealed box"


class WorkerKey(models.Model):
    """An opening key that workers have, by a hash of its public half, which opens nothing."""

    mark = models.CharField(primary_key=True, max_length=64)
    started_at = models.DateTimeField(default=clock.now)  # the newest worker that has the key

    class Meta:
        constraints = [models.CheckConstraint(condition=MARK, name="worker_key_is_a_hash")]

    def __str__(self) -> str:
        return self.mark


class AnswerSheet(models.Model):
    """One resident's answers, `{question: value}`; absent = not asked, null = skipped."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="sheets")
    version = models.ForeignKey(QuestionnaireVersion, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    answers = models.JSONField()
    batch_week = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(channel__in=Channel.values), name="sheet_channel_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(batch_week__iso_week_day=1), name="sheet_week_is_a_monday"
            ),
        ]

    def __str__(self) -> str:
        return "answer sheet"
