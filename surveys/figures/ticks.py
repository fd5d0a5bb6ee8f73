"""Figures of ticked answers: one of a list, a step of agreement, or several."""

from clayton_review.charts.shapes import AgreementChart, AgreementRow, BarChart
from clayton_review.figures import cell
from clayton_review.stats.rounding import percent
from surveys.documents import NO_OPINION
from surveys.figures import parts
from surveys.figures.parts import Asked, Drawn, Line, plain


def draw_choice(asked: Asked) -> Drawn:
    """One answer out of a list: a bar for each."""
    lines = _lines(asked)
    most = _most(lines)
    title = f"{plain(most.share)}% say “{most.label}”: {asked.text}" if most else asked.text
    value = most.share if most else None
    return _drawn(asked, lines, title, value, parts.bars_of(asked, lines))


def draw_agreement(asked: Asked) -> Drawn:
    """Steps of agreement: one diverging bar."""
    lines = _lines(asked)
    agreeing, most = _agreeing(lines), _most(lines)
    title = f"{plain(agreeing)}% agree: “{asked.text}”" if agreeing else asked.text
    value = agreeing or (most.share if most else None)
    chart = None
    if not all(line.is_hidden for line in lines):
        steps = _opinions(lines)
        chart = AgreementChart(
            title=asked.text,
            steps=tuple(line.label for line in steps),
            # Not rounded: their sums are printed, too.
            rows=(AgreementRow(asked.text, tuple(line.percent for line in steps)),),
        )
    return _drawn(asked, lines, title, value, chart)


def draw_several(asked: Asked) -> Drawn:
    """Any number of answers: a bar for each, out of everybody asked."""
    apart = {choice.value for choice in asked.question.apart}
    given = [(answer, n) for answer, n in asked.counted if isinstance(answer, list)]
    ticked = [
        (c.value, c.label["en"], sum(n for answer, n in given if c.value in answer))
        for c in asked.question.offered
    ]
    n_ticking = sum(n for answer, n in given if not apart & set(answer))
    lines = parts.overlapping(asked, ticked, n_ticking)
    shown = [line for line in lines if line.value and not line.is_hidden]
    most = max(shown, key=lambda line: line.n, default=None)
    is_certain = len(shown) == len(ticked) and most is not None
    title = asked.text
    if most is not None and is_certain:
        title = f"{plain(most.share)}% tick “{most.label}”: {asked.text}"
    value = most.share if most is not None and is_certain else None
    return Drawn(
        title=title,
        sentence=parts.told(asked, lines),
        table=parts.table_of(lines),
        chart=parts.bars_of(asked, lines),
        value=value,
        n_hidden=parts.n_hidden(lines),
        n_cells=len(lines),
        method="More than one answer could be ticked, so shares can add up to more than 100.",
    )


def _lines(asked: Asked) -> list[Line]:
    offered: list[tuple[str | None, str, int]] = [
        (c.value, c.label["en"], asked.n_saying(c.value)) for c in asked.question.choices
    ]
    return parts.exclusive(asked, [*offered, (None, parts.SKIPPED, asked.n_saying(None))])


def _drawn(
    asked: Asked,
    lines: list[Line],
    title: str,
    value: str | None,
    chart: BarChart | AgreementChart | None,
) -> Drawn:
    return Drawn(
        title=title,
        sentence=parts.told(asked, lines),
        table=parts.table_of(lines),
        chart=chart,
        value=value,
        n_hidden=parts.n_hidden(lines),
        n_cells=len(lines),
    )


def _opinions(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.value is not None and line.value not in NO_OPINION]


def _agreeing(lines: list[Line]) -> str | None:
    """Percent who agree or strongly agree, or None when it cannot be shown."""
    top = [line for line in lines if line.value in {"4", "5"}]
    if not top or any(line.is_hidden for line in top):
        return None
    return cell(percent(sum(line.n for line in top), top[0].n_asked))


def _most(lines: list[Line]) -> Line | None:
    known = [line for line in _opinions(lines) if not line.is_hidden]
    is_certain = len(known) == len(_opinions(lines))
    return max(known, key=lambda line: line.n) if known and is_certain else None
