"""Recording field activities: facts, attendance as counts, and notes in the typed notation."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import next_reference, record
from clayton_review.citable import records
from clayton_review.refusals import Refused
from findings.coding.actions.excerpts import follow_notation
from findings.coding.models.sources import QUOTABLE, Group
from findings.conclusions.actions.unquoting import unquote
from findings.conclusions.models.evidence import EvidenceLink
from findings.fieldwork.inputs import ActivityInput, Turnout
from findings.fieldwork.models.activities import ActivityVersion, Attendance, FieldActivity

LONGEST_NOTES = 200_000
MOST_PEOPLE = 5_000


def record_activity(
    *,
    record_id: UUID,
    facts: ActivityInput,
    facilitators: Iterable[User],
    turnout: Turnout,
    by: User,
) -> FieldActivity:
    """A field activity with who held it and how many attended, never who.

    Counts by group, the count in all and printed shares are kept as given, even where they do
    not add up. Raises `Refused` for days in the future.
    """
    _check(facts, turnout)
    with transaction.atomic():
        row, is_new = records.create_once(
            FieldActivity,
            record_id=record_id,
            facts=facts,
            reference=lambda: next_reference("FA"),
            recorded_by=by,
        )
        if is_new:
            row.facilitators.set(facilitators)
            _set_turnout(row, turnout)
            record(by=by, verb="recorded an activity", obj=row, kind=facts.kind)
    return row


def amend_activity(
    *,
    activity: FieldActivity,
    revision: int,
    facts: ActivityInput,
    facilitators: Iterable[User],
    turnout: Turnout,
    by: User,
) -> FieldActivity:
    """Correct an activity; without agreement to quote its words leave all findings."""
    _check(facts, turnout)
    with transaction.atomic():
        row = records.locked(activity, revision=revision)
        former = records.revise(row, facts)
        changed = {*former}
        people = set(facilitators)
        if people != set(row.facilitators.all()):
            row.facilitators.set(people)
            changed.add("facilitators")
        if _set_turnout(row, turnout):
            changed.add("attendance")
        if changed and not former:
            row.revision += 1
            row.save()
        if row.consent not in QUOTABLE:
            _unquote(row, by)
        if changed:
            record(by=by, verb="amended an activity", obj=row, changed=sorted(changed))
    return row


def write_notes(*, activity: FieldActivity, revision: int, text: str, by: User) -> FieldActivity:
    """Store the notes; quotes and codes in them become real. Raises `Stale` when outdated."""
    text = text.replace("\r\n", "\n").rstrip()
    if len(text) > LONGEST_NOTES:
        raise Refused(f"Shorten the notes to {LONGEST_NOTES:,} characters.")
    with transaction.atomic():
        row = records.locked(activity, revision=revision)
        if row.text == text:
            return row
        row.text, row.revision = text, row.revision + 1
        row.save()
        ActivityVersion.objects.create(
            activity=row, revision=row.revision, text=text, at=clock.now(), by=by
        )
        follow_notation(source=row, by=by)
        record(by=by, verb="wrote notes of an activity", obj=row)
    return row


def withdraw_activity(
    *, activity: FieldActivity, revision: int, reason: str, by: User
) -> FieldActivity:
    """Take an activity out of all counts and its words out of findings, with the reason."""
    with transaction.atomic():
        row = records.withdraw(activity, revision=revision, reason=reason, by=by)
        _unquote(row, by)
        record(by=by, verb="withdrew an activity", obj=row)
    return row


def _unquote(activity: FieldActivity, by: User) -> None:
    shown = EvidenceLink.objects.current().filter(is_quoted=True, excerpt__activity=activity)
    unquote(shown, "words of a field activity may no longer be quoted", by=by)


def _set_turnout(activity: FieldActivity, turnout: Turnout) -> bool:
    wanted = [("", None, share.label, share.percent) for share in turnout.printed]
    wanted = [*((group, n, "", None) for group, n in turnout.groups), *wanted]  # type: ignore[list-item]
    rows = activity.attendance.all()
    if [(row.group, row.n, row.label, row.percent) for row in rows] == wanted:
        return False
    rows.delete()
    Attendance.objects.bulk_create(
        Attendance(activity=activity, position=place, group=group, n=n, label=label, percent=share)
        for place, (group, n, label, share) in enumerate(wanted)
    )
    return True


def _check(facts: ActivityInput, turnout: Turnout) -> None:
    if facts.held_on > clock.today():
        raise Refused(
            "That date is in the future. Record the activity once it has taken place.",
            field="held_on",
        )
    if not facts.title.strip():
        raise Refused("Enter a title that colleagues will recognize.", field="title")
    groups = [group for group, _ in turnout.groups]
    if len(groups) != len(set(groups)) or set(groups) - set(Group.values):
        raise Refused("Enter each group once.")
    counts = [n for _, n in turnout.groups] + [facts.n_attended or 0]
    if any(n < 0 or n > MOST_PEOPLE for n in counts):
        raise Refused(f"Enter a count from 0 to {MOST_PEOPLE:,}.")
