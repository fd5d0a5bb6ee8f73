"""Two groups compared over all questions, in words and as lines of a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from clayton_review.stats.compare.comparison import NotComparable
from clayton_review.stats.compare.wording import difference_sentence
from clayton_review.stats.estimates.rounding import round_half_up
from surveys.analysis import method_notes
from surveys.analysis.comparison import Groups, Row
from surveys.analysis.sample import Sample
from surveys.analysis.share_text import told_percent

LIST = (
    "Question", "Answer", "First group", "Sheets of first", "Share of first", "Second group",
    "Sheets of second", "Share of second", "Difference", "Lower", "Upper", "p", "Adjusted p",
    "In words",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One question as it is read; cells are empty where there is nothing to say."""

    question: str
    answer: str
    sentence: str
    sides: tuple[tuple[str, int], tuple[str, int]]  # the share, and the sheets it is of
    difference: str
    interval: str
    p: str
    adjusted_p: str
    is_detected: bool


def title(rows: Sequence[Row], *, has_intervals: bool) -> str:
    """How many differences were found, of how many questions tested."""
    if not has_intervals:
        return f"Two groups compared on {_questions(len(rows))}"
    n_tested = sum(row.test is not None for row in rows)
    n_found = sum(row.is_detected for row in rows)
    if not n_tested:
        return "No question has enough answers for a test"
    if not n_found:
        return f"No detectable difference on {_questions(n_tested)}"
    return f"{n_found} of {_questions(n_tested)} {'show' if n_found > 1 else 'shows'} a difference"


def lede(groups: Groups, rows: Sequence[Row], *, has_intervals: bool) -> str:
    """Who is compared with whom, and how many questions could not be tested."""
    first, second = groups.names
    told = f"“{groups.by.text.rstrip('.')}”: {second} compared with {first}."
    if not has_intervals:
        return f"{told} {method_notes.OPT_IN}"
    n_not = sum(row.test is None for row in rows)
    if n_not:
        told += f" {_questions(n_not).capitalize()} could not be tested."
    return told


def method(sample: Sample) -> str:
    """How shares, intervals and p-values were made."""
    told = [
        "Shares are of the sheets in each group that answered the question: the upper half of a "
        "scale, each choice where several could be chosen, otherwise the most common answer."
    ]
    weighted = f"They are weighted by {sample.weighted_by}."
    told.append(weighted if sample.is_weighted else str(method_notes.UNWEIGHTED))
    if not sample.has_intervals:
        return " ".join(told)
    return " ".join([
        *told,
        "Intervals and tests: 95% confidence, by t, with the variance left after weighting and the "
        "covariance of the two groups. Adjusted p: Benjamini and Hochberg (1995), over all "
        "questions tested. A difference counts as found when it is below .05.",
    ])  # fmt: skip


def line(row: Row) -> Line:
    """The row in words."""
    made = row.test
    return Line(
        question=row.headline.variable.text,
        answer=row.headline.answer,
        sentence=_sentence(row),
        sides=((_share(row, 0), row.n[0]), (_share(row, 1), row.n[1])),
        difference="—" if row.difference is None else _signed(row.difference),
        interval=f"{_signed(made.lower)} to {_signed(made.upper)}" if made else "—",
        p=_p(made.p_value) if made else "—",
        adjusted_p=_p(made.adjusted_p) if made else "—",
        is_detected=row.is_detected,
    )


def _sentence(row: Row) -> str:
    if row.result is None:
        return ""
    if isinstance(row.result, NotComparable):
        reason = row.result.reason.rstrip(".")
        return f"Not tested, because {reason[:1].lower()}{reason[1:]}."
    told = difference_sentence(row.result).replace(" %", "%")
    return f"{told[:1].upper()}{told[1:]}."


def file_rows(groups: Groups, rows: Sequence[Row]) -> list[Sequence[object]]:
    """The rows for a file; see `LIST`."""
    made: list[Sequence[object]] = []
    for row in rows:
        said = line(row)
        shares = ("", "") if row.shares is None else tuple(map(told_percent, row.shares))
        numbers: tuple[object, ...] = ("",) * 4
        if row.test is not None:
            ends = (_points(row.test.lower), _points(row.test.upper))
            numbers = (*ends, f"{row.test.p_value:.6g}", f"{row.test.adjusted_p:.6g}")
        difference = "" if row.difference is None else _points(row.difference)
        sides = [
            (groups.by.levels[at], row.n[place], shares[place])
            for place, at in enumerate((groups.first, groups.second))
        ]
        made.append(
            (said.question, said.answer, *sides[0], *sides[1], difference, *numbers, said.sentence)
        )
    return made


def _questions(n: int) -> str:
    return "1 question" if n == 1 else f"{n:,} questions"


def _share(row: Row, place: int) -> str:
    return "—" if row.shares is None else f"{told_percent(row.shares[place])}%"


def _points(value: float) -> Decimal:
    return round_half_up(round(100 * value, 9), 1)


def _signed(value: float) -> str:
    points = _points(value)
    return f"{points:+}".replace("-", "−") if points else "0.0"


def _p(value: float) -> str:
    return "< .001" if value < 0.001 else f"{value:.3f}".lstrip("0")
