"""The picture of the README: taken here, of the Board's dashboard, where it is asked for.

Only its measures are compared: a picture differs with the fonts of the machine, and must be taken
again by hand when the dashboard changes.
"""

import os
from collections.abc import Callable
from io import BytesIO

from django.conf import settings
from PIL import Image
from playwright.sync_api import Page

from tests.journeys.stage import go

PICTURE = settings.BASE_DIR / "docs" / "screens" / "dashboard.png"
MOST_BYTES = 150_000


def test_the_readme_s_picture_is_small_and_as_large_as_the_dashboard_s_window(
    window: Callable[..., Page],
) -> None:
    page = window("board")
    go(page, "/dashboard/")
    page.evaluate("document.fonts.ready")
    drawn = page.screenshot()
    if os.environ.get("UPDATE_SCREENS") == "1":
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        Image.open(BytesIO(drawn)).convert("RGB").quantize(64).save(PICTURE, optimize=True)
    with Image.open(PICTURE) as stored, Image.open(BytesIO(drawn)) as now:
        assert stored.size == now.size
    assert PICTURE.stat().st_size <= MOST_BYTES
