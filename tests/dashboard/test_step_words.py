"""Sentences on the steps of a recommendation in a month."""

import pytest

from clayton_review.dashboard.step_words import _ACTS, step_sentences
from clayton_review.reports.compared_measures import RecentChange
from findings.recommendations.models.recommendations import CityAnswer, RecommendationStatus


@pytest.mark.parametrize(
    ("steps", "sentences"),
    [
        ([], ""),
        (["issued January 3"], "We issued it on January 3."),
        (
            ["answered: agrees January 14", "in progress January 14"],
            "The city agreed on January 14.",
        ),
        (
            ["answered: agrees January 14", "in progress January 14", "in progress January 15"],
            "The city agreed on January 14. The city started work on January 15.",
        ),
        (
            [
                "answered: agrees in part January 14",
                "in progress January 14",
                "in progress January 14",
            ],
            "The city agreed in part and started work on January 14.",
        ),
        (
            ["answered: agrees January 14", "in progress January 15"],
            "The city agreed on January 14. The city started work on January 15.",
        ),
        (["postponed January 9"], "Its status became “postponed” on January 9."),
    ],
)
def test_the_steps_of_a_month_are_told_in_sentences(steps: list[str], sentences: str) -> None:
    changes = []
    for step in steps:
        words, month, day = step.rsplit(" ", 2)
        changes.append(RecentChange(words, f"{month} {day}"))
    assert step_sentences(changes) == sentences


def test_every_status_and_every_answer_has_its_words() -> None:
    answers = {f"answered: {answer.label.lower()}" for answer in CityAnswer}
    statuses = {str(status.label).lower() for status in RecommendationStatus}
    assert answers | statuses <= set(_ACTS)
