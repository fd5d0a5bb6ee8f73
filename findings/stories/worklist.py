"""Work queues and record types of stories and requests to talk.

Their words are in the vault, so they are searched by number only.
"""

from typing import Any

from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Cast, Concat, Left, Upper
from django.urls import reverse

from clayton_review.accounts.roles import Permission
from clayton_review.jobs.models import Job, JobState
from clayton_review.web import record_types, worklist
from clayton_review.web.health import register_reading
from clayton_review.web.late.items import LateItem, register_items
from clayton_review.web.record_types import RecordType
from clayton_review.web.worklist import Urgency, WorkQueue
from findings.stories.actions.sealed_notes import OPENING_JOB
from findings.stories.models import SealedNote, Story, StoryState, TalkRequest, TalkState
from findings.stories.selectors import locked_notes, n_set_aside
from surveys.answers.locked_words import FIND_THE_KEY

TEAM = Permission.READ_INTERVIEWS

WRITERS = Permission.WRITE_INTERVIEWS


def reference_from_id(letter: str) -> Any:
    """Return the SQL expression of a reference such as `S3FA2B1`."""
    start = Upper(Left(Cast("id", TextField()), 6))
    return Concat(Value(letter), start, output_field=TextField())


def _week_words() -> Any:
    """Return the SQL expression of the first day of a week, such as `December 3, 2018`."""
    form = Value("FMMonth FMDD, YYYY")
    return Func(F("week"), form, function="to_char", output_field=TextField())


def story_heading() -> Any:
    """Return the SQL expression of a story's title: its week, and its reference in parentheses.

    The words of a story are in the vault and opened one by one, so its title has none of them.
    """
    title = (
        Value("Story from the week of "),
        _week_words(),
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


def _set_aside_heading() -> Any:
    """Return the SQL expression of a sealed note's title: all that is known is its week."""
    return Concat(Value("From the week of "), _week_words(), output_field=TextField())


@register_items("Locked stories")
def late_items() -> list[LateItem]:
    """Return the stories and requests that no key opened, as one item."""
    n_left = n_set_aside()
    if not n_left:
        return []
    text = f"No key that the workers have opens them. {FIND_THE_KEY}"
    url = reverse("findings:story_give_up")
    return [LateItem(f"{locked_notes(n_left)} cannot be opened", text, url, "Give them up")]


@register_reading("batch_due")
def is_week_due() -> bool:
    """True if the stories of a week that is over wait to be opened; the day is known to all."""
    jobs = Job.objects.filter(name=OPENING_JOB).exclude(state=JobState.DONE)
    return jobs.exists()


@register_reading("stories_unreadable")
def has_unreadable_stories() -> bool:
    """True if stories or requests to talk were set aside because no key opens them."""
    return SealedNote.objects.filter(is_set_aside=True).exists()


record_types.register(STORY_TYPE, TALK_TYPE)
worklist.register(
    WorkQueue(
        name="stories that do not open",
        urgency=Urgency.OVERDUE,
        singular="story or request to talk that does not open",
        plural="stories or requests to talk that do not open",
        permission=Permission.RETRY_WORK,
        rows=lambda _user, _today: SealedNote.objects.filter(is_set_aside=True),
        heading=_set_aside_heading(),
        url_name="findings:story_give_up",
        address=(),
        order=("week",),
        all_url="late:list",
    ),
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
