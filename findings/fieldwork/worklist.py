"""Work queues of contacts and appointments; record type of field activities."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, TextField, Value
from django.db.models.functions import Concat

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.web import record_types, worklist
from clayton_review.web.record_types import RecordType, local_day
from clayton_review.web.worklist import QuickStart, Urgency, WorkQueue
from findings.coding.worklist import participant_code
from findings.fieldwork.models.activities import FieldActivity
from findings.fieldwork.models.contacts import ContactAttempt
from findings.fieldwork.models.slots import Slot, SlotState

TEAM = Permission.READ_INTERVIEWS

WRITERS = Permission.WRITE_INTERVIEWS


def _steps(user: User, today: date) -> Any:
    """Return the due next steps of this person's last contacts, as on the page "Contacts today"."""
    return ContactAttempt.objects.visible_to(user).open_steps(today).filter(made_by=user)


def _booked_slots(user: User) -> Any:
    slots = Slot.objects.visible_to(user).current()
    return slots.filter(state=SlotState.BOOKED, interviewer=user)


def _appointments(user: User, today: date) -> Any:
    tomorrow = datetime.combine(today, time.min, clock.CLAYTON) + timedelta(days=1)
    return _booked_slots(user).filter(starts_at__lt=tomorrow, ends_at__gt=clock.now())


def _slots_without_outcome(user: User, _: date) -> Any:
    return _booked_slots(user).filter(ends_at__lte=clock.now())


SLOT: dict[str, Any] = {
    "urgency": Urgency.TODAY,
    "permission": WRITERS,
    "url_name": "findings:slot_detail",
    "address": ("pk",),
    "due": local_day("starts_at"),
}
ACTIVITY_TYPE = RecordType(
    name="activities",
    label="Field activities",
    noun="field activity",
    model=FieldActivity,
    permission=TEAM,
    rows=lambda user: FieldActivity.objects.visible_to(user).current(),
    heading=record_types.cited("reference", "title", " · "),
    url_name="findings:activity_detail",
    search_fields=("title", "text"),
    newest="-held_on",
)
record_types.register(ACTIVITY_TYPE)
worklist.register(
    WorkQueue(
        name="appointments today",
        singular="appointment today",
        plural="appointments today",
        rows=_appointments,
        heading=Concat(
            Value("Appointment with "),
            participant_code("participant__number"),
            output_field=TextField(),
        ),
        all_url="findings:contact_today",
        **SLOT,
    ),
    WorkQueue(
        name="contacts today",
        urgency=Urgency.TODAY,
        singular="participant to contact",
        plural="participants to contact",
        permission=WRITERS,
        rows=_steps,
        heading=Concat(
            participant_code("participant__number"),
            Value(": "),
            F("next_step"),
            output_field=TextField(),
        ),
        url_name="findings:participant_detail",
        address=("participant_id",),
        due="next_on",
        all_url="findings:contact_today",
    ),
    WorkQueue(
        name="slots without an answer",
        singular="appointment to close out",
        plural="appointments to close out",
        rows=_slots_without_outcome,
        heading=Concat(
            Value("Did "),
            participant_code("participant__number"),
            Value(" come?"),
            output_field=TextField(),
        ),
        all_url="findings:contact_today",
        **SLOT,
    ),
)
worklist.register_quick_starts(
    QuickStart("Contacts today", "findings:contact_today", Permission.WRITE_INTERVIEWS),
)
