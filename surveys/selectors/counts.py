"""Opened sheets as counts: what was answered to each question, and what became of invitations."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from surveys import documents
from surveys.documents import Document
from surveys.models import AnswerSheet, DispositionKind, Survey
from surveys.question_types import Answer

Tally = list[tuple[Answer, int]]  # an answer and how many sheets give it; None: skipped


def sheets_of(survey: Survey, as_of: date, channel: str = "") -> QuerySet[AnswerSheet]:
    """Every sheet whose week had begun by then, of one channel or of all."""
    sheets = AnswerSheet.objects.filter(survey=survey, batch_week__lte=as_of)
    return sheets.filter(channel=channel) if channel else sheets


def answers_of(survey: Survey, as_of: date) -> list[dict[str, Answer]]:
    """The answers of every sheet whose week had begun by then."""
    return list(sheets_of(survey, as_of).values_list("answers", flat=True))


def tally(survey: Survey, question: str, as_of: date, channel: str = "") -> Tally:
    """How many sheets give each answer to a question; sheets that were not asked are left out."""
    asked = sheets_of(survey, as_of, channel).filter(answers__has_key=question)
    counted = asked.values_list(KeyTransform(question, "answers")).annotate(n=Count("pk"))
    return list(counted.order_by())


def tallies(survey: Survey, as_of: date, channel: str = "") -> dict[str, Tally]:
    """The tally of every question at once, from one query."""
    counted: dict[str, Counter[Any]] = {}
    for sheet in sheets_of(survey, as_of, channel).values_list("answers", flat=True):
        for name, answer in sheet.items():
            counted.setdefault(name, Counter())[_frozen(answer)] += 1
    return {
        name: [(_thawed(answer), n) for answer, n in counts.items()]
        for name, counts in counted.items()
    }


def own_words(survey: Survey, question: str) -> QuerySet[AnswerSheet]:
    """The sheets on which something was written to a question, as `words`; for the team only."""
    wrote = AnswerSheet.objects.filter(survey=survey, answers__has_key=question)
    return wrote.annotate(words=KeyTextTransform(question, "answers")).exclude(words__isnull=True)


@dataclass(frozen=True)
class Outcomes:
    """Counts after AAPOR: complete, partial, refusal or break-off, not reached, other, unknown.

    `unaccounted` are those of the unknown households of which nobody has said anything yet.
    """

    complete: int
    partial: int
    refusal: int
    noncontact: int
    other: int
    unknown_household: int
    unknown_other: int
    not_eligible: int
    unaccounted: int

    @property
    def base(self) -> int:
        """What a response rate is out of: everybody but those known not to be eligible."""
        known = self.complete + self.partial + self.refusal + self.noncontact + self.other
        return known + self.unknown_household + self.unknown_other


def outcomes_of(survey: Survey, answers: list[dict[str, Answer]]) -> Outcomes:
    """What became of all invitations.

    A sheet is complete when at least 80 % of the closed questions it was asked have an answer,
    partial from 50 %, a break-off (counted with refusals) below. Invitations nobody has accounted
    for count as unknown households.
    """
    document = documents.from_json(survey.version.document) if survey.version else None
    kinds = Counter(_completeness(document, sheet) for sheet in answers if document)
    told = dict.fromkeys(DispositionKind, 0)
    for disposition in survey.dispositions.all():
        told[DispositionKind(disposition.kind)] = disposition.n
    unaccounted = max(survey.n_invited - len(answers) - sum(told.values()), 0)
    return Outcomes(
        complete=kinds["complete"],
        partial=kinds["partial"],
        refusal=told[DispositionKind.REFUSAL] + kinds["break-off"],
        noncontact=told[DispositionKind.NONCONTACT],
        other=told[DispositionKind.OTHER],
        unknown_household=told[DispositionKind.UNKNOWN_HOUSEHOLD] + unaccounted,
        unknown_other=told[DispositionKind.UNKNOWN_OTHER],
        not_eligible=told[DispositionKind.NOT_ELIGIBLE],
        unaccounted=unaccounted,
    )


def _completeness(document: Document, sheet: dict[str, Answer]) -> str:
    closed = [q.name for q in document.questions if q.choices and q.name in sheet] or list(sheet)
    answered = sum(sheet[name] is not None for name in closed)
    if answered * 100 >= 80 * len(closed):
        return "complete"
    return "partial" if answered * 100 >= 50 * len(closed) else "break-off"


def _frozen(answer: Answer) -> Any:
    if isinstance(answer, dict):
        return ("rows", *answer.items())
    return ("list", *answer) if isinstance(answer, list) else answer


def _thawed(frozen: Any) -> Answer:
    if not isinstance(frozen, tuple):
        return frozen  # type: ignore[no-any-return]  # text or None, as it was put in
    kind, *parts = frozen
    return dict(parts) if kind == "rows" else list(parts)


def n_of(counted: Iterable[tuple[Answer, int]]) -> int:
    """How many sheets a tally counts."""
    return sum(n for _answer, n in counted)
