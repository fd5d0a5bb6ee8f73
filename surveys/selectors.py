"""Reads that span rows: the published questionnaire, opened sheets, counts for the figures."""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count
from django.db.models.fields.json import KeyTextTransform

from surveys import documents
from surveys.documents import Document
from surveys.models import (
    AnswerSheet,
    DispositionKind,
    InvitationCode,
    SealedBox,
    SpentCode,
    Survey,
    SurveyStatus,
)
from surveys.policies import NotTaken

CACHE_SECONDS = 30.0


@dataclass(frozen=True)
class Published:
    """A survey as residents meet it; kept in the process for 30 s with the pages made of it."""

    survey_id: UUID
    slug: str
    status: SurveyStatus
    has_codes: bool
    closes_on: date | None
    version_id: UUID
    document: Document
    made: dict[tuple[str, str], str] = field(default_factory=dict, compare=False)


_published: dict[str, tuple[float, Published]] = {}


def published(slug: str) -> Published | None:
    """The published survey at this address, or None; asks the database every 30 s at most."""
    until, known = _published.get(slug, (0.0, None))
    if known is not None and time.monotonic() < until:
        return known
    survey = Survey.objects.with_questionnaire().filter(slug=slug).first()
    if survey is None or survey.version is None:
        _published.pop(slug, None)
        return None
    fresh = Published(
        survey_id=survey.pk,
        slug=survey.slug,
        status=SurveyStatus(survey.status),
        has_codes=survey.is_probability_sample,
        closes_on=survey.closes_on,
        version_id=survey.version.pk,
        document=documents.from_json(survey.version.document),
    )
    _published[slug] = (time.monotonic() + CACHE_SECONDS, fresh)
    return fresh


def open_to_all(language: str) -> list[tuple[str, str]]:
    """Address and title, in this language, of surveys that are open now, the newest first."""
    found = Survey.objects.with_questionnaire().filter(status=SurveyStatus.OPEN)
    rows = found.order_by("-created_at")
    read = [(row.slug, documents.from_json(row.version.document)) for row in rows if row.version]
    return [(slug, said.texts["title"][said.language(language)]) for slug, said in read]


def forget_published() -> None:
    """Read anew at the next visit; other processes do so within 30 s."""
    _published.clear()


def why_not_spent(survey_id: UUID, mark: str, submission_id: UUID) -> str:
    """Why a code or form could not be spent; empty when these very answers have arrived."""
    is_spent = SpentCode.objects.filter(mark=mark).exists()
    if is_spent and SealedBox.objects.filter(pk=submission_id, survey_id=survey_id).exists():
        return ""
    if is_spent:
        has_code = InvitationCode.objects.filter(mark=mark).exists()
        return NotTaken.SPENT_CODE if has_code else ""
    if not Survey.objects.filter(pk=survey_id, status=SurveyStatus.OPEN).exists():
        return NotTaken.CLOSED
    return NotTaken.UNKNOWN_CODE


def is_code_usable(survey_id: UUID, mark: str) -> str:
    """Why this code opens no form: unknown or spent; empty when it does. Records nothing."""
    if SpentCode.objects.filter(mark=mark).exists():
        return NotTaken.SPENT_CODE
    known = InvitationCode.objects.filter(mark=mark, survey_id=survey_id).exists()
    return "" if known else NotTaken.UNKNOWN_CODE


def has_batch_waiting(survey: Survey, size: int) -> bool:
    """Whether at least `size` boxes wait; no finer number is ever told."""
    return SealedBox.objects.filter(survey=survey)[:size].count() >= size


def surveys_with_batch_waiting(size: int) -> list[Survey]:
    """Open surveys with at least `size` boxes, and closed ones with any."""
    least = {SurveyStatus.OPEN: size, SurveyStatus.CLOSED: 1}
    return [
        survey
        for survey in Survey.objects.filter(status__in=least)
        if has_batch_waiting(survey, least[SurveyStatus(survey.status)])
    ]


def surveys_past_their_end(today: date) -> list[Survey]:
    """Open surveys whose closing day is over."""
    return list(Survey.objects.filter(status=SurveyStatus.OPEN, closes_on__lt=today))


def answers_of(survey: Survey, as_of: date) -> list[dict[str, str | None]]:
    """The answers of every sheet whose week had begun by then."""
    sheets = AnswerSheet.objects.filter(survey=survey, batch_week__lte=as_of)
    return list(sheets.values_list("answers", flat=True))


def tally(survey: Survey, question: str, as_of: date) -> dict[str | None, int]:
    """How many sheets give each value to a question; None counts those who skipped it."""
    asked = AnswerSheet.objects.filter(
        survey=survey, batch_week__lte=as_of, answers__has_key=question
    )
    counted = asked.values_list(KeyTextTransform(question, "answers")).annotate(n=Count("pk"))
    return dict(counted.order_by())


def own_words(survey: Survey, question: str) -> list[str]:
    """What people wrote to a question, sorted by the words themselves; for the team only."""
    wrote = AnswerSheet.objects.filter(survey=survey).exclude(**{f"answers__{question}": None})
    texts = wrote.values_list(KeyTextTransform(question, "answers"), flat=True)
    return sorted(text for text in texts if text)


@dataclass(frozen=True)
class Outcomes:
    """Counts after AAPOR: complete, partial, refusal or break-off, not reached, other, unknown."""

    complete: int
    partial: int
    refusal: int
    noncontact: int
    other: int
    unknown_household: int
    unknown_other: int


def outcomes_of(survey: Survey, answers: list[dict[str, str | None]]) -> Outcomes:
    """What became of all invitations.

    A sheet is complete when at least 80 % of its closed questions have an answer, partial from
    50 %, a break-off (counted with refusals) below. Invitations nobody has accounted for count as
    unknown households.
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
    )


def _completeness(document: Document, sheet: dict[str, str | None]) -> str:
    closed = [q.name for q in document.questions if q.choices] or list(sheet)
    answered = sum(sheet.get(name) is not None for name in closed)
    if answered * 100 >= 80 * len(closed):
        return "complete"
    return "partial" if answered * 100 >= 50 * len(closed) else "break-off"
