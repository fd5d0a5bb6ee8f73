"""Pictures of every page at every width, small enough to keep: `docs/screens/WIDTH/PAGE.webp`."""

import os
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image
from playwright.sync_api import Page

SCREENS = Path(settings.BASE_DIR) / "docs" / "screens"
TALLEST = 3_000  # pixels; what is below is more of the same
QUALITY = 35
HALVED_FROM = 1_000  # a wide page keeps its look at half its size


@dataclass
class Camera:
    """Takes one picture of each page at each width, only when asked with `UPDATE_SCREENS=1`."""

    is_on: bool = field(default_factory=lambda: os.environ.get("UPDATE_SCREENS") == "1")
    taken: set[Path] = field(default_factory=set)
    first: dict[str, str] = field(default_factory=dict)  # who saw the page of this name first

    def take(self, page: Page, who: str, name: str, width: int) -> None:
        """Keep the page as it stands, once for each person who sees it at this width."""
        stem = _file_name(name)
        if self.first.setdefault(name, who) != who:
            stem += f"-{who}"
        file = SCREENS / str(width) / f"{stem}.webp"
        if not self.is_on or file in self.taken:
            return
        self.taken.add(file)
        page.evaluate("document.fonts.ready")
        file.parent.mkdir(parents=True, exist_ok=True)
        _small(page.screenshot(full_page=True)).save(file, quality=QUALITY, method=6)

    def tidy(self) -> None:
        """Remove pictures of pages that are no more, and list the rest."""
        if not self.is_on:
            return
        for file in SCREENS.glob("*/*.webp"):
            if file not in self.taken:
                file.unlink()
        (SCREENS / "README.md").write_text(_list({file.stem for file in self.taken}))


def _file_name(name: str) -> str:
    return name.replace(":", ".").replace(" ", "-")


def _small(drawn: bytes) -> Image.Image:
    picture = Image.open(BytesIO(drawn)).convert("RGB")
    picture = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
    if picture.width < HALVED_FROM:
        return picture
    half = (picture.width // 2, picture.height // 2)
    return picture.resize(half, Image.Resampling.LANCZOS)


def _list(names: set[str]) -> str:
    rows = [
        f"| {name} | " + " | ".join(f"[{w}]({w}/{name}.webp)" for w in (1280, 390, 320)) + " |"
        for name in sorted(names)
    ]
    head = (
        "# Every page, at three widths\n\n"
        "Made by the walk over all pages of the demonstration "
        "(`UPDATE_SCREENS=1 .venv/bin/pytest tests/journeys/test_every_page.py`), named by their\n"
        "addresses' names; 1280 px at half size.\n\n| page | | | |\n|---|---|---|---|\n"
    )
    return head + "\n".join(rows) + "\n"
