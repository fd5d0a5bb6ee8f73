"""What interviews, findings and recommendations bring to search and to what changed.

An interview is titled by pseudonym; its words are searched by the team alone.
"""

from typing import Any

from django.db.models import F, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Concat, Left

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.web import record_types, worklist
from clayton_review.web.record_types import RecordType
from clayton_review.web.worklist import QuickStart
from findings import lots
from findings.coding.models.codes import Code
from findings.coding.models.excerpts import Excerpt
from findings.conclusions import comment_worklist
from findings.conclusions.models.findings import Finding
from findings.fieldwork import worklist as fieldwork_worklist
from findings.fieldwork.models.activities import FieldActivity
from findings.fieldwork.worklist import pseudonym, quote_of, short
from findings.interviews.models.guides import InterviewGuide
from findings.interviews.models.interviews import Interview, InterviewAnswer
from findings.interviews.models.participants import Participant
from findings.recommendations.models.recommendations import Recommendation
from findings.releases.models import PublishedItem
from findings.stories.models import Story, TalkRequest

TEAM = Permission.READ_INTERVIEWS


def _content(name: str) -> Any:
    return KeyTextTransform(name, "content")


def _issued(_: User) -> Any:
    standing = PublishedItem.objects.standing(clock.now())
    return standing.filter(recommendation__isnull=False).order_by()


def _interview_with(field: str) -> Any:
    return Concat(Value("Interview with "), pseudonym(field), output_field=TextField())


FINDING = RecordType(
    name="findings",
    label="Findings",
    noun="finding",
    model=Finding,
    permission=Permission.READ_FINDINGS,
    rows=lambda user: Finding.objects.visible_to(user).current(),
    heading=record_types.cited("reference", "statement", " · "),
    url_name="findings:finding_detail",
    search_fields=("statement", "condition", "criteria", "cause", "effect"),
    shape="finding",
)
RECOMMENDATION_FIELDS: dict[str, Any] = {
    "label": "Recommendations",
    "noun": "recommendation",
    "model": Recommendation,
    "rows": lambda user: Recommendation.objects.visible_to(user).current(),
    "heading": Concat(F("reference"), Value(" · "), Left("text", 140), output_field=TextField()),
    "search_fields": ("text", "addressee", "owner", "measure_of_done"),
    "shape": "recommendation",
    "verb_phrases": {
        "reported in_progress": "reported it in progress",
        "reported reported": "reported it as implemented",
        "reported verified": "verified that it is implemented",
        "reported partial": "closed it as partly implemented",
        "reported declined": "closed it as declined",
        "reported no_response": "noted the response",
    },
}
RECOMMENDATION = RecordType(
    name="recommendations",
    permission=Permission.READ_RECOMMENDATIONS,
    url_name="findings:recommendation_detail",
    **RECOMMENDATION_FIELDS,
)
PROGRESS = RecordType(
    name="recommendations to the city",
    permission=Permission.REPORT_PROGRESS,
    url_name="findings:progress_report",
    **RECOMMENDATION_FIELDS,
)
# What is out, for whoever sees neither the work on it nor the city's own pages.
ISSUED = RecordType(
    name="issued recommendations",
    label="Recommendations",
    noun="recommendation",
    model=PublishedItem,
    permission=Permission.SEE_DASHBOARD,
    unless=frozenset({Permission.READ_RECOMMENDATIONS, Permission.REPORT_PROGRESS}),
    is_in_changes=False,
    rows=_issued,
    heading=Concat(
        F("reference"), Value(" · "), Left(_content("text"), 140), output_field=TextField()
    ),
    url_name="dashboard:board_recommendation",
    search_fields=tuple(
        map(_content, ("text", "addressee", "measure_of_done", "goal", "action_step"))
    ),
    newest="-reference",
    shape="recommendation",
)
ANSWER = RecordType(
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
EXCERPT = RecordType(
    name="quotes",
    is_large=True,
    label="Quotes",
    noun="quote",
    model=Excerpt,
    permission=TEAM,
    rows=lambda user: Excerpt.objects.visible_to(user).current(),
    heading=quote_of(),
    url_name="findings:quote_detail",
    address=("pk",),
    key="pk",
    search_fields=("text",),
    newest="-created_at",
)
PARTICIPANT = RecordType(
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
    search_fields=("pseudonym", "group", "office"),
    number=("P", "number"),
)
INTERVIEW = RecordType(
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
CODE = RecordType(
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
    search_fields=("name", "definition"),
)
GUIDE = RecordType(
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
ACTIVITY = RecordType(
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
# Their words are in the vault: a story is found by its number alone.
STORY = RecordType(
    name="stories",
    label="Stories",
    noun="story",
    model=Story,
    permission=TEAM,
    rows=lambda user: Story.objects.visible_to(user).counted(),
    heading=Concat(Value("Story "), short("S"), output_field=TextField()),
    url_name="findings:story_detail",
    address=("pk",),
    key="pk",
    search_fields=(short("S"),),
    code=short("S"),
    newest="pk",
    is_in_changes=False,
)
TALK = RecordType(
    name="requests to talk",
    label="Requests to talk",
    noun="request to talk",
    model=TalkRequest,
    permission=TEAM,
    rows=TalkRequest.objects.visible_to,
    heading=Concat(Value("Request to talk "), short("T"), output_field=TextField()),
    url_name="findings:talk_detail",
    address=("pk",),
    key="pk",
    search_fields=(short("T"),),
    code=short("T"),
    newest="pk",
    is_in_changes=False,
)
record_types.register(
    *(FINDING, RECOMMENDATION, PROGRESS, ISSUED, ANSWER, EXCERPT, PARTICIPANT, INTERVIEW),
    *(CODE, GUIDE, ACTIVITY, STORY, TALK),
)
worklist.register(*lots.QUEUES, *comment_worklist.QUEUES, *fieldwork_worklist.QUEUES)
worklist.register_quick_starts(
    QuickStart("Log an interview", "findings:interview_create", Permission.WRITE_INTERVIEWS),
    QuickStart("Contacts today", "findings:contact_today", Permission.WRITE_INTERVIEWS),
    QuickStart("Write a finding", "findings:finding_create", Permission.WRITE_FINDINGS),
    QuickStart("Report progress", "findings:progress_list", Permission.REPORT_PROGRESS),
)
