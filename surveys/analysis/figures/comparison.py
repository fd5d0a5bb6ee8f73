"""Two groups compared over all questions, in words and as lines of a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from clayton_review.charts.abbreviations import without_full_stop
from clayton_review.stats.compare.comparison import NotComparable
from clayton_review.stats.compare.wording import difference_sentence
from clayton_review.stats.estimates.rounding import round_half_up
from surveys.analysis import method_notes
from surveys.analysis.comparison import ComparedGroups, QuestionComparison
from surveys.analysis.sample import Sample
from surveys.analysis.share_text import percent_text

FILE_HEADER = (
    "Question", "Answer", "First group", "Sheets of first", "Share of first", "Second group",
    "Sheets of second", "Share of second", "Difference", "Lower", "Upper", "p", "Adjusted p",
    "In words",
)  # fmt: skip


@dataclass(frozen=True)
class ComparisonLine:
    """One question as it is read; cells are empty where there is nothing to say."""

    question: str
    answer: str
    group: str  # the question's words, where it has several lines; empty where it has one
    item: str  # the line's own words below them
    sentence: str
    sides: tuple[tuple[str, int], tuple[str, int]]  # the share, and the sheets it is of
    difference: str
    interval: str
    p: str
    adjusted_p: str
    is_detected: bool


def comparison_title(rows: Sequence[QuestionComparison], *, has_intervals: bool) -> str:
    """Return a title with the number of differences found and of questions tested."""
    if not has_intervals:
        return f"Two groups compared on {_questions(_n_questions(rows))}"
    n_tested = _n_questions(row for row in rows if row.test is not None)
    n_found = _n_questions(row for row in rows if row.is_detected)
    if not n_tested:
        return "No question has enough answers for a test"
    if not n_found:
        return f"The two groups do not clearly differ on any of {_questions(n_tested)}"
    return f"The two groups differ on {n_found} of {_questions(n_tested)}"


def comparison_lede(
    groups: ComparedGroups, rows: Sequence[QuestionComparison], *, has_intervals: bool
) -> str:
    """Say which two groups are compared, and how many questions could not be tested."""
    first, second = groups.names
    sentence = f"“{without_full_stop(groups.by.text)}”: {first} compared with {second}."
    if not has_intervals:
        return f"{sentence} {method_notes.OPT_IN}"
    n_tested = _n_questions(row for row in rows if row.test is not None)
    n_not = _n_questions(rows) - n_tested
    if n_not:
        sentence += f" {_questions(n_not).capitalize()} could not be tested."
    return sentence


def comparison_method(sample: Sample) -> str:
    """Say where shares, intervals and p-values come from."""
    sentences = [
        "Shares are of the people in each group who answered the question. We compare the upper "
        "half of a scale, each choice where people could choose several, and otherwise the most "
        "common answer."
    ]
    weighted = f"Shares are weighted by {sample.weighted_by}."
    sentences.append(weighted if sample.is_weighted else str(method_notes.UNWEIGHTED))
    if not sample.has_intervals:
        return " ".join(sentences)
    return " ".join([
        *sentences,
        "Intervals and tests: 95% confidence, by t, with the variance left after weighting and the "
        "covariance of the two groups. Adjusted p: Benjamini and Hochberg (1995), over all "
        "questions tested. A difference counts as found when it is below .05.",
    ])  # fmt: skip


def comparison_line(row: QuestionComparison) -> ComparisonLine:
    """Return the row in words."""
    test, variable = row.test, row.headline.variable
    heading = variable.question.text["en"] if variable.part else ""
    return ComparisonLine(
        question=variable.text,
        group=heading,
        item=variable.text.removeprefix(heading).strip(),
        answer=row.headline.answer,
        sentence=_sentence(row),
        sides=((_share(row, 0), row.n[0]), (_share(row, 1), row.n[1])),
        difference="—" if row.difference is None else _signed_points(row.difference),
        interval=f"{_signed_points(test.lower)} to {_signed_points(test.upper)}" if test else "—",
        p=_p(test.p_value) if test else "—",
        adjusted_p=_p(test.adjusted_p) if test else "—",
        is_detected=row.is_detected,
    )


def _sentence(row: QuestionComparison) -> str:
    if row.result is None:
        return ""
    if isinstance(row.result, NotComparable):
        reason = row.result.reason.rstrip(".")
        return f"Not tested, because {reason[:1].lower()}{reason[1:]}."
    sentence = difference_sentence(row.result).replace(" %", "%")
    return f"{sentence[:1].upper()}{sentence[1:]}."


def file_rows(groups: ComparedGroups, rows: Sequence[QuestionComparison]) -> list[Sequence[object]]:
    """Return the rows for a file; see `FILE_HEADER`."""
    lines: list[Sequence[object]] = []
    for row in rows:
        sentence = comparison_line(row)
        shares = ("", "") if row.shares is None else tuple(map(percent_text, row.shares))
        numbers: tuple[object, ...] = ("",) * 4
        if row.test is not None:
            ends = (_points(row.test.lower), _points(row.test.upper))
            numbers = (*ends, f"{row.test.p_value:.6g}", f"{row.test.adjusted_p:.6g}")
        difference = "" if row.difference is None else _points(row.difference)
        sides = [
            (groups.by.levels[at], row.n[place], shares[place])
            for place, at in enumerate((groups.first, groups.second))
        ]
        lines.append(
            (
                sentence.question,
                sentence.answer,
                *sides[0],
                *sides[1],
                difference,
                *numbers,
                sentence.sentence,
            )
        )
    return lines


def _n_questions(rows: Iterable[QuestionComparison]) -> int:
    """Return the number of questions of these rows, of which one question may have several."""
    return len({row.headline.variable.question.name for row in rows})


def _questions(n: int) -> str:
    return "1 question" if n == 1 else f"{n:,} questions"


def _share(row: QuestionComparison, place: int) -> str:
    return "—" if row.shares is None else f"{percent_text(row.shares[place])}%"


def _points(value: float) -> Decimal:
    return round_half_up(round(100 * value, 9), 1)


def _signed_points(value: float) -> str:
    points = _points(value)
    return f"{points:+}".replace("-", "−") if points else "0.0"


def _p(value: float) -> str:
    return "< .001" if value < 0.001 else f"{value:.3f}".lstrip("0")
