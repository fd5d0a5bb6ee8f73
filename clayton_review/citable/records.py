"""Base of every citable record: withdrawal, revisions, and creation only once."""

import uuid
from dataclasses import fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.db import models

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import OPENS, DisclosureClass, Role
from clayton_review.refusals import Refused
from clayton_review.web.formatting import as_title

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def classes_open_to(user: User) -> frozenset[DisclosureClass]:
    """Return the disclosure classes this person may open; none for an inactive account."""
    return OPENS.get(Role(user.role), frozenset()) if user.is_active else frozenset()


class RecordQuerySet(models.QuerySet[Any]):
    """Reads that every kind of record offers."""

    def current(self) -> Self:
        """Return records that are not withdrawn."""
        return self.filter(withdrawn_on__isnull=True)

    def as_of(self, moment: datetime) -> Self:
        """Return records as of a moment: recorded by then and not withdrawn by that day."""
        day = clock.local(moment).date()
        return self.filter(recorded_at__lte=moment).filter(
            models.Q(withdrawn_on__isnull=True) | models.Q(withdrawn_on__gt=day)
        )


class Record(models.Model):
    """A record that people cite: never deleted, only withdrawn; each change is a new revision."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(
                    withdrawn_on__isnull=True, withdrawn_by__isnull=True, withdrawn_reason=""
                )
                | (
                    models.Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False)
                    & ~models.Q(withdrawn_reason="")
                ),
                name="%(app_label)s_%(class)s_withdrawal_complete",
            )
        ]

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_on is not None


class Stale(Refused):
    """Somebody else changed the record since the form was opened."""

    def __init__(self) -> None:
        super().__init__(
            "Someone else changed this record while you were writing, so nothing was "
            "saved. Your text is in the form below, and what is stored now is above it. "
            "Compare them, then save again."
        )


class AlreadySaved(Refused):
    """The form was sent again with other content; `record` is what it was saved as."""

    def __init__(self, record: Record) -> None:
        super().__init__(
            f"This form was already saved as {as_title(record)}. Your new words are still below. "
            "Open that record to change it, or start a new form."
        )
        self.record = record


AnyRecord = TypeVar("AnyRecord", bound=Record)


def create_once(
    model: type[AnyRecord], *, record_id: uuid.UUID, values: "DataclassInstance", **fixed: Any
) -> tuple[AnyRecord, bool]:
    """Create the record of this id once; return it, and True if it is new.

    A form sent again with other content is refused, so that no typed text is lost silently.
    Values may be callables (a reference number is only taken for a new record).
    """
    typed = values_of(values)
    row, is_new = model._default_manager.get_or_create(id=record_id, defaults={**typed, **fixed})
    if not is_new and any(getattr(row, name) != value for name, value in typed.items()):
        raise AlreadySaved(row)
    return row, is_new


def locked(record: AnyRecord, *, revision: int) -> AnyRecord:
    """Return the record's row, locked until the end of the transaction.

    Raises `Stale` if it has another revision than the given one, `Refused` if it is withdrawn.
    """
    row = type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
    if row.is_withdrawn:
        raise Refused("This record has been withdrawn and can no longer be changed.")
    if row.revision != revision:
        raise Stale
    return row


def revise(record: Record, values: "DataclassInstance") -> dict[str, Any]:
    """Save the new values as the next revision; returns the former values of what changed."""
    former: dict[str, Any] = {}
    for name, value in values_of(values).items():
        if getattr(record, name) != value:
            former[name] = getattr(record, name)
            setattr(record, name, value)
    if former:
        record.revision += 1
        record.save()
    return former


def withdraw(record: AnyRecord, *, revision: int, reason: str, by: User) -> AnyRecord:
    """Take a record out of use, with the reason; it stays readable and citable as withdrawn."""
    row = locked(record, revision=revision)
    if not reason.strip():
        raise Refused("Say why you are withdrawing this record.")
    row.withdrawn_on, row.withdrawn_by, row.withdrawn_reason = clock.today(), by, reason.strip()
    row.revision += 1
    row.save()
    return row


def values_of(values: "DataclassInstance") -> dict[str, Any]:
    """Return the values by name, without copying what they point to."""
    return {field.name: getattr(values, field.name) for field in fields(values)}


def history_value(value: Any) -> str | int | None:
    """Return a former value in the form that history stores: text, number or nothing."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return str(getattr(value, "reference", "") or value)
