"""A questionnaire that does not change: pages of questions with their exact wording."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clayton_review.languages import language_in_use
from surveys.questionnaire import relevance
from surveys.questionnaire.relevance import Condition

DONT_KNOW = "dont_know"
PREFER_NOT = "prefer_not"
NO_OPINION = frozenset({DONT_KNOW, PREFER_NOT})

Wording = dict[str, str]  # language code to text
# Text, texts, or a value for each row of a grid. None: the question was asked and skipped.
Answer = str | list[str] | dict[str, str | None] | None


@dataclass(frozen=True)
class Choice:
    """One answer that can be ticked; those set apart stand below the others."""

    value: str
    label: Wording
    is_apart: bool = False


@dataclass(frozen=True)
class Bounds:
    """The limits of an answer: `least` and `most` of a number or day, as canonical text.

    `n_most` is how many may be ticked, or how many places are ranked; 0 sets no limit.
    """

    least: str = ""
    most: str = ""
    decimals: int = 0
    unit: Wording = field(default_factory=dict)
    n_most: int = 0


@dataclass(frozen=True)
class Question:
    """One question; `kind` is the name of a question type, `choices` is empty for text.

    `rows` are the statements of a grid; `settings` are those that only its type has;
    `relevant` says when the question is asked.
    """

    name: str
    kind: str
    text: Wording
    hint: Wording
    choices: tuple[Choice, ...] = ()
    rows: tuple[Choice, ...] = ()
    bounds: Bounds = Bounds()
    settings: Mapping[str, str] = field(default_factory=dict)
    relevant: Condition | None = None

    @property
    def offered(self) -> tuple[Choice, ...]:
        """Return the choices that are not set apart."""
        return tuple(choice for choice in self.choices if not choice.is_apart)

    @property
    def apart(self) -> tuple[Choice, ...]:
        """Return the choices that are set apart, such as "don't know"."""
        return tuple(choice for choice in self.choices if choice.is_apart)

    def label_of(self, value: str, language: str = "en") -> str:
        """Return the wording of a choice."""
        return next(c.label[language] for c in self.choices if c.value == value)


@dataclass(frozen=True)
class Page:
    """Questions shown together."""

    title: Wording
    questions: tuple[Question, ...]
    relevant: Condition | None = None


@dataclass(frozen=True)
class Questionnaire:
    """A whole questionnaire: what residents read about it, and its pages."""

    languages: tuple[str, ...]
    texts: dict[str, Wording]  # title, why, readers, thanks, sponsor, minutes, phone
    pages: tuple[Page, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return all questions in order."""
        return tuple(question for page in self.pages for question in page.questions)

    def question(self, name: str) -> Question:
        """Return the question of this name. Raise `KeyError` if there is none."""
        for question in self.questions:
            if question.name == name:
                return question
        raise KeyError(name)

    def condition_of(self, name: str) -> Condition | None:
        """Return the condition of a question and its page; None if it is always asked."""
        for page in self.pages:
            for question in page.questions:
                if question.name == name:
                    parts = [
                        condition for condition in (page.relevant, question.relevant) if condition
                    ]
                    return (
                        relevance.AllOf(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)
                    )
        raise KeyError(name)

    def language(self, wanted: str) -> str:
        """Return the wanted language if the questionnaire has it, else English."""
        return wanted if wanted in self.languages else "en"


def to_json(questionnaire: Questionnaire) -> dict[str, Any]:
    """Return the questionnaire as plain JSON values, without what a question does not have."""
    return {
        "format": 1,
        "languages": list(questionnaire.languages),
        "texts": questionnaire.texts,
        "pages": [
            {
                "title": page.title,
                "questions": [_question_to_json(q) for q in page.questions],
                **_condition_to_json(page.relevant),
            }
            for page in questionnaire.pages
        ],
    }


def from_json(stored: dict[str, Any]) -> Questionnaire:
    """Return the questionnaire that `to_json` stored."""
    return Questionnaire(
        languages=tuple(stored["languages"]),
        texts=stored["texts"],
        pages=tuple(
            Page(
                page["title"],
                tuple(_question_from_json(q) for q in page["questions"]),
                _condition_from_json(page),
            )
            for page in stored["pages"]
        ),
    )


def fingerprint(stored: dict[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON (sorted keys, no spaces, UTF-8)."""
    canonical = json.dumps(stored, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _question_to_json(question: Question) -> dict[str, Any]:
    bounds, plain = question.bounds, Bounds()
    limits = {
        name: getattr(bounds, name)
        for name in ("least", "most", "decimals", "unit", "n_most")
        if getattr(bounds, name) != getattr(plain, name)
    }
    return {
        "name": question.name,
        "type": question.kind,
        "text": question.text,
        "hint": question.hint,
        "choices": [
            {"value": choice.value, "label": choice.label, "is_apart": choice.is_apart}
            for choice in question.choices
        ],
        **({"rows": [[row.value, row.label] for row in question.rows]} if question.rows else {}),
        **({"bounds": limits} if limits else {}),
        **({"settings": dict(question.settings)} if question.settings else {}),
        **_condition_to_json(question.relevant),
    }


def _question_from_json(stored: dict[str, Any]) -> Question:
    return Question(
        name=stored["name"],
        kind=stored["type"],
        text=stored["text"],
        hint=stored["hint"],
        choices=tuple(Choice(c["value"], c["label"], c["is_apart"]) for c in stored["choices"]),
        rows=tuple(Choice(value, label) for value, label in stored.get("rows", ())),
        bounds=Bounds(**stored.get("bounds", {})),
        settings=stored.get("settings", {}),
        relevant=_condition_from_json(stored),
    )


def _condition_to_json(condition: Condition | None) -> dict[str, Any]:
    return {"relevant": relevance.to_json(condition)} if condition else {}


def _condition_from_json(stored: dict[str, Any]) -> Condition | None:
    return relevance.from_json(stored["relevant"]) if "relevant" in stored else None


def title_of(questionnaire: Questionnaire) -> str:
    """Return the questionnaire's title for residents, in the language in use."""
    return questionnaire.texts["title"][questionnaire.language(language_in_use())]
