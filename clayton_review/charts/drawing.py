"""A canvas for SVG charts and measures of text.

Positions across are percents, so that text keeps its size at every width.
"""

import hashlib
import unicodedata
from dataclasses import dataclass, field

from clayton_review.charts.abbreviations import without_full_stop

# Charts are laid out for the narrowest place they stand in: a 320 px phone less its margins.
CHART_WIDTH = 288
FONT_SIZE = 15  # px of labels; small print is 14
LINE_HEIGHT = 20  # px from one line of text to the next

# The first layer lies lowest. Ink is the page's own text color, also in forced colors.
LAYERS = {
    "axis": 'stroke="currentColor" stroke-width="1.5"',
    "sand": 'fill="#d8d3c5"',
    "mist": 'fill="#7fb0ab"',
    "pine": 'fill="#0d5356"',
    "brick": 'fill="#9a3b26"',
    "stone": 'fill="#a9a89e"',
    "slate": 'fill="#4a5558"',
    "none": 'fill="#fff" stroke="#8a8577"',
    "hatch": 'stroke="#8a8577" stroke-width="12" stroke-dasharray="2 5"',
    "rule": 'stroke="#8a8577"',
    "plan": 'stroke="currentColor" stroke-width="2" stroke-dasharray="6 5"',
    "line": 'stroke="#0d5356" stroke-width="3" stroke-linecap="round"',
    "halo": 'stroke="#fff" stroke-width="4"',
    "ink": 'stroke="currentColor" stroke-width="1.5"',
    "now": 'stroke="currentColor" stroke-width="1.5" stroke-dasharray="3 3"',
    "open": 'fill="#fff" stroke="currentColor" stroke-width="2"',
    "done": 'fill="#0d5356" stroke="#fff"',
    "label": 'fill="currentColor"',
    "caption": 'fill="currentColor" font-size="14"',
    "strong": 'fill="currentColor" font-weight="600"',
    "light": 'fill="#fff" font-size="14" text-anchor="middle"',
    "dark": 'fill="#1b2426" font-size="14" text-anchor="middle"',
}

_NARROW = dict.fromkeys("iljItfr.,:;'’|!()[]/·-", 0.36)
_WIDE = dict.fromkeys("mwMW%@—…", 0.95)
_UNSAFE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


class _CharacterWidths(dict[str, float]):
    """Widths of characters in em, a little generous, so that no font overflows its place."""

    def __missing__(self, character: str) -> float:
        if unicodedata.combining(character):
            width = 0.0
        elif unicodedata.east_asian_width(character) in "WF":
            width = 1.25
        elif character.isupper():
            width = 0.74
        elif ord(character) < 0x250 or character in "–“”−":
            width = 0.6
        else:
            width = 0.9
        if len(self) < 5000:
            self[character] = width
        return width


_WIDTHS = _CharacterWidths(_NARROW | _WIDE | {" ": 0.3})


def text_width(content: str, size: float = FONT_SIZE) -> float:
    """Return the estimated width of a text in px, a little more than it takes in Public Sans."""
    return sum(map(_WIDTHS.__getitem__, content)) * size


def clean_text(content: str) -> str:
    """Return one line of text without characters that XML forbids or that turn its direction."""
    drawable = (character for character in " ".join(content.split()) if _is_drawable(character))
    return "".join(drawable)


def escape(content: str) -> str:
    """Return text made safe inside elements and quoted attributes of XML and HTML."""
    return content.translate(_UNSAFE)


def wrap_text(content: str, width: float, size: float = FONT_SIZE, most: int = 4) -> list[str]:
    """Return the text in lines of at most `width` px; text beyond `most` lines ends in “…”."""
    lines: list[str] = []
    line = ""
    for word in clean_text(content).split():
        longer = f"{line} {word}" if line else word
        if text_width(longer, size) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _break_word(word, width, size)
        lines.extend(full)
        if len(lines) > most:
            break
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], shorten_to_width(lines[most - 1] + "…", width, size)]
    return lines


def shorten_to_width(content: str, width: float, size: float = FONT_SIZE) -> str:
    """Return the text cut to `width` px, ending in “…” when something was cut."""
    while text_width(content, size) > width and len(content) > 1:
        content = content[:-2].rstrip() + "…"
    return content


def shorten_label(content: str, most: int = 90) -> str:
    """Return a label for a sentence: clean, and cut to at most `most` characters."""
    content = clean_text(content)
    return content if len(content) <= most else content[: most - 1].rstrip() + "…"


