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

TRAP = "website"  # people do not see it; programs fill it in
LEAST_DIGITS = 10  # of a phone number with its area code


@dataclass(frozen=True)
class Asked:
    """One field of a form: a text of so many characters, or a choice."""

    name: str
    label: Any
    hint: Any = ""
    longest: int = 200
    rows: int = 1
    choices: tuple[tuple[str, Any], ...] = ()
    needed: Any = ""  # what to do when nothing is typed; empty for optional fields
    check: Callable[[str], str] | None = None  # what is wrong with a text; empty when nothing is


@dataclass(frozen=True)
class Step:
    """One page of the story form."""

    name: str
    title: Any
    fields: tuple[Asked, ...]

    @property
    def is_alone(self) -> bool:
        """Whether the page's title already asks its only question."""
        return len(self.fields) == 1


def _unreachable(text: str) -> str:
    """Why nobody could be called or written to at this; empty when somebody can."""
    if sum(character.isdigit() for character in text) >= LEAST_DIGITS:
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
    Step(
        "what",
        lazy("What happened?"),
        (
            Asked(
                "what",
                lazy("Tell it in your own words"),
                lazy("Good or bad, long or short. Leave out the names of other people."),
                longest=10_000,
                rows=10,
                needed=lazy("Write what happened. A few words are enough."),
            ),
        ),
    ),
    Step(
        "part",
        lazy("How were you involved?"),
        (Asked("part", lazy("Your part"), choices=_PARTS),),
    ),
    Step(
        "place",
        lazy("About when and where did it happen?"),
        (
            Asked("when", lazy("When"), lazy("For example: last summer, a Friday night")),
            Asked(
                "where", lazy("Where"), lazy("For example: near the MetroLink station, at a store")
            ),
        ),
    ),
    Step(
        "wish",
        lazy("What would you like to see change?"),
        (Asked("wish", lazy("What you would like to see change"), longest=2_000, rows=5),),
    ),
    Step(
        "about",
        lazy("The last two questions"),
        (
            Asked("age", lazy("How old are you?"), choices=_AGES),
            Asked("language", lazy("Which language did you write in?"), choices=_LANGUAGES),
        ),
    ),
)
STORY_FIELDS = tuple(asked for step in STEPS for asked in step.fields)
CHECK = len(STEPS)  # the review page comes after the last step

TALK_FIELDS = (
    Asked(
        "name",
        lazy("Name or nickname"),
        lazy("Any name we can ask for when we call."),
        needed=lazy("Enter a name or nickname we can ask for."),
    ),
    Asked(
        "reach",
        lazy("Phone number or e-mail address"),
        needed=lazy("Enter a phone number or an e-mail address."),
        check=_unreachable,
    ),
    Asked("best_time", lazy("When is a good time?"), lazy("For example: weekday evenings")),
    Asked("language", lazy("Which language?"), choices=_LANGUAGES),
    Asked(
        "accommodation",
        lazy("Do you need anything to take part?"),
        lazy("For example: sign language, a place without stairs, someone with you"),
        longest=500,
        rows=3,
    ),
)


@dataclass(frozen=True)
class Filled:
    """One state of a form; what was typed is kept raw, so that it can be shown again."""

    fields: tuple[Asked, ...]
    submission_id: UUID
    week: str = ""
    page: int = 0
    move: str = ""
    trapped: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> dict[str, str]:
        """What is sent on, with plain line ends."""
        return {asked.name: _plain(self.typed.get(asked.name, "")) for asked in self.fields}

    @property
    def is_of_this_week(self) -> bool:
        """Whether the form was opened in the week in which it is sent."""
        return self.week == this_week().isoformat()

    def at(self, page: int, *, errors: bool = True) -> "Filled":
        """The same at another page."""
        return replace(self, page=page, errors=self.errors if errors else {})

    def in_this_language(self) -> "Filled":
        """The same page, its language chosen anew."""
        language = (get_language() or "en")[:2]
        return replace(self, typed={**self.typed, "language": language}, errors={})

    def renewed(self) -> "Filled":
        """The same words on a form of today."""
        return replace(self, submission_id=uuid4(), week=this_week().isoformat())

    def first_page_with_error(self) -> int | None:
        """The first page, up to this one, on which something must be mended."""
        for number, step in enumerate(STEPS[: self.page + 1]):
            if any(asked.name in self.errors for asked in step.fields):
                return number
        return None


def fresh(fields: tuple[Asked, ...]) -> Filled:
    """An empty form with a random id of its own."""
    typed = {"language": (get_language() or "en")[:2]}
    return Filled(fields, uuid4(), this_week().isoformat(), typed=typed)


def read(fields: tuple[Asked, ...], sent: QueryDict) -> Filled:
    """All that was sent, hidden words of other pages too, checked in full."""
    typed = {asked.name: str(sent[asked.name]) for asked in fields if asked.name in sent}
    errors = {
        asked.name: problem
        for asked in fields
        if (problem := _problem(asked, _plain(typed.get(asked.name, ""))))
    }
    return Filled(
        fields,
        _identity(sent.get("submission", "")),
        sent.get("week", ""),
        _page(sent.get("page", "")),
        sent.get("move", ""),
        sent.get(TRAP, ""),
        typed,
        errors,
    )


def _problem(asked: Asked, text: str) -> str:
    if not text:
        return str(asked.needed)
    if asked.choices:
        known = text in dict(asked.choices)
        return "" if known else _("Choose one of the answers shown.")
    if "\0" in text:
        return _("Remove the invisible character (NUL) from your text.")
    if len(text) > asked.longest:
        return _("Shorten your text to %(most)s characters. It now has %(n)s.") % {
            "most": f"{asked.longest:,}",
            "n": f"{len(text):,}",
        }
    return asked.check(text) if asked.check else ""


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _identity(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _page(text: str) -> int:
    return min(int(text), CHECK) if text.isascii() and text.isdigit() and len(text) < 4 else 0
