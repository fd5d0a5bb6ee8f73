"""Recording how many people live in each group, with the source."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.citable.records import create_once, locked, revise, withdraw
from clayton_review.refusals import Refused
from surveys.analysis.actions.weighting import recompute_weights
from surveys.analysis.models import PopulationTarget
from surveys.survey.models import Survey


@dataclass(frozen=True)
class TargetInput:
    """The population by one question; `counts` is a list of [category, people]."""

    question: str
    counts: list[list[str | int]]
    source: str
    vintage: str


def add_target(
    *, record_id: UUID, survey: Survey, values: TargetInput, by: User
) -> PopulationTarget:
    """Add a population target, once for each `record_id`. Raise `Refused`."""
    try:
        with transaction.atomic():
            target, is_new = create_once(
                PopulationTarget, record_id=record_id, values=values, survey=survey, recorded_by=by
            )
            if is_new:
                record(by=by, verb="added", obj=target, survey=survey.slug)
    except IntegrityError as error:
        raise _duplicate_refusal() from error
    return target


def revise_target(
    *, target: PopulationTarget, values: TargetInput, revision: int, by: User
) -> PopulationTarget:
    """Change a population target. Raises `Stale` and `Refused`."""
    try:
        with transaction.atomic():
            row = locked(target, revision=revision)
            _check_free(row, values.question)
            former = revise(row, values)
            if problem := recompute_weights(survey=row.survey):
                raise Refused(f"The sheets cannot be weighted to these counts. {problem}")
            record(by=by, verb="revised", obj=row, former=sorted(former))
    except IntegrityError as error:
        raise _duplicate_refusal() from error
    return row


@transaction.atomic
def withdraw_target(
    *, target: PopulationTarget, revision: int, reason: str, by: User
) -> PopulationTarget:
    """Take a population target out of use. Raises `Stale` and `Refused`."""
    _check_free(target, "")
    row = withdraw(target, revision=revision, reason=reason, by=by)
    record(by=by, verb="withdrew", obj=row)
    return row


def _check_free(target: PopulationTarget, question: str) -> None:
    """Raise `Refused` if the target leaves a question that the sheets are weighted to."""
    weighting = target.survey.weightings.current().first()
    if weighting and target.question in weighting.questions and target.question != question:
        raise Refused(
            "The sheets are weighted to this population. Change or withdraw the weighting first."
        )


def _duplicate_refusal() -> Refused:
    return Refused(
        "This question already has a population. Change or withdraw that one.", field="question"
    )