def sentence_start(title: str) -> str:
    """Return a chart's title as the start of its sentence, which goes on after a colon."""
    return without_full_stop(shorten_label(title, 200).rstrip(":"))


def coordinate(value: float) -> str:
    """Return a coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0") if value else "0"


@dataclass(frozen=True)
class Scale:
    """A linear scale from `low`..`high` to `start`..`end` percent of the width."""

    low: float
    high: float
    start: float = 0.0
    end: float = 100.0

    def at(self, value: float) -> float:
        """Return the percent of the width for a value; the middle when the scale has no length."""
        span = self.high - self.low
        share = (value - self.low) / span if span > 0 else 0.5
        return self.start + (self.end - self.start) * min(max(share, 0.0), 1.0)


@dataclass
class Canvas:
    """The growing drawing: elements by layer, and the height in px used so far."""

    height: float = 0.0
    elements: dict[str, list[str]] = field(default_factory=dict)

    def add(self, layer: str, element: str) -> None:
        """Put an element on a layer of `LAYERS`."""
        self.elements.setdefault(layer, []).append(element)

    def bar(self, layer: str, start: float, end: float, y: float, height: float) -> None:
        """Draw a rectangle from `start` to `end` percent; nothing when it has no width."""
        start, end = round(start, 1), round(end, 1)
        if end <= start:
            return
        x = f'x="{coordinate(start)}%" ' if start else ""
        self.add(
            layer,
            f'<rect {x}y="{coordinate(y)}" width="{coordinate(end - start)}%"'
            f' height="{coordinate(height)}"/>',
        )

    def line(self, layer: str, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Draw a line between two points; x in percent, y in px."""
        first = "" if not x[0] else f'x1="{coordinate(x[0])}%" '
        self.add(
            layer,
            f'<line {first}y1="{coordinate(y[0])}" x2="{coordinate(x[1])}%"'
            f' y2="{coordinate(y[1])}"/>',
        )

    def dot(self, layer: str, x: float, y: float, radius: float = 6) -> None:
        """Draw a circle; x in percent, y and radius in px."""
        self.add(
            layer, f'<circle cx="{coordinate(x)}%" cy="{coordinate(y)}" r="{coordinate(radius)}"/>'
        )

    def path(self, layer: str, x: float, y: float, path: str) -> None:
        """Draw a small shape around the point at `x` percent and `y` px."""
        place = f'x="{coordinate(x)}%" y="{coordinate(y)}"'
        self.add(layer, f'<svg {place} overflow="visible"><path d="{path}"/></svg>')

    def text(self, layer: str, content: str, y: float, x: str = "", anchor: str = "") -> None:
        """Write one line of text, escaped; `x` with its unit, `anchor` start, middle or end."""
        at = f' x="{x}"' if x else ""
        toward = f' text-anchor="{anchor}"' if anchor else ""
        self.add(layer, f'<text y="{coordinate(y)}"{at}{toward}>{escape(content)}</text>')

    def lines(self, layer: str, lines: list[str], size: float = FONT_SIZE) -> None:
        """Write lines of text at the left, below the drawing so far."""
        for line in lines:
            self.text(layer, line, self.height + size)
            self.height += LINE_HEIGHT

    def close(self, gap: float) -> None:
        """Remove the gap after the last row, so that the frame ends with the drawing."""
        self.height = max(0.0, self.height - gap)

    def svg(self, sentence: str, key: str = "") -> str:
        """Return the whole drawing, named by its sentence.

        `key` keeps equal charts on a page apart.
        """
        groups = "".join(
            f'<g class="{layer}" {attributes}>{"".join(self.elements[layer])}</g>'
            for layer, attributes in LAYERS.items()
            if layer in self.elements
        )
        mark = hashlib.blake2s((key + sentence + groups).encode(), digest_size=5).hexdigest()
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img"'
            f' aria-labelledby="c{mark}" width="100%" height="{coordinate(self.height)}"'
            f' font-family="Public Sans, sans-serif" font-size="{FONT_SIZE}" fill="none">'
            f'<title id="c{mark}">{escape(sentence)}</title>{groups}</svg>'
        )


def _is_drawable(character: str) -> bool:
    code = ord(character)
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000:
        return False
    turns = 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069
    return not turns and code & 0xFFFE != 0xFFFE


def _break_word(word: str, width: float, size: float) -> list[str]:
    pieces = [""]
    for character in word[:400]:
        if pieces[-1] and text_width(pieces[-1] + character, size) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces
