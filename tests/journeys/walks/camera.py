"""Pictures of every page at every width, for `make screens`: `var/screens/WIDTH/PAGE.webp`."""

import os
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image
from playwright.sync_api import Page

SCREENS = Path(settings.VAR_DIR) / "screens"
TALLEST = 3_000  # pixels; what is below is more of the same
QUALITY = 35
HALVED_FROM = 1_000  # a wide page keeps its look at half its size


@dataclass
class Camera:
    """Takes one picture of each page at each width, only with `UPDATE_SCREENS=1`."""

    is_on: bool = field(default_factory=lambda: os.environ.get("UPDATE_SCREENS") == "1")
    pictures: set[Path] = field(default_factory=set)
    first: dict[str, str] = field(default_factory=dict)  # who saw the page of this name first

    def take(self, page: Page, who: str, name: str, width: int) -> None:
        """Save a picture of the page, once for each person who sees it at this width."""
        stem = _file_name(name)
        if self.first.setdefault(name, who) != who:
            stem += f"-{who}"
        file = SCREENS / str(width) / f"{stem}.webp"
        if not self.is_on or file in self.pictures:
            return
        self.pictures.add(file)
        page.evaluate("document.fonts.ready")
        file.parent.mkdir(parents=True, exist_ok=True)
        _small(page.screenshot(full_page=True)).save(file, quality=QUALITY, method=6)

    def tidy(self) -> None:
        """Write `var/screens/index.html`, which lists the pictures taken."""
        if self.pictures:
            (SCREENS / "index.html").write_text(_index({file.stem for file in self.pictures}))


def _file_name(name: str) -> str:
    return name.replace(":", ".").replace(" ", "-")


def _small(drawn: bytes) -> Image.Image:
    picture = Image.open(BytesIO(drawn)).convert("RGB")
    picture = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
    if picture.width < HALVED_FROM:
        return picture
    half = (picture.width // 2, picture.height // 2)
    return picture.resize(half, Image.Resampling.LANCZOS)


def _index(names: set[str]) -> str:
    rows = "".join(
        f"<tr><th>{name}"
        + "".join(f'<td><a href="{w}/{name}.webp">{w}</a>' for w in (1280, 390, 320))
        for name in sorted(names)
    )
    return f"<!doctype html><title>Every page at three widths</title><table>{rows}</table>\n"
