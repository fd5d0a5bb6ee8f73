"""Figures of grids and rankings: each statement or answer with its place among the others."""

from clayton_review.charts.shapes import AgreementChart, AgreementRow, Bar, BarChart
from clayton_review.figures import Column, Table, cell
from clayton_review.stats.rounding import half_up, percent
from surveys.figures import parts
from surveys.figures.parts import Asked, Drawn, Line, plain
from surveys.question_types.agreement import STEPS

MEAN_PLACE = (
    "Mean place: 1 is first; an answer that was not placed counts as the middle of the places left "
    "over. For answers set apart and skipped ones the first two numbers count who answered so."
)
PER_ROW = "Each row has everybody who was asked as its base; hidden cells are chosen row by row."


def draw_grid(asked: Asked) -> Drawn:
    """A diverging bar for each statement."""
    question = asked.question
    made = [(row.label["en"], _row_lines(asked, row.value)) for row in question.rows]
    n_steps = len(question.offered)
    header = [Column("Statement"), *(Column(c.label["en"], "percent") for c in question.choices)]
    shown = any(not line.is_hidden for _label, lines in made for line in lines)
    return Drawn(
        title=_grid_title(asked, made),
        sentence=_grid_sentence(asked, made),
        table=Table(
            (*header, Column(parts.SKIPPED, "percent")),
            tuple((label, *(line.share for line in lines)) for label, lines in made),
        ),
        chart=AgreementChart(
            title=asked.text,
            steps=tuple(choice.label["en"] for choice in question.offered),
            rows=tuple(
                AgreementRow(label, tuple(line.percent for line in lines[:n_steps]))
                for label, lines in made
            ),
        )
        if shown
        else None,
        value=None,
        n_hidden=sum(parts.n_hidden(lines) for _label, lines in made),
        n_cells=sum(len(lines) for _label, lines in made),
        method=PER_ROW,
        has_intervals=False,
    )


def draw_ranking(asked: Asked) -> Drawn:
    """How often each answer was put first, and its mean place."""
    apart = {choice.value for choice in asked.question.apart}
    ranked = [
        (answer, n)
        for answer, n in asked.counted
        if isinstance(answer, list) and not apart & set(answer)
    ]
    firsts = [
        (c.value, c.label["en"], sum(n for answer, n in ranked if answer[0] == c.value))
        for c in asked.question.offered
    ]
    told = [(None, label, n) for label, n in asked.apart()]
    lines = parts.exclusive(asked, [*firsts, *told])
    n_ranking = sum(n for _answer, n in ranked)
    has_means = n_ranking > 0 and n_ranking >= asked.rule.minimum_base
    rows = [
        (*line.row()[:3], _mean_place(ranked, line, len(firsts)) if has_means else None)
        for line in lines
    ]
    first = [line for line in lines if line.value and not line.is_hidden]
    most = max(first, key=lambda line: line.n) if len(first) == len(firsts) and n_ranking else None
    title = f"{plain(most.share)}% put “{most.label}” first: {asked.text}" if most else asked.text
    return Drawn(
        title=title,
        sentence=_ranking_sentence(asked, lines),
        table=Table(
            (
                Column("Answer"),
                Column("First places", "count"),
                Column("Share put first", "percent"),
                Column("Mean place", "number"),
            ),
            tuple(rows),
        ),
        chart=_ranking_chart(asked, lines),
        value=most.share if most else None,
        n_hidden=parts.n_hidden(lines),
        n_cells=len(lines),
        method=MEAN_PLACE,
    )


def _row_lines(asked: Asked, row: str) -> list[Line]:
    offered = [(choice.value, choice.label["en"]) for choice in asked.question.choices]
    counts: dict[str | None, int] = {}
    for answer, n in asked.counted:
        value = answer.get(row) if isinstance(answer, dict) else None
        counts[value] = counts.get(value, 0) + n
    told: list[tuple[str | None, str, int]] = [
        (value, label, counts.get(value, 0)) for value, label in offered
    ]
    return parts.exclusive(asked, [*told, (None, parts.SKIPPED, counts.get(None, 0))])


def _top(asked: Asked, lines: list[Line]) -> str | None:
    """Percent at the upper half of the scale, or None when it cannot be shown."""
    n_steps = len(asked.question.offered)
    top = lines[n_steps - n_steps // 2 : n_steps]
    if not top or any(line.is_hidden for line in top):
        return None
    return cell(percent(sum(line.n for line in top), max(asked.n, 1)))


def _scored(asked: Asked, made: list[tuple[str, list[Line]]]) -> list[tuple[float, str, str]]:
    known = [(label, _top(asked, lines)) for label, lines in made]
    return sorted((float(share), share, label) for label, share in known if share is not None)


def _upper(asked: Asked) -> str:
    offered = asked.question.offered
    labels = [choice.label["en"].lower() for choice in offered[-(len(offered) // 2) :]]
    return " or ".join(f"“{label}”" for label in labels)


def _grid_title(asked: Asked, made: list[tuple[str, list[Line]]]) -> str:
    scored = _scored(asked, made)
    if len(scored) < len(made) or not scored:
        return asked.text
    _score, share, label = scored[-1]
    if asked.question.offered == STEPS:
        return f"“{label.rstrip('.')}” finds most agreement, {plain(share)}%: {asked.text}"
    return f"{plain(share)}% say {_upper(asked)} of “{label.rstrip('.')}”: {asked.text}"


def _grid_sentence(asked: Asked, made: list[tuple[str, list[Line]]]) -> str:
    scored = list(reversed(_scored(asked, made)))
    if not scored:
        return f"Too few answers to “{asked.text}” to show any."
    told = ", ".join(f"“{label.rstrip('.')}” {plain(share)}%" for _score, share, label in scored)
    return f"Of {asked.n:,} residents asked, this many say {_upper(asked)}: {told}."


def _mean_place(ranked: list[tuple[list[str], int]], line: Line, n_answers: int) -> str | None:
    if line.value is None:
        return ""
    if line.is_hidden:
        return None
    total = sum(
        n * (answer.index(line.value) + 1 if line.value in answer else _left(answer, n_answers))
        for answer, n in ranked
    )
    return cell(half_up(total / sum(n for _answer, n in ranked), 2))


def _left(answer: list[str], n_answers: int) -> float:
    """The middle of the places that an answer left empty."""
    return (len(answer) + 1 + n_answers) / 2


def _ranking_sentence(asked: Asked, lines: list[Line]) -> str:
    told = ", ".join(
        f"“{line.label}” {plain(line.share)}%" for line in lines if line.value and line.share
    )
    if not told:
        return f"Too few answers to “{asked.text}” to show any."
    return f"Of {asked.n:,} residents asked, this many put it first: {told}."


def _ranking_chart(asked: Asked, lines: list[Line]) -> BarChart | None:
    if all(line.is_hidden for line in lines):
        return None
    placed = [line for line in lines if line.value]
    ordered = sorted(placed, key=lambda line: (line.is_hidden, 0 if line.is_hidden else -line.n))
    bars: tuple[Bar, ...] = tuple(line.bar() for line in ordered)
    return BarChart(title=f"Put first: {asked.text}", unit="percent", maximum=100.0, bars=bars)
