"""What a resident's browser sent while telling a story or asking for a talk; nothing gets lost."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from findings.stories.actions.sealed_notes import this_week
from findings.stories.models import Age, FormLanguage, Part

HONEYPOT = "website"  # people do not see it; programs fill it in
MIN_PHONE_DIGITS = 10  # of a phone number with its area code


@dataclass(frozen=True)
class FormField:
    """One field of a form: a text of so many characters, or a choice."""

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
        """Whether the page's title already asks its only question."""
        return len(self.fields) == 1


def _contact_error(text: str) -> str:
    """Why nobody could be called or written to at this; empty when somebody can."""
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


_LANGUAGES = ((FormLanguage.ENGLISH.value, "English"), (FormLanguage.SPANISH.value, "Español"))
_PARTS = tuple((part.value, part.label) for part in Part if part != Part.UNSAID)
_AGES = tuple((age.value, age.label) for age in Age if age != Age.UNSAID)

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
                required_message=lazy("Write what happened; a few words are enough."),
            ),
        ),
    ),
    FormStep(
        "part",
        lazy("What is your part in it?"),
        (FormField("part", lazy("Your part"), choices=_PARTS),),
    ),
    FormStep(
        "place",
        lazy("About when and where was it?"),
        (
            FormField("when", lazy("When"), lazy("Such as: last summer, a Friday night")),
            FormField(
                "where", lazy("Where"), lazy("Such as: near the MetroLink station, at a shop")
            ),
        ),
    ),
    FormStep(
        "wish",
        lazy("What do you wish would change?"),
        (FormField("wish", lazy("Your wish"), max_length=2_000, rows=5),),
    ),
    FormStep(
        "about",
        lazy("Two last questions"),
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
        lazy("Any name we may ask for."),
        required_message=lazy("Enter a name or a nickname we may ask for."),
    ),
    FormField(
        "reach",
        lazy("Phone number or e-mail address"),
        required_message=lazy("Enter a phone number or an e-mail address."),
        error_in=_contact_error,
    ),
    FormField("best_time", lazy("When is a good time?"), lazy("Such as: weekday evenings")),
    FormField("language", lazy("In which language?"), choices=_LANGUAGES),
    FormField(
        "accommodation",
        lazy("Do you need anything to take part?"),
        lazy("Such as: sign language, a place without stairs, somebody with you"),
        max_length=500,
        rows=3,
    ),
)


@dataclass(frozen=True)
class FormState:
    """One state of a form; what was typed is kept raw, so that it can be shown again."""

    fields: tuple[FormField, ...]
    submission_id: UUID
    week: str = ""
    page: int = 0
    move: str = ""
    honeypot_text: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def texts(self) -> dict[str, str]:
        """What is sent on, with plain line ends."""
        return {field.name: _normalized(self.typed.get(field.name, "")) for field in self.fields}

    @property
    def is_of_this_week(self) -> bool:
        """Whether the form was opened in the week in which it is sent."""
        return self.week == this_week().isoformat()

    def on_page(self, page: int, *, errors: bool = True) -> "FormState":
        """The same at another page."""
        return replace(self, page=page, errors=self.errors if errors else {})

    def with_page_language(self) -> "FormState":
        """The same page, its language chosen anew."""
        language = (get_language() or "en")[:2]
        return replace(self, typed={**self.typed, "language": language}, errors={})

    def with_new_submission(self) -> "FormState":
        """The same words on a form of today."""
        return replace(self, submission_id=uuid4(), week=this_week().isoformat())

    def first_page_with_error(self) -> int | None:
        """The first page, up to this one, on which something must be mended."""
        for number, step in enumerate(STEPS[: self.page + 1]):
            if any(field.name in self.errors for field in step.fields):
                return number
        return None


def new_form(fields: tuple[FormField, ...]) -> FormState:
    """An empty form with a random id of its own."""
    typed = {"language": (get_language() or "en")[:2]}
    return FormState(fields, uuid4(), this_week().isoformat(), typed=typed)


def read_form(fields: tuple[FormField, ...], sent: QueryDict) -> FormState:
    """All that was sent, hidden words of other pages too, checked in full."""
    typed = {field.name: str(sent[field.name]) for field in fields if field.name in sent}
    errors = {
        field.name: problem
        for field in fields
        if (problem := _field_error(field, _normalized(typed.get(field.name, ""))))
    }
    return FormState(
        fields,
        _submission_id(sent.get("submission", "")),
        sent.get("week", ""),
        _page_number(sent.get("page", "")),
        sent.get("move", ""),
        sent.get(HONEYPOT, ""),
        typed,
        errors,
    )


def _field_error(field: FormField, text: str) -> str:
    if not text:
        return str(field.required_message)
    if field.choices:
        known = text in dict(field.choices)
        return "" if known else _("Choose one of the answers shown.")
    if "\0" in text:
        return _("Remove the invisible character (NUL) from your text.")
    if len(text) > field.max_length:
        return _("Shorten your text to %(most)s characters; it has %(n)s now.") % {
            "most": f"{field.max_length:,}",
            "n": f"{len(text):,}",
        }
    return field.error_in(text) if field.error_in else ""


def _normalized(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _submission_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _page_number(text: str) -> int:
    return min(int(text), REVIEW_PAGE) if text.isascii() and text.isdigit() and len(text) < 4 else 0
