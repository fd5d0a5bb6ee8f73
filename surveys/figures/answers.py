"""`surveys.answers/<survey>.<question>`: what was answered to one closed question.

The base is everybody who was asked, so that one table has one total: with a second base for those
who have an opinion, hidden cells could be worked out from the difference. Answers in own words
are no figure: they never leave the team.
"""

from dataclasses import dataclass

from clayton_review import clock
from clayton_review.charts.shapes import AgreementChart, AgreementRow, Bar, BarChart, Chart
from clayton_review.figures import Audience, Column, Figure, Scope, Table, cell, family
from clayton_review.stats.disclosure import RULES, protect
from clayton_review.stats.intervals import Interval, wilson
from clayton_review.stats.rounding import percent
from surveys import documents, selectors
from surveys.documents import NO_OPINION, Question
from surveys.figures import words
from surveys.models import Survey
from surveys.question_types import type_of

SKIPPED = "Skipped"
COLUMNS = (
    Column("Answer"),
    Column("Answers", "count"),
    Column("Share", "percent"),
    Column("Lower", "percent"),
    Column("Upper", "percent"),
)


@dataclass(frozen=True)
class _Line:
    """One answer: its count, share and interval, or hidden."""

    value: str | None
    label: str
    n: int
    n_asked: int
    is_hidden: bool
    interval: Interval | None

    @property
    def share(self) -> str | None:
        """Percent of everybody asked, one decimal, half up; None when hidden."""
        return None if self.is_hidden else cell(percent(self.n, self.n_asked))

    @property
    def percent(self) -> float | None:
        """The same share to four decimals, for drawing and adding up."""
        return None if self.is_hidden else round(100 * self.n / max(self.n_asked, 1), 4)

    def row(self) -> tuple[str | None, ...]:
        """The table row."""
        if self.is_hidden:
            return (self.label, None, None, None, None)
        ends = ("", "")
        if self.interval:
            ends = (cell(self.interval.lower * 100, 1), cell(self.interval.upper * 100, 1))
        return (self.label, cell(self.n), self.share, *ends)


def plain(share: str | None) -> str:
    """A share as it stands in a sentence: 75.0 reads 75."""
    return (share or "").removesuffix(".0")


def keys(scope: Scope) -> list[str]:
    """Every closed question of every survey that has opened sheets.

    Board and public see a survey only once it is closed: two issues while it runs could be
    subtracted, and what the last few people answered would remain.
    """
    as_of = clock.local(scope.as_of).date()
    surveys = Survey.objects.opened()
    if scope.audience != Audience.TEAM:
        surveys = Survey.objects.closed_before(as_of)
    return [
        f"{survey.slug}.{question.name}"
        for survey in surveys.with_questionnaire().order_by("slug")
        if survey.version and survey.sheets.filter(batch_week__lte=as_of).exists()
        for question in documents.from_json(survey.version.document).questions
        if question.choices
    ]


@family("surveys.answers", keys)
def answers_figure(scope: Scope, key: str) -> Figure:
    """The answers to one question. Raises `KeyError` for an unknown survey or question."""
    slug, _, name = key.partition(".")
    survey = Survey.objects.with_questionnaire().filter(slug=slug).first()
    if survey is None or survey.version is None:
        raise KeyError(key)
    question = documents.from_json(survey.version.document).question(name)
    if not question.choices:
        raise KeyError(key)
    counted = selectors.tally(survey, name, clock.local(scope.as_of).date())
    lines = _lines(question, counted, scope.audience, has_intervals=survey.is_probability_sample)
    n_asked = sum(counted.values())
    is_thin = all(line.is_hidden for line in lines)
    precision = words.INTERVALS if survey.is_probability_sample else words.OPT_IN
    return Figure(
        name=f"surveys.answers/{key}",
        title=_title(question, lines),
        sentence=_sentence(question, lines, n_asked),
        unit="percent",
        denominator="not shown" if is_thin else f"{n_asked:,} residents who were asked",
        method=f"{words.ASKED} {precision} {survey.title}, {survey.version}.",
        table=Table(COLUMNS, tuple(line.row() for line in lines)),
        evidence_url=f"/surveys/{slug}/results/",
        value=_value(question, lines),
        chart=_chart(question, lines),
        suppressed=_suppressed(lines, scope.audience),
    )


