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


def with_more_ticks(n_more: int) -> str:
    more = "".join(f"- o{n}: Other {n} | Otra {n}\n" for n in range(n_more))
    return OF_THREE.replace("~ none", f"{more}~ none")


def hurt_and_asked(n_both: int, n_more: int, n_each: int) -> Tally:
    """43 were hurt or more; `n_more` other answers were given by `n_each` alone."""
    counted: Tally = [(["searched"], 45), (["cuffed"], 25), (["searched", "cuffed"], 25)]
    counted += [(["searched", "hurt"], n_both), (["hurt"], 40), (["none"], 50)]
    return [*counted, *((([f"o{n}"], n_each)) for n in range(n_more))]


@pytest.mark.parametrize(("n_both", "is_withheld"), [(3, True), (13, False)])
@pytest.mark.parametrize(("n_more", "n_each"), [(5, 20), (7, 0)], ids=["eight", "seven unused"])
def test_each_of_many_ticks_is_added_up_with_the_number_asked(
    n_more: int, n_each: int, n_both: int, is_withheld: bool
) -> None:
    notation, counted = with_more_ticks(n_more) + ASKED, hurt_and_asked(n_both, n_more, n_each)
    withheld = withheld_questions(parse(notation), sampled(notation, counted), Audience.PUBLIC)
    assert (withheld == {"q"}) == is_withheld


@pytest.mark.parametrize("n_each", [0, 2], ids=["unused", "hidden"])
def test_ticks_without_a_shown_count_make_no_combinations(n_each: int) -> None:
    notation, counted = with_more_ticks(7) + ASKED, hurt_and_asked(13, 7, n_each)
    sample = sampled(notation, counted)
    assert withheld_questions(parse(notation), sample, Audience.PUBLIC) == set()


def test_the_combinations_of_nine_ticks_are_too_many_to_judge() -> None:
    notation, counted = with_more_ticks(6) + ASKED, hurt_and_asked(13, 6, 20)
    assert withheld_questions(parse(notation), sampled(notation, counted), Audience.PUBLIC) == {"q"}


STOPPED = """? stopped choice: Were you stopped? | ¿Lo pararon?
- yes: Yes | Sí
- no: No | No
"""
BY_DAY = """? q2 choice: Was it by day? | ¿Fue de día?
if: force has searched and stopped = yes
- yes: Yes | Sí
- no: No | No
"""


def test_six_ticks_beside_another_question_that_a_condition_names_are_added_up() -> None:
    """Half were stopped; of the 43 who were hurt 40 were not asked what others were, so 3 were."""
    notation = with_more_ticks(3).replace("? force", f"{STOPPED}? force") + ASKED + BY_DAY
    sheets: list[tuple[dict[str, Answer], str, date]] = []
    for answer, n in hurt_and_asked(3, 3, 20):
        for stopped in (["yes", "no"] * n)[:n]:
            sheet: dict[str, Answer] = {"stopped": stopped, "force": answer}
            if {"searched", "cuffed"} & set(answer or ()):
                sheet["q"] = "yes"
            if "searched" in (answer or ()) and stopped == "yes":
                sheet["q2"] = "yes"
            sheets.append((sheet, "code", factories.WEEK))
    columns = answer_columns.columns_of_sheets(parse(notation), sheets)
    sample = Sample(columns, weights=None, margins=(), population=13_000, has_intervals=True)
    assert "q" in withheld_questions(parse(notation), sample, Audience.PUBLIC)
