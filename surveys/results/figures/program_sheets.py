"""The answers with the sheets that look made by a program, in a sentence."""

from dataclasses import replace

from clayton_review.figures import Audience, Table
from surveys.analysis import method_notes
from surveys.question_types import type_of
from surveys.question_types.base import FigureForm
from surveys.results.figures.figure_forms import draw
from surveys.results.figures.question_figure import FigureInput


def answers_with_programs(figure_input: FigureInput) -> str:
    """Return the answers of all sheets in a sentence; empty where both may not be shown.

    The difference of both is a table of its own: it is shown only where at least 100 sheets are
    left out, and to others than the team only where no answer differs by a small number, everyone
    was asked, and no one could give several answers.
    """
    everything = figure_input.sample.with_programs
    if everything is None:
        return ""
    has_several = type_of(figure_input.question.kind).figure_form == FigureForm.SELECTED_CHOICES
    if figure_input.audience != Audience.TEAM and (figure_input.is_conditional or has_several):
        return ""
    with_all = replace(figure_input, sample=everything)
    drawn, drawn_with_all = draw(figure_input), draw(with_all)
    least = figure_input.rule.minimum_cell
    if not _differ_by_none_or(least, drawn.table, drawn_with_all.table):
        return ""
    numbers = {"all": f"{everything.n:,}", "answers": drawn_with_all.sentence}
    return method_notes.WITH_PROGRAMS % numbers


def _differ_by_none_or(least: int, table: Table, other: Table) -> bool:
    """True if each number of people is shown in both, and differs by at least so many or not."""
    places = [n for n, column in enumerate(table.columns) if column.kind == "people"]
    rows, other_rows = ({row[0]: row for row in t.rows} for t in (table, other))
    if not places or rows.keys() != other_rows.keys():
        return False
    pairs = [(row[n], other_rows[name][n]) for name, row in rows.items() for n in places]
    if any(first is None or second is None for first, second in pairs):
        return False
    differences = [abs(int(second or 0) - int(first or 0)) for first, second in pairs]
    return all(n == 0 or n >= least for n in differences)
