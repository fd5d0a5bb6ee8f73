"""Headlines of survey figures: the answer that leads, or that none clearly does.

A headline names one answer only where its lead is larger than chance: where the 95% interval of
the difference from every other answer excludes 0. A question that the weights were made from gets
no headline, since its shares are those of the population targets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from numpy.typing import NDArray

from surveys.analysis.sample import Sample, Share
from surveys.analysis.share_text import plain, quoted, told_percent

MOST_NAMED = 3  # answers that are named as about even


@dataclass(frozen=True, eq=False)
class Contender:
    """An answer that a headline can name: its words, share, and the sheets (n,) that gave it."""

    label: str
    share: Share
    sheets: NDArray[Any]

    @property
    def percent(self) -> str:
        """The share in percent, as it reads in a sentence."""
        return plain(told_percent(self.share.value))


def leading(
    sample: Sample, is_asked: NDArray[Any], contenders: Sequence[Contender]
) -> tuple[Contender, ...]:
    """Return the answer that leads and those that are not clearly behind it, largest first.

    One answer means a clear lead; none means that there is nothing to compare.
    """
    ranked = sorted(contenders, key=lambda one: one.share.value, reverse=True)
    if not ranked:
        return ()
    first, *others = ranked
    close = [one for one in others if not sample.is_ahead(first.sheets, one.sheets, is_asked)]
    return (first, *close)


def close_title(close: Sequence[Contender], question: str) -> str:
    """Return the headline of answers of which none is clearly ahead."""
    if len(close) > MOST_NAMED:
        return _("No answer is clearly ahead: %(question)s") % {"question": question}
    *others, last = (f"{quoted(one.label)} ({one.percent}%)" for one in close)
    return _("%(answers)s and %(last)s are about even: %(question)s") % {
        "answers": ", ".join(others),
        "last": last,
        "question": question,
    }
