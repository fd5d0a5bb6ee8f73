"""Weights of a survey's sheets from its population targets: what the records say, as a plan."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clayton_review.stats.estimates.design import survey_design
from clayton_review.stats.weighting.weighting_report import weighting_report
from clayton_review.stats.weighting.weighting_steps import (
    HouseholdAdults,
    Trimming,
    WeightingPlan,
    WeightingVariable,
    weight_sample,
)
from surveys.analysis import population
from surveys.analysis.answer_columns import AnswerColumns
from surveys.analysis.population import StoredCounts
from surveys.questionnaire.questionnaire import Questionnaire


@dataclass(frozen=True)
class WeightingInput:
    """The input of a weighting; see `models.Weighting`."""

    questions: list[str]
    household: str
    most_adults: int
    least_in_group: int
    merges: list[list[str]]
    trim_at: Decimal | None


@dataclass(frozen=True)
class StoredWeights:
    """The weights of all sheets and their report, as they are stored."""

    weights: bytes
    margins: bytes
    n_sheets: int
    report: dict[str, Any]


def make_weights(
    values: WeightingInput,
    questionnaire: Questionnaire,
    counts: Mapping[str, StoredCounts],
    sheets: AnswerColumns,
) -> StoredWeights:
    """Return the weights of the sheets; `counts` holds the population of each question.

    Raises `StatisticsError`, which names the group at fault, if they cannot be made.
    """
    plan = _plan(values, questionnaire, counts, sheets)
    weighted = weight_sample(survey_design(np.ones(sheets.n)), plan)
    codes = [known.codes.astype(np.uint8).tobytes() for known in weighted.targets]
    return StoredWeights(
        weights=weighted.design.weights.astype("<f8").tobytes(),
        margins=b"".join(codes),
        n_sheets=sheets.n,
        report={
            **asdict(weighting_report(weighted, plan)),
            "mean": float(weighted.design.weights.mean()),
            "weighed": float(weighted.design.weights.sum()),
        },
    )


def unpack_margins(packed: bytes, n_sheets: int) -> tuple[NDArray[np.int64], ...]:
    """Return the group of each sheet in each margin from the stored bytes."""
    codes = np.frombuffer(packed, dtype=np.uint8).astype(np.int64)
    return tuple(codes.reshape(-1, n_sheets))


def _plan(
    values: WeightingInput,
    questionnaire: Questionnaire,
    counts: Mapping[str, StoredCounts],
    sheets: AnswerColumns,
) -> WeightingPlan:
    household = None
    if values.household:
        household = HouseholdAdults(_adults(sheets[f"{values.household}#"]), values.most_adults)
    return WeightingPlan(
        variables=tuple(
            _variable(name, questionnaire, counts[name], values.merges, sheets)
            for name in values.questions
        ),
        fewest=values.least_in_group,
        household=household,
        trimming=Trimming(float(values.trim_at)) if values.trim_at else None,
    )


def _adults(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the adults in the household (n,); numbers that no household has count as missing."""
    return np.where((numbers >= 1) & (numbers == np.floor(numbers)), numbers, np.nan)


def _variable(
    name: str,
    questionnaire: Questionnaire,
    counts: StoredCounts,
    merges: list[list[str]],
    sheets: AnswerColumns,
) -> WeightingVariable:
    question = questionnaire.question(name)
    groups = population.categories(question, counts)
    words = {group.name: group.label for group in groups}
    return WeightingVariable(
        name=name,
        categories=tuple(group.label for group in groups),
        codes=population.group_codes(question, groups, sheets),
        totals=np.array([group.n for group in groups], dtype=np.float64),
        neighbors={
            words[thin]: words[into]
            for question_name, thin, into in merges
            if question_name == name
        },
    )
