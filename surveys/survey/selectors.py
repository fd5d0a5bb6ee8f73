"""Reads of surveys as residents and the team meet them: published ones, and those on offer."""

import time
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.figures import is_issued
from surveys.questionnaire.questionnaire import Questionnaire
from surveys.questionnaire.steps import Step, steps_of
from surveys.survey.models import Survey, SurveyStatus

CACHE_SECONDS = 30.0


@dataclass(frozen=True)
class Gap:
    """The days whose answers a restored database may lack."""

    first: date
    last: date


@dataclass(frozen=True)
class PublishedSurvey:
    """A survey as residents meet it; kept in the process for 30 s with the pages made of it."""

    survey_id: UUID
    slug: str
    status: SurveyStatus
    has_codes: bool
    opens_on: date | None
    closes_on: date | None
    closed_on: date | None
    version_id: UUID
    box_bytes: int
    questionnaire: Questionnaire
    steps: tuple[Step, ...]
    gap: Gap | None
    has_issued_results: bool
    is_never_opened: bool
    all_given_up: bool
    rendered_pages: dict[tuple[str, str], str] = field(default_factory=dict)


_published: dict[str, tuple[float, PublishedSurvey]] = {}


def published_survey(slug: str) -> PublishedSurvey | None:
    """Return the published survey at this address, or None; ask the database every 30 s at most."""
    until, known = _published.get(slug, (0.0, None))
    if known is not None and time.monotonic() < until:
        return known
    survey = Survey.objects.with_questionnaire().filter(slug=slug).first()
    if survey is None or survey.version is None:
        _published.pop(slug, None)
        return None
    questionnaire = survey.version.questionnaire
    fresh = PublishedSurvey(
        survey_id=survey.pk,
        slug=survey.slug,
        status=SurveyStatus(survey.status),
        has_codes=survey.is_probability_sample,
        opens_on=survey.opens_on,
        closes_on=survey.closes_on,
        closed_on=survey.closed_on,
        version_id=survey.version.pk,
        box_bytes=survey.box_bytes,
        questionnaire=questionnaire,
        steps=steps_of(questionnaire),
        gap=announced_gap(survey),
        has_issued_results=has_issued_results(survey),
        is_never_opened=survey.is_never_opened,
        all_given_up=survey.was_given_up and not survey.sheets.exists(),
    )
    _published[slug] = (time.monotonic() + CACHE_SECONDS, fresh)
    return fresh


def announced_gap(survey: Survey) -> Gap | None:
    """Return the days whose answers may be lost, as long as residents are told; else None."""
    if not (survey.gap_first and survey.gap_last and survey.gap_shown_until):
        return None
    is_shown = clock.today() <= survey.gap_shown_until
    return Gap(survey.gap_first, survey.gap_last) if is_shown else None


def has_issued_results(survey: Survey) -> bool:
    """True if a report has been issued with the results, so that they have a public page.

    It then has the survey's method too.
    """
    return survey.published_on is not None and is_issued(f"surveys.methodology/{survey.slug}")


@dataclass(frozen=True)
class OfferedSurvey:
    """A survey that can be answered now, as the front page offers it."""

    slug: str
    title: str
    minutes: str
    closes_on: date | None
    has_codes: bool
    mailed_closed_on: date | None  # the latest survey by letter, once all are over; None for one

    @property
    def answer_text(self) -> str:
        """Return the words of its button, such as `Answer the survey “Police and you”`."""
        return _("Answer the survey “%(title)s”") % {"title": self.title}


def offered_surveys(language: str) -> list[OfferedSurvey]:
    """Return the surveys that are open now, in this language, newest first."""
    statuses = [SurveyStatus.OPEN, SurveyStatus.CLOSED]
    surveys = (
        Survey.objects.with_questionnaire().filter(status__in=statuses).order_by("-created_at")
    )
    rows = list(surveys)
    by_letter = [row for row in rows if row.is_probability_sample]
    are_over = all(row.status == SurveyStatus.CLOSED for row in by_letter)
    closed_on = [row.closed_on for row in by_letter if are_over and row.closed_on]
    return [
        _offered_survey(row, row.version.questionnaire, language, closed_on)
        for row in rows
        if row.version and row.status == SurveyStatus.OPEN
    ]


def _offered_survey(
    row: Survey, questionnaire: Questionnaire, language: str, closed_on: list[date]
) -> OfferedSurvey:
    return OfferedSurvey(
        slug=row.slug,
        title=questionnaire.texts["title"][questionnaire.language(language)],
        minutes=questionnaire.texts["minutes"]["en"],
        closes_on=row.closes_on,
        has_codes=row.is_probability_sample,
        mailed_closed_on=None if row.is_probability_sample else max(closed_on, default=None),
    )


def forget_published() -> None:
    """Read the survey again at the next visit; other processes do so within 30 s."""
    _published.clear()


def survey_at(slug: str, user: User) -> Survey:
    """Return the survey with its questionnaire; 404 if there is no such survey or none yet."""
    known = Survey.objects.visible_to(user).with_questionnaire()
    return get_object_or_404(known, slug=slug)


def questionnaire_of(survey: Survey) -> Questionnaire:
    """Return the questionnaire of a survey that has one."""
    assert survey.version  # noqa: S101  # as `survey_at` sees to
    return survey.version.questionnaire
