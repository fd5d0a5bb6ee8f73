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
from clayton_review.web import day, kinds
from clayton_review.web.day import Way
from clayton_review.web.kinds import Kind
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
        "reported in_progress": "reported that work has started",
        "reported reported": "reported it as implemented",
        "reported verified": "verified that it is implemented",
        "reported partial": "closed it as partly implemented",
        "reported declined": "closed it as declined",
        "reported no_response": "recorded the city’s response",
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
# What is out, for whoever sees neither the work on it nor the city's own pages.
ISSUED = Kind(
    name="issued recommendations",
    label="Recommendations",
    noun="recommendation",
    model=PublishedItem,
    permission=Permission.SEE_DASHBOARD,
    unless=frozenset({Permission.READ_RECOMMENDATIONS, Permission.REPORT_PROGRESS}),
    is_told=False,
    rows=_issued,
    heading=Concat(
        F("reference"), Value(" · "), Left(_content("text"), 140), output_field=TextField()
    ),
    url_name="dashboard:board_recommendation",
    words=tuple(map(_content, ("text", "addressee", "measure_of_done", "goal", "action_step"))),
    newest="-reference",
    shape="recommendation",
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
    heading=quote_of(),
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
    number=("P", "number"),
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
ACTIVITY = Kind(
    name="activities",
    label="Field activities",
    noun="field activity",
    model=FieldActivity,
    permission=TEAM,
    rows=lambda user: FieldActivity.objects.visible_to(user).current(),
    heading=kinds.cited("reference", "title", " · "),
    url_name="findings:activity_detail",
    words=("title", "text"),
    newest="-held_on",
)
# Their words are in the vault: a story is found by its number alone.
STORY = Kind(
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
    words=(short("S"),),
    code=short("S"),
    newest="pk",
    is_told=False,
)
TALK = Kind(
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
    words=(short("T"),),
    code=short("T"),
    newest="pk",
    is_told=False,
)
kinds.register(
    *(FINDING, RECOMMENDATION, PROGRESS, ISSUED, ANSWER, EXCERPT, PARTICIPANT, INTERVIEW),
    *(CODE, GUIDE, ACTIVITY, STORY, TALK),
)
day.register(*lots.LOTS, *comment_worklist.LOTS, *fieldwork_worklist.LOTS)
day.register_ways(
    Way("Log an interview", "findings:interview_create", Permission.WRITE_INTERVIEWS),
    Way("Contacts today", "findings:contact_today", Permission.WRITE_INTERVIEWS),
    Way("Write a finding", "findings:finding_create", Permission.WRITE_FINDINGS),
    Way("Report progress", "findings:progress_list", Permission.REPORT_PROGRESS),
)
