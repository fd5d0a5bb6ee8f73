"""Sums of answers of which somebody may give several leave small numbers uncertain."""

import itertools
import random
from dataclasses import dataclass

import numpy as np
import pytest

from clayton_review.stats.disclosure.cell_equations import equations_of_sums
from clayton_review.stats.disclosure.intruder import Intruder
from clayton_review.stats.disclosure.several_answers import Hidden, SeveralAnswers
from clayton_review.stats.disclosure.suppression_rule import Counts, Mask, SuppressionRule

RULE = SuppressionRule()


@dataclass(frozen=True, eq=False)
class People:
    """People by the combination of answers that they gave, or by the one answer set apart."""

    combinations: list[tuple[int, ...]]
    counts: Counts
    n_apart: int

    @property
    def n_given(self) -> int:
        return len(self.combinations[0])

    @property
    def lines(self) -> Mask:
        """The people whom each published line counts, then those who gave any answer."""
        given = np.array(self.combinations).T
        aside = np.eye(self.n_apart)
        corners = np.zeros((len(given), self.n_apart)), np.zeros((self.n_apart, given.shape[1]))
        table = np.block([[given, corners[0]], [corners[1], aside]])
        return np.vstack([table, np.arange(self.counts.size) < given.shape[1]]).astype(np.bool_)

    @property
    def several(self) -> SeveralAnswers:
        *lines, n_giving = (self.lines @ self.counts).tolist()
        most = [sum(c) for c, n in zip(self.combinations, self.counts, strict=False) if n]
        given, apart = tuple(lines[: self.n_given]), tuple(lines[self.n_given :])
        return SeveralAnswers(given, apart, n_giving, max(most, default=0))

    def hidden_alone(self) -> Hidden:
        """The lines that are small themselves, or that all but a few gave."""
        total = self.counts.sum()
        n = (self.lines @ self.counts)[:-1]
        few_without = (total - n < 5) & (total > n) & (np.arange(n.size) < self.n_given)
        return tuple((((n > 0) & (n < 5)) | few_without).tolist())

    def secrets(self) -> Mask:
        """All small sets: lines, those outside, two lines together, combinations, several."""
        lines, atoms = self.lines, np.eye(self.counts.size)
        ticks, giving = lines[: self.n_given], lines[-1]
        pairs = list(itertools.permutations(ticks, 2))
        sets = [*atoms, *lines, *~lines, *(giving & ~tick for tick in ticks)]
        sets += [a & b for a, b in pairs] + [a & ~b for a, b in pairs]
        sets += [ticks.sum(axis=0) > 1]
        found = np.array(sets, dtype=np.bool_)
        return found[(found @ self.counts > 0) & (found @ self.counts < 5)]

    def n_worked_out(self, hidden: Hidden) -> int:
        """The number of small sets that these lines leave too narrow a range."""
        everybody = np.ones((1, self.counts.size), dtype=np.bool_)
        published = np.vstack([everybody, self.lines[:-1][~np.array(hidden)]])
        sums = np.vstack([published, self.secrets()])
        shown = np.arange(len(sums)) < len(published)
        reader = Intruder(equations_of_sums(sums, self.counts, ~shown), shown)
        return sum(not reader.can_vary(int(at), 5, 5) for at in np.flatnonzero(~shown))


def anybody(chance: random.Random) -> People:
    combinations = [c for c in itertools.product((0, 1), repeat=chance.choice([2, 3])) if any(c)]
    n_apart = chance.choice([1, 2, 3])
    sizes = [0, 0, 1, 2, 3, 5, 8, 20, 40, 60]
    counts = [chance.choice(sizes) for _ in range(len(combinations) + n_apart - 1)]
    return People(combinations, np.array([*counts, chance.choice([10, 40])]), n_apart)


def order_of(several: SeveralAnswers) -> list[int]:
    places = range(len(several.given) + len(several.apart))
    return sorted(places, key=lambda place: place < len(several.given))


def check(n_trials: int) -> None:
    chance = random.Random(7)  # noqa: S311  # the same every time
    n_mended = 0
    for _ in range(n_trials):
        people = anybody(chance)
        alone, several = people.hidden_alone(), people.several
        hidden = several.hide(alone, order_of(several), RULE)
        assert people.n_worked_out(hidden) == 0, (several, hidden)
        if hidden != alone:
            assert people.n_worked_out(alone), "nothing was given away"
            n_mended += 1
    assert n_mended > n_trials / 12


def test_no_small_number_follows_from_sums_and_nothing_else_is_hidden() -> None:
    check(60)


@pytest.mark.soak
def test_no_small_number_follows_from_many_sums() -> None:
    check(3_000)


def test_what_the_team_reads_is_left_alone() -> None:
    nothing = SuppressionRule(minimum_base=0, minimum_cell=0)
    hidden = (False, False, False)
    assert SeveralAnswers((60, 42), (50,), 100, 2).hide(hidden, (2, 1, 0), nothing) == hidden


def test_where_nothing_helps_all_is_hidden() -> None:
    """With two people who answered, and no one else, there is no other number to take."""
    assert SeveralAnswers((2,), (), 2, 1).hide((False,), (0,), RULE) == (True,)


@pytest.mark.parametrize(("most", "is_protected"), [(2, True), (3, False)])
def test_an_answer_is_hidden_where_few_can_have_given_as_many_answers_as_anybody_did(
    most: int, is_protected: bool
) -> None:
    """Of 46 answers from 40 or more people at most 6 are second ones, or third ones of 3 people."""
    several = SeveralAnswers((40, 6), (3, 4), 44, most)
    assert several.is_protected((False, False, True, True), RULE) == is_protected
