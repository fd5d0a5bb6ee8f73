"""Former values: one row for each change of an incident or of one of its parts."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import models

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.citable.records import Record
from clayton_review.web.formatting import day
from incidents.models.claims import Claim
from incidents.models.evidence import EvidenceItem
from incidents.models.incident import Incident
from incidents.models.timeline import InvolvedPerson, TimelineEvent
from incidents.models.times import TimePrecision, time_text

_PARTS = ("claim", "item", "event", "person")


def _at_most_one() -> models.Q:
    none = models.Q(**{f"{part}__isnull": True for part in _PARTS})
    for field in _PARTS:
        none |= models.Q(
            **{f"{part}__isnull": part != field for part in _PARTS},
        )
    return none


class Change(models.Model):
    """One change: who, when, why, and the former values. A trigger refuses to alter it.

    It belongs to the incident itself or to one of its parts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="changes")
    claim = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, related_name="changes")
    item = models.ForeignKey(
        EvidenceItem, null=True, on_delete=models.PROTECT, related_name="changes"
    )
    event = models.ForeignKey(
        TimelineEvent, null=True, on_delete=models.PROTECT, related_name="changes"
    )
    person = models.ForeignKey(
        InvolvedPerson, null=True, on_delete=models.PROTECT, related_name="changes"
    )
    act = models.CharField(max_length=60)
    reason = models.TextField(blank=True)
    before = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(condition=_at_most_one(), name="change_of_one_part_at_most")
        ]
        indexes = [models.Index(fields=["incident", "-at"])]

    def __str__(self) -> str:
        return f"{self.act} on {clock.local(self.at).date().isoformat()}"

    @property
    def words(self) -> str:
        """Describe the act and the part it changed."""
        part = self.claim or self.item or self.event or self.person
        return f"{self.act} ({part})" if part else self.act

    @property
    def former(self) -> list[tuple[str, str]]:
        """Return the former values by the labels of their fields."""
        changed = self.claim or self.item or self.event or self.person or self.incident
        precision = self.before.get("precision") or getattr(changed, "precision", "")
        return [
            _labeled_value(changed, name, value, precision)
            for name, value in sorted(self.before.items())
            if name != "withdrawn_on"  # the act says that it was withdrawn, and when
        ]


_LABELS = {  # where the page does not use the name of the field
    "asserted_by": "who says so",
    "asserted_on": "date they said so",
    "assessor_note": "assessor’s note",
    "at": "time",
    "disclosure_class": "class",
    "happened_from": "began",
    "happened_until": "ended",
    "holder": "held by",
    "kind": "type",
    "label": "pseudonym",
    "locator": "place in the document",
    "n_people": "how many people",
    "precision": "how exact the time is",
    "standing": "status",
    "state": "status",
    "state_on": "since",
}


def _labeled_value(changed: Record, name: str, value: object, precision: str) -> tuple[str, str]:
    """Return a former value as people read it: its field's label, and its choice in words.

    A time is no finer than its precision.
    """
    field = changed._meta.get_field(name)
    words = _in_words(field, value, precision)
    label = _LABELS.get(name) or str(getattr(field, "verbose_name", name))
    return label[:1].upper() + label[1:], "empty" if words in (None, "") else str(words)


def _in_words(field: Any, value: object, precision: str) -> object:
    if isinstance(value, str) and isinstance(field, models.DateTimeField):
        at = datetime.fromisoformat(value)
        exact = TimePrecision.SECOND if at.second else TimePrecision.MINUTE
        is_rough = precision in {TimePrecision.HOUR, TimePrecision.DAY}
        return time_text(at, precision if is_rough else exact)
    if isinstance(value, str) and isinstance(field, models.DateField):
        return day(date.fromisoformat(value))
    return dict(getattr(field, "flatchoices", ())).get(value, value)
