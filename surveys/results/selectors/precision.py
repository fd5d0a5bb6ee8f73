"""Reads of the precision of a survey and of e, the share of eligible cases."""

from dataclasses import dataclass

from clayton_review.stats.estimates.precision import margin_of_error
from clayton_review.stats.response.dispositions import (
    EligibilityBasis,
    GivenEligibility,
    ProportionalAllocation,
)
from surveys.analysis.sample import Sample
from surveys.answers.policies import can_be_shown_together
from surveys.results.selectors.outcomes import Outcomes
from surveys.survey.models import Survey


@dataclass(frozen=True)
class Precision:
    """The margin of error of a share of 50 % (a share, 95 % confidence), and what went into it.

    `n` is complete and partial answers; `population` is None where its size is not known.
    """

    margin: float
    n: int
    design_effect: float
    population: int | None


def eligibility_of(survey: Survey, outcomes: Outcomes) -> EligibilityBasis | None:
    """Return the source of e: as given, else from the cases known not to be eligible.

    None if no case is known not to be: then nothing tells how many of the unknown are.
    """
    if survey.eligibility is not None:
        return GivenEligibility(float(survey.eligibility), survey.eligibility_source)
    if outcomes.not_eligible:
        return ProportionalAllocation(outcomes.not_eligible)
    return None


def precision_of(survey: Survey, sample: Sample, outcomes: Outcomes) -> Precision | None:
    """Return the margin of error; None for an opt-in sample, and if fewer than 100 answered.

    Who counts as having answered depends on several answers, which few people's must not show.
    """
    n = outcomes.complete + outcomes.partial
    if not (survey.is_probability_sample and n and can_be_shown_together(sample.n)):
        return None
    size = survey.population_size
    population = size if size and size > n else None
    effect = sample.design_effect
    margin = margin_of_error(n, population=population, design_effect=effect)
    return Precision(margin, n, effect, population)
