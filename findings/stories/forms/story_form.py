"""State of the forms that residents fill in, with everything their browser sent."""

from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from django.http import QueryDict
from django.utils.translation import gettext as _

from clayton_review.languages import language_in_use
from findings.stories.forms.story_fields import REVIEW_PAGE, STEPS, FormField
from surveys.answers.actions.opening import this_week
from surveys.answers.resident_form import page_number, submission_id
from surveys.question_types.base import UnusableAnswer
from surveys.question_types.long_text import check_text

HONEYPOT = "website"  # field that people do not see; programs fill it in


@dataclass(frozen=True)
class FormState:
    """State of a form between two pages; texts are kept as typed and can be shown again."""

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
        """Return the texts that are sent on, with plain line ends."""
        return {
            field.name: _normalized_text(self.typed.get(field.name, "")) for field in self.fields
        }

    @property
    def is_of_this_week(self) -> bool:
        """True if the form was opened in the week in which it is sent."""
        return self.week == this_week().isoformat()

    def on_page(self, page: int, *, errors: bool = True) -> "FormState":
        """Return the same state on another page."""
        return replace(self, page=page, errors=self.errors if errors else {})

    def with_page_language(self) -> "FormState":
        """Return the same state with the language of the page chosen."""
        typed = {**self.typed, "language": language_in_use()}
        return replace(self, typed=typed, errors={})

    def with_new_submission(self) -> "FormState":
        """Return the same texts on a form opened today."""
        return replace(self, submission_id=uuid4(), week=this_week().isoformat())

    def first_page_with_error(self) -> int | None:
        """Return the first page with an error, up to this one, or None."""
        for number, step in enumerate(STEPS[: self.page + 1]):
            if any(field.name in self.errors for field in step.fields):
                return number
        return None


def new_form(fields: tuple[FormField, ...]) -> FormState:
    """Return an empty form with a random id."""
    typed = {"language": language_in_use()}
    return FormState(fields, uuid4(), this_week().isoformat(), typed=typed)


def read_form(fields: tuple[FormField, ...], sent: QueryDict) -> FormState:
    """Return the form that was sent, with hidden texts of other pages, fully checked."""
    typed = {field.name: str(sent[field.name]) for field in fields if field.name in sent}
    errors = {
        field.name: problem
        for field in fields
        if (problem := _field_error(field, _normalized_text(typed.get(field.name, ""))))
    }
    return FormState(
        fields,
        submission_id(sent.get("submission", "")),
        sent.get("week", ""),
        page_number(sent.get("page", ""), REVIEW_PAGE),
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
    try:
        check_text(text, field.max_length)
    except UnusableAnswer as unusable:
        return str(unusable)
    return field.error_in(text) if field.error_in else ""


def _normalized_text(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
