"""Reads that span rows: the published questionnaire, codes and boxes; counts; dates."""

import time
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from surveys import documents
from surveys.documents import Document
from surveys.models import InvitationCode, SealedBox, SpentCode, Survey, SurveyStatus
from surveys.policies import NotTaken
from surveys.selectors.coded import coded_of, sample_of
from surveys.selectors.counts import (
    Outcomes,
    Tally,
    outcomes_of,
    own_words,
    sheets_of,
    tally,
)
from surveys.selectors.dates import keeps_from_opening, surveys_on_their_day
from surveys.selectors.response import Precision, eligibility_of, precision_of
from surveys.selectors.statements import on_record
from surveys.selectors.weighting import WeightingMade, weighting_made
from surveys.steps import Step, steps_of

__all__ = [
    "Offered",
    "Outcomes",
    "Precision",
    "Published",
    "Tally",
    "WeightingMade",
    "coded_of",
    "eligibility_of",
    "forget_published",
    "has_batch_waiting",
    "is_code_usable",
    "keeps_from_opening",
    "on_record",
    "open_to_all",
    "outcomes_of",
    "own_words",
    "precision_of",
    "published",
    "sample_of",
    "sheets_of",
    "surveys_on_their_day",
    "surveys_with_batch_waiting",
    "tally",
    "weighting_made",
    "why_not_spent",
]

CACHE_SECONDS = 30.0


@dataclass(frozen=True)
class Published:
    """A survey as residents meet it; kept in the process for 30 s with the pages made of it."""

    survey_id: UUID
    slug: str
    status: SurveyStatus
    has_codes: bool
    opens_on: date | None
    closes_on: date | None
    closed_on: date | None
    version_id: UUID
    document: Document
    steps: tuple[Step, ...]
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
    document = documents.from_json(survey.version.document)
    fresh = Published(
        survey_id=survey.pk,
        slug=survey.slug,
        status=SurveyStatus(survey.status),
        has_codes=survey.is_probability_sample,
        opens_on=survey.opens_on,
        closes_on=survey.closes_on,
        closed_on=survey.closed_on,
        version_id=survey.version.pk,
        document=document,
        steps=steps_of(document),
    )
    _published[slug] = (time.monotonic() + CACHE_SECONDS, fresh)
    return fresh


@dataclass(frozen=True)
class Offered:
    """A survey that can be answered now, as the front page offers it."""

    slug: str
    title: str
    minutes: str
    closes_on: date | None
    has_codes: bool
    mailed_closed_on: date | None  # the latest survey by letter that is over, where this is not one


def open_to_all(language: str) -> list[Offered]:
    """The surveys that are open now, in this language, the newest first."""
    shown = [SurveyStatus.OPEN, SurveyStatus.CLOSED]
    found = Survey.objects.with_questionnaire().filter(status__in=shown).order_by("-created_at")
    rows = list(found)
    by_letter = [row.closed_on for row in rows if row.is_probability_sample and row.closed_on]
    return [
        _offered(row, documents.from_json(row.version.document), language, by_letter)
        for row in rows
        if row.version and row.status == SurveyStatus.OPEN
    ]


def _offered(row: Survey, said: Document, language: str, by_letter: list[date]) -> Offered:
    return Offered(
        slug=row.slug,
        title=said.texts["title"][said.language(language)],
        minutes=said.texts["minutes"]["en"],
        closes_on=row.closes_on,
        has_codes=row.is_probability_sample,
        mailed_closed_on=None if row.is_probability_sample else max(by_letter, default=None),
    )


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
