"""Work queues and record types of stories and requests to talk.

Their words are in the vault, so they are searched by number only.
"""

from typing import Any

from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Cast, Concat, Left, Upper

from clayton_review.accounts.roles import Permission
from clayton_review.web import record_types, worklist
from clayton_review.web.record_types import RecordType
from clayton_review.web.worklist import Urgency, WorkQueue
from findings.stories.models import Story, StoryState, TalkRequest, TalkState

TEAM = Permission.READ_INTERVIEWS

WRITERS = Permission.WRITE_INTERVIEWS


def reference_from_id(letter: str) -> Any:
    """Return the SQL expression of a reference such as `S3FA2B1`."""
    start = Upper(Left(Cast("id", TextField()), 6))
    return Concat(Value(letter), start, output_field=TextField())


def story_heading() -> Any:
    """Return the SQL expression of a story's title: its week, and its reference in parentheses.

    The words of a story are in the vault and opened one by one, so its title has none of them.
    """
    written = Value("FMMonth FMDD, YYYY")
    week = Func(F("week"), written, function="to_char", output_field=TextField())
    title = (
        Value("Story from the week of "),
        week,
        Value(" ("),
        reference_from_id("S"),
        Value(")"),
    )
    return Concat(*title, output_field=TextField())


STORY_TYPE = RecordType(
    name="stories",
    label="Stories",
    noun="story",
    model=Story,
    permission=TEAM,
    rows=lambda user: Story.objects.visible_to(user).counted(),
    heading=story_heading(),
    url_name="findings:story_detail",
    address=("pk",),
    key="pk",
    search_fields=(reference_from_id("S"),),
    code=reference_from_id("S"),
    newest="pk",
    is_in_changes=False,
)
TALK_TYPE = RecordType(
    name="requests to talk",
    label="Requests to talk",
    noun="request to talk",
    model=TalkRequest,
    permission=TEAM,
    rows=TalkRequest.objects.visible_to,
    heading=Concat(Value("Request to talk "), reference_from_id("T"), output_field=TextField()),
    url_name="findings:talk_detail",
    address=("pk",),
    key="pk",
    search_fields=(reference_from_id("T"),),
    code=reference_from_id("T"),
    newest="pk",
    is_in_changes=False,
)
record_types.register(STORY_TYPE, TALK_TYPE)
worklist.register(
    WorkQueue(
        name="stories to read",
        urgency=Urgency.ASKED,
        singular="story to read",
        plural="stories to read",
        permission=WRITERS,
        rows=lambda user, _: Story.objects.visible_to(user).filter(state=StoryState.NEW),
        heading=story_heading(),
        url_name="findings:story_detail",
        address=("pk",),
        all_url="findings:story_list",
    ),
    WorkQueue(
        name="requests to talk",
        urgency=Urgency.ASKED,
        singular="request to talk",
        plural="requests to talk",
        permission=WRITERS,
        rows=lambda user, _: TalkRequest.objects.visible_to(user).filter(state=TalkState.NEW),
        heading=Concat(Value("Request to talk "), reference_from_id("T"), output_field=TextField()),
        url_name="findings:talk_detail",
        address=("pk",),
        all_url="findings:talk_list",
    ),
)
