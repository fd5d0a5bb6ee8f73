"""Colors keep the contrast that is written beside them."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()
COLORS = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", CSS))

TEXT = [
    (front, back)
    for back, fronts in {
        "paper": ["ink", "ink-soft", "pine", "pine-deep", "brick", "brick-deep", "ochre"],
        "sheet": ["ink", "ink-soft", "pine", "brick", "ochre"],
        "pine-wash": ["ink", "ink-soft", "pine", "pine-deep"],
        "brick-wash": ["ink", "pine", "brick"],
        "ochre-wash": ["ink", "ochre"],
        "pine": ["sheet"],
        "pine-deep": ["sheet"],
        "brick": ["sheet"],
    }.items()
    for front in fronts
]


def luminance(color: str) -> float:
    """Relative luminance (WCAG 2.2, "relative luminance")."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, other: str) -> float:
    light, dark = sorted((luminance(COLORS[first]), luminance(COLORS[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_has_at_least_four_and_a_half_to_one(front: str, back: str) -> None:
    assert contrast(front, back) >= 4.5


def test_edges_of_controls_have_at_least_three_to_one() -> None:
    assert contrast("line-strong", "sheet") >= 3
    assert contrast("line-strong", "paper") >= 3
    assert contrast("ochre", "paper") >= 3  # the focus ring


def test_the_contrasts_told_beside_the_tokens_are_true() -> None:
    matches = re.findall(r"--([a-z-]+): #[0-9a-f]{6};\s+/\*[^*]*?([\d.]+):1 \*/", CSS)
    assert len(matches) >= 6
    for name, ratio in matches:
        if not name.endswith("wash"):
            assert contrast(name, "paper") >= float(ratio) - 0.05, name


@pytest.mark.parametrize("file", sorted((settings.BASE_DIR / "static" / "css").glob("*.css")))
def test_style_sheets_are_whole_and_ask_no_other_host(file: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)
    assert text.count("{") == text.count("}")
    assert "<<<<" not in text
    assert ">>>>" not in text
    assert not re.search(r"@import|url\(['\"]?(https?:)?//", text)
