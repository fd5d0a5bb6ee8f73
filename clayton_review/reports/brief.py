"""The two-page brief of an edition: what a Board member reads in the packet, shortened by rule."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from clayton_review.figures import Figure
from clayton_review.reports.compared_measures import ROUNDED_DOWN, cells, is_rounded_down, moves
from clayton_review.reports.edition import ChangedFigure, Edition
from clayton_review.reports.headline_number import SUPPRESSED, value_text
from clayton_review.web import formatting


@dataclass(frozen=True)
class BriefLimits:
    """Limits of each part: entries, and characters of one text."""

    questions: int
    question_text: int
    options: int
    findings: int
    finding_text: int
    coming: int
    recommendations: int = 0
    recommendation_text: int = 90
    changes: int = 0
    opening: int = 1_000


RECOMMENDATION = "Recommendation"  # as `findings.released` names it
WORD = re.compile(r"\w+")
FRONT = BriefLimits(
    questions=3, question_text=240, options=0, findings=6, finding_text=200, coming=4
)
# The first that makes exactly two pages is taken; the last fits whatever a report holds.
LIMITS = (
    BriefLimits(3, 400, 400, 8, 400, 8, recommendations=14, recommendation_text=150, changes=20),
    BriefLimits(3, 220, 180, 8, 220, 6, recommendations=12, recommendation_text=70, changes=20),
    BriefLimits(3, 220, 180, 8, 220, 6, recommendations=12, recommendation_text=36, changes=12),
    BriefLimits(
        3, 160, 0, 8, 160, 4, recommendations=10, recommendation_text=36, changes=6, opening=400
    ),
    BriefLimits(
        1, 110, 0, 3, 110, 3, recommendations=3, recommendation_text=30, changes=0, opening=220
    ),
)
PLURALS = {
    "question": "questions",
    "finding": "findings",
    "recommendation": "recommendations",
    "date": "dates",
}
WHOLE = BriefLimits(
    100, 2_000, 2_000, 100, 2_000, 100, recommendations=100, recommendation_text=2_000, changes=100
)  # on a page there is room for all


@dataclass(frozen=True)
class BoardQuestion:
    """One question to the Board."""

    reference: str
    text: str
    why: str
    amount: str
    needed_by: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class BriefLine:
    """A short fact: what it is about, and what it says."""

    label: str
    text: str


@dataclass(frozen=True)
class RecommendationRow:
    """A recommendation in a row of the table."""

    reference: str
    text: str
    status: str
    due: str


@dataclass(frozen=True)
class Brief:
    """The brief ready to be drawn; every part opens with a sentence."""

    edition: Edition
    headline: str
    lede: str
    spent: str
    money: tuple[BriefLine, ...]
    questions_sentence: str
    questions: tuple[BoardQuestion, ...]
    decided: str
    findings_sentence: str
    findings: tuple[BriefLine, ...]
    recommendations: tuple[RecommendationRow, ...]
    previous_month: str  # the month of the report before; empty in the first
    changed: tuple[str, ...]
    tile_lines: tuple[BriefLine, ...]
    coming_sentence: str
    coming: tuple[BriefLine, ...]
    left_out: tuple[str, ...]


def shortened(edition: Edition, limits: BriefLimits) -> Brief:
    """Return the brief of an edition within these limits; items left out are counted."""
    figures = edition.figures
    decisions = figures.get("engagement.decisions")
    questions = _board_questions(decisions, limits)
    released = figures.get("findings.released")
    findings, n_findings = _finding_lines(released, limits)
    recommendations, n_recommendations = _recommendation_rows(edition, released, limits)
    calendar = figures.get("engagement.calendar")
    coming = _coming_dates(calendar, limits)
    return Brief(
        edition=edition,
        headline=cut(edition.headline, 200 if limits.opening >= 400 else 120),
        lede=cut(edition.lede, limits.opening),
        spent=_sentence(figures.get("engagement.budget"), "There is no record of spending."),
        money=_money(edition),
        questions_sentence=_sentence(decisions, "The Board is not asked to decide anything."),
        questions=questions,
        decided=_last_decision(figures.get("engagement.decided"), limits),
        findings_sentence=_sentence(released, "Nothing has been released yet."),
        findings=findings,
        recommendations=recommendations,
        previous_month=_month_of(edition.previous_number),
        changed=_change_lines(edition, limits),
        tile_lines=_tile_lines(edition),
        coming_sentence=_sentence(calendar, "There is nothing on the calendar."),
        coming=coming,
        left_out=(
            *_more_in_report(_n_rows(decisions) - len(questions), "question", "Next month"),
            *_more_in_report(n_findings - len(findings), "finding", "Findings and recommendations"),
            *_more_in_report(
                n_recommendations - len(recommendations) if limits.recommendations else 0,
                "recommendation",
                "Findings and recommendations",
            ),
            *_more_in_report(_n_rows(calendar) - len(coming), "date", "Next month"),
        ),
    )


def cut(text: str, most: int) -> str:
    """Shorten the text at a word to at most `most` characters; a shortened one ends in "…"."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    head = flat[: most - 1]
    return (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(",;:. ") + "…"


def _board_questions(figure: Figure | None, limits: BriefLimits) -> tuple[BoardQuestion, ...]:
    questions = []
    for row in figure.table.rows[: limits.questions] if figure else ():
        values = cells(figure, row)  # type: ignore[arg-type]  # rows come of a figure
        options = values.get("Options and costs", "").splitlines() if limits.options else []
        questions.append(
            BoardQuestion(
                reference=values["Reference"],
                text=cut(values["What is asked"], limits.question_text),
                why=cut(values["Why"], limits.question_text),
                amount=values["Amount"],
                needed_by=values["Needed by"],
                options=tuple(
                    cut(option, limits.options // 2) for option in options[:3] if option.strip()
                ),
            )
        )
    return tuple(questions)


def _finding_lines(figure: Figure | None, limits: BriefLimits) -> tuple[tuple[BriefLine, ...], int]:
    """Return the findings as lines, and their total number."""
    rows = [cells(figure, row) for row in figure.table.rows] if figure else []
    findings = [row for row in rows if row["Type"] != RECOMMENDATION]
    lines = [
        BriefLine(
            cut(f"{row['Type']} {row['Reference']}", 60),
            cut(row["What it says"], limits.finding_text),
        )
        for row in findings[: limits.findings]
    ]
    return tuple(lines), len(findings)


def _recommendation_rows(
    edition: Edition, figure: Figure | None, limits: BriefLimits
) -> tuple[tuple[RecommendationRow, ...], int]:
    rows = [cells(figure, row) for row in figure.table.rows] if figure else []
    recommendations = [row for row in rows if row["Type"] == RECOMMENDATION]
    overdue = edition.figures.get("findings.overdue")
    late = {cells(overdue, row)["Reference"] for row in overdue.table.rows} if overdue else set()
    shown = recommendations[: limits.recommendations]
    return tuple(_recommendation_row(row, limits, late) for row in shown), len(recommendations)


def _recommendation_row(
    row: dict[str, str], limits: BriefLimits, late: set[str]
) -> RecommendationRow:
    status, _, words_of_day = row["Status"].partition(", due ")
    due = _day(words_of_day)
    return RecommendationRow(
        reference=row["Reference"],
        text=cut(row["What it says"], limits.recommendation_text),
        status=f"{status}, overdue" if row["Reference"] in late else status,
        due=f"{due:%b} {due.day}, {due.year}" if due else "",
    )


def _change_lines(edition: Edition, limits: BriefLimits) -> tuple[str, ...]:
    """List the differences from the report before: measures, then steps by reference."""
    if not edition.previous_number:
        return ()
    measures = [_measure(change) for change in edition.measures[: limits.changes]]
    parts = ("; ".join(measures), "; ".join(_last_steps(edition)[: limits.changes]))
    return tuple(f"{part}." for part in parts if part)


def _measure(change: ChangedFigure) -> str:
    """Say a measure and its difference; one that is rounded down has none, and "or more"."""
    title = change.title.removesuffix(ROUNDED_DOWN)
    is_rounded = is_rounded_down(change.name)
    before, after = (
        _value(value, is_rounded=is_rounded) for value in (change.before, change.after)
    )
    was = "not shown last time" if change.before == SUPPRESSED else f"{before} before"
    return f"{title} {after} ({(not is_rounded and change.difference) or was})"


def _value(value: str, *, is_rounded: bool) -> str:
    return f"{value} or more" if is_rounded and value != SUPPRESSED else value


def _last_steps(edition: Edition) -> list[str]:
    """List the latest step of each finding and recommendation, grouped by step."""
    references_by_step: dict[str, list[str]] = {}
    for reference, steps in moves(edition.figures.get("findings.changes")).items():
        references_by_step.setdefault(steps[-1].change, []).append(reference)
    return [
        f"{step.capitalize()}: {', '.join(names)}" for step, names in references_by_step.items()
    ]


def _day(text: str) -> date | None:
    """Return the date of `December 20, 2018`, or 2018-12-20 in older reports; else None."""
    for written in ("%B %d, %Y", "%Y-%m-%d"):
        with suppress(ValueError):
            return datetime.strptime(text, written).date()  # noqa: DTZ007  # a day has no zone
    return None


def _month_of(number: str) -> str:
    """Return the month of a report number, `November 2018` for `2018-11.r2`; empty without one."""
    return formatting.month(date.fromisoformat(f"{number[:7]}-01")) if number else ""


def _coming_dates(figure: Figure | None, limits: BriefLimits) -> tuple[BriefLine, ...]:
    lines = []
    for row in figure.table.rows[: limits.coming] if figure else ():
        values = cells(figure, row)  # type: ignore[arg-type]  # rows come of a figure
        lines.append(BriefLine(values["Day"], cut(values["What"], 110)))
    return tuple(lines)


def _last_decision(figure: Figure | None, limits: BriefLimits) -> str:
    """Return the Board's last decision in a sentence; empty before the first."""
    if figure is None or not figure.table.rows:
        return ""
    values = cells(figure, figure.table.rows[0])
    question = formatting.as_title(cut(values["What was asked"], limits.question_text))
    outcome = cut(values["Outcome"], limits.question_text)
    decided_on = values["Decided on"]
    return f"The Board’s latest decision, on {decided_on}, was on “{question}”: {outcome}"


def _money(edition: Edition) -> tuple[BriefLine, ...]:
    """Return fees, expenses, forecast and any limit alert, one line each."""
    named = (
        ("engagement.budget", "Fees to date"),
        ("engagement.expenses", "Expenses, separate from fees"),
    )
    lines = [
        BriefLine(label, " of ".join(p for p in (value_text(figure), figure.denominator) if p))
        for name, label in named
        if (figure := edition.figures.get(name)) and figure.value is not None
    ]
    for name, label in (("engagement.burn", "Forecast"), ("engagement.alerts", "Alert")):
        figure = edition.figures.get(name)
        if figure and figure.table.rows:
            lines.append(BriefLine(label, figure.sentence))
    return tuple(lines)


def _tile_lines(edition: Edition) -> tuple[BriefLine, ...]:
    tiles = [tile for tile in edition.tiles if tile.name != "engagement.budget"]
    return tuple(
        BriefLine(_state_words(tile), formatting.as_title(cut(tile.title, 120))) for tile in tiles
    )


def _state_words(tile: Figure) -> str:
    """Return the words of a state, or nothing if the title has each of them already."""
    title_words = set(WORD.findall(tile.title.lower()))
    return "" if set(WORD.findall(tile.state_words.lower())) <= title_words else tile.state_words


def _sentence(figure: Figure | None, otherwise: str) -> str:
    title = figure.title if figure else otherwise
    return title if title.endswith((".", "?")) else f"{title}."


def _n_rows(figure: Figure | None) -> int:
    return len(figure.table.rows) if figure else 0


def _more_in_report(n: int, noun: str, section: str) -> tuple[str, ...]:
    if n <= 0:
        return ()
    nouns = noun if n == 1 else PLURALS[noun]
    return (f"{n} more {nouns}: see “{section}” in the report.",)
