"""The two-page brief of an edition: what a Board member reads in the packet, shortened by rule."""

from dataclasses import dataclass

from clayton_review.figures import Figure
from clayton_review.reports.edition import Edition
from clayton_review.reports.values import value_text
from clayton_review.web import words


@dataclass(frozen=True)
class Room:
    """How much of each part is told: entries, and characters of one text."""

    asks: int
    ask_text: int
    options: int
    found: int
    found_text: int
    coming: int
    opening: int = 1_000


FRONT = Room(asks=3, ask_text=240, options=0, found=4, found_text=200, coming=4)
# The first that makes exactly two pages is taken; the last fits whatever a report holds.
ROOMS = (
    Room(asks=3, ask_text=320, options=320, found=8, found_text=320, coming=8),
    Room(asks=3, ask_text=220, options=180, found=6, found_text=220, coming=6),
    Room(asks=2, ask_text=160, options=120, found=5, found_text=160, coming=5, opening=400),
    Room(asks=1, ask_text=110, options=0, found=3, found_text=110, coming=3, opening=220),
)
PLURALS = {
    "question": "questions",
    "finding or recommendation": "findings or recommendations",
    "date": "dates",
}
WHOLE = Room(100, 2_000, 2_000, 100, 2_000, 100)  # on a page there is room for all


@dataclass(frozen=True)
class Ask:
    """One question to the Board."""

    reference: str
    text: str
    why: str
    amount: str
    needed_by: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A short fact: what it is about, and what it says."""

    label: str
    text: str


@dataclass(frozen=True)
class Brief:
    """The brief ready to be drawn; every part opens with a sentence."""

    edition: Edition
    headline: str
    lede: str
    spent: str
    money: tuple[Line, ...]
    asked: str
    asks: tuple[Ask, ...]
    decided: str
    found: str
    findings: tuple[Line, ...]
    stands: tuple[Line, ...]
    comes: str
    coming: tuple[Line, ...]
    left_out: tuple[str, ...]


def shortened(edition: Edition, room: Room) -> Brief:
    """The brief of an edition within so much room; what is left out is counted and placed."""
    figures = edition.figures
    asks, decisions = _asks(figures.get("engagement.decisions"), room)
    findings, released = _found(figures.get("findings.released"), room)
    coming, calendar = _coming(figures.get("engagement.calendar"), room)
    return Brief(
        edition=edition,
        headline=cut(edition.headline, 200 if room.opening >= 400 else 120),
        lede=cut(edition.lede, room.opening),
        spent=_sentence(figures.get("engagement.budget"), "Nothing is on record about spending."),
        money=_money(edition),
        asked=_sentence(decisions, "Nothing is asked of the Board."),
        asks=asks,
        decided=_decided(figures.get("engagement.decided"), room),
        found=_sentence(released, "Nothing is released yet."),
        findings=findings,
        stands=_stands(edition),
        comes=_sentence(calendar, "Nothing is on the calendar."),
        coming=coming,
        left_out=(
            *_rest(decisions, len(asks), "question", "Next month"),
            *_rest(
                released, len(findings), "finding or recommendation", "Findings and recommendations"
            ),
            *_rest(calendar, len(coming), "date", "Next month"),
        ),
    )


def cut(text: str, most: int) -> str:
    """The text, shortened at a word to at most so many characters, ending in “…” where it was."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    head = flat[: most - 1]
    return (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(",;:. ") + "…"


def cells(figure: Figure, row: tuple[str | None, ...]) -> dict[str, str]:
    """One row of a figure by the labels of its columns, as people read it."""
    pairs = zip(figure.table.columns, row, strict=True)
    return {column.label: words.cell(cell, column.kind) for column, cell in pairs}


def _asks(figure: Figure | None, room: Room) -> tuple[tuple[Ask, ...], Figure | None]:
    made = []
    for row in figure.table.rows[: room.asks] if figure else ():
        told = cells(figure, row)  # type: ignore[arg-type]  # rows come of a figure
        options = told.get("Options and costs", "").splitlines() if room.options else []
        made.append(
            Ask(
                reference=told["Reference"],
                text=cut(told["What is asked"], room.ask_text),
                why=cut(told["Why"], room.ask_text),
                amount=told["Amount"],
                needed_by=told["Needed by"],
                options=tuple(cut(one, room.options // 2) for one in options[:3] if one.strip()),
            )
        )
    return tuple(made), figure


def _found(figure: Figure | None, room: Room) -> tuple[tuple[Line, ...], Figure | None]:
    made = []
    for row in figure.table.rows[: room.found] if figure else ():
        told = cells(figure, row)  # type: ignore[arg-type]  # rows come of a figure
        label = f"{told['What']} {told['Reference']}"
        made.append(Line(cut(label, 60), cut(told["What it says"], room.found_text)))
    return tuple(made), figure


def _coming(figure: Figure | None, room: Room) -> tuple[tuple[Line, ...], Figure | None]:
    made = []
    for row in figure.table.rows[: room.coming] if figure else ():
        told = cells(figure, row)  # type: ignore[arg-type]  # rows come of a figure
        made.append(Line(told["Day"], cut(told["What"], 110)))
    return tuple(made), figure


def _decided(figure: Figure | None, room: Room) -> str:
    """What the Board decided last, in a sentence; empty when it decided nothing yet."""
    if figure is None or not figure.table.rows:
        return ""
    told = cells(figure, figure.table.rows[0])
    asked = cut(told["What was asked"], room.ask_text).rstrip(".?")
    outcome = cut(told["Outcome"], room.ask_text)
    return f"The Board’s latest decision, of {told['Decided on']}, on “{asked}”: {outcome}"


def _money(edition: Edition) -> tuple[Line, ...]:
    """Fees, expenses, forecast and an alert that stands, each in a line."""
    named = (
        ("engagement.budget", "Fees to date"),
        ("engagement.expenses", "Expenses, apart"),
    )
    made = [
        Line(label, " of ".join(p for p in (value_text(one), one.denominator) if p))
        for name, label in named
        if (one := edition.figures.get(name)) and one.value is not None
    ]
    for name, label in (("engagement.burn", "Forecast"), ("engagement.alerts", "Alert")):
        one = edition.figures.get(name)
        if one and one.table.rows:
            made.append(Line(label, one.sentence))
    return tuple(made)


def _stands(edition: Edition) -> tuple[Line, ...]:
    tiles = [tile for tile in edition.tiles if tile.name != "engagement.budget"]
    return tuple(Line(tile.state_words.capitalize(), cut(tile.title, 110)) for tile in tiles)


def _sentence(figure: Figure | None, otherwise: str) -> str:
    title = figure.title if figure else otherwise
    return title if title.endswith((".", "?")) else f"{title}."


def _rest(figure: Figure | None, shown: int, noun: str, section: str) -> tuple[str, ...]:
    n = len(figure.table.rows) - shown if figure else 0
    if n <= 0:
        return ()
    nouns = noun if n == 1 else PLURALS[noun]
    return (f"{n} more {nouns}: see “{section}” in the report.",)
