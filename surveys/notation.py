"""The line notation in which consultants write a questionnaire, and its errors by line.

    title: Safety in Clayton | Seguridad en Clayton
    == Your neighborhood | Su barrio
    ? feel_safe agreement: I feel safe here. | Me siento seguro aquí.
    hint: Think of the last 12 months. | Piense en los últimos 12 meses.
    ? stopped choice: Were you stopped by an officer? | ¿Lo detuvo un agente?
    - yes: Yes | Sí
    - no: No | No
    ~ not_here: I was not in Clayton | No estuve en Clayton
    ? story text: What happened? | ¿Qué pasó?

The part after `|` is the Spanish text; either every text has one or none has.
"""

import re
from dataclasses import dataclass, field

from surveys.documents import LANGUAGES, Choice, Document, Page, Question, Wording
from surveys.question_types import TYPES, type_of

TEXTS = ("title", "why", "readers", "thanks", "sponsor", "minutes", "phone")
PLAIN_TEXTS = ("minutes", "phone")  # the same in every language
REQUIRED = ("title", "why", "readers", "minutes", "phone")
MOST_QUESTIONS = 100
LONGEST_TEXT = 1_000

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_QUESTION = re.compile(r"\?\s*(\S+)\s+(\S+?)\s*:\s*(.*)")
_CHOICE = re.compile(r"([-~])\s*(\S+?)\s*:\s*(.*)")
_TEXT = re.compile(r"([a-z]+)\s*:\s*(.*)")


@dataclass(frozen=True)
class Problem:
    """What is wrong on a line (0: in the whole) and what to do about it."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.text}" if self.line else self.text


class Unreadable(Exception):
    """The notation has problems; all of them are listed."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass
class _Draft:
    """A question while its lines are read."""

    line: int
    name: str
    kind: str
    text: Wording
    hint: Wording = field(default_factory=dict)
    choices: list[Choice] = field(default_factory=list)


class _Reader:
    """Reads line by line and collects problems instead of stopping at the first."""

    def __init__(self) -> None:
        self.texts: dict[str, Wording] = {}
        self.pages: list[tuple[Wording, list[_Draft]]] = []
        self.problems: list[Problem] = []
        self.seen_languages: dict[bool, int] = {}  # has Spanish: first line
        self.line = 0

    def problem(self, text: str, line: int | None = None) -> None:
        self.problems.append(Problem(self.line if line is None else line, text))

    def read(self, notation: str) -> None:
        for self.line, raw in enumerate(notation.splitlines(), start=1):
            line = raw.strip()
            if line.startswith("=="):
                self.pages.append((self.wording(line.lstrip("=").strip()), []))
            elif line.startswith("?"):
                self.question(line)
            elif line.startswith(("-", "~")):
                self.choice(line)
            elif line:
                self.text(line)

    def question(self, line: str) -> None:
        found = _QUESTION.fullmatch(line)
        if not found:
            kinds = ", ".join(question_type.name for question_type in TYPES)
            self.problem(f"Write a question as “? name type: text”; types are {kinds}.")
            return
        name, kind, text = found.groups()
        if not _NAME.fullmatch(name):
            self.problem(f"“{name}” is no name: use small letters, digits and _ (at most 40).")
        if kind not in {question_type.name for question_type in TYPES}:
            self.problem(f"There is no question type “{kind}”.")
        if any(name == draft.name for _title, drafts in self.pages for draft in drafts):
            self.problem(f"The name “{name}” is used twice.")
        if not self.pages:
            self.pages.append(({}, []))
        self.pages[-1][1].append(_Draft(self.line, name, kind, self.wording(text)))

    def choice(self, line: str) -> None:
        found = _CHOICE.fullmatch(line)
        draft = self.last_question()
        if not found:
            self.problem("Write an answer as “- value: text”, or “~ value: text” to set it apart.")
        elif draft is None:
            self.problem("This answer stands before the first question.")
        else:
            mark, value, text = found.groups()
            if not _NAME.fullmatch(value):
                self.problem(f"“{value}” is no value: use small letters, digits and _.")
            if value in {choice.value for choice in draft.choices}:
                self.problem(f"The value “{value}” is used twice in this question.")
            draft.choices.append(Choice(value, self.wording(text), is_apart=mark == "~"))

    def text(self, line: str) -> None:
        found = _TEXT.fullmatch(line)
        draft = self.last_question()
        if found and found[1] == "hint" and draft is not None:
            draft.hint = self.wording(found[2])
        elif found and found[1] in TEXTS:
            plain = found[1] in PLAIN_TEXTS
            said = dict.fromkeys(LANGUAGES, found[2]) if plain else self.wording(found[2])
            self.texts[found[1]] = said
        else:
            self.problem("This line is neither a text, a page, a question, an answer nor a hint.")

    def last_question(self) -> _Draft | None:
        return self.pages[-1][1][-1] if self.pages and self.pages[-1][1] else None

    def wording(self, text: str) -> Wording:
        english, bar, spanish = (part.strip() for part in text.partition("|"))
        if not english or (bar and not spanish):
            self.problem("A text is missing here.")
        if max(len(english), len(spanish)) > LONGEST_TEXT:
            self.problem(f"Keep each text under {LONGEST_TEXT:,} characters.")
        self.seen_languages.setdefault(bool(bar), self.line)
        return {"en": english, "es": spanish} if bar else {"en": english}

    def check(self) -> None:
        if len(self.seen_languages) == 2:
            line = self.seen_languages[False]
            self.problem(
                "The Spanish text is missing here; other lines have one (after “|”).", line
            )
        for name in REQUIRED:
            if not self.texts.get(name, {}).get("en"):
                self.problem(f"Add a line “{name}: …”.", 0)
        minutes = self.texts.get("minutes", {}).get("en", "1")
        if not (minutes.isascii() and minutes.isdigit()):
            self.problem("“minutes” is a whole number, for example “minutes: 6”.", 0)
        drafts = [draft for _title, page in self.pages for draft in page]
        if not drafts:
            self.problem("There is no question yet.", 0)
        if len(drafts) > MOST_QUESTIONS:
            self.problem(f"There are {len(drafts)} questions; at most {MOST_QUESTIONS} fit.", 0)
        for draft in drafts:
            self.check_choices(draft)

    def check_choices(self, draft: _Draft) -> None:
        if draft.kind not in {question_type.name for question_type in TYPES}:
            return
        rules = type_of(draft.kind).rules
        if draft.choices and not rules.has_choices:
            self.problem(f"A question of type “{draft.kind}” lists no answers.", draft.line)
        if len(draft.choices) < rules.least_choices:
            self.problem(f"List at least {rules.least_choices} answers below it.", draft.line)


def parse(notation: str) -> Document:
    """The document that the notation describes. Raises `Unreadable` with every problem."""
    reader = _Reader()
    reader.read(notation)
    reader.check()
    if reader.problems:
        raise Unreadable(sorted(reader.problems, key=lambda problem: problem.line))
    languages = LANGUAGES if True in reader.seen_languages else ("en",)
    pages = tuple(
        Page(title, tuple(_finished(draft) for draft in drafts))
        for title, drafts in reader.pages
        if drafts
    )
    return Document(languages=languages, texts=reader.texts, pages=pages)


def problems_in(notation: str) -> list[Problem]:
    """What keeps the notation from being published; empty when nothing does."""
    try:
        parse(notation)
    except Unreadable as unreadable:
        return unreadable.problems
    return []


def _finished(draft: _Draft) -> Question:
    choices = type_of(draft.kind).completed(tuple(draft.choices))
    return Question(draft.name, draft.kind, draft.text, draft.hint, choices)
