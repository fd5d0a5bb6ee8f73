"""Preparing, publishing, opening and closing surveys."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.jobs.actions import request_run
from clayton_review.refusals import Refused
from surveys import documents, notation
from surveys.models import (
    Disposition,
    DispositionKind,
    QuestionnaireVersion,
    Sample,
    Survey,
    SurveyStatus,
)
from surveys.policies import (
    check_address_is_free,
    check_eligibility,
    check_move,
    check_wording_can_change,
)
from surveys.selectors import forget_published
from surveys.selectors.dates import is_due_to_open, is_past_its_end

STALE = (
    "Somebody else changed this survey while you were writing. Your text is still below; "
    "compare it with the present one before you save again."
)


@dataclass(frozen=True)
class SurveyFacts:
    """What is known about a survey besides its questions; `slug` is its public address."""

    slug: str
    title: str
    sample: Sample
    population: str = ""
    population_size: int | None = None
    n_invited: int = 0
    opens_on: date | None = None
    closes_on: date | None = None


def create_survey(*, record_id: UUID, facts: SurveyFacts, by: User) -> Survey:
    """A new draft; the same `record_id` gives the same survey back. Raises `Refused`."""
    check_address_is_free(facts.slug)
    try:
        with transaction.atomic():
            survey, is_new = Survey.objects.get_or_create(id=record_id, defaults=asdict(facts))
            if is_new:
                record(by=by, verb="created", obj=survey, slug=survey.slug)
    except IntegrityError as error:
        raise Refused(_why_not_saved(error)) from error
    return survey


def edit_survey(*, survey: Survey, facts: SurveyFacts, revision: int, by: User) -> Survey:
    """Change the facts; address and sample stay once the survey was opened. Raises `Refused`."""
    try:
        with transaction.atomic():
            changed = _locked(survey, revision)
            if facts.slug != changed.slug:
                check_address_is_free(facts.slug)
            fixed = (changed.slug, changed.sample) != (facts.slug, facts.sample)
            if fixed and changed.status != SurveyStatus.DRAFT:
                raise Refused("Address and kind of sample stay as they are once it was opened.")
            for name, value in asdict(facts).items():
                setattr(changed, name, value)
            changed.save()
            record(by=by, verb="edited", obj=changed)
    except IntegrityError as error:
        raise Refused(_why_not_saved(error)) from error
    forget_published()
    return changed


def write_questionnaire(*, survey: Survey, text: str, revision: int, by: User) -> Survey:
    """Keep the notation of the draft, readable or not; publishing reads it. Raises `Refused`."""
    with transaction.atomic():
        changed = _locked(survey, revision)
        check_wording_can_change(changed)
        changed.notation = text
        changed.save()
        record(by=by, verb="wrote the questionnaire", obj=changed, n_characters=len(text))
    return changed


@transaction.atomic
def publish_questionnaire(*, survey: Survey, by: User) -> QuestionnaireVersion:
    """Freeze the draft as the next version; the same words again give the present version.

    Raises `Refused` when the notation cannot be read or the survey was opened already.
    """
    locked = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    check_wording_can_change(locked)
    try:
        stored = documents.to_json(notation.parse(locked.notation))
    except notation.Unreadable as unreadable:
        raise Refused(str(unreadable)) from unreadable
    sha256 = documents.fingerprint(stored)
    if locked.version is not None and locked.version.sha256 == sha256:
        return locked.version
    last = locked.versions.aggregate(last=Max("number"))["last"] or 0
    version = QuestionnaireVersion.objects.create(
        survey=locked, number=last + 1, document=stored, sha256=sha256, published_by=by
    )
    locked.version = version
    locked.revision += 1
    locked.save()
    forget_published()
    record(by=by, verb="published the questionnaire", obj=locked, version=last + 1, sha256=sha256)
    return version


@transaction.atomic
def open_survey(*, survey: Survey, by: User | None) -> Survey:
    """Let residents answer; `by` is None for the opening date.

    Raises `Refused` without a published questionnaire.
    """
    locked = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    check_move(locked, SurveyStatus.OPEN)
    if locked.version is None:
        raise Refused("Publish the questionnaire first; residents answer a frozen version.")
    _move(locked, SurveyStatus.OPEN)
    record(by=by, verb="opened", obj=locked, version=locked.version.number)
    return locked


@transaction.atomic
def close_survey(*, survey: Survey, by: User | None) -> Survey:
    """End answering and have the remaining boxes opened; `by` is None for the closing date.

    The lock waits for every submission under way, so that none slips in behind the last batch.
    Raises `Refused` unless the survey is open.
    """
    locked = Survey.objects.select_for_update().get(pk=survey.pk)
    check_move(locked, SurveyStatus.CLOSED)
    locked.closed_on = clock.today()
    _move(locked, SurveyStatus.CLOSED)
    request_run("surveys.open_boxes", str(locked.pk))
    record(by=by, verb="closed", obj=locked)
    return locked


def keep_dates(*, survey_id: UUID) -> None:
    """Open or close a survey whose day has come; safe to run again, then nothing is left to do.

    A survey that something keeps from opening stays a draft, and its page says why.
    """
    survey = Survey.objects.select_related("version").get(pk=survey_id)
    today = clock.today()
    try:
        if survey.status == SurveyStatus.DRAFT and is_due_to_open(survey, today):
            open_survey(survey=survey, by=None)
        elif survey.status == SurveyStatus.OPEN and is_past_its_end(survey, today):
            close_survey(survey=survey, by=None)
    except Refused:  # somebody did it a moment ago
        return


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
    """Amend what became of the invitations, and e where somebody else found it.

    `eligibility` is e of AAPOR's Standard Definitions, a share from 0 to 1, to four decimals; left
    out, a former one goes. Raises `Refused` when the counts add up to too many, or for an e that
    cannot be or has no source.
    """
    check_eligibility(eligibility, eligibility_source)
    if sum(counts.values()) > n_invited:
        raise Refused("These add up to more than the invitations that were sent.")
    with transaction.atomic():
        changed = _locked(survey, revision)
        changed.n_invited = n_invited
        changed.eligibility, changed.eligibility_source = eligibility, eligibility_source
        changed.save()
        for kind, n in counts.items():
            Disposition.objects.update_or_create(survey=changed, kind=kind, defaults={"n": n})
        told = {kind.value: n for kind, n in counts.items()}
        record(
            by=by,
            verb="amended the dispositions",
            obj=changed,
            invited=n_invited,
            told=told,
            eligibility="" if eligibility is None else str(eligibility),
        )
    return changed


def _locked(survey: Survey, revision: int) -> Survey:
    """The survey at its next revision, or `Refused` when the form shows an older one."""
    taken = Survey.objects.filter(pk=survey.pk, revision=revision).update(
        revision=F("revision") + 1
    )
    if not taken:
        raise Refused(STALE)
    return Survey.objects.get(pk=survey.pk)


def _move(survey: Survey, status: SurveyStatus) -> None:
    survey.status = status
    survey.revision += 1
    survey.save()
    forget_published()


def _why_not_saved(error: IntegrityError) -> str:
    if "slug" in str(error):
        return "Another survey has this address already; choose another one."
    return "The closing day cannot be before the opening day."
