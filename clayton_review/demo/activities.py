"""Loads the invented dialogues, a ride-along, the contact log, and the slots of the weeks ahead."""

from datetime import date, timedelta
from decimal import Decimal

from clayton_review.accounts.models import User
from clayton_review.demo.meetings import ACTIVITIES, DemoActivity
from clayton_review.demo.recruitment import RECRUITS, SLOTS, DemoSlot, Recruit
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
    """Hold the activities of one month (`2018-12`), with attendance and notes."""
    for activity in ACTIVITIES:
        if activity.held_on.startswith(month):
            with on(activity.held_on, "21:30"):
                _record_activity(activity, by=by, other=other)


def reach_out(*, nora: User, samuel: User, dana: User) -> None:
    """Add the contact attempts of January and the slots that are open."""
    people = {"nora": nora, "samuel": samuel, "dana": dana}
    for number, recruit in enumerate(RECRUITS):
        _recruit_participant(number, recruit, people)
    with on("2019-01-22", "16:00"):
        for number, slot in enumerate(SLOTS):
            _offer_slots(number, slot, people)


def _record_activity(example: DemoActivity, *, by: User, other: User) -> None:
    people = [by, other] if example.kind == "dialogue" else [by]
    activity = record_activity(
        record_id=identity(f"activity/{example.title}"),
        values=ActivityInput(
            kind=example.kind,
            title=example.title,
            held_on=date.fromisoformat(example.held_on),
            minutes=example.minutes,
            place=example.place,
            language=example.language,
            consent=example.consent,
            n_attended=example.n_attended,
        ),
        facilitators=people,
        attendance=AttendanceInput(
            example.groups,
            tuple(PrintedShare(label, Decimal(share)) for label, share in example.printed),
        ),
        by=by,
    )
    activity = write_notes(activity=activity, revision=activity.revision, text=example.notes, by=by)
    _name_speakers(activity, example, by=by)


def _name_speakers(activity: FieldActivity, example: DemoActivity, *, by: User) -> None:
    for words, group in example.speakers:
        excerpt = Excerpt.objects.get(activity=activity, text__contains=words)
        set_speaker_group(excerpt=excerpt, group=group, by=by)


def _recruit_participant(number: int, recruit: Recruit, people: dict[str, User]) -> None:
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


def _offer_slots(number: int, example: DemoSlot, people: dict[str, User]) -> None:
    starts = moment(example.day, example.time)
    person = people[example.by]
    slot = offer_slot(
        record_id=identity(f"slot/{number}"),
        values=SlotInput(
            starts_at=starts,
            ends_at=starts + timedelta(minutes=example.minutes),
            interviewer=person,
            mode=example.mode,
            place=example.place,
            where=example.where,
            language=example.language,
        ),
        by=person,
    )
    if example.recruit is not None:
        participant = Participant.objects.get(pk=identity(f"recruit/{example.recruit}"))
        book_slot(slot=slot, revision=slot.revision, participant=participant, by=person)
