"""The pages of “Tell us what happened”, made without the request: nothing of a visitor is in it."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, override

from findings.stories.forms.story_form import CHECK, STEPS, TRAP, Asked, Filled
from surveys.answers.views.survey_pages import page

NUMBERS = {step.name: number for number, step in enumerate(STEPS)}


@dataclass(frozen=True)
class Shown:
    """One field as the page shows it."""

    asked: Asked
    typed: str
    error: str

    @property
    def described_by(self) -> str:
        """The ids of hint and error."""
        name = self.asked.name
        parts = [f"{name}-hint"] * bool(self.asked.hint) + [f"{name}-error"] * bool(self.error)
        return " ".join(parts)

    @property
    def told(self) -> str:
        """What was typed, as words."""
        return str(dict(self.asked.choices).get(self.typed, self.typed))


@dataclass(frozen=True)
class Reviewed:
    """One line of the review page, and the step on which it can be changed."""

    label: Any
    shown: Shown
    step: str


def number_of(word: str) -> int | None:
    """The page that a step's name or its number in the browser's history means."""
    if word.isascii() and word.isdigit() and len(word) < 4:
        return min(int(word), CHECK)
    return NUMBERS.get(word)


def language_in_use() -> str:
    """The two letters of the page's language."""
    return (get_language() or "en")[:2]


def opening() -> HttpResponse:
    """The page that says what this is and is not."""
    return _page("findings/telling_open.html", "opening")


def step(filled: Filled, *, problem: str = "", status: int = 200) -> HttpResponse:
    """One step of the story, or the review page, with everything typed."""
    here = STEPS[filled.page] if filled.page < CHECK else None
    names = {asked.name for asked in here.fields} if here else set()
    context = {
        "step": here,
        "fields": [_shown(filled, asked) for asked in here.fields] if here else [],
        "reviewed": [] if here else _reviewed(filled),
        "ordinal": filled.page + 1,
        "n_steps": CHECK + 1,
        **_carried(filled, names, problem),
    }
    template = "findings/telling_step.html" if here else "findings/telling_check.html"
    return _page(template, "story", status, **context)


def story_thanks(filled: Filled) -> HttpResponse:
    """The story has arrived; a talk is offered, apart."""
    return _page("findings/telling_thank.html", "opening")


def talk(filled: Filled, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The request for an interview."""
    fields = [_shown(filled, asked) for asked in filled.fields]
    names = {asked.name for asked in filled.fields}
    return _page(
        "findings/telling_talk.html",
        "talk",
        status,
        fields=fields,
        **_carried(filled, names, problem),
    )


def talk_thanks(filled: Filled) -> HttpResponse:
    """The request has arrived; where we will call or write is said back, to be read once more."""
    return _page("findings/telling_called.html", "opening", reach=filled.words["reach"])


def _page(template: str, name: str, status: int = 200, **context: Any) -> HttpResponse:
    with override(settings.LANGUAGE_CODE):
        path = reverse(f"stories:{name}")
    around = {
        "phone": settings.STUDY_PHONE,
        "department": settings.COMPLAINTS_DEPARTMENT,
        "complaints_url": settings.COMPLAINTS_URL,
        "city": settings.COMPLAINTS_CITY,
        "action": reverse(f"stories:{name}"),
    }
    return page(template, {**around, **context}, path=path, status=status)


def _carried(filled: Filled, shown: set[str], problem: str) -> dict[str, Any]:
    hidden = [(name, text) for name, text in filled.typed.items() if name not in shown]
    errors = [(name, text) for name, text in filled.errors.items() if name in shown]
    return {
        "hidden": hidden,
        "submission": filled.submission_id,
        "week": filled.week,
        "number": filled.page,
        "trap": TRAP,
        "trapped": filled.trapped,
        "problem": problem,
        "errors": errors,
        "has_errors": bool(problem or errors),
    }


def _shown(filled: Filled, asked: Asked) -> Shown:
    return Shown(asked, filled.typed.get(asked.name, ""), filled.errors.get(asked.name, ""))


def _reviewed(filled: Filled) -> list[Reviewed]:
    return [
        Reviewed(step.title if step.is_alone else asked.label, _shown(filled, asked), step.name)
        for step in STEPS
        for asked in step.fields
    ]
