"""Work queues of interviews; record types of interviews, answers, participants and guides."""

from typing import Any

from django.db.models import TextField, Value
from django.db.models.functions import Cast, Concat

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.web import record_types, worklist
from clayton_review.web.record_types import RecordType
from clayton_review.web.worklist import QuickStart, Urgency, WorkQueue
from findings.coding.worklist import participant_code
from findings.interviews.models.guides import InterviewGuide
from findings.interviews.models.interviews import Interview, InterviewAnswer, InterviewState
from findings.interviews.models.participants import Participant

TEAM = Permission.READ_INTERVIEWS


def _interview_with(field: str) -> Any:
    return Concat(Value("Interview with "), participant_code(field), output_field=TextField())


def _interviews(user: User) -> Any:
    return Interview.objects.visible_to(user).current().filter(interviewer=user)


INTERVIEW_QUEUE: dict[str, Any] = {
    "permission": TEAM,
    "heading": Concat(
        Value("Interview with "), participant_code("participant__number"), output_field=TextField()
    ),
    "address": ("pk",),
    "due": "held_on",
    "all_url": "findings:interview_list",
}
ANSWER_TYPE = RecordType(
    name="answers",
    is_large=True,
    label="Interview answers",
    noun="answer",
    model=InterviewAnswer,
    permission=TEAM,
    rows=lambda user: InterviewAnswer.objects.filter(
        interview__in=Interview.objects.visible_to(user).current()
    ),
    heading=Concat(
        _interview_with("interview__participant__number"),
        Value(", question "),
        Cast("question__position", TextField()),
        output_field=TextField(),
    ),
    url_name="findings:interview_detail",
    address=("interview_id",),
    key="pk",
    search_fields=("text",),
    newest="-changed_at",
)
PARTICIPANT_TYPE = RecordType(
    name="participants",
    label="Participants",
    noun="participant",
    model=Participant,
    permission=TEAM,
    rows=lambda user: (
        Participant.objects.visible_to(user)
        .current()
        .annotate(pseudonym=participant_code("number"))
    ),
    heading=participant_code("number"),
    url_name="findings:participant_detail",
    address=("pk",),
    key="pk",
    search_fields=("pseudonym", "group", "office"),
    number=("P", "number"),
)
INTERVIEW_TYPE = RecordType(
    name="interviews",
    label="Interviews",
    noun="interview",
    model=Interview,
    permission=TEAM,
    rows=lambda user: Interview.objects.visible_to(user).current(),
    heading=_interview_with("participant__number"),
    url_name="findings:interview_detail",
    address=("pk",),
    key="pk",
)
GUIDE_TYPE = RecordType(
    name="guides",
    label="Guides",
    noun="interview guide",
    model=InterviewGuide,
    permission=TEAM,
    rows=lambda user: InterviewGuide.objects.visible_to(user).current(),
    heading="title",
    url_name="findings:guide_detail",
    address=("pk",),
    key="pk",
    search_fields=("title", "introduction"),
)
record_types.register(ANSWER_TYPE, PARTICIPANT_TYPE, INTERVIEW_TYPE, GUIDE_TYPE)
worklist.register(
    WorkQueue(
        name="interviews today",
        urgency=Urgency.TODAY,
        singular="interview today",
        plural="interviews today",
        url_name="findings:interview_log",
        rows=lambda user, today: _interviews(user).filter(
            state=InterviewState.PLANNED, held_on=today
        ),
        **INTERVIEW_QUEUE,
    ),
    WorkQueue(
        name="overdue interviews",
        urgency=Urgency.OVERDUE,
        singular="planned interview whose date has passed",
        plural="planned interviews whose dates have passed",
        url_name="findings:interview_log",
        rows=lambda user, today: _interviews(user).filter(
            state=InterviewState.PLANNED, held_on__lt=today
        ),
        **INTERVIEW_QUEUE,
    ),
    WorkQueue(
        name="interviews to write up",
        urgency=Urgency.DRAFT,
        singular="interview to write up",
        plural="interviews to write up",
        url_name="findings:interview_log",
        rows=lambda user, _: _interviews(user).filter(state=InterviewState.HELD),
        **INTERVIEW_QUEUE,
    ),
)
worklist.register_quick_starts(
    QuickStart("Log an interview", "findings:interview_create", Permission.WRITE_INTERVIEWS),
)
