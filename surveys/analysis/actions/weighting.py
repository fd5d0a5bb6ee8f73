"""Weighting a survey's sheets to its population, and keeping the weights up to date."""

from uuid import UUID

from django.db import IntegrityError, transaction

from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.citable.records import create_once, locked, revise, withdraw
from clayton_review.refusals import Refused
from clayton_review.stats.errors import StatisticsError
from surveys.analysis import weights
from surveys.analysis.models import Weighting
from surveys.analysis.selectors.columns import survey_columns
from surveys.analysis.selectors.population import comparable_targets
from surveys.analysis.weights import StoredWeights, WeightingInput
from surveys.answers.policies import can_be_shown_together
from surveys.survey.models import Survey

TOO_FEW = (
    "Fewer than 100 people answered, so the sheets are not weighted. The weight of a rare answer "
    "could show who gave it."
)


@transaction.atomic
def add_weighting(
    *, record_id: UUID, survey: Survey, values: WeightingInput, by: User
) -> Weighting:
    """Weight the sheets; the same `record_id` gives the same weighting.

    Raises `Refused` where no weights can be made, with the group that is why.
    """
    try:
        with transaction.atomic():
            weighting, is_new = create_once(
                Weighting, record_id=record_id, values=values, survey=survey, recorded_by=by
            )
    except IntegrityError as error:
        raise Refused(
            "This survey is already weighted. Change or withdraw that weighting."
        ) from error
    if is_new:
        _store_weights(weighting, _compute_weights(survey, values))
        record(by=by, verb="weighted", obj=weighting, survey=survey.slug, by_=values.questions)
    return weighting


@transaction.atomic
def revise_weighting(
    *, weighting: Weighting, values: WeightingInput, revision: int, by: User
) -> Weighting:
    """Weight the sheets another way. Raises `Stale` and `Refused`."""
    row = locked(weighting, revision=revision)
    former = revise(row, values)
    _store_weights(row, _compute_weights(row.survey, values))
    record(by=by, verb="revised", obj=row, former=sorted(former))
    return row


@transaction.atomic
def withdraw_weighting(*, weighting: Weighting, revision: int, reason: str, by: User) -> Weighting:
    """Let every sheet count the same again. Raises `Stale` and `Refused`."""
    row = withdraw(weighting, revision=revision, reason=reason, by=by)
    record(by=by, verb="withdrew", obj=row)
    return row


def recompute_weights(*, survey: Survey) -> str:
    """Compute the weights again from the present sheets and populations.

    Where that cannot be done the weighting says why, and until then every sheet counts the same;
    the reason is returned, empty when all is well.
    """
    weighting = survey.weightings.current().select_for_update().first()
    if weighting is None:
        return ""
    values = input_of(weighting)
    try:
        _store_weights(weighting, _compute_weights(survey, values))
    except Refused as refused:
        weighting.problem = str(refused)
        weighting.weights, weighting.margins, weighting.n_sheets = b"", b"", 0
        weighting.save(update_fields=["problem", "weights", "margins", "n_sheets"])
    return str(weighting.problem)


def input_of(weighting: Weighting) -> WeightingInput:
    """Return the input that a stored weighting was made with."""
    return WeightingInput(
        questions=weighting.questions,
        household=weighting.household,
        most_adults=weighting.most_adults,
        least_in_group=weighting.least_in_group,
        merges=weighting.merges,
        trim_at=weighting.trim_at,
    )


def _compute_weights(survey: Survey, values: WeightingInput) -> StoredWeights:
    assert survey.version  # noqa: S101  # it has targets, which name its questions
    questionnaire = survey.version.questionnaire
    counts = {target.question: target.counts for target in comparable_targets(survey)}
    missing = [name for name in values.questions if name not in counts]
    if missing:
        raise Refused(f"“{missing[0]}” has no population to weight to.")
    sheets = survey_columns(survey)
    if not sheets.n:
        raise Refused("No answer sheets have been opened yet, so there is nothing to weight.")
    if not can_be_shown_together(sheets.n):
        raise Refused(TOO_FEW)
    try:
        return weights.make_weights(values, questionnaire, counts, sheets)
    except StatisticsError as error:
        raise Refused(str(error)) from error


def _store_weights(weighting: Weighting, weights: StoredWeights) -> None:
    weighting.weights, weighting.margins = weights.weights, weights.margins
    weighting.n_sheets, weighting.report, weighting.problem = weights.n_sheets, weights.report, ""
    weighting.save(update_fields=["weights", "margins", "n_sheets", "report", "problem"])
