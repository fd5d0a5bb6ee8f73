"""Templates include only what is shared, or what belongs to a room on which theirs may stand."""

import re
import tomllib

from tests.product_functions import ROOT, templates

INCLUDED = re.compile(r"{% include \"([a-z_]+)/")
SHARED = {"components", "forms"}


def levels() -> dict[str, int]:
    """Return the place of each room in the order of rooms, the lowest first."""
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = stated["contracts"][0]["layers"]
    return {
        room: level
        for level, layer in enumerate(reversed(layers))
        for room in re.findall(r"(\w+)(?![\w.])", layer)
    }


def test_no_template_includes_one_of_a_room_above_or_beside() -> None:
    level = levels()
    wrong = [
        f"{name} includes {included}/"
        for name in templates()
        for included in INCLUDED.findall((ROOT / "templates" / name).read_text())
        for room in [name.partition("/")[0]]
        if room in level  # not the frame of all pages, nor templates of a library
        and included not in SHARED | {room}
        and not (included in level and level[included] < level[room])
    ]
    assert wrong == []
