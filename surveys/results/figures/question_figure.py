"""The input, content and lines of a question's figure, with what is hidden of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from clayton_review.charts.shapes import Bar, BarChart, Chart
from clayton_review.figures import Audience, Column, Table, cell
from clayton_review.languages import language_in_use, quoted
from clayton_review.stats.disclosure.certificate import Certificate
from clayton_review.stats.disclosure.several_answers import SeveralAnswers
from clayton_review.stats.disclosure.suppression_rule import SUPPRESSION_RULES, SuppressionRule
from clayton_review.stats.estimates.intervals import Interval
from surveys.analysis import method_notes
from surveys.analysis.sample import Sample, Share
from surveys.analysis.share_text import interval_cells, percent_text
from surveys.answers.policies import can_be_shown_together
from surveys.question_types import type_of
from surveys.question_types.columns import ANSWERED, NOT_ASKED, SKIPPED, LevelIndexes
from surveys.questionnaire.questionnaire import NO_OPINION, Question, Questionnaire, Wording
from surveys.results.figures.hidden_cells import find_hidden_cells

Proofs = tuple[Certificate, ...]
Level = tuple[str | None, str]  # value, None for one set apart; words


@dataclass(frozen=True, eq=False)
class FigureInput:
    """A question with the sheets that were asked it, and for whom it is drawn."""

    questionnaire: Questionnaire
    question: Question
    sample: Sample
    audience: Audience
    is_closed: bool = False  # nothing of it may be shown, whatever its counts

    @property
    def is_conditional(self) -> bool:
        """True if only some people are asked it."""
        return self.questionnaire.condition_of(self.question.name) is not None

    @property
    def shows_answers_together(self) -> bool:
        """True if it would tell two answers of one person, where there are too few people for that.

        Whoever is asked a conditional question gave the answers that lead to it.
        """
        n = self.sample.n
        return self.is_conditional and n > 0 and not can_be_shown_together(n)

    @property
    def language(self) -> str:
        """Return the language in use if the question has it, else English."""
        language = language_in_use()
        return language if language in self.question.text else "en"

    def text_of(self, wording: Wording) -> str:
        """Return the wording in that language."""
        return wording.get(self.language) or wording["en"]

    @property
    def text(self) -> str:
        """Return the question's wording in that language."""
        return self.text_of(self.question.text)

    @property
    def n(self) -> int:
        """Return the number of sheets that were asked."""
        return int(self.sample.is_asked(self.question.name).sum())

    @property
    def people(self) -> str:
        """Return whom the shares describe, with their number."""
        if self.sample.has_programs:
            return _("%(n)s answer sheets") % {"n": f"{self.n:,}"}
        return self._kind_of_people() % {"n": f"{self.n:,}"}

    def _kind_of_people(self) -> str:
        """Return "residents" for those who were drawn; anyone may use an open link."""
        is_drawn = self.sample.has_intervals
        if self.is_conditional:
            asked = (
                method_notes.RESIDENTS_WHO_WERE_ASKED
                if is_drawn
                else method_notes.PEOPLE_WHO_WERE_ASKED
            )
            return str(asked)
        return str(
            method_notes.RESIDENTS_WHO_ANSWERED if is_drawn else method_notes.PEOPLE_WHO_ANSWERED
        )

    @property
    def effective_size_sentence(self) -> str:
        """Return a sentence with the effective size of the sample of those who were asked.

        Two digits: more would tell how many sheets a small group has.
        """
        worth = float(f"{self.sample.effective_n_where(self.question.name):.2g}")
        return method_notes.WORTH % {"worth": f"{worth:,.0f}", "n": f"{self.n:,}"}

    @property
    def agreeing(self) -> frozenset[str]:
        """Return the values of the steps that are agreement; empty if there are none."""
        offered, n_agreeing = self.question.offered, type_of(self.question.kind).n_agreeing
        return frozenset(choice.value for choice in offered[len(offered) - n_agreeing :])

    @property
    def rule(self) -> SuppressionRule:
        """Return the rule of what is too small to show to this audience."""
        return SUPPRESSION_RULES[self.audience]

    def column(self, part: str = "") -> NDArray[Any]:
        """Return the column (n,) of the question or of one of its parts."""
        name = self.question.name
        return self.sample.coded[f"{name}.{part}" if part else name]

    @property
    def no_opinion(self) -> frozenset[str]:
        """Return the words of "don't know," "prefer not to answer" and skipping."""
        silent = [choice for choice in self.question.apart if choice.value in NO_OPINION]
        return frozenset([*(self.text_of(choice.label) for choice in silent), self.skipped_label])

    @property
    def skipped_label(self) -> str:
        """Return the words of a line that counts who skipped the question."""
        return _("Skipped")

    def apart(self) -> list[tuple[Level, int]]:
        """Return every answer set apart, and skipping, with its code in the question's column."""
        codes = {choice.value: place for place, choice in enumerate(self.question.choices)}
        levels: list[tuple[Level, int]] = [
            ((None, self.text_of(c.label)), codes[c.value]) for c in self.question.apart
        ]
        return [*levels, ((None, _("Skipped")), SKIPPED)]


