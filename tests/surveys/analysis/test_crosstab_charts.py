"""Charts and notes of tables for other audiences, where some answers are counted together."""

from dataclasses import replace

from clayton_review.charts.shapes import BarChart, Chart
from clayton_review.stats.disclosure.suppression_rule import SUPPRESSION_RULES
from surveys.analysis import answer_columns, variables
from surveys.analysis.crosstab import Crosstab, CrosstabRequest, build_crosstab
from surveys.analysis.figures.crosstab import crosstab_figure, protection_note
from surveys.analysis.sample import Sample
from surveys.analysis.selectors.offered_tables import ALL_OTHERS
from surveys.notation.questionnaire_notation import parse
from surveys.question_types.columns import SKIPPED
from surveys.questionnaire.questionnaire import Answer
from tests.surveys import factories

RULE = SUPPRESSION_RULES["board"]
SCALE = parse(factories.NOTATION)
KNOWN = {variable.key: variable for variable in variables.variables(SCALE, {})}
ALL_STEPS = ((0,), (1,), (2,), (3,), (4,), (SKIPPED, 5, 6))
Counts = dict[tuple[str, str], int]
CLEAR: Counts = {
    ("yes", "2"): 60, ("yes", "4"): 20, ("yes", "5"): 20,
    ("no", "2"): 20, ("no", "4"): 30, ("no", "5"): 50,
}  # fmt: skip


def sample_of(counts: Counts) -> Sample:
    sheets: list[dict[str, Answer]] = [
        {"stopped": stopped, "feel_safe": step} if step else {"stopped": stopped}
        for (stopped, step), n in counts.items()
        for _ in range(n)
    ]
    coded = answer_columns.columns_of_sheets(
        SCALE, [(sheet, "code", factories.WEEK) for sheet in sheets]
    )
    return Sample(coded, None, (), 10_000, has_intervals=True)


def grouped(key: str, states: tuple[tuple[int, ...], ...]) -> variables.Variable:
    question = KNOWN[key].question
    named = tuple(question.choices[state[0]].label["en"] for state in states[:-1])
    return replace(KNOWN[key], states=states, levels=(*named, ALL_OTHERS), has_others=True)


def table_of(counts: Counts, states: tuple[tuple[int, ...], ...] = ALL_STEPS) -> Crosstab:
    groups = grouped("stopped", ((0,), (1,), (SKIPPED, 2, 3)))
    request = CrosstabRequest(grouped("feel_safe", states), groups)
    return build_crosstab(request, sample_of(counts), RULE)


def chart_of(table: Crosstab, counts: Counts) -> Chart | None:
    return crosstab_figure(table, sample_of(counts), RULE).chart


def test_a_chart_of_agreement_adds_both_steps() -> None:
    chart = chart_of(table_of(CLEAR), CLEAR)
    assert isinstance(chart, BarChart)
    assert chart.title.startswith("Agree or strongly agree: ")
    assert [(bar.label, bar.value) for bar in chart.bars[:2]] == [("Yes", 40.0), ("No", 80.0)]


def test_where_a_step_of_agreement_is_counted_with_others_there_is_no_chart() -> None:
    states = ((0,), (1,), (2,), (3,), (SKIPPED, 4, 5, 6))
    assert table_of(CLEAR, states).groups
    assert chart_of(table_of(CLEAR, states), CLEAR) is None


def test_a_sum_with_a_hidden_step_is_not_drawn() -> None:
    """3 people strongly agree: they are hidden, and one more answer for their sake."""
    counts = CLEAR | {("yes", "5"): 3, ("yes", "2"): 77}
    table = table_of(counts)
    assert table.groups[0].shares[4] is None
    assert chart_of(table, counts) is None


def test_answers_counted_together_are_no_most_frequent_answer() -> None:
    """Most skipped the question; of the answers that were given, “Yes” is the most frequent."""
    counts: Counts = {("yes", "2"): 40, ("no", "2"): 30, ("", "2"): 90}
    counts |= {("yes", "4"): 40, ("no", "4"): 30, ("", "4"): 90}
    rows = grouped("stopped", ((0,), (1,), (SKIPPED, 2, 3)))
    request = CrosstabRequest(rows, grouped("feel_safe", ALL_STEPS))
    sample = sample_of(counts)
    chart = crosstab_figure(build_crosstab(request, sample, RULE), sample, RULE).chart
    assert isinstance(chart, BarChart)
    assert chart.title.startswith("Yes: ")


def test_the_note_on_hidden_shares_counts_nothing_again_and_quotes_nothing_twice() -> None:
    counts = CLEAR | {("yes", "5"): 3}
    table = table_of(counts)
    note = protection_note(table)
    assert note.startswith("Someone who adds and subtracts the counts shown here")
    assert "a range of at least 5" in note
    assert note.endswith("Someone who also knows the rule may conclude that it is under 5.")
    assert " of 70 " not in note
    assert table.certificate
    assert "““" not in table.certificate.sentence
    assert "””" not in table.certificate.sentence
