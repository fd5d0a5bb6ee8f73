"""Pages of “Tell us what happened”, rendered without the request: nothing of a visitor is in it."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from clayton_review.languages import english_address
from findings.stories.forms.story_fields import REVIEW_PAGE, STEPS, FormField
from findings.stories.forms.story_form import HONEYPOT, FormState
from surveys.answers.views.survey_pages import page

PAGE_NUMBERS = {step.name: number for number, step in enumerate(STEPS)}


@dataclass(frozen=True)
class TypedField:
    """One field with its text and error, as the page shows it."""

    field: FormField
    typed: str
    error: str

    @property
    def described_by(self) -> str:
        """Return the ids of hint and error."""
        name = self.field.name
        parts = [f"{name}-hint"] * bool(self.field.hint) + [f"{name}-error"] * bool(self.error)
        return " ".join(parts)

    @property
    def answer_text(self) -> str:
        """Return the answer as text: for a choice, its label."""
        return str(dict(self.field.choices).get(self.typed, self.typed))


@dataclass(frozen=True)
class ReviewLine:
    """One line of the review page, with the step on which it can be changed."""

    label: Any
    display: TypedField
    step: str


def page_number(word: str) -> int | None:
    """Return the number of the page named by a step or by a number in the browser's history."""
    if word.isascii() and word.isdigit() and len(word) < 4:
        return min(int(word), REVIEW_PAGE)
    return PAGE_NUMBERS.get(word)


def opening_page() -> HttpResponse:
    """Return the page that explains the form."""
    return _render("findings/story_form_start.html", "opening")


def step_page(state: FormState, *, problem: str = "", status: int = 200) -> HttpResponse:
    """Return one step of the story, or the review page, with everything typed."""
    step = STEPS[state.page] if state.page < REVIEW_PAGE else None
    names = {field.name for field in step.fields} if step else set()
    context = {
        "step": step,
        "fields": [_display(state, field) for field in step.fields] if step else [],
        "review_lines": [] if step else _review_lines(state),
        "ordinal": state.page + 1,
        "n_steps": REVIEW_PAGE + 1,
        **_form_context(state, names, problem),
    }
    template = "findings/story_form_step.html" if step else "findings/story_form_check.html"
    return _render(template, "story", status, **context)


def story_thanks(state: FormState) -> HttpResponse:
    """Return the page that says the story has arrived and offers a talk."""
    return _render("findings/story_sent.html", "opening")


def talk_page(state: FormState, *, problem: str = "", status: int = 200) -> HttpResponse:
    """Return the page of the request for an interview."""
    fields = [_display(state, field) for field in state.fields]
    names = {field.name for field in state.fields}
    return _render(
        "findings/talk_form.html",
        "talk",
        status,
        fields=fields,
        **_form_context(state, names, problem),
    )


def talk_thanks(state: FormState) -> HttpResponse:
    """Return the page that says the request has arrived and repeats the contact details."""
    return _render("findings/talk_requested.html", "opening", reach=state.texts["reach"])


def _render(template: str, name: str, status: int = 200, **context: Any) -> HttpResponse:
    path = english_address(f"stories:{name}")
    shared_context = {
        "phone": settings.STUDY_PHONE,
        "department": settings.COMPLAINTS_DEPARTMENT,
        "complaints_url": settings.COMPLAINTS_URL,
        "city": settings.COMPLAINTS_CITY,
        "action": reverse(f"stories:{name}"),
    }
    return page(template, {**shared_context, **context}, path=path, status=status)


def _form_context(state: FormState, shown: set[str], problem: str) -> dict[str, Any]:
    hidden = [(name, text) for name, text in state.typed.items() if name not in shown]
    errors = [(name, text) for name, text in state.errors.items() if name in shown]
    return {
        "hidden": hidden,
        "submission": state.submission_id,
        "week": state.week,
        "number": state.page,
        "honeypot": HONEYPOT,
        "honeypot_text": state.honeypot_text,
        "problem": problem,
        "errors": errors,
        "has_errors": bool(problem or errors),
    }


def _display(state: FormState, field: FormField) -> TypedField:
    return TypedField(field, state.typed.get(field.name, ""), state.errors.get(field.name, ""))


def _review_lines(state: FormState) -> list[ReviewLine]:
    return [
        ReviewLine(
            step.title if step.has_one_question else field.label,
            _display(state, field),
            step.name,
        )
        for step in STEPS
        for field in step.fields
    ]
