"""What waits in field work: who is to be contacted, who came, what residents told us."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, Left, Upper

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.web.day import Lot, Urgency
from clayton_review.web.kinds import local_day, numbered
from findings.coding.models.excerpts import Excerpt
from findings.coding.selectors.quotes import releasable
from findings.fieldwork.models.contacts import ContactAttempt
from findings.fieldwork.models.slots import Slot, SlotState
from findings.stories.models import Story, StoryState, TalkRequest, TalkState

TEAM = Permission.WRITE_INTERVIEWS


def pseudonym(field: str) -> Any:
    """`P-007` from the number of a participant."""
    return numbered("P", field, 3)


def short(letter: str) -> Any:
    """`S3FA2B1`: how stories and requests to talk are named on pages."""
    start = Upper(Left(Cast("id", TextField()), 6))
    return Concat(Value(letter), start, output_field=TextField())


def quote_of() -> Any:
    """`Quote of P-007`, or of the activity in which it was said."""
    who = Coalesce(
        F("activity__reference"),
        pseudonym("answer__interview__participant__number"),
        output_field=TextField(),
    )
    return Concat(Value("Quote of "), who, output_field=TextField())


def _steps(user: User, today: date) -> Any:
    """The next steps of this person's last contacts, as on the page "Contacts today"."""
    return ContactAttempt.objects.visible_to(user).open_steps(today).filter(made_by=user)


def _booked(user: User) -> Any:
    slots = Slot.objects.visible_to(user).current()
    return slots.filter(state=SlotState.BOOKED, interviewer=user)


def _appointments(user: User, today: date) -> Any:
    tomorrow = datetime.combine(today, time.min, clock.CLAYTON) + timedelta(days=1)
    return _booked(user).filter(starts_at__lt=tomorrow, ends_at__gt=clock.now())


def _unanswered(user: User, _: date) -> Any:
    return _booked(user).filter(ends_at__lte=clock.now())


def _unconfirmed(user: User, _: date) -> Any:
    """On the record, in the words this person marked, and not confirmed by who said them."""
    rows = Excerpt.objects.visible_to(user).current().filter(created_by=user)
    return releasable(rows, "confirm")


SLOT: dict[str, Any] = {
    "urgency": Urgency.TODAY,
    "permission": TEAM,
    "url_name": "findings:slot_detail",
    "address": ("pk",),
    "due": local_day("starts_at"),
}
LOTS = (
    Lot(
        name="appointments today",
        one="appointment today",
        many="appointments today",
        rows=_appointments,
        heading=Concat(
            Value("Appointment with "), pseudonym("participant__number"), output_field=TextField()
        ),
        all_url="findings:contact_today",
        **SLOT,
    ),
    Lot(
        name="contacts today",
        urgency=Urgency.TODAY,
        one="participant to contact",
        many="participants to contact",
        permission=TEAM,
        rows=_steps,
        heading=Concat(
            pseudonym("participant__number"),
            Value(": "),
            F("next_step"),
            output_field=TextField(),
        ),
        url_name="findings:participant_detail",
        address=("participant_id",),
        due="next_on",
        all_url="findings:contact_today",
    ),
    Lot(
        name="slots without an answer",
        one="appointment to close out",
        many="appointments to close out",
        rows=_unanswered,
        heading=Concat(
            Value("Did "),
            pseudonym("participant__number"),
            Value(" come?"),
            output_field=TextField(),
        ),
        all_url="findings:contact_today",
        **SLOT,
    ),
    Lot(
        name="stories to read",
        urgency=Urgency.ASKED,
        one="story to read",
        many="stories to read",
        permission=TEAM,
        rows=lambda user, _: Story.objects.visible_to(user).filter(state=StoryState.NEW),
        heading=Concat(Value("Story "), short("S"), output_field=TextField()),
        url_name="findings:story_detail",
        address=("pk",),
        all_url="findings:story_list",
    ),
    Lot(
        name="requests to talk",
        urgency=Urgency.ASKED,
        one="request to talk",
        many="requests to talk",
        permission=TEAM,
        rows=lambda user, _: TalkRequest.objects.visible_to(user).filter(state=TalkState.NEW),
        heading=Concat(Value("Request to talk "), short("T"), output_field=TextField()),
        url_name="findings:talk_detail",
        address=("pk",),
        all_url="findings:talk_list",
    ),
    Lot(
        name="quotes to confirm",
        urgency=Urgency.DRAFT,
        one="quote waiting for the speaker’s confirmation",
        many="quotes waiting for their speakers’ confirmation",
        permission=TEAM,
        rows=_unconfirmed,
        heading=Concat(quote_of(), Value(": "), Left("text", 100), output_field=TextField()),
        url_name="findings:quote_detail",
        address=("pk",),
        all_url="findings:quote_list",
    ),
)
