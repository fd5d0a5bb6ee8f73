"""Mean places have as many digits as leave the places of a few people uncertain."""

import itertools

import numpy as np
import pytest

from clayton_review.stats.disclosure.mean_places import step_of_means
from clayton_review.stats.disclosure.suppression_rule import Counts, SuppressionRule

RULE, TEAM = SuppressionRule(), SuppressionRule(minimum_base=0, minimum_cell=0)


def ranked(counts: dict[str, int]) -> Counts:
    """People by the order in which they put x, y and z."""
    orders = itertools.chain.from_iterable([order] * n for order, n in counts.items())
    return np.array([[order.find(answer) + 1 for answer in "xyz"] for order in orders])


FEW_LAST = {"xyz": 20, "yxz": 19, "yzx": 1, "zxy": 19, "zyx": 1}


def possible_last_places(places: Counts, step: float) -> set[int]:
    """The numbers of people who may have put x last, of three, by its first and mean place."""
    n, n_first = len(places), int((places[:, 0] == 1).sum())
    shown = np.floor(places[:, 0].mean() / step + 0.5) * step
    means = {last: 2 + (last - n_first) / n for last in range(n - n_first + 1)}
    return {last for last, mean in means.items() if abs(mean - shown) <= step / 2 + 1e-9}


def test_two_of_60_people_who_put_an_answer_last_do_not_follow_from_its_mean() -> None:
    """The mean of x is 1.70, and 20 put it first: 2 put it last."""
    places = ranked(FEW_LAST)
    assert possible_last_places(places, 0.01) == {2}
    step = step_of_means(places, RULE)
    assert step
    assert step > 0.01
    possible = possible_last_places(places, step)
    assert max(possible) >= 5
    assert max(possible) - min(possible) >= 5


@pytest.mark.parametrize("seed", range(12))
def test_of_three_answers_no_small_number_follows_from_means(seed: int) -> None:
    chance = np.random.default_rng(seed)
    orders = ["".join(order) for order in itertools.permutations("xyz")]
    places = ranked(dict(zip(orders, chance.choice([0, 1, 2, 9, 30], 6).tolist(), strict=True)))
    step = step_of_means(places, RULE) if len(places) else None
    if step is None:
        return
    n_last = int((places[:, 0] == 3).sum())
    possible = possible_last_places(places, step)
    assert n_last == 0 or n_last > 4 or (max(possible) >= 5 and len(possible) > 5)


def test_means_of_many_keep_two_digits_and_the_teams_do() -> None:
    many = dict.fromkeys(("xyz", "yxz", "yzx", "zxy", "zyx", "xzy"), 40)
    assert step_of_means(ranked(many), RULE) == 0.01
    assert step_of_means(ranked(FEW_LAST), TEAM) == 0.01


def test_where_no_rounding_helps_there_is_no_mean() -> None:
    assert step_of_means(ranked({"xyz": 6, "yxz": 1, "zyx": 5}), RULE) is None


def test_answers_without_a_place_are_a_number_of_people_too() -> None:
    """Two of 60 did not place x among their two; the mean counts it third there."""
    places = ranked({"xy": 20, "yx": 19, "zx": 19, "yz": 1, "zy": 1})
    step = step_of_means(places, RULE)
    assert step is None or step > 0.01
