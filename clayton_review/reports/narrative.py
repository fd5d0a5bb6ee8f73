"""The consultant's words: a small plain notation in which numbers and facts are placeholders.

Blank lines part paragraphs, `- ` opens a list item, `> ` a quotation. `{{ figure "name" }}` inside
a sentence stands for the figure's value, alone in a paragraph for the whole figure;
`{{ fact "name" }}` stands for a date, name or amount of record.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from clayton_review.figures import Figure
from clayton_review.reports.headline_number import value_text

PLACEHOLDER = re.compile(r"\{\{\s*(figure|fact)\s+[\"“”]([^\"“”]+)[\"“”]\s*\}\}")


@dataclass(frozen=True)
class NarrativePart:
    """A run of text; `figure` names the figure whose value it is, empty for plain words."""

    text: str
    figure: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph, list, quotation or figure; `items` holds one tuple of parts per list item."""

    kind: str
    items: tuple[tuple[NarrativePart, ...], ...] = ()
    figure: Figure | None = None


@dataclass(frozen=True)
class ParsedNarrative:
    """A narrative read against a snapshot: its blocks, and the names nothing answers to."""

    blocks: tuple[Block, ...]
    unknown: tuple[str, ...]


def read(text: str, figures: Mapping[str, Figure], facts: Mapping[str, str]) -> ParsedNarrative:
    """Read a narrative against the figures and facts of one snapshot."""
    unknown: list[str] = []

    def parts_of(line: str) -> tuple[NarrativePart, ...]:
        parts: list[NarrativePart] = []
        end = 0
        for match in PLACEHOLDER.finditer(line):
            parts.append(NarrativePart(line[end : match.start()]))
            parts.append(_value(match[1], match[2].strip(), figures, facts, unknown))
            end = match.end()
        parts.append(NarrativePart(line[end:]))
        return tuple(part for part in parts if part.text)

    blocks: list[Block] = []
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
        placeholder = PLACEHOLDER.fullmatch(paragraph.strip())
        if placeholder and placeholder[1] == "figure" and placeholder[2].strip() in figures:
            blocks.append(Block("figure", figure=figures[placeholder[2].strip()]))
        elif lines:
            blocks.append(_text_block(lines, parts_of))
    return ParsedNarrative(tuple(blocks), tuple(dict.fromkeys(unknown)))


def bare_words(text: str) -> str:
    """Return the author's own words: the narrative without placeholders and quotations."""
    lines = [line for line in text.split("\n") if not line.lstrip().startswith("> ")]
    return re.sub(r"“[^”]*”|\"[^\"]*\"", " ", PLACEHOLDER.sub(" ", "\n".join(lines)))


def _text_block(lines: list[str], parts_of: Callable[[str], tuple[NarrativePart, ...]]) -> Block:
    for mark, kind in (("- ", "list"), ("> ", "quotation")):
        if all(line.startswith(mark) for line in lines):
            return Block(kind, tuple(parts_of(line[2:]) for line in lines))
    return Block("paragraph", (parts_of(" ".join(lines)),))


def _value(
    kind: str,
    name: str,
    figures: Mapping[str, Figure],
    facts: Mapping[str, str],
    unknown: list[str],
) -> NarrativePart:
    if kind == "fact" and name in facts:
        return NarrativePart(facts[name])
    if kind == "figure" and name in figures:
        return NarrativePart(value_text(figures[name]), figure=name)
    unknown.append(f"{kind} “{name}”")
    return NarrativePart(f"[{kind} {name} is unknown]")