def _lines(
    question: Question, counted: dict[str | None, int], audience: Audience, *, has_intervals: bool
) -> list[_Line]:
    offered: list[tuple[str | None, str]] = [(c.value, c.label["en"]) for c in question.choices]
    offered.append((None, SKIPPED))
    counts = [counted.get(value, 0) for value, _label in offered]
    n_asked = sum(counts)
    protection = protect(counts, RULES[audience])
    hides_all = protection.total or not n_asked
    return [
        _Line(
            value=value,
            label=label,
            n=n,
            n_asked=n_asked,
            is_hidden=bool(hides_all or is_hidden),
            interval=wilson(n, n_asked) if has_intervals and n_asked else None,
        )
        for (value, label), n, is_hidden in zip(offered, counts, protection.cells, strict=True)
    ]


def _opinions(lines: list[_Line]) -> list[_Line]:
    return [line for line in lines if line.value is not None and line.value not in NO_OPINION]


def _agreeing(question: Question, lines: list[_Line]) -> str | None:
    """Percent who agree or strongly agree, or None when it cannot be shown."""
    if type_of(question.kind).chart != "agreement":
        return None
    top = [line for line in lines if line.value in {"4", "5"}]
    if not top or any(line.is_hidden for line in top):
        return None
    return cell(percent(sum(line.n for line in top), top[0].n_asked))


def _most(lines: list[_Line]) -> _Line | None:
    known = [line for line in _opinions(lines) if not line.is_hidden]
    is_certain = len(known) == len(_opinions(lines))
    return max(known, key=lambda line: line.n) if known and is_certain else None


def _value(question: Question, lines: list[_Line]) -> str | None:
    agreeing = _agreeing(question, lines)
    most = _most(lines)
    return agreeing or (most.share if most else None)


def _title(question: Question, lines: list[_Line]) -> str:
    agreeing, most = _agreeing(question, lines), _most(lines)
    if agreeing is not None:
        return f"{plain(agreeing)}% agree: “{question.text['en']}”"
    if most is not None and type_of(question.kind).chart == "bars":
        return f"{plain(most.share)}% say “{most.label}”: {question.text['en']}"
    return question.text["en"]


def _sentence(question: Question, lines: list[_Line], n_asked: int) -> str:
    told = [f"“{one.label}” {plain(one.share)}%" for one in lines if one.share and one.n]
    if not told:
        return f"Too few answers to “{question.text['en']}” to show any."
    return f"Of {n_asked:,} residents asked: {', '.join(told)}."


def _chart(question: Question, lines: list[_Line]) -> Chart | None:
    if all(line.is_hidden for line in lines):
        return None
    if type_of(question.kind).chart == "agreement":
        steps = _opinions(lines)
        percents = tuple(line.percent for line in steps)  # exact: their sums are printed, too
        return AgreementChart(
            title=question.text["en"],
            steps=tuple(line.label for line in steps),
            rows=(AgreementRow(question.text["en"], percents),),
        )
    return BarChart(
        title=question.text["en"],
        unit="percent",
        maximum=100.0,
        bars=tuple(_bar(line) for line in lines),
    )


def _bar(line: _Line) -> Bar:
    if line.share is None:
        return Bar(line.label, None)
    if line.interval is None:
        return Bar(line.label, float(line.share))
    lower, upper = (float(cell(end * 100, 1)) for end in (line.interval.lower, line.interval.upper))
    return Bar(line.label, float(line.share), lower, upper)


def _suppressed(lines: list[_Line], audience: Audience) -> str:
    n_hidden = sum(line.is_hidden for line in lines)
    if not n_hidden or audience == Audience.TEAM:
        return ""
    rule = RULES[audience]
    return (
        f"{n_hidden} of {len(lines)} counts are hidden: a base under {rule.minimum_base} or a cell "
        f"under {rule.minimum_cell}, or a cell that would give one of these away."
    )
