"""Sums that give no small number away are published, whatever they have in common."""

import numpy as np
import pytest

from clayton_review.stats.disclosure.published_sums import safe_to_publish
from clayton_review.stats.disclosure.suppression_rule import SuppressionRule

ALL, A, B, BOTH = (1, 1, 1, 1), (1, 1, 0, 0), (1, 0, 1, 0), (1, 0, 0, 0)
# People who said yes to both questions, only to the first, only to the second, to none.
LARGE, NONE_SAID_BOTH, FEW_SAID_BOTH = (20, 30, 40, 50), (0, 30, 40, 50), (3, 30, 40, 50)


@pytest.mark.parametrize(
    ("people", "offered", "safe"),
    [
        (LARGE, [[A, B, BOTH]], (True,)),
        (NONE_SAID_BOTH, [[A, B, BOTH]], (True,)),  # no one is no small group
        (FEW_SAID_BOTH, [[A], [B]], (True, True)),
        (FEW_SAID_BOTH, [[A], [B], [BOTH]], (True, True, False)),
        (FEW_SAID_BOTH, [[A], [BOTH], [B]], (True, False, True)),
        (FEW_SAID_BOTH, [[BOTH], [A]], (False, True)),
        ((1, 30, 40, 50), [[A], [B], [BOTH]], (True, True, False)),
        ((5, 30, 40, 50), [[A], [B], [BOTH]], (True, True, True)),  # five are enough
        ((20, 3, 40, 50), [[A], [BOTH]], (True, False)),
        ((20, 30, 40, 3), [[A], [B], [BOTH]], (True, True, False)),
    ],
)
def test_each_group_of_sums_is_judged_with_those_published_before(
    people: tuple[int, ...], offered: list[list[tuple[int, ...]]], safe: tuple[bool, ...]
) -> None:
    groups = [np.array(group, dtype=np.bool_) for group in offered]
    published = np.array([ALL], dtype=np.bool_)
    assert safe_to_publish(np.array(people), published, groups, SuppressionRule()) == safe


def test_200_combinations_can_be_judged() -> None:
    nothing = np.zeros((0, 200), dtype=np.bool_)
    assert safe_to_publish(np.ones(200, dtype=np.int64), nothing, [], SuppressionRule()) == ()
