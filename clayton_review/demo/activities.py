"""Loads the invented dialogues, a ride-along, the contact log, and the slots of the weeks ahead."""

from datetime import date, timedelta
from decimal import Decimal

from clayton_review.accounts.models import User
from clayton_review.demo.meetings import ACTIVITIES, DemoActivity
from clayton_review.demo.recruits import RECRUITS, SLOTS, DemoSlot, Recruit
from clayton_review.demo.times import identity, moment, on
from findings.coding.actions.excerpts import set_speaker_group
from findings.coding.models.excerpts import Excerpt
from findings.fieldwork.actions.activities import record_activity, write_notes
from findings.fieldwork.actions.contacts import log_contact_attempt
from findings.fieldwork.actions.participants import add_participant
from findings.fieldwork.actions.slots import book_slot, offer_slot
from findings.fieldwork.inputs import (
    ActivityInput,
    AttendanceInput,
    ContactAttemptInput,
    ParticipantInput,
    PrintedShare,
    SlotInput,
)
from findings.fieldwork.models.activities import FieldActivity
from findings.interviews.models.participants import Participant


def hold(month: str, *, by: User, other: User) -> None:
    """The activities of one month (`2018-12`), with attendance and notes."""
    for made in ACTIVITIES:
        if made.held_on.startswith(month):
            with on(made.held_on, "21:30"):
                _hold(made, by=by, other=other)


def reach_out(*, nora: User, samuel: User, dana: User) -> None:
    """Add the contact attempts of January and the slots that are open."""
    people = {"nora": nora, "samuel": samuel, "dana": dana}
    for number, recruit in enumerate(RECRUITS):
        _reach(number, recruit, people)
    with on("2019-01-22", "16:00"):
        for number, slot in enumerate(SLOTS):
            _offer(number, slot, people)


def _hold(made: DemoActivity, *, by: User, other: User) -> None:
    people = [by, other] if made.kind == "dialogue" else [by]
    activity = record_activity(
        record_id=identity(f"activity/{made.title}"),
        values=ActivityInput(
            kind=made.kind,
            title=made.title,
            held_on=date.fromisoformat(made.held_on),
            minutes=made.minutes,
            place=made.place,
            language=made.language,
            consent=made.consent,
            n_attended=made.n_attended,
        ),
        facilitators=people,
        attendance=AttendanceInput(
            made.groups, tuple(PrintedShare(label, Decimal(share)) for label, share in made.printed)
        ),
        by=by,
    )
    activity = write_notes(activity=activity, revision=activity.revision, text=made.notes, by=by)
    _name_speakers(activity, made, by=by)


def _name_speakers(activity: FieldActivity, made: DemoActivity, *, by: User) -> None:
    for words, group in made.speakers:
        excerpt = Excerpt.objects.get(activity=activity, text__contains=words)
        set_speaker_group(excerpt=excerpt, group=group, by=by)


def _reach(number: int, recruit: Recruit, people: dict[str, User]) -> None:
    first = recruit.attempts[0]
    with on(first.day, "08:45"):
        participant = add_participant(
            record_id=identity(f"recruit/{number}"),
            values=ParticipantInput(
                recruit.group,
                "not_asked",
                language=recruit.language,
                accommodation=recruit.needs,
                wants_reminder=recruit.wants_reminder,
            ),
            phone=f"314-555-01{number:02d}",
            email=f"recruit{number}@example.org" if recruit.wants_reminder else "",
            by=people[first.by],
        )
    for place, tried in enumerate(recruit.attempts):
        with on(tried.day, tried.time):
            log_contact_attempt(
                record_id=identity(f"recruit/{number}/{place}"),
                participant=participant,
                values=ContactAttemptInput(
                    made_at=moment(tried.day, tried.time),
                    made_by=people[tried.by],
                    channel=tried.channel,
                    outcome=tried.outcome,
                    note=tried.note,
                    next_step=tried.next_step,
                    next_on=date.fromisoformat(tried.next_on) if tried.next_on else None,
                ),
                by=people[tried.by],
            )


def _offer(number: int, made: DemoSlot, people: dict[str, User]) -> None:
    starts = moment(made.day, made.time)
    person = people[made.by]
    slot = offer_slot(
        record_id=identity(f"slot/{number}"),
        values=SlotInput(
            starts_at=starts,
            ends_at=starts + timedelta(minutes=made.minutes),
            interviewer=person,
            mode=made.mode,
            place=made.place,
            where=made.where,
            language=made.language,
        ),
        by=person,
    )
    if made.recruit is not None:
        participant = Participant.objects.get(pk=identity(f"recruit/{made.recruit}"))
        book_slot(slot=slot, revision=slot.revision, participant=participant, by=person)
