"""Search inside received files: words without accents, phrases, and the passage around a hit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from clayton_review.documents.models import IntakeFile, PageText
from clayton_review.web.search_text import folded

AROUND = 110
MOST_MARKS = 6
_TERM = re.compile(r'(-?)"([^"]*)"?|(\S+)')
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class FileHit:
    """The first page on which a file has the words, and the passage with the words marked."""

    page: int
    excerpt: SafeString


def matching(rows: QuerySet[IntakeFile], typed: str) -> QuerySet[IntakeFile]:
    """Return the files whose text or name has everything that was typed."""
    pages = PageText.objects.filter(words=_query(typed)).values("file")
    named = Q(path__icontains=typed.strip('" '))
    number = re.fullmatch(r"(?:CLY-)?0*(\d{1,9})", typed.strip(), re.I)
    if number:
        named |= Q(number=int(number[1]))
    return rows.filter(Q(file__in=pages) | named)


def hits(rows: Iterable[IntakeFile], typed: str) -> dict[object, FileHit]:
    """Return the first hit in the text of each file that has one, by file."""
    files = {row.file_id for row in rows}
    pages = (
        PageText.objects.filter(file__in=files, words=_query(typed))
        .order_by("file_id", "number")
        .distinct("file_id")
    )
    terms = terms_of(typed)
    return {page.file_id: FileHit(page.number, excerpt(page.text, terms)) for page in pages}


def terms_of(typed: str) -> list[str]:
    """List the phrases and words to mark, as typed, without the excluded ones."""
    terms = []
    for minus, phrase, word in _TERM.findall(folded(typed)):
        if minus or word.startswith("-") or word == "or":
            continue
        parts = _WORD.findall(phrase or word)
        if parts:
            terms.append(r"\W+".join(map(re.escape, parts)))
    return terms


def excerpt(text: str, terms: list[str]) -> SafeString:
    """Return the passage around the first hit, with all hits marked and everything else escaped."""
    plain = folded(text)
    pattern = re.compile("|".join(rf"\b(?:{term})\b" for term in terms) or r"(?!)")
    first = pattern.search(plain)
    middle = first.start() if first else 0
    start = max(middle - AROUND, 0)
    end = min((first.end() if first else 0) + AROUND, len(text))
    start, end = _to_words(text, start, end)
    parts, at = [], start
    for match in list(pattern.finditer(plain, start, end))[:MOST_MARKS]:
        parts.append((text[at : match.start()], text[match.start() : match.end()]))
        at = match.end()
    marked = format_html_join("", "{}<mark>{}</mark>", parts)
    lead, tail = "… " if start else "", " …" if end < len(text) else ""
    return format_html("{}{}{}{}", lead, marked, text[at:end], tail)


def _to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return start and end moved to whole words."""
    if start:
        start = next(
            (i + 1 for i in range(start, min(start + 25, end)) if text[i].isspace()), start
        )
    if end < len(text):
        end = next((i for i in range(end, max(end - 25, start), -1) if text[i].isspace()), end)
    return start, end


def _query(typed: str) -> SearchQuery:
    return SearchQuery(folded(typed), config="simple", search_type="websearch")


@dataclass(frozen=True)
class ShownPage:
    """One page of a file as it is shown: whole, or the passage around the words."""

    number: int
    text: SafeString


MOST_PAGES = 20


def pages_of(row: IntakeFile, typed: str) -> list[ShownPage]:
    """List the first three pages of a file, or those that have the words, with the words marked."""
    pages = PageText.objects.filter(file=row.file_id).order_by("number")
    if not typed.strip():
        return [ShownPage(page.number, format_html("{}", page.text[:4_000])) for page in pages[:3]]
    terms = terms_of(typed)
    matches = pages.filter(words=_query(typed))[:MOST_PAGES]
    return [ShownPage(page.number, excerpt(page.text, terms)) for page in matches]
