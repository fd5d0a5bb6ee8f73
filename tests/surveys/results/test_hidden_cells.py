"""Counts hidden in the table of one question, and which go first beside a small one."""

import numpy as np
import pytest

from clayton_review.figures import Audience
from clayton_review.stats.disclosure.suppression_rule import SUPPRESSION_RULES, SuppressionRule
from surveys.analysis import answer_columns
from surveys.analysis.sample import Sample
from surveys.notation.questionnaire_notation import parse
from surveys.questionnaire.questionnaire import Answer
from surveys.results.figures.figure_forms import draw
from surveys.results.figures.hidden_cells import find_hidden_cells
from surveys.results.figures.question_figure import FigureContent, FigureInput
from tests.surveys import factories

PUBLIC, TEAM = SUPPRESSION_RULES["public"], SUPPRESSION_RULES["team"]
SPARE = (False, False, False, False, True, True, True)
NOTATION = f"""{factories.HEAD}
== One | Uno
? way choice: How? | ¿Cómo?
- bus: Bus | Autobús
- car: Car | Auto
- foot: On foot | A pie
- bike: By bike | En bicicleta
"""
QUESTIONNAIRE = parse(NOTATION)
VALUES = ("bus", "car", "foot", "bike", "dont_know", "prefer_not", None)


def hidden(*counts: int, rule: SuppressionRule = PUBLIC) -> set[int]:
    codes = np.repeat(np.arange(len(counts)), counts)
    cells = find_hidden_cells(codes, SPARE, rule, is_conditional=False).cells
    return {place for place, is_hidden in enumerate(cells) if is_hidden}


def figure(*counts: int) -> FigureContent:
    sheets: list[dict[str, Answer]] = [
        {"way": value} for value, n in zip(VALUES, counts, strict=True) for _ in range(n)
    ]
    columns = answer_columns.columns_of_sheets(
        QUESTIONNAIRE, [(sheet, "code", factories.WEEK) for sheet in sheets]
    )
    sample = Sample(columns, None, (), None, False)
    return draw(FigureInput(QUESTIONNAIRE, QUESTIONNAIRE.question("way"), sample, Audience.PUBLIC))


def test_beside_a_small_answer_skipped_goes_and_not_another_answer() -> None:
    """The three by bike need a partner: 22 skipped, not the 16 on foot."""
    assert hidden(91, 50, 16, 3, 0, 0, 22) == {3, 6}
    assert hidden(91, 50, 16, 3, 40, 0, 60) <= {3, 4, 6}


def test_where_silence_is_small_a_larger_silence_goes_with_it() -> None:
    assert hidden(91, 50, 16, 12, 2, 0, 22) == {4, 6}


def test_an_answer_goes_where_silence_cannot_protect() -> None:
    assert hidden(91, 50, 16, 3, 0, 0, 0) == {2, 3}


def test_hidden_silence_is_shown_as_one_line() -> None:
    content = figure(91, 50, 16, 12, 2, 0, 22)
    assert content.table.rows[-1][:3] == ("“I don’t know” or “Skipped”", "24", "12.4")
    assert content.n_hidden == 0
    assert content.hides_answers


def test_silence_beside_a_hidden_answer_stays_hidden() -> None:
    content = figure(91, 50, 16, 3, 0, 0, 22)
    assert [row[0] for row in content.table.rows if row[1] is None] == ["By bike", "Skipped"]


def test_the_team_sees_everything() -> None:
    assert not hidden(91, 50, 16, 3, 2, 1, 22, rule=TEAM)


@pytest.mark.parametrize(("counts", "is_total"), [((20, 0), True), ((15, 5), False)])
def test_of_a_few_who_were_asked_it_is_not_told_that_all_agree(
    counts: tuple[int, int], is_total: bool
) -> None:  # fmt: skip
    codes = np.repeat([0, 1], counts)
    cells = find_hidden_cells(codes, (False, False), PUBLIC, is_conditional=True)
    assert cells.is_total == is_total
