"""The line notation in which consultants write a questionnaire, and its errors by line.

    title: Safety in Clayton | Seguridad en Clayton
    == Your neighborhood | Su barrio
    ? feel_safe agreement: I feel safe here. | Me siento seguro aquí.
    hint: Think of the last 12 months. | Piense en los últimos 12 meses.
    ? stopped choice: Were you stopped by an officer? | ¿Lo detuvo un agente?
    - yes: Yes | Sí
    - no: No | No
    ~ not_here: I was not in Clayton | No estuve en Clayton
    ? age number: How old are you? | ¿Qué edad tiene?
    min: 18
    ? treated grid: The officer … | El agente …
    if: stopped = yes and age >= 18
    + listened: listened to me | me escuchó
    ? story text: What happened? | ¿Qué pasó?

The part after `|` is the Spanish text. Further languages follow in the order of `LANGUAGES` in the
settings, or are named, as in `Yes | fr: Oui`. Every text has the same languages.
"""

import re
from dataclasses import dataclass, field
from functools import partial

from clayton_review.languages import CODES, ENGLISH, ENGLISH_NAMES
from surveys.notation import condition_notation, settings_notation
from surveys.notation.problems import Problem, UnreadableNotation
from surveys.notation.wording_notation import wording_in
from surveys.question_types import TYPES, type_of
from surveys.question_types.notation_rules import NotationRules
from surveys.questionnaire.questionnaire import (
    Bounds,
    Choice,
    Page,
    Question,
    Questionnaire,
    Wording,
)
from surveys.questionnaire.relevance import Condition

TEXTS = ("title", "why", "readers", "thanks", "sponsor", "minutes", "phone")
PLAIN_TEXTS = ("minutes", "phone")  # the same in every language
REQUIRED = ("title", "why", "readers", "minutes", "phone")
MOST_QUESTIONS = 100
MOST_ROWS = 12
LONGEST_TEXT = 1_000

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
QUESTION = re.compile(r"\?\s*(\S+)\s+(\S+?)\s*:\s*(.*)")
CHOICE = re.compile(r"([-~+])\s*(\S+?)\s*:\s*(.*)")
_SCALE_VALUE = re.compile(r"[0-9]")
TEXT = re.compile(r"([a-z]+)\s*:\s*(.*)")
_NAMES = tuple(question_type.name for question_type in TYPES)
_KINDS = ", ".join(_NAMES)


@dataclass
class _Draft:
    """A question while its lines are read."""

    line: int
    name: str
    kind: str
    text: Wording
    hint: Wording = field(default_factory=dict)
    choices: list[Choice] = field(default_factory=list)
    rows: list[Choice] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    unit: Wording = field(default_factory=dict)
    condition: str = ""
    lines: dict[str, int] = field(default_factory=dict)  # where settings and condition stand

    @property
    def rules(self) -> NotationRules:
        """Return the rules of its type; the usual ones if the type is not known."""
        return type_of(self.kind).rules if self.kind in _NAMES else NotationRules()


@dataclass
class _DraftPage:
    """A page while its lines are read."""

    title: Wording
    drafts: list[_Draft] = field(default_factory=list)
    condition: str = ""
    line: int = 0


