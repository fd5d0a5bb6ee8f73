"""Small numbers do not follow from the sums of a question with several answers."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from clayton_review.figures import Audience, Figure
from surveys.analysis import answer_columns
from surveys.analysis.sample import Sample
from surveys.answers.selectors import Tally
from surveys.notation.questionnaire_notation import parse
from surveys.questionnaire.questionnaire import Answer
from surveys.results.figures.answers import build_figure
from surveys.results.figures.asked_groups import withheld_questions
from surveys.results.figures.question_figure import FigureInput
from tests.surveys import factories

FORCE = f"""{factories.HEAD}
== One | Uno
? force several: What happened to you? | ¿Qué le pasó?
- searched: I was searched | Me registraron
- cuffed: I was handcuffed | Me esposaron
~ none: Neither | Nada
"""
OF_THREE = FORCE.replace("~ none", "- hurt: I was hurt | Me lastimaron\n~ none")
ASKED = """? q choice: Was it right? | ¿Fue correcto?
if: force has searched or force has cuffed
- yes: Yes | Sí
- no: No | No
"""
OTHERS = [Audience.BOARD, Audience.PUBLIC]


def sampled(notation: str, counted: Tally) -> Sample:
    """Sheets with these answers; who was searched or handcuffed was asked the other question."""
    sheets: list[tuple[dict[str, Answer], str, date]] = []
    for answer, n in counted:
        is_asked = bool({"searched", "cuffed"} & set(answer or ()))
        sheet: dict[str, Answer] = {"force": answer, **({"q": "yes"} if is_asked else {})}
        sheets += [(sheet, "code", factories.WEEK)] * n
    columns = answer_columns.columns_of_sheets(parse(notation), sheets)
    return Sample(columns, weights=None, margins=(), population=13_000, has_intervals=True)


def drawn(notation: str, counted: Tally, audience: Audience = Audience.PUBLIC) -> Figure:
    questionnaire, sample = parse(notation), sampled(notation, counted)
    asked = FigureInput(questionnaire, questionnaire.question("force"), sample, audience)
    survey: Any = SimpleNamespace(slug="x", version=SimpleNamespace(number=1))
    return build_figure(survey, asked)


def counts(figure: Figure) -> dict[str | None, str | None]:
    return {row[0]: row[1] for row in figure.table.rows}


@pytest.mark.parametrize("audience", OTHERS)
@pytest.mark.parametrize(("n_searched", "n_cuffed", "n_both"), [(58, 40, 2), (57, 3, 40)])
def test_how_few_said_both_or_one_alone_does_not_follow(
    audience: Audience, n_searched: int, n_cuffed: int, n_both: int
) -> None:
    """60 searched, 42 handcuffed and 50 neither, of 150: 2 were both."""
    both = ["searched", "cuffed"]
    counted: Tally = [(["searched"], n_searched), (["cuffed"], n_cuffed), (both, n_both)]
    figure = drawn(FORCE, [*counted, (["none"], 50)], audience)
    shown = counts(figure)
    assert shown.pop("Neither") is None
    assert None not in shown.values(), "one hidden line is enough"
    assert "1 of 6 counts are hidden" in figure.suppressed


def test_how_few_chose_something_else_does_not_follow() -> None:
    """Of 112 who chose something 110 chose the first of three answers: 2 did not."""
    alone: Tally = [(["searched"], 90), (["cuffed"], 1), (["hurt"], 1)]
    together: Tally = [(["searched", "cuffed"], 10), (["searched", "hurt"], 10)]
    figure = drawn(OF_THREE, [*alone, *together, (["none"], 40)])
    assert counts(figure)["Neither"] is None
    assert counts(figure)["I was searched"] == "110"


def test_skipped_answers_are_hidden_before_neither() -> None:
    both = ["searched", "cuffed"]
    counted: Tally = [(["searched"], 58), (["cuffed"], 40), (both, 2), (["none"], 50), (None, 9)]
    shown = counts(drawn(FORCE, counted))
    assert [label for label, n in shown.items() if n is None] == ["Skipped"]


def test_where_many_said_both_or_nobody_did_all_is_shown() -> None:
    both = ["searched", "cuffed"]
    for n_both in (0, 12):
        counted: Tally = [(["searched"], 58), (["cuffed"], 40), (both, n_both), (["none"], 50)]
        assert None not in counts(drawn(FORCE, counted)).values()


def test_the_team_reads_all() -> None:
    both = ["searched", "cuffed"]
    figure = drawn(FORCE, [(["searched"], 58), (["cuffed"], 40), (both, 2)], Audience.TEAM)
    assert None not in counts(figure).values()


@pytest.mark.parametrize(("n_both_hurt", "is_withheld"), [(3, True), (13, False)])
def test_a_tick_that_no_condition_names_is_added_up_with_the_number_asked(
    n_both_hurt: int, is_withheld: bool
) -> None:
    """Of 138 who chose anything 98 were asked; of 43 who were hurt 40 were not, so 3 were."""
    counted: Tally = [(["searched"], 45), (["cuffed"], 25), (["searched", "cuffed"], 25)]
    counted += [(["searched", "hurt"], n_both_hurt), (["hurt"], 40), (["none"], 50)]
    notation = OF_THREE + ASKED
    withheld = withheld_questions(parse(notation), sampled(notation, counted), Audience.PUBLIC)
    assert (withheld == {"q"}) == is_withheld
