"""Record field activities: attendance as counts, and notes in the typed notation."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import next_reference, record
from clayton_review.citable import records
from clayton_review.engagement.actions.possible_values import check_under_contract
from clayton_review.refusals import Refused
from findings.coding.actions.excerpts import sync_typed_excerpts
from findings.coding.models.quotable_texts import QUOTABLE, SpeakerGroup
from findings.conclusions.actions.quote_removal import remove_quotes
from findings.conclusions.models.evidence import EvidenceLink
from findings.fieldwork.inputs import ActivityInput, AttendanceInput
from findings.fieldwork.models.activities import ActivityVersion, Attendance, FieldActivity

MAX_NOTES_LENGTH = 200_000
MAX_PEOPLE = 5_000


def record_activity(
    *,
    record_id: UUID,
    values: ActivityInput,
    facilitators: Iterable[User],
    attendance: AttendanceInput,
    by: User,
) -> FieldActivity:
    """Create a field activity with its facilitators and attendance; no participant is named.

    Counts by group, the total and printed shares are kept as given, even where they do not add up.
    Raises `Refused` for a day in the future, an empty title, and impossible counts.
    """
    _check(values, attendance)
    with transaction.atomic():
        row, is_new = records.create_once(
            FieldActivity,
            record_id=record_id,
            values=values,
            reference=lambda: next_reference("FA"),
            recorded_by=by,
        )
        if is_new:
            row.facilitators.set(facilitators)
            _set_attendance(row, attendance)
            record(by=by, verb="recorded an activity", obj=row, kind=values.kind)
    return row


def amend_activity(
    *,
    activity: FieldActivity,
    revision: int,
    values: ActivityInput,
    facilitators: Iterable[User],
    attendance: AttendanceInput,
    by: User,
) -> FieldActivity:
    """Correct an activity; if its words may no longer be quoted, remove its quotes from findings.

    Writes an audit row if anything changed. Raises `Refused` as `record_activity` does, `Stale` on
    an outdated revision.
    """
    _check(values, attendance)
    with transaction.atomic():
        row = records.locked(activity, revision=revision)
        former = records.revise(row, values)
        changed = {*former}
        people = set(facilitators)
        if people != set(row.facilitators.all()):
            row.facilitators.set(people)
            changed.add("facilitators")
        if _set_attendance(row, attendance):
            changed.add("attendance")
        if changed and not former:
            row.revision += 1
            row.save()
        if row.consent not in QUOTABLE:
            _remove_quotes(row, by)
        if changed:
            record(by=by, verb="amended an activity", obj=row, changed=sorted(changed))
    return row


def write_notes(*, activity: FieldActivity, revision: int, text: str, by: User) -> FieldActivity:
    """Save the notes with a version, and the quotes and codes typed in them.

    Raises `Refused` for notes that are too long, `Stale` on an outdated revision.
    """
    text = text.replace("\r\n", "\n").rstrip()
    if len(text) > MAX_NOTES_LENGTH:
        raise Refused(f"Shorten the notes to {MAX_NOTES_LENGTH:,} characters.")
    with transaction.atomic():
        row = records.locked(activity, revision=revision)
        if row.text == text:
            return row
        row.text, row.revision = text, row.revision + 1
        row.save()
        ActivityVersion.objects.create(
            activity=row, revision=row.revision, text=text, at=clock.now(), by=by
        )
        sync_typed_excerpts(source=row, by=by)
        record(by=by, verb="wrote notes of an activity", obj=row)
    return row


def withdraw_activity(
    *, activity: FieldActivity, revision: int, reason: str, by: User
) -> FieldActivity:
    """Withdraw an activity with the reason, and remove its quotes from findings.

    Raises `Stale` on an outdated revision.
    """
    with transaction.atomic():
        row = records.withdraw(activity, revision=revision, reason=reason, by=by)
        _remove_quotes(row, by)
        record(by=by, verb="withdrew an activity", obj=row)
    return row


def _remove_quotes(activity: FieldActivity, by: User) -> None:
    links = EvidenceLink.objects.current().filter(is_quoted=True, excerpt__activity=activity)
    remove_quotes(links, "words of a field activity may no longer be quoted", by=by)


def _set_attendance(activity: FieldActivity, attendance: AttendanceInput) -> bool:
    lines = [("", None, percent.label, percent.percent) for percent in attendance.printed]
    lines = [*((group, n, "", None) for group, n in attendance.groups), *lines]  # type: ignore[list-item]
    rows = activity.attendance.all()
    if [(row.group, row.n, row.label, row.percent) for row in rows] == lines:
        return False
    rows.delete()
    Attendance.objects.bulk_create(
        Attendance(
            activity=activity, position=position, group=group, n=n, label=label, percent=percent
        )
        for position, (group, n, label, percent) in enumerate(lines)
    )
    return True


def _check(values: ActivityInput, attendance: AttendanceInput) -> None:
    check_under_contract(values.held_on, "The activity", "held_on")
    if not values.title.strip():
        raise Refused("Enter a title that colleagues will recognize.", field="title")
    groups = [group for group, _ in attendance.groups]
    if len(groups) != len(set(groups)) or set(groups) - set(SpeakerGroup.values):
        raise Refused("Enter each group once.")
    counts = [n for _, n in attendance.groups] + [values.n_attended or 0]
    if any(n < 0 or n > MAX_PEOPLE for n in counts):
        raise Refused(f"Enter a count from 0 to {MAX_PEOPLE:,}.")