class _Reader:
    """Reads line by line and collects problems instead of stopping at the first."""

    def __init__(self) -> None:
        self.texts: dict[str, Wording] = {}
        self.pages: list[_DraftPage] = []
        self.finished_pages: list[Page] = []
        self.problems: list[Problem] = []
        self.seen_languages: dict[tuple[str, ...], int] = {}  # with their first line
        self.line = 0

    def problem(self, text: str, line: int | None = None) -> None:
        self.problems.append(Problem(self.line if line is None else line, text))

    def read(self, notation: str) -> None:
        for self.line, raw in enumerate(notation.splitlines(), start=1):
            line = raw.strip()
            if line.startswith("=="):
                self.pages.append(_DraftPage(self.wording(line.lstrip("=").strip())))
            elif line.startswith("?"):
                self.question(line)
            elif line.startswith(("-", "~", "+")):
                self.choice(line)
            elif line:
                self.text(line)

    def question(self, line: str) -> None:
        match = QUESTION.fullmatch(line)
        if not match:
            self.problem(f"Write a question as “? name type: text”; types are {_KINDS}.")
            return
        name, kind, text = match.groups()
        if not _NAME.fullmatch(name):
            self.problem(f"Rename “{name}”. Use lowercase letters, digits and _ (at most 40).")
        if kind not in _NAMES:
            self.problem(f"There is no question type “{kind}”: use {_KINDS}.")
        if any(name == draft.name for draft in self.drafts()):
            self.problem(f"The name “{name}” is used twice.")
        if not self.pages:
            self.pages.append(_DraftPage({}))
        self.pages[-1].drafts.append(_Draft(self.line, name, kind, self.wording(text)))

    def choice(self, line: str) -> None:
        match = CHOICE.fullmatch(line)
        draft = self.last_question()
        if not match:
            self.problem("Write an answer as “- value: text”, or “~ value: text” to set it apart.")
        elif draft is None:
            self.problem("This answer comes before the first question.")
        else:
            self.option(draft, *match.groups())

    def option(self, draft: _Draft, mark: str, value: str, text: str) -> None:
        listed = draft.rows if mark == "+" else draft.choices
        is_scale = draft.rules.has_rows and mark == "-"
        if not (_NAME.fullmatch(value) or (is_scale and _SCALE_VALUE.fullmatch(value))):
            self.problem(f"Rename “{value}”. Use lowercase letters, digits and _.")
        if value in {choice.value for choice in listed}:
            self.problem(f"The value “{value}” is used twice in this question.")
        listed.append(Choice(value, self.wording(text), is_apart=mark == "~"))

    def text(self, line: str) -> None:
        match = TEXT.fullmatch(line)
        draft = self.last_question()
        name, wording = match.groups() if match else ("", "")
        if name == "hint" and draft is not None:
            draft.hint = self.wording(wording)
        elif name == "if" and self.pages:
            self.condition(wording, draft)
        elif name in settings_notation.NAMES and draft is not None:
            self.setting(draft, name, wording)
        elif name in TEXTS:
            plain = name in PLAIN_TEXTS
            self.texts[name] = dict.fromkeys(CODES, wording) if plain else self.wording(wording)
        else:
            self.problem("Begin this line with “?”, “-”, “~”, “+”, “==” or a word such as “hint:”.")

    def condition(self, notation: str, draft: _Draft | None) -> None:
        if draft is None:
            self.pages[-1].condition, self.pages[-1].line = notation, self.line
        elif draft.condition:
            self.problem("This question already has a condition. Join the two with “and”.")
        else:
            draft.condition, draft.lines["if"] = notation, self.line
        if not notation:
            self.problem("Write a condition, such as “if: stopped = yes”.")

    def setting(self, draft: _Draft, name: str, notation: str) -> None:
        draft.settings[name], draft.lines[name] = notation, self.line
        if name == "unit":
            draft.unit = self.wording(notation)

    def drafts(self) -> list[_Draft]:
        return [draft for page in self.pages for draft in page.drafts]

    def last_question(self) -> _Draft | None:
        return self.pages[-1].drafts[-1] if self.pages and self.pages[-1].drafts else None

    def wording(self, text: str) -> Wording:
        wording = wording_in(text)
        if wording is None:
            self.problem("A text is missing here.")
            return {ENGLISH: text}
        if max(map(len, wording.values())) > LONGEST_TEXT:
            self.problem(f"Keep each text under {LONGEST_TEXT:,} characters.")
        self.seen_languages.setdefault(tuple(code for code in CODES if code in wording), self.line)
        return wording

    @property
    def languages(self) -> tuple[str, ...]:
        """Return all languages that any text has."""
        return tuple(code for code in CODES if any(code in seen for seen in self.seen_languages))

    def check(self) -> None:
        for seen, line in self.seen_languages.items():
            for code in set(self.languages) - set(seen):
                self.problem(
                    f"The {ENGLISH_NAMES[code]} text is missing here. "
                    "Other lines have one (after “|”).",
                    line,
                )
        for name in REQUIRED:
            if not self.texts.get(name, {}).get("en"):
                self.problem(f"Add a line “{name}: …”.", 0)
        minutes = self.texts.get("minutes", {}).get("en", "1")
        if not (minutes.isascii() and minutes.isdigit()):
            self.problem("“minutes” must be a whole number, for example “minutes: 6”.", 0)
        drafts = self.drafts()
        if not drafts:
            self.problem("There are no questions yet.", 0)
        if len(drafts) > MOST_QUESTIONS:
            self.problem(
                f"There are {len(drafts)} questions. You can have at most {MOST_QUESTIONS}.", 0
            )
        self.finish()

    def finish(self) -> None:
        """Make the questions in order, so that each condition sees the earlier ones only."""
        known: dict[str, Question] = {}
        for page in self.pages:
            relevant = self.relevant(page.condition, page.line, known)
            questions = []
            for draft in page.drafts:
                if draft.kind in _NAMES:
                    questions.append(self.finished(draft, known))
                    known[draft.name] = questions[-1]
            if questions:
                self.finished_pages.append(Page(page.title, tuple(questions), relevant))

    def finished(self, draft: _Draft, known: dict[str, Question]) -> Question:
        self.check_lists(draft)
        choices = type_of(draft.kind).completed(tuple(draft.choices))
        return Question(
            name=draft.name,
            kind=draft.kind,
            text=draft.text,
            hint=draft.hint,
            choices=choices,
            rows=tuple(draft.rows),
            bounds=self.bounds(draft, choices),
            settings=settings_notation.own_settings_in(
                draft.settings, draft.rules.own_settings, partial(self.setting_problem, draft)
            ),
            relevant=self.relevant(draft.condition, draft.lines.get("if", 0), known),
        )

    def relevant(self, text: str, line: int, known: dict[str, Question]) -> Condition | None:
        if not text:
            return None
        try:
            return condition_notation.parse(text, known)
        except condition_notation.UnfitCondition as unfit:
            self.problem(str(unfit), line)
            return None

    def bounds(self, draft: _Draft, choices: tuple[Choice, ...]) -> Bounds:
        rules = draft.rules
        allowed = rules.settings | {setting.name for setting in rules.own_settings}
        for name in sorted(draft.settings.keys() - allowed):
            self.setting_problem(draft, name, f"A question of type “{draft.kind}” has no “{name}”.")
        return settings_notation.bounds_in(
            draft.settings,
            draft.unit,
            rules.value,
            choices,
            partial(self.setting_problem, draft),
        )

    def setting_problem(self, draft: _Draft, name: str, text: str) -> None:
        self.problem(text, draft.lines[name])

    def check_lists(self, draft: _Draft) -> None:
        rules = draft.rules
        offered = [choice for choice in draft.choices if not choice.is_apart]
        if draft.choices and not rules.has_choices:
            self.problem(f"A question of type “{draft.kind}” lists no answers.", draft.line)
        if offered and rules.lists_apart_only:
            self.problem(f"List only answers set apart (“~”) below a {draft.kind}.", draft.line)
        if len(draft.choices) < rules.least_choices:
            self.problem(f"List at least {rules.least_choices} answers below it.", draft.line)
        if draft.rows and not rules.has_rows:
            self.problem("Only a grid has rows (“+”).", draft.line)
        if rules.has_rows and not 1 <= len(draft.rows) <= MOST_ROWS:
            self.problem(f"List 1 to {MOST_ROWS} rows as “+ name: text”.", draft.line)


def parse(notation: str) -> Questionnaire:
    """Parse the notation of a questionnaire. Raise `UnreadableNotation`."""
    reader = _Reader()
    reader.read(notation)
    reader.check()
    if reader.problems:
        raise UnreadableNotation(sorted(reader.problems, key=lambda problem: problem.line))
    return Questionnaire(reader.languages, texts=reader.texts, pages=tuple(reader.finished_pages))


def problems_in(notation: str) -> list[Problem]:
    """List the problems that keep the notation from being published."""
    try:
        parse(notation)
    except UnreadableNotation as unreadable:
        return unreadable.problems
    return []
