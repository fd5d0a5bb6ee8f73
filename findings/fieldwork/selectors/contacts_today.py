"""Participants to contact today: steps that are due, appointments, and people not asked yet."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef

from clayton_review import clock
from clayton_review.accounts.models import User
from findings.fieldwork.models.contacts import ContactAttempt
from findings.fieldwork.models.slots import Slot, SlotState
from findings.interviews.models.interviews import Interview
from findings.interviews.models.participants import Participant, ParticipantQuerySet

MAX_ROWS = 100


@dataclass(frozen=True)
class DueContact:
    """Next step that is due for one participant, with the last attempt."""

    attempt: ContactAttempt
    is_late: bool

    @property
    def participant(self) -> Participant:
        """Return the participant."""
        return self.attempt.participant


@dataclass(frozen=True)
class ContactsToday:
    """Everything that has to be done today by those who make contact."""

    steps: list[DueContact]
    appointments: list[Slot]
    slots_without_outcome: list[Slot]
    not_contacted: list[Participant]

    @property
    def n_to_do(self) -> int:
        """Count the people to contact."""
        return len(
            {step.participant.pk for step in self.steps} | {p.pk for p in self.not_contacted}
        )


def contacts_today(user: User, *, mine_only: bool = False) -> ContactsToday:
    """Return today's contacts, or those whose last attempt was made by this person."""
    now, today = clock.now(), clock.today()
    steps = ContactAttempt.objects.visible_to(user).open_steps(today)
    slots = Slot.objects.visible_to(user).current().filter(state=SlotState.BOOKED).for_pages()
    if mine_only:
        steps, slots = steps.filter(made_by=user), slots.filter(interviewer=user)
    start = datetime.combine(today, time.min, clock.CLAYTON)
    todays_slots = slots.filter(starts_at__lt=start + timedelta(days=1), ends_at__gt=now)
    rows = steps.select_related("participant", "made_by")[:MAX_ROWS]
    return ContactsToday(
        steps=[DueContact(row, bool(row.next_on and row.next_on < today)) for row in rows],
        appointments=list(todays_slots),
        slots_without_outcome=list(slots.filter(ends_at__lte=now)),
        not_contacted=[] if mine_only else list(_not_contacted(user)[:MAX_ROWS]),
    )


def _not_contacted(user: User) -> ParticipantQuerySet:
    attempts = ContactAttempt.objects.current().filter(participant=OuterRef("pk"))
    interviews = Interview.objects.current().filter(participant=OuterRef("pk"))
    slots = Slot.objects.current().filter(participant=OuterRef("pk"))
    rows = Participant.objects.visible_to(user).current()
    return rows.filter(~Exists(attempts), ~Exists(interviews), ~Exists(slots))
