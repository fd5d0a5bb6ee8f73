"""Hidden counts of a question to which somebody may give several answers.

Whoever adds the answers up and knows how many people gave any learns how many gave two: of 100
people 60 were searched and 42 handcuffed, so 2 were both.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from clayton_review.stats.disclosure.suppression_rule import SuppressionRule

Hidden = tuple[bool, ...]
MOST_CHOSEN_AT_ONCE = 2


@dataclass(frozen=True)
class SeveralAnswers:
    """Counts of the people who gave each answer, and of those who gave none of these.

    `given` overlap: a person gives at least one, and `most` at most. Others are in one of `apart`.
    """

    given: tuple[int, ...]
    apart: tuple[int, ...]
    n_giving: int
    most: int

    def hide(self, hidden: Hidden, order: Sequence[int], rule: SuppressionRule) -> Hidden:
        """Return the hidden counts, `given` before `apart`, with those that protect small numbers.

        As few as possible are added, the first ones of `order` (places) where there is a choice.
        """
        free = [place for place in order if not hidden[place]]
        choices = itertools.chain.from_iterable(
            itertools.combinations(free, n) for n in range(MOST_CHOSEN_AT_ONCE + 1)
        )
        more = itertools.chain(choices, (free[:n] for n in range(3, len(free))))
        for places in more:
            hiding = tuple(is_in or at in places for at, is_in in enumerate(hidden))
            if self.is_protected(hiding, rule):
                return hiding
        return (True,) * len(hidden)

    def is_protected(self, hidden: Hidden, rule: SuppressionRule) -> bool:
        """True if each small number could be another one, in a range as wide as the rule's.

        Small numbers are those of people who gave any answer, any but this one, more than one, or
        exactly these, and hidden counts. At most E / (k − 1) people gave exactly k answers, where E
        is by how much the sum of all answers exceeds the people who gave any (Fréchet's bounds).
        """
        cut = len(self.given)
        shown = [n for n, is_out in zip(self.given, hidden[:cut], strict=True) if not is_out]
        silent = [n for n, is_out in zip(self.apart, hidden[cut:], strict=True) if is_out]
        fewest, most = self._range_giving(shown, silent)
        if most - fewest < rule.protection_width:
            alone = silent if len(silent) == 1 else []
            others = [self.n_giving - n for n in shown]
            if any(_is_small(n, rule) for n in (self.n_giving, *others, *alone)):
                return False
        most_silent = self.n_giving + sum(silent) - fewest
        if any(_is_small(n, rule) for n in silent) and most_silent < rule.protection_width:
            return False
        return len(shown) < cut or not self._are_repeats_few(fewest, rule)

    def _range_giving(self, shown: Sequence[int], silent: Sequence[int]) -> tuple[int, int]:
        """Return the fewest and the most people who may have given an answer, for a reader."""
        if not silent:
            return self.n_giving, self.n_giving
        most = self.n_giving + sum(silent)
        if len(shown) == len(self.given):
            most = min(most, sum(shown))
        return max(shown, default=0), most

    def _are_repeats_few(self, n_giving: int, rule: SuppressionRule) -> bool:
        """True if some people gave several answers, and few may have where so many gave any."""
        has_repeats = sum(self.given) > self.n_giving
        return has_repeats and sum(self.given) - n_giving < rule.minimum_cell * (self.most - 1)


def _is_small(n: int, rule: SuppressionRule) -> bool:
    return 0 < n < rule.minimum_cell
