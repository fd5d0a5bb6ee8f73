"""Headlines of survey figures: the answer that leads, or that none clearly does.

A headline names one answer only where its lead is larger than chance: where the 95% interval of
the difference from every other answer excludes 0. In a sample that gives no intervals it names the
largest share of those who answered. "Don't know" and "prefer not to answer" are left out of this
comparison unless one of them is clearly ahead of all answers: then it is the headline. Other
answers set apart, such as "never", are compared like any answer. Skipping is never a headline.
"Most" needs an interval above 50%, "about even" shares that are at most five points apart. A
question that the weights were made from gets no headline, since its shares are those of the
population targets.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from numpy.typing import NDArray

from clayton_review.languages import quoted
from clayton_review.web.formatting import as_title
from surveys.analysis.sample import Sample, Share
from surveys.analysis.share_text import percent_text
from surveys.questionnaire.questionnaire import NO_OPINION
from surveys.results.figures.question_figure import AnswerLine, FigureInput

MOST_NAMED = 3  # answers that are named as about even
MOST_APART = 0.05  # of shares that are about even
Headline = tuple[str, Share | None]  # the title, and the one share that it names


@dataclass(frozen=True, eq=False)
class HeadlineCandidate:
    """An answer that a headline can name: its words, share, and the sheets (n,) that gave it."""

    label: str
    share: Share
    sheets: NDArray[Any]
    is_apart: bool = False

    @property
    def percent(self) -> str:
        """Return the share in percent as sentences write it."""
        return percent_text(self.share.value)

    @property
    def is_majority(self) -> bool:
        """True if more than half gave the answer, beyond chance."""
        return self.share.interval is not None and self.share.interval.lower > 0.5


def leading(
    sample: Sample, is_asked: NDArray[Any], contenders: Sequence[HeadlineCandidate]
) -> tuple[HeadlineCandidate, ...]:
    """Return the answer that leads and those that are not clearly behind it, largest first.

    One answer means a clear lead; none means that there is nothing to compare.
    """
    ranked = sorted(contenders, key=_share_value, reverse=True)
    if not ranked:
        return ()
    first, *others = ranked
    close = [
        contender
        for contender in others
        if not sample.is_ahead(first.sheets, contender.sheets, is_asked)
    ]
    return (first, *close)


def _share_value(candidate: HeadlineCandidate) -> float:
    return candidate.share.value


def close_title(close: Sequence[HeadlineCandidate], question: str) -> str:
    """Return the headline of answers of which none is clearly ahead."""
    if len(close) > MOST_NAMED or not are_about_even(close):
        return no_lead_title(question)
    *others, last = (
        f"{quoted(as_title(contender.label))} ({contender.percent}%)" for contender in close
    )
    return _("%(answers)s and %(last)s are about even: %(question)s") % {
        "answers": ", ".join(others),
        "last": last,
        "question": question,
    }


def are_about_even(close: Sequence[HeadlineCandidate]) -> bool:
    """True if somebody gave each of the answers and their shares are not far apart."""
    shares = [contender.share.value for contender in close]
    return all(contender.share.n for contender in close) and max(shares) - min(shares) <= MOST_APART


def no_lead_title(question: str) -> str:
    """Return the headline that no answer leads, without naming any."""
    return _("No answer is clearly ahead: %(question)s") % {"question": question}


def is_fixed(figure_input: FigureInput) -> bool:
    """True if the weights fix the shares of the question, so that no headline may name one."""
    return figure_input.question.name in figure_input.sample.raked_by


def no_opinion_headline(
    figure_input: FigureInput,
    lines: Sequence[AnswerLine],
    contenders: Sequence[HeadlineCandidate],
    question: str,
) -> Headline | None:
    """Return the headline of "don't know" or "prefer not to answer"; None unless they lead."""
    candidates = [*contenders, *answers_apart(figure_input, lines, has_opinion=False)]
    if not candidates or max(candidates, key=_share_value) in contenders:
        return None  # told without comparing: the largest is always among those that lead
    close = leading(
        figure_input.sample, figure_input.sample.is_asked(figure_input.question.name), candidates
    )
    if any(contender in contenders for contender in close):
        return None
    if len(close) > 1:
        return close_title(close, question), None
    return _answered_headline(close[0], question)


def _answered_headline(candidate: HeadlineCandidate, question: str) -> Headline:
    words = {"share": candidate.percent, "answer": candidate.label, "question": question}
    if candidate.is_majority:
        return _("Most answered “%(answer)s”: %(question)s") % words, candidate.share
    return _("%(share)s%% answered “%(answer)s”: %(question)s") % words, candidate.share


def answers_apart(
    figure_input: FigureInput, lines: Sequence[AnswerLine], *, has_opinion: bool
) -> list[HeadlineCandidate]:
    """Return answers set apart with their sheets, where they are shown.

    With `has_opinion`, those such as "never"; else "don't know" and "prefer not to answer".
    """
    codes = {
        figure_input.text_of(choice.label): place
        for place, choice in enumerate(figure_input.question.choices)
        if choice.is_apart and (choice.value not in NO_OPINION) == has_opinion
    }
    return [
        HeadlineCandidate(
            line.label, line.share_of, figure_input.column() == codes[line.label], is_apart=True
        )
        for line in lines
        if line.label in codes and not line.is_hidden
    ]


def has_hidden_answer_apart(figure_input: FigureInput, lines: Sequence[AnswerLine]) -> bool:
    """True if an answer set apart, such as "never", is too small to show."""
    n_apart = sum(choice.value not in NO_OPINION for choice in figure_input.question.apart)
    return len(answers_apart(figure_input, lines, has_opinion=True)) < n_apart


def headline_of(
    figure_input: FigureInput,
    lines: Sequence[AnswerLine],
    contenders: Sequence[HeadlineCandidate],
    lead: Callable[[dict[str, str]], str],
) -> Headline:
    """Return the title of a figure and the share it names, None where it names no single one.

    `lead` writes the title of a clear lead from `share`, `answer` and `question`.
    """
    if is_fixed(figure_input) or not contenders:
        return figure_input.text, None
    if headline := no_opinion_headline(figure_input, lines, contenders, figure_input.text):
        return headline
    is_asked = figure_input.sample.is_asked(figure_input.question.name)
    close = leading(figure_input.sample, is_asked, contenders)
    if len(close) > 1:
        return close_title(close, figure_input.text), None
    if close[0].is_apart:
        return _answered_headline(close[0], figure_input.text)
    words = {"share": close[0].percent, "answer": close[0].label, "question": figure_input.text}
    return lead(words), close[0].share