def answer_codes(
    figure_input: FigureInput, substantive: LevelIndexes, n_levels: int
) -> tuple[LevelIndexes, list[Level]]:
    """Return codes (n,) of all sheets that were asked: substantive ones, then those set apart.

    `substantive` (n,) is read if the question was answered with none of the answers set apart.
    """
    state = figure_input.column()
    codes = np.where(state == NOT_ASKED, -1, substantive).astype(np.int64)
    levels = []
    for place, (level, code) in enumerate(figure_input.apart()):
        codes[state == code] = n_levels + place
        levels.append(level)
    return codes, levels


def is_answered(figure_input: FigureInput) -> NDArray[np.bool_]:
    """True (n,) for sheets with an answer that is not set apart."""
    state = figure_input.column()
    offered = [
        place for place, choice in enumerate(figure_input.question.choices) if not choice.is_apart
    ]
    answered: NDArray[np.bool_] = (state == ANSWERED) | np.isin(state, offered)
    return answered


@dataclass(frozen=True)
class FigureContent:
    """The parts of a figure that depend on the type of its question."""

    title: str
    sentence: str
    table: Table
    chart: Chart | None
    value: str | None
    n_hidden: int
    n_cells: int
    interval: Interval | None = None  # of the value, where it is a share with one
    unit: str = "percent"
    method: str = ""
    has_intervals: bool = True  # where the sample allows them
    certificates: Proofs = ()
    lines: tuple["AnswerLine", ...] = ()  # before any of them are shown together

    @property
    def hides_answers(self) -> bool:
        """True if anything is hidden, be it in a line of several answers together."""
        return self.n_hidden > 0 or any(line.is_hidden for line in self.lines)

    @property
    def is_thin(self) -> bool:
        """True if nothing at all can be shown."""
        return self.n_hidden == self.n_cells


@dataclass(frozen=True)
class AnswerLine:
    """One answer: its count, weighted share and interval, or hidden."""

    value: str | None
    label: str
    share_of: Share
    is_hidden: bool
    is_marked: bool = field(default=False, compare=False)

    @property
    def n(self) -> int:
        """Return the number of sheets that say so, unweighted."""
        return self.share_of.n

    @property
    def share(self) -> str | None:
        """Return the percent of everybody asked, one decimal, half up; None if hidden."""
        return None if self.is_hidden else percent_text(self.share_of.value)

    @property
    def percent(self) -> float | None:
        """Return the share in percent to four decimals, for drawing and adding up."""
        return None if self.is_hidden else round(100 * self.share_of.value, 4)

    def row(self) -> tuple[str | None, ...]:
        if self.is_hidden:
            return (self.label, None, None, None, None)
        return (self.label, cell(self.n), self.share, *interval_cells(self.share_of.interval))

    def bar(self) -> Bar:
        if self.share is None:
            return Bar(self.label, None)
        if self.share_of.interval is None:
            return Bar(self.label, float(self.share), is_marked=self.is_marked)
        lower, upper = (float(end) for end in interval_cells(self.share_of.interval))
        return Bar(self.label, float(self.share), lower, upper, is_marked=self.is_marked)


def exclusive_lines(
    figure_input: FigureInput,
    codes: LevelIndexes,
    levels: Sequence[Level],
    marked: str | None = None,
) -> tuple[list[AnswerLine], Proofs]:
    """Return lines of answers of which everybody gave one, and the proofs of what is hidden."""
    shares = figure_input.sample.shares(codes, len(levels))
    hidden = find_hidden_cells(
        codes,
        tuple(label in figure_input.no_opinion for _value, label in levels),
        figure_input.rule,
        is_conditional=figure_input.is_conditional,
    )
    hides_all = hidden.is_total or not figure_input.n or figure_input.is_closed
    lines = [
        AnswerLine(value, label, share, hides_all or is_hidden, is_marked=label == marked)
        for (value, label), share, is_hidden in zip(levels, shares, hidden.cells, strict=True)
    ]
    return lines, hidden.certificates


def overlapping_lines(
    figure_input: FigureInput, ticked: Sequence[tuple[Level, LevelIndexes]]
) -> tuple[list[AnswerLine], Proofs]:
    """Return lines of answers of which somebody may give several, then those set apart.

    `ticked` holds 1 for a tick, 0 for none, −1 for not asked. A tick is hidden when those who gave
    it, or those who did not, are too few: either count follows from the other. The answers set
    apart exclude each other and all ticks, so they are protected together with the number of those
    who ticked anything, and where their number must not be known, nothing is shown. Other lines are
    hidden where adding and subtracting would tell how few ticked both of two answers.
    """
    least = figure_input.rule.minimum_cell
    codes, levels = answer_codes(figure_input, np.zeros(figure_input.sample.n, dtype=np.int64), 1)
    apart, proofs = exclusive_lines(figure_input, codes, [(None, ""), *levels])
    is_thin = not figure_input.n or figure_input.n < figure_input.rule.minimum_base
    is_thin = is_thin or all(line.is_hidden for line in apart)
    tells_all = figure_input.rule.hides_full_cells and figure_input.is_conditional
    lines = []
    for (value, label), own in ticked:
        share = figure_input.sample.shares(own, 2)[1]
        is_small = 0 < share.n < least or 0 < figure_input.n - share.n < least
        is_full = tells_all and share.n == figure_input.n
        lines.append(AnswerLine(value, label, share, is_thin or is_small or is_full))
    lines += [
        AnswerLine(None, line.label, line.share_of, is_thin or line.is_hidden) for line in apart[1:]
    ]
    return _without_telling_sums(figure_input, ticked, lines), proofs


