"""What interviews, findings and recommendations bring to search and to what changed.

An interview is titled by pseudonym; its words are searched by the team alone.
"""

from typing import Any

from django.db.models import F, TextField, Value
from django.db.models.functions import Cast, Concat, Greatest, Left, Length, LPad

from clayton_review.accounts.roles import Permission
from clayton_review.web import day, kinds
from clayton_review.web.day import Way
from clayton_review.web.kinds import Kind
from findings import lots
from findings.models import (
    Code,
    Excerpt,
    Finding,
    Interview,
    InterviewAnswer,
    InterviewGuide,
    Participant,
    Recommendation,
)

TEAM = Permission.READ_INTERVIEWS


def pseudonym(field: str) -> Any:
    """`P-007` from the number of a participant."""
    digits = Cast(field, TextField())
    width = Greatest(Length(digits), Value(3))
    return Concat(Value("P-"), LPad(digits, width, Value("0")), output_field=TextField())


def _interview_with(field: str) -> Any:
    return Concat(Value("Interview with "), pseudonym(field), output_field=TextField())


FINDING = Kind(
    name="findings",
    label="Findings",
    noun="finding",
    model=Finding,
    permission=Permission.READ_FINDINGS,
    rows=lambda user: Finding.objects.visible_to(user).current(),
    heading=kinds.cited("reference", "statement", " · "),
    url_name="findings:finding_detail",
    words=("statement", "condition", "criteria", "cause", "effect"),
    shape="finding",
)
RECOMMENDATION_FIELDS: dict[str, Any] = {
    "label": "Recommendations",
    "noun": "recommendation",
    "model": Recommendation,
    "rows": lambda user: Recommendation.objects.visible_to(user).current(),
    "heading": Concat(F("reference"), Value(" · "), Left("text", 140), output_field=TextField()),
    "words": ("text", "addressee", "owner", "measure_of_done"),
    "shape": "recommendation",
    "said": {
        "reported in_progress": "reported it in progress",
        "reported reported": "reported it as implemented",
        "reported verified": "verified that it is implemented",
        "reported partial": "closed it as partly implemented",
        "reported declined": "closed it as declined",
        "reported no_response": "noted the response",
    },
}
RECOMMENDATION = Kind(
    name="recommendations",
    permission=Permission.READ_RECOMMENDATIONS,
    url_name="findings:recommendation_detail",
    **RECOMMENDATION_FIELDS,
)
PROGRESS = Kind(
    name="recommendations to the city",
    permission=Permission.REPORT_PROGRESS,
    url_name="findings:progress_report",
    **RECOMMENDATION_FIELDS,
)
ANSWER = Kind(
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
    words=("text",),
    newest="-changed_at",
)
EXCERPT = Kind(
    name="quotes",
    is_large=True,
    label="Quotes",
    noun="quote",
    model=Excerpt,
    permission=TEAM,
    rows=lambda user: Excerpt.objects.visible_to(user).current(),
    heading=Concat(
        Value("Quote of "),
        pseudonym("answer__interview__participant__number"),
        output_field=TextField(),
    ),
    url_name="findings:quote_detail",
    address=("pk",),
    key="pk",
    words=("text",),
    newest="-created_at",
)
PARTICIPANT = Kind(
    name="participants",
    label="Participants",
    noun="participant",
    model=Participant,
    permission=TEAM,
    rows=lambda user: (
        Participant.objects.visible_to(user).current().annotate(pseudonym=pseudonym("number"))
    ),
    heading=pseudonym("number"),
    url_name="findings:participant_detail",
    address=("pk",),
    key="pk",
    words=("pseudonym", "group", "office"),
)
INTERVIEW = Kind(
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
CODE = Kind(
    name="codes",
    label="Codes",
    noun="code",
    model=Code,
    permission=TEAM,
    rows=lambda user: Code.objects.visible_to(user).current(),
    heading=Concat(Value("#"), F("name"), output_field=TextField()),
    url_name="findings:code_edit",
    address=("pk",),
    key="pk",
    words=("name", "definition"),
)
GUIDE = Kind(
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
    words=("title", "introduction"),
)
kinds.register(
    FINDING, RECOMMENDATION, PROGRESS, ANSWER, EXCERPT, PARTICIPANT, INTERVIEW, CODE, GUIDE
)
day.register(*lots.LOTS)
day.register_ways(
    Way("Log an interview", "findings:interview_create", Permission.WRITE_INTERVIEWS),
    Way("Write a finding", "findings:finding_create", Permission.WRITE_FINDINGS),
    Way("Report progress", "findings:progress_list", Permission.REPORT_PROGRESS),
)
