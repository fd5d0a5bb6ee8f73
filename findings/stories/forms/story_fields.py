"""Fields of the story form, step by step, and of the request to talk."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from clayton_review.languages import OWN_NAMES
from findings.stories.models import AgeGroup, ResidentInvolvement

MIN_PHONE_DIGITS = 10  # of a phone number with its area code


@dataclass(frozen=True)
class FormField:
    """One field of a form: a text of limited length, or a choice."""

    name: str
    label: Any
    hint: Any = ""
    max_length: int = 200
    rows: int = 1
    choices: tuple[tuple[str, Any], ...] = ()
    required_message: Any = ""  # the error when nothing is typed; empty for optional fields
    error_in: Callable[[str], str] | None = None  # returns the error in a text, or an empty text


@dataclass(frozen=True)
class FormStep:
    """One page of the story form."""

    name: str
    title: Any
    fields: tuple[FormField, ...]

    @property
    def has_one_question(self) -> bool:
        """True if the title of the page already asks its only question."""
        return len(self.fields) == 1


def _contact_error(text: str) -> str:
    """Return the error in a phone number or e-mail address; empty when there is none."""
    if sum(character.isdigit() for character in text) >= MIN_PHONE_DIGITS:
        return ""
    try:
        validate_email(text)
    except ValidationError:
        return _(
            "Enter a phone number with its area code, such as 314-555-0100, or a whole e-mail "
            "address, such as name@example.com."
        )
    return ""


_LANGUAGES = tuple(OWN_NAMES.items())


_PARTS = tuple(
    (part.value, part.label) for part in ResidentInvolvement if part != ResidentInvolvement.UNSAID
)


_AGES = tuple((age.value, age.label) for age in AgeGroup if age != AgeGroup.UNSAID)


STEPS = (
    FormStep(
        "what",
        lazy("What happened?"),
        (
            FormField(
                "what",
                lazy("Tell it in your own words"),
                lazy("Good or bad, long or short. Leave out the names of other people."),
                max_length=10_000,
                rows=10,
                required_message=lazy("Write what happened. A few words are enough."),
            ),
        ),
    ),
    FormStep(
        "part",
        lazy("How were you involved?"),
        (FormField("part", lazy("How you were involved"), choices=_PARTS),),
    ),
    FormStep(
        "place",
        lazy("About when and where did it happen?"),
        (
            FormField("when", lazy("When"), lazy("For example: last summer, a Friday night")),
            FormField(
                "where", lazy("Where"), lazy("For example: near the MetroLink station, at a store")
            ),
        ),
    ),
    FormStep(
        "wish",
        lazy("What would you like to see change?"),
        (FormField("wish", lazy("What you would like to see change"), max_length=2_000, rows=5),),
    ),
    FormStep(
        "about",
        lazy("The last two questions"),
        (
            FormField("age", lazy("How old are you?"), choices=_AGES),
            FormField("language", lazy("Which language did you write in?"), choices=_LANGUAGES),
        ),
    ),
)


STORY_FIELDS = tuple(field for step in STEPS for field in step.fields)


REVIEW_PAGE = len(STEPS)  # the review page comes after the last step


TALK_FIELDS = (
    FormField(
        "name",
        lazy("Name or nickname"),
        lazy("Any name we can ask for when we call."),
        required_message=lazy("Enter a name or nickname we can ask for."),
    ),
    FormField(
        "reach",
        lazy("Phone number or e-mail address"),
        required_message=lazy("Enter a phone number or an e-mail address."),
        error_in=_contact_error,
    ),
    FormField("best_time", lazy("When is a good time?"), lazy("For example: weekday evenings")),
    FormField("language", lazy("Which language?"), choices=_LANGUAGES),
    FormField(
        "accommodation",
        lazy("Do you need anything to take part?"),
        lazy("For example: sign language, a place without stairs, someone with you"),
        max_length=500,
        rows=3,
    ),
)
