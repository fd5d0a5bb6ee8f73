"""Who is to be contacted today: steps that are due, appointments, and whoever nobody asked yet."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef

from clayton_review import clock
from clayton_review.accounts.models import User
from findings.fieldwork.models.contacts import ContactAttempt
from findings.fieldwork.models.slots import Slot, SlotState
from findings.interviews.models.interviews import Interview
from findings.interviews.models.participants import Participant, ParticipantQuerySet

LONGEST_LIST = 100


@dataclass(frozen=True)
class Step:
    """One thing to do for one participant, with what happened last."""

    attempt: ContactAttempt
    is_late: bool

    @property
    def participant(self) -> Participant:
        return self.attempt.participant


@dataclass(frozen=True)
class WorkList:
    """What one day asks of the people who make contact."""

    steps: list[Step]
    appointments: list[Slot]
    unanswered: list[Slot]
    untouched: list[Participant]

    @property
    def n_to_do(self) -> int:
        """How many people are to be contacted."""
        return len({step.participant.pk for step in self.steps} | {p.pk for p in self.untouched})


def work_list(user: User, *, mine_only: bool = False) -> WorkList:
    """Today's list, or the part of it that this person made the last contact of."""
    now, today = clock.now(), clock.today()
    steps = ContactAttempt.objects.visible_to(user).open_steps(today)
    slots = Slot.objects.visible_to(user).current().filter(state=SlotState.BOOKED).for_pages()
    if mine_only:
        steps, slots = steps.filter(made_by=user), slots.filter(interviewer=user)
    start = datetime.combine(today, time.min, clock.CLAYTON)
    day = slots.filter(starts_at__lt=start + timedelta(days=1), ends_at__gt=now)
    rows = steps.select_related("participant", "made_by")[:LONGEST_LIST]
    return WorkList(
        steps=[Step(row, bool(row.next_on and row.next_on < today)) for row in rows],
        appointments=list(day),
        unanswered=list(slots.filter(ends_at__lte=now)),
        untouched=[] if mine_only else list(_untouched(user)[:LONGEST_LIST]),
    )


def _untouched(user: User) -> ParticipantQuerySet:
    attempts = ContactAttempt.objects.current().filter(participant=OuterRef("pk"))
    interviews = Interview.objects.current().filter(participant=OuterRef("pk"))
    slots = Slot.objects.current().filter(participant=OuterRef("pk"))
    rows = Participant.objects.visible_to(user).current()
    return rows.filter(~Exists(attempts), ~Exists(interviews), ~Exists(slots))
