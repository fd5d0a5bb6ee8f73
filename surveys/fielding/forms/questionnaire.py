"""The form in which a questionnaire is written: its lines, and one question to be added to them."""

import re
import unicodedata
from typing import Any

from django import forms

from clayton_review.citable.editing import ReviseForm
from surveys.question_types import TYPES, type_of
from surveys.survey.models import Survey

LONGEST_NOTATION = 60_000
NO_WORDS = "Write the question in English."
_NAMED = re.compile(r"^\s*\?\s*(\S+)", re.MULTILINE)
_MARKED = re.compile(r"[-~+]\s*\S+\s*:.*")

EXAMPLE = """\
title: Safety in Clayton | Seguridad en Clayton
why: The city wants to know how residents see its police. | La ciudad quiere saber cómo ven los \
residentes a su policía.
readers: Only the study’s team reads answers. | Solo el equipo del estudio lee las respuestas.
minutes: 5
phone: {phone}
== Your neighborhood | Su barrio
? feel_safe agreement: I feel safe in Clayton. | Me siento seguro en Clayton.
? stopped choice: Has an officer stopped you in the last 12 months? | ¿Lo ha parado un agente en \
los últimos 12 meses?
- yes: Yes | Sí
- no: No | No
? reason choice: Did the officer say why? | ¿Le dijo el agente por qué?
if: stopped = yes
- yes: Yes | Sí
- no: No | No
"""


class QuestionnaireForm(ReviseForm):
    """The questionnaire in its line notation, and the parts of a question to add below."""

    text = forms.CharField(
        max_length=LONGEST_NOTATION,
        strip=False,
        label="Questionnaire",
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "true", "class": "notation"}),
    )
    kind = forms.ChoiceField(
        choices=[(question_type.name, question_type.label) for question_type in TYPES],
        required=False,
        label="Type",
    )
    english = forms.CharField(max_length=1_000, required=False, label="Question in English")
    spanish = forms.CharField(max_length=1_000, required=False, label="Question in Spanish")
    answers = forms.CharField(
        max_length=5_000,
        required=False,
        label="Answers, or rows of a grid",
        help_text="One per line, English and Spanish separated by |, for example: Yes | Sí",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    condition = forms.CharField(
        max_length=300,
        required=False,
        label="Asked only if",
        help_text="For example: stopped = yes. Leave empty to ask everyone.",
    )

    groups = [
        ("", ["text"]),
        ("Add a question", ["kind", "english", "spanish", "answers", "condition"]),
    ]
    has_question = False

    def clean(self) -> dict[str, Any]:
        """Add a question that was filled in but not added, so that saving loses nothing."""
        cleaned = super().clean() or {}
        typed = any(cleaned.get(name) for name in ("english", "spanish", "answers", "condition"))
        if not typed or self.errors:
            return cleaned
        text = self.with_question()
        self.has_question = bool(text)
        if not text:
            self.add_error("english", NO_WORDS)
        elif len(text) > LONGEST_NOTATION:
            self.add_error(
                "text", f"With the new question, keep it under {LONGEST_NOTATION:,} characters."
            )
        return cleaned | {"text": text}

    def show_stored(self, record: Survey) -> None:
        """Keep what was typed, and show the stored lines beside it."""
        super().show_stored(record)
        self.stored = [("Questionnaire", record.notation or "empty")]

    def with_question(self) -> str:
        """Return the lines with the filled-in question at the end; empty if it has no words."""
        wordings = {
            name: " ".join(self.data.get(name, "").split()) for name in ("english", "spanish")
        }
        if not wordings["english"]:
            return ""
        text = self.data.get("text", "").replace("\r\n", "\n").rstrip()
        name = name_from_words(wordings["english"], set(_NAMED.findall(text)))
        kind = self.data.get("kind", "")
        kind = kind if kind in {question_type.name for question_type in TYPES} else TYPES[0].name
        lines = [f"? {name} {kind}: {_both_languages(wordings['english'], wordings['spanish'])}"]
        if condition := self.data.get("condition", "").strip():
            lines.append(f"if: {condition}")
        lines += _answers(kind, self.data.get("answers", ""))
        return "\n".join([text, *lines]) + "\n"


def name_from_words(words: str, names: set[str]) -> str:
    """Return a name for a question or answer, made of its words and different from `names`."""
    plain = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_").lstrip("0123456789_")[:30].rstrip("_")
    stem = stem or "question"
    name, number = stem, 2
    while name in names:
        name, number = f"{stem}_{number}", number + 1
    return name


def _both_languages(english: str, spanish: str) -> str:
    return f"{english} | {spanish}" if spanish else english


def _answers(kind: str, typed: str) -> list[str]:
    """Turn each line into an answer of the notation; keep lines that already are one."""
    mark = "+" if type_of(kind).rules.has_rows else "-"
    lines: list[str] = []
    names: set[str] = set()
    for line in (line.strip() for line in typed.splitlines()):
        if not line or _MARKED.fullmatch(line):
            lines += [line] * bool(line)
            continue
        value = name_from_words(line.partition("|")[0], names)
        names.add(value)
        lines.append(f"{mark} {value}: {line}")
    return lines