def _without_telling_sums(
    figure_input: FigureInput,
    ticked: Sequence[tuple[Level, LevelIndexes]],
    lines: Sequence[AnswerLine],
) -> list[AnswerLine]:
    """Return the lines, of which more are hidden where their sums would give small numbers away.

    Silence goes first and other answers set apart next, then ticks. Those of enough people go
    before those of few: whoever knows the rule guesses that a hidden count is small.
    """
    n_ticks = sum((codes == 1).astype(np.int64) for _level, codes in ticked)
    counts = SeveralAnswers(
        given=tuple(line.n for line in lines[: len(ticked)]),
        apart=tuple(line.n for line in lines[len(ticked) :]),
        n_giving=int(np.sum(n_ticks > 0)),
        most=int(np.max(n_ticks, initial=0)),
    )
    order = sorted(
        range(len(lines)),
        key=lambda at: (
            at < len(ticked),
            lines[at].n < figure_input.rule.minimum_cell,
            lines[at].label not in figure_input.no_opinion,
            lines[at].n,
        ),
    )
    hidden = counts.hide(tuple(line.is_hidden for line in lines), order, figure_input.rule)
    return [replace(line, is_hidden=is_out) for line, is_out in zip(lines, hidden, strict=True)]


def with_merged_silence(figure_input: FigureInput, lines: Sequence[AnswerLine]) -> list[AnswerLine]:
    """Return the lines with "don't know," "prefer not to answer" and skipped on one of them.

    So it is where only these are hidden: their sum follows from the others, and can be shown.
    """
    if not hides_silence_only(figure_input, lines):
        return list(lines)
    hidden = [line for line in lines if line.is_hidden]
    merged = replace(one_line(hidden), is_hidden=False)
    return [*(line for line in lines if not line.is_hidden), merged]


def hides_silence_only(figure_input: FigureInput, lines: Sequence[AnswerLine]) -> bool:
    """True if only answers without an opinion are hidden, so that their sum can be shown."""
    hidden = [line for line in lines if line.is_hidden]
    is_silent = all(line.label in figure_input.no_opinion for line in hidden)
    return is_silent and 2 <= len(hidden) < len(lines)


def one_line(lines: Sequence[AnswerLine]) -> AnswerLine:
    """Return the lines as one, which is hidden if any of them is."""
    n, value = sum(line.n for line in lines), sum(line.share_of.value for line in lines)
    label = _(" or ").join(quoted(line.label) for line in lines)
    is_hidden = any(line.is_hidden for line in lines)
    return AnswerLine(None, label, Share(n, value, None), is_hidden)


def columns() -> tuple[Column, ...]:
    """Return the columns of a table of answers."""
    return (
        Column(_("Answer")),
        Column(_("Answers"), "people"),
        Column(_("Share"), "percent"),
        Column(_("Lower"), "percent"),
        Column(_("Upper"), "percent"),
    )


def answers_table(lines: Sequence[AnswerLine], heading: str = "") -> Table:
    """Return the lines as a table; the heading says what a line stands for."""
    first, *others = columns()
    first = Column(heading) if heading else first
    return Table((first, *others), tuple(line.row() for line in lines))


def answers_chart(figure_input: FigureInput, lines: Sequence[AnswerLine]) -> BarChart | None:
    """Return the lines as bars; None if all are hidden."""
    if all(line.is_hidden for line in lines):
        return None
    bars = tuple(line.bar() for line in lines)
    return BarChart(title=figure_input.text, unit="percent", maximum=100.0, bars=bars)


def answers_sentence(figure_input: FigureInput, lines: Sequence[AnswerLine]) -> str:
    """Return the shares of all answers in one sentence."""
    parts = [f"{quoted(line.label)} {line.share}%" for line in lines if line.share and line.n]
    if not parts:
        return too_few_sentence(figure_input)
    return _("Of the %(people)s: %(answers)s.") % {
        "people": figure_input.people,
        "answers": ", ".join(parts),
    }


def too_few_sentence(figure_input: FigureInput) -> str:
    """Return the sentence shown when too few people answered."""
    return _("Too few people answered “%(question)s” to show any results.") % {
        "question": figure_input.text
    }


def n_hidden(lines: Sequence[AnswerLine]) -> int:
    return sum(line.is_hidden for line in lines)
