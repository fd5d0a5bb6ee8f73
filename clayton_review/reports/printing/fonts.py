"""The fonts of printed documents, cut from those of the pages: `python -m` this module.

WeasyPrint would unpack and fix them itself, at a second of CPU for every document, and would write
the time of day into each: other bytes every second.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

WEB = Path(__file__).resolve().parents[3] / "static" / "fonts"
PRINT = WEB / "print"
FONTS = (  # a font of the pages; the weights to fix it at, none where it has only one
    ("public-sans-5.3.0-latin", (400, 600, 700)),
    ("public-sans-5.3.0-latin-ext", (400, 600)),
    ("source-serif-4-5.3.1-latin-600", ()),
    ("source-serif-4-5.3.1-latin-ext-600", ()),
)


def cut() -> Iterator[tuple[str, bytes]]:
    """Yield file name and bytes of each print font as plain OpenType, always the same bytes."""
    for name, weights in FONTS:
        for weight in weights or (None,):
            plain = BytesIO()
            with TTFont(WEB / f"{name}.woff2", recalcTimestamp=False) as font:
                if weight:
                    instantiateVariableFont(font, {"wght": weight}, inplace=True, static=True)
                font.flavor = None
                font.save(plain)
            yield f"{name}-{weight}.ttf" if weight else f"{name}.ttf", plain.getvalue()


if __name__ == "__main__":
    PRINT.mkdir(exist_ok=True)
    for file_name, content in cut():
        (PRINT / file_name).write_bytes(content)
