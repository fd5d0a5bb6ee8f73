"""Plan interviews, change their state, and set targets."""

from uuid import UUID

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.citable import records
from clayton_review.engagement.actions.possible_values import check_under_contract
from clayton_review.refusals import Refused
from clayton_review.web.formatting import day
from findings.coding.models.quotable_texts import SpeakerGroup
from findings.interviews.inputs import InterviewInput
from findings.interviews.models.interviews import Interview, InterviewState, InterviewTarget
from findings.interviews.policies import check_interview_transition, check_place_fits


def plan_interview(*, record_id: UUID, values: InterviewInput, by: User) -> Interview:
    """Create an interview that follows a guide.

    Raises `Refused` when the participant or the guide is withdrawn, for a day before the study, a
    place that does not fit a call, and a second interview of the same person on the same day.
    """
    _check(values)
    with transaction.atomic():
        _check_not_logged_twice(values, record_id)
        interview, is_new = records.create_once(
            Interview, record_id=record_id, values=values, recorded_by=by
        )
        if is_new:
            record(by=by, verb="planned an interview", obj=interview)
    return interview


def amend_interview(
    *, interview: Interview, revision: int, values: InterviewInput, by: User
) -> Interview:
    """Change who, when and where; write an audit row if anything changed.

    Raises `Refused` for another guide once answers are logged and for a future day once it was
    held; `Stale` on an outdated revision.
    """
    _check(values)
    with transaction.atomic():
        _check_not_logged_twice(values, interview.pk)
        row = records.locked(interview, revision=revision)
        if row.guide_id != values.guide.pk and row.answers.exclude(text="").exists():
            raise Refused(
                "Answers have been logged with this guide, so it can no longer be changed."
            )
        if row.state != InterviewState.PLANNED and values.held_on > clock.today():
            raise Refused("This interview has been held, so its date cannot be in the future.")
        former = records.revise(row, values)
        if former:
            record(by=by, verb="amended an interview", obj=row, changed=sorted(former))
    return row


def change_interview_state(*, interview: Interview, revision: int, to: str, by: User) -> Interview:
    """Mark an interview as held or written up.

    Raises `Refused` for a step that is not allowed or a day in the future, `Stale` on an outdated
    revision.
    """
    with transaction.atomic():
        row = records.locked(interview, revision=revision)
        check_interview_transition(row, to)
        if row.state == InterviewState.PLANNED and row.held_on > clock.today():
            raise Refused("The interview is dated in the future. Correct its date first.")
        row.state, row.revision = to, row.revision + 1
        row.held_recorded_at = row.held_recorded_at or clock.now()
        row.save()
        record(by=by, verb=f"marked an interview as {InterviewState(to).label.lower()}", obj=row)
    return row


def set_group_target(
    *, group: str, target: int, by: User, attendance: int | None = None
) -> InterviewTarget:
    """Set how many interviews, and how many people in meetings, are wanted of a group.

    Writes an audit row if a number changed. Raises `Refused` for an unknown group.
    """
    if group not in SpeakerGroup.values:
        raise Refused("Choose a group from the list.")
    with transaction.atomic():
        row, is_new = InterviewTarget.objects.get_or_create(
            group=group, defaults={"target": target, "attendance": attendance}
        )
        if not is_new and (row.target, row.attendance) == (target, attendance):
            return row
        row.target, row.attendance = target, attendance
        row.save()
        record(
            by=by,
            verb="set an interview target",
            obj=row,
            group=group,
            target=target,
            attendance=attendance,
        )
    return row


def remove_group_target(*, group: str, by: User) -> None:
    """Remove the target of a group, and write an audit row if there was one."""
    with transaction.atomic():
        row = InterviewTarget.objects.select_for_update().filter(group=group).first()
        if row is not None:
            key = row.pk
            row.delete()
            row.pk = key  # the audit row names the record that was deleted
            record(by=by, verb="removed an interview target", obj=row, group=group)


def _check(values: InterviewInput) -> None:
    if values.participant.is_withdrawn:
        raise Refused(f"{values.participant.code} has been withdrawn. Choose another participant.")
    if values.guide.is_withdrawn:
        raise Refused("This guide has been withdrawn. Choose another one.")
    check_under_contract(min(values.held_on, clock.today()), "The interview", "held_on")
    check_place_fits(values.mode, values.place)


def _check_not_logged_twice(values: InterviewInput, key: UUID) -> None:
    same_day = Interview.objects.current().filter(
        participant=values.participant, held_on=values.held_on
    )
    if same_day.exclude(pk=key).exists():
        raise Refused(
            f"An interview with {values.participant.code} on {day(values.held_on)} is on record "
            "already. Open that one instead.",
            field="held_on",
        )
