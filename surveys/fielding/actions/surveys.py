"""Preparing, publishing, opening and closing surveys."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.citable.records import Stale
from clayton_review.refusals import Refused
from clayton_review.web.formatting import day
from surveys.survey.models import (
    Disposition,
    DispositionKind,
    SampleKind,
    Survey,
    SurveyStatus,
)
from surveys.survey.policies import check_address_is_free, check_eligibility
from surveys.survey.selectors import forget_published


@dataclass(frozen=True)
class SurveyInput:
    """The values of a survey besides its questions; `slug` is its public address."""

    slug: str
    title: str
    sample: SampleKind
    population: str = ""
    population_size: int | None = None
    n_invited: int = 0
    opens_on: date | None = None
    closes_on: date | None = None


def create_survey(*, record_id: UUID, values: SurveyInput, by: User) -> Survey:
    """Create a draft, once for each `record_id`. Raise `Refused`, also for other values."""
    check_address_is_free(values.slug)
    typed = asdict(values)
    try:
        with transaction.atomic():
            survey, is_new = Survey.objects.get_or_create(id=record_id, defaults=typed)
            if is_new:
                record(by=by, verb="created", obj=survey, slug=survey.slug)
    except IntegrityError as error:
        raise Refused(_why_not_saved(error)) from error
    if any(getattr(survey, name) != value for name, value in typed.items()):
        raise Refused(
            f"This form was already saved as {survey}. Open that survey to change it, or start a "
            "new form."
        )
    return survey


def edit_survey(*, survey: Survey, values: SurveyInput, revision: int, by: User) -> Survey:
    """Change a survey; address and sample stay once it was opened.

    Raises `Stale`, and `Refused` for a closing date that would end an open survey by itself.
    """
    try:
        with transaction.atomic():
            changed = lock_survey(survey, revision)
            if values.slug != changed.slug:
                check_address_is_free(values.slug)
            fixed = (changed.slug, changed.sample) != (values.slug, values.sample)
            if fixed and changed.status != SurveyStatus.DRAFT:
                raise Refused(
                    "Once a survey has been opened, its address and type of sample "
                    "cannot be changed."
                )
            _check_closing_date(changed, values)
            for name, value in asdict(values).items():
                setattr(changed, name, value)
            changed.save()
            record(by=by, verb="edited", obj=changed)
    except IntegrityError as error:
        raise Refused(_why_not_saved(error)) from error
    forget_published()
    return changed


def _check_closing_date(survey: Survey, values: SurveyInput) -> None:
    closes_on = values.closes_on
    if survey.status != SurveyStatus.OPEN or closes_on is None or closes_on == survey.closes_on:
        return
    if closes_on < clock.today():
        raise Refused(
            f"The closing date, {day(closes_on)}, has passed, so the survey would close by "
            "itself for good. Choose today or a later day, or close the survey on its page."
        )


def record_dispositions(
    *,
    survey: Survey,
    counts: dict[DispositionKind, int],
    n_invited: int,
    revision: int,
    by: User,
    eligibility: Decimal | None = None,
    eligibility_source: str = "",
) -> Survey:
    """Change the counts of what became of invitations, and e with its source.

    `eligibility` is e of AAPOR's Standard Definitions, a share from 0 to 1, to four decimals; left
    out, a former one goes. Raises `Refused` when the counts add up to too many, or for an e that
    cannot be or has no source, and `Stale`.
    """
    check_eligibility(eligibility, eligibility_source)
    if sum(counts.values()) > n_invited:
        raise Refused("These add up to more than the number of invitations sent.")
    with transaction.atomic():
        changed = lock_survey(survey, revision)
        changed.n_invited = n_invited
        changed.eligibility, changed.eligibility_source = eligibility, eligibility_source
        changed.save()
        for kind, n in counts.items():
            Disposition.objects.update_or_create(survey=changed, kind=kind, defaults={"n": n})
        numbers = {kind.value: n for kind, n in counts.items()}
        record(
            by=by,
            verb="amended the dispositions",
            obj=changed,
            invited=n_invited,
            counts=numbers,
            eligibility="" if eligibility is None else str(eligibility),
        )
    return changed


def lock_survey(survey: Survey, revision: int) -> Survey:
    """Return the survey at its next revision. Raise `Stale` if the form shows an older one."""
    n_changed = Survey.objects.filter(pk=survey.pk, revision=revision).update(
        revision=F("revision") + 1
    )
    if not n_changed:
        raise Stale
    return Survey.objects.get(pk=survey.pk)


def _why_not_saved(error: IntegrityError) -> str:
    if "slug" in str(error):
        return "Another survey already has this address. Choose a different one."
    return "The closing date cannot be before the opening date."
