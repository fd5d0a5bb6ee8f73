"""Checks of a draft before its issue: blocking ones, and warnings to acknowledge."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from clayton_review import figures
from clayton_review.figures import Audience, Figure, Scope
from clayton_review.read_cache import read_cache
from clayton_review.reports import canonical, narrative, snapshot
from clayton_review.reports.models import Report
from clayton_review.reports.sections import title_of
from clayton_review.reports.selectors import issued_before
from clayton_review.reports.snapshot import Snapshot
from clayton_review.stats.disclosure.suppression_rule import SUPPRESSION_RULES
from clayton_review.web.formatting import count_phrase

SMALLEST_GROUP = SUPPRESSION_RULES["public"].minimum_cell

_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?"
)
_NOT_CLAIMS = re.compile(
    "|".join(
        (
            rf"\b{_MONTH} \d{{1,2}}\b(?:, \d{{4}})?",  # July 7, 2018
            rf"\b{_MONTH},? \d{{4}}",  # July 2018
            r"\b\d{4}-\d{2}(?:-\d{2})?",  # 2018-07, 2018-07-07
            r"\b(?:19|20)\d{2}\b",  # a year
            r"\b[A-Z]{1,4}-\d{1,4}\b",  # F-0002
            r"\b(?:RSMo|(?i:sections?|question|page|chapter|ward|order|recommendation))"
            r" \d+(?:\.\d+)*",
            r"\b\d+ (?:[A-Z][a-z]+ )+(?:Road|Street|Avenue|Boulevard|Drive)",  # an address
            r"\b\d{1,2}(?::\d{2})? ?(?:a\.m\.|p\.m\.)",  # a time of day
            r"\b\d+(?:st|nd|rd|th)\b",  # an ordinal
        )
    )
)
_NUMBER = re.compile(r"(?<![\w.,])\$?\d(?:[\d,]*\d)?(?:\.\d+)?(?![\w,]*\d|\w)")


@dataclass(frozen=True)
class ReportProblem:
    """One problem, as a sentence; a blocking one must be mended, a warning answered for."""

    is_blocking: bool
    sentence: str

    @property
    def key(self) -> str:
        """Return the key under which a warning is acknowledged."""
        return canonical.sha256_of(self.sentence)


def _problem(sentence: str) -> ReportProblem:
    return ReportProblem(is_blocking=True, sentence=sentence)


def _warning(sentence: str) -> ReportProblem:
    return ReportProblem(is_blocking=False, sentence=sentence)


def check(report: Report, parsed_snapshot: Snapshot, *, live: bool = True) -> list[ReportProblem]:
    """List all problems of a draft; `live` also recomputes every figure to find stale ones."""
    before = issued_before(report)
    earlier = snapshot.read(before.snapshot) if before else None
    problems = [*_of_comments(report), *_of_words(report, parsed_snapshot)]
    for audience in snapshot.AUDIENCES:
        for figure in parsed_snapshot.figures(audience).values():
            problems.extend(_of_figure(figure, audience))
        if before and earlier:
            pair = (earlier.figures(audience), parsed_snapshot.figures(audience))
            problems.extend(_of_subtraction(before.number, *pair))
    if live:
        problems.extend(_of_staleness(report, parsed_snapshot))
    return list(dict.fromkeys(problems))


def _of_comments(report: Report) -> Iterator[ReportProblem]:
    n_open = report.comments.filter(resolved_at__isnull=True).count()
    if n_open:
        words = count_phrase(n_open, "comment is", "comments are")
        yield _problem(f"{words} not resolved.")


def _of_words(report: Report, parsed_snapshot: Snapshot) -> Iterator[ReportProblem]:
    public = parsed_snapshot.figures(Audience.PUBLIC)
    explained = _numbers_of(public.values())
    texts = [("The summary", report.lede), ("The headline", report.headline)]
    narratives = report.sections.order_by("name").values_list("name", "narrative")
    texts += [(f"Section “{title_of(name)}”", text) for name, text in narratives]
    for place, text in texts:
        for unknown in narrative.read(text, public, parsed_snapshot.facts).unknown:
            yield _problem(f"{place} names an unknown {unknown}.")
        for number in _claims(text):
            if _canonical_number(number) not in explained:
                yield _warning(f"{place}: no figure explains the number {number}.")
    yield from _of_decisions(public)


def _of_decisions(public: Mapping[str, Figure]) -> Iterator[ReportProblem]:
    """Yield a warning for each number in a question to the Board that no other figure has."""
    decisions = public.get("engagement.decisions")
    explained = _numbers_of(figure for figure in public.values() if figure is not decisions)
    for row in decisions.table.rows if decisions else ():
        amount = _canonical_number(row[3] or "")
        for number in _claims(f"{row[1]} {row[2]}"):
            if _canonical_number(number) not in {amount, *explained}:
                yield _warning(
                    f"Question {row[0]} to the Board: no figure explains the number {number}."
                )


def _of_figure(figure: Figure, audience: Audience) -> Iterator[ReportProblem]:
    if figure.chart is not None and not figure.sentence.strip():
        yield _problem(f"The chart of {figure.name} has no sentence.")
    if audience == Audience.PUBLIC and _shows_few_people(figure):
        yield _problem(f"{figure.name} shows a group of fewer than {SMALLEST_GROUP} people.")
    wrong = _wrong_total(figure)
    if wrong:
        yield _problem(f"The table of {figure.name} does not add up in “{wrong}”.")


def _of_subtraction(
    number: str, earlier: Mapping[str, Figure], figures: Mapping[str, Figure]
) -> Iterator[ReportProblem]:
    """Yield a block for counts of people that differ from the last report by very few."""
    for name, figure in figures.items():
        n_people = _few_between(earlier[name], figure) if name in earlier else 0
        if n_people:
            people = count_phrase(n_people, "person", "people")
            yield _problem(
                f"{name} differs from report {number} by {people}. Anyone who subtracts one "
                "from the other could see what they answered."
            )


def _few_between(old: Figure, new: Figure) -> int:
    """Return the smallest difference of a count of people if it is too small to show; else 0."""
    rows = {row[0]: row for row in old.table.rows}
    counts = [0]
    for place, column in enumerate(new.table.columns):
        if column.kind != "people" or column not in old.table.columns:
            continue
        at = old.table.columns.index(column)
        for row in new.table.rows:
            old_row = rows.get(row[0])
            now, before = _decimal(row[place]), _decimal(old_row[at] if old_row else None)
            if now is not None and before is not None and 0 < abs(now - before) < SMALLEST_GROUP:
                counts.append(int(abs(now - before)))
    return min((n for n in counts if n), default=0)


def _of_staleness(report: Report, parsed_snapshot: Snapshot) -> Iterator[ReportProblem]:
    for figure in _stale_figures(report, parsed_snapshot):
        yield _problem(
            f"“{figure.title}” ({figure.name}) is new or has changed. Update the figures."
        )


def _stale_figures(report: Report, parsed_snapshot: Snapshot) -> list[Figure]:
    """Return the figures that are not as they are stored, as they are now."""
    scope = Scope(as_of=report.as_of, audience=Audience.BOARD)
    stored = parsed_snapshot.stored_figures(Audience.BOARD)
    with read_cache():  # may read once: one comparison, with the records of one moment
        return [
            figure
            for figure in (figures.compute(name, scope) for name in figures.names(scope))
            if figures.to_json(figure) != stored.get(figure.name)
        ]


def _shows_few_people(figure: Figure) -> bool:
    for place, column in enumerate(figure.table.columns):
        if column.kind != "people":
            continue
        numbers = [_decimal(row[place]) for row in figure.table.rows]
        if any(number is not None and 0 < number < SMALLEST_GROUP for number in numbers):
            return True
    return False


def _wrong_total(figure: Figure) -> str:
    rows = figure.table.rows
    totals = [row for row in rows if row and (row[0] or "").strip().lower() == "total"]
    if len(totals) != 1:
        return ""
    for place, column in enumerate(figure.table.columns):
        parts = [_decimal(row[place]) for row in rows if row is not totals[0]]
        total = _decimal(totals[0][place])
        if column.kind not in {"count", "people", "money"} or total is None or None in parts:
            continue
        if sum(part for part in parts if part is not None) != total:
            return column.label
    return ""


def _claims(text: str) -> list[str]:
    words = _NOT_CLAIMS.sub(" ", narrative.bare_words(text))
    return _NUMBER.findall(words)


def _numbers_of(figures: Iterable[Figure]) -> set[str]:
    explained: set[str] = set()
    for figure in figures:
        cells = [figure.value, *(cell for row in figure.table.rows for cell in row)]
        explained.update(_canonical_number(cell) for cell in cells if cell)
        explained.update(_canonical_number(number) for number in _NUMBER.findall(figure.title))
        explained.update(_canonical_number(number) for number in _NUMBER.findall(figure.sentence))
    return explained


def _canonical_number(number: str) -> str:
    value = _decimal(number.replace(",", "").replace("$", ""))
    return number if value is None else format(value.normalize(), "f")


def _decimal(cell: str | None) -> Decimal | None:
    try:
        value = Decimal(cell or "")
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
