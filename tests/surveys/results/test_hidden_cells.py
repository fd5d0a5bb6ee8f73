"""The base of a question tells how many gave the answer that leads to it."""

import pytest

from clayton_review.stats.disclosure.suppression_rule import SUPPRESSION_RULES, SuppressionRule
from surveys.analysis import answer_columns
from surveys.analysis.sample import Sample
from surveys.notation.questionnaire_notation import parse
from surveys.question_types.columns import NOT_ASKED, SKIPPED
from surveys.question_types.single_choice import SingleChoice
from surveys.questionnaire import relevance
from surveys.questionnaire.questionnaire import Answer
from surveys.results.figures.hidden_cells import HiddenCells, QuestionPlace, find_hidden_cells
from tests.surveys import factories

QUESTIONNAIRE = parse(factories.EVERY_TYPE)  # why is asked only if stopped = yes
PUBLIC, TEAM = SUPPRESSION_RULES["public"], SUPPRESSION_RULES["team"]
LEVELS = 5  # yes, no, don't know, prefer not, skipped


def place(n_yes: int, n_no: int, n_apart: int, n_skipped: int, name: str) -> QuestionPlace:
    """So many answers to `stopped`; everybody who was stopped answers `why`, half of them yes."""
    sheets: list[dict[str, Answer]] = [
        {"stopped": "yes", "why": "yes" if at % 2 else "no"} for at in range(n_yes)
    ]
    others: list[tuple[Answer, int]] = [("no", n_no), ("dont_know", n_apart), (None, n_skipped)]
    sheets += [{"stopped": answer} for answer, n in others for _ in range(n)]
    columns = answer_columns.columns_of_sheets(
        QUESTIONNAIRE, [(sheet, "code", factories.WEEK) for sheet in sheets]
    )
    return QuestionPlace(
        QUESTIONNAIRE, QUESTIONNAIRE.question(name), Sample(columns, None, (), None, False)
    )


def hidden(where: QuestionPlace, rule: SuppressionRule = PUBLIC) -> HiddenCells:
    state = where.sample.coded[where.question.name].astype("int64")
    codes = state.copy()
    codes[state == SKIPPED] = LEVELS - 1
    codes[state == NOT_ASKED] = -1
    return find_hidden_cells(where, codes, LEVELS, rule)


def test_a_base_that_gives_a_hidden_answer_away_is_not_shown() -> None:
    """Skipped, 3, is hidden and yes beside it; the base of the next question is that yes."""
    before = hidden(place(20, 200, 0, 3, "stopped"))
    assert before.cells[4]
    assert before.cells[0]
    assert hidden(place(20, 200, 0, 3, "why")).is_total


def test_a_base_that_gives_nothing_away_is_shown() -> None:
    before = hidden(place(40, 200, 3, 4, "stopped"))
    assert before.cells == (False, False, True, False, True) or not before.cells[0]
    after = hidden(place(40, 200, 3, 4, "why"))
    assert not after.is_total
    assert not any(after.cells[:2])


def test_the_team_sees_everything() -> None:
    assert not any(hidden(place(20, 200, 0, 3, "why"), TEAM).cells)


def test_sabotage_judged_alone_the_base_would_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SingleChoice, "is_exclusive", False)
    assert not hidden(place(20, 200, 0, 3, "why")).is_total


@pytest.mark.parametrize(
    ("condition", "answer", "known"),
    [
        ("stopped = yes", "yes", True),
        ("stopped = yes", "no", False),
        ("stopped = yes", None, False),
        ("not stopped = yes", "no", True),
        ("stopped = yes or help answered", "yes", True),
        ("stopped = yes or help answered", "no", None),
        ("stopped = yes and help answered", "no", False),
        ("stopped = yes and help answered", "yes", None),
        ("help answered", "yes", None),
    ],
)
def test_what_one_answer_settles_about_a_condition(
    condition: str, answer: str | None, known: bool | None
) -> None:
    notation = factories.EVERY_TYPE + f"? last choice: Last? | ¿Último?\nif: {condition}\n"
    notation += "- a: A | A\n- b: B | B\n"
    matches = parse(notation).condition_of("last")
    assert relevance.certainty(matches, "stopped", {"stopped": answer}) is known
