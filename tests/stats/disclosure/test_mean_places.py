"""Mean places have as many digits as leave the places of a few people uncertain."""

import itertools
from typing import Any

import numpy as np
import pytest
import scipy

from clayton_review.stats.disclosure import mean_places
from clayton_review.stats.disclosure.mean_places import step_of_means
from clayton_review.stats.disclosure.suppression_rule import Counts, SuppressionRule

RULE, TEAM = SuppressionRule(), SuppressionRule(minimum_base=0, minimum_cell=0)


def ranked(counts: dict[str, int]) -> Counts:
    """People by the order in which they put x, y and z."""
    orders = itertools.chain.from_iterable([order] * n for order, n in counts.items())
    return np.array([[order.find(answer) + 1 for answer in "xyz"] for order in orders])


FEW_LAST = {"xyz": 20, "yxz": 19, "yzx": 1, "zxy": 19, "zyx": 1}


def possible_last_places(places: Counts, step: float) -> set[int]:
    """The numbers of people who may have put an answer last, of three, by its first and mean place.

    `places` are those of this answer.
    """
    n, n_first = len(places), int((places == 1).sum())
    shown = np.floor(places.mean() / step + 0.5) * step
    means = {last: 2 + (last - n_first) / n for last in range(n - n_first + 1)}
    return {last for last, mean in means.items() if abs(mean - shown) <= step / 2 + 1e-9}


def test_two_of_60_people_who_put_an_answer_last_do_not_follow_from_its_mean() -> None:
    """The mean of x is 1.70, and 20 put it first: 2 put it last."""
    places = ranked(FEW_LAST)
    assert possible_last_places(places[:, 0], 0.01) == {2}
    step = step_of_means(places, RULE)
    assert step
    assert step > 0.01
    possible = possible_last_places(places[:, 0], step)
    assert max(possible) >= 5
    assert max(possible) - min(possible) >= 5


def with_few_last(seed: int) -> Counts:
    """People by their order, of whom at most four put one of the three answers last."""
    chance, rare = np.random.default_rng(seed), "xyz"[seed % 3]
    orders = ["".join(order) for order in itertools.permutations("xyz")]
    most = {order: (0, 3) if order[-1] == rare else (5, 60) for order in orders}
    return ranked({order: int(chance.integers(*limits)) for order, limits in most.items()})


def test_of_three_answers_no_small_number_follows_from_means() -> None:
    judged = []
    for seed in range(40):
        places = with_few_last(seed)
        step = step_of_means(places, RULE)
        few = [of_one for of_one in places.T if 1 <= (of_one == 3).sum() <= 4]
        judged += [possible_last_places(of_one, step) for of_one in few if step]
    assert len(judged) >= 30
    assert [possible for possible in judged if max(possible) < 5 or len(possible) <= 5] == []


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


def three_of_ten(n: int) -> Counts:
    """People who placed three of ten answers, the first ones more often."""
    chance, places = np.random.default_rng(1), np.zeros((n, 10), dtype=np.int64)
    for person in places:
        liking = chance.gumbel(size=10) + 0.5 * np.arange(10)[::-1]
        person[np.argsort(-liking)[:3]] = (1, 2, 3)
    return places


@pytest.mark.parametrize(("most", "step"), [(mean_places.MOST_WORK, 0.5), (8_000, None)])
def test_means_that_take_too_much_work_to_judge_are_not_shown(
    most: int, step: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Work is counted in cells of programs; each of these has 40."""
    sizes, solve = list[int](), scipy.optimize.milp

    def counted(goal: Any, **options: Any) -> Any:
        sizes.append(goal.size)
        return solve(goal, **options)

    monkeypatch.setattr(scipy.optimize, "milp", counted)
    monkeypatch.setattr(mean_places, "MOST_WORK", most)
    assert step_of_means(three_of_ten(200), RULE) == step
    assert set(sizes) == {40}
    assert sum(size**2 for size in sizes) <= most + 40**2
