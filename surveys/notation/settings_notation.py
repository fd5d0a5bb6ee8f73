"""Settings below a question: limits such as `min: 18`, and lines that only its type has."""

from collections.abc import Callable, Mapping

from surveys.question_types import TYPES
from surveys.question_types.notation_rules import LimitNotation, OwnSetting
from surveys.questionnaire.questionnaire import Bounds, Choice, Wording

LIMITS = frozenset({"min", "max", "decimals", "unit", "most", "top"})
NAMES = LIMITS | {setting.name for kind in TYPES for setting in kind.rules.own_settings}
MOST_DECIMALS = 6


def bounds_in(
    lines: Mapping[str, str],
    unit: Wording,
    value: LimitNotation | None,
    choices: tuple[Choice, ...],
    tell: Callable[[str, str], None],
) -> Bounds:
    """Return the limits that these lines set; report each impossible one to `tell`."""
    ends = _limits(lines, value, tell) if value else {}
    return Bounds(
        least=ends.get("min", ""),
        most=ends.get("max", ""),
        decimals=_whole_number("decimals", lines, 0, MOST_DECIMALS, tell),
        unit=unit,
        n_most=_n_most(lines, sum(not choice.is_apart for choice in choices), tell),
    )


def own_settings_in(
    lines: Mapping[str, str],
    settings: tuple[OwnSetting, ...],
    tell: Callable[[str, str], None],
) -> dict[str, str]:
    """Return, by name, the settings that only this type has; report unreadable ones to `tell`."""
    values = {}
    for setting in settings:
        if setting.name in lines:
            values[setting.name] = setting.read(lines[setting.name]) or ""
            if not values[setting.name]:
                tell(setting.name, f"Write this line as in “{setting.example}”.")
    return values


def _limits(
    lines: Mapping[str, str], value: LimitNotation, tell: Callable[[str, str], None]
) -> dict[str, str]:
    ends = {}
    for name in ("min", "max"):
        if name in lines:
            ends[name] = value.read(lines[name]) or ""
            if not ends[name]:
                tell(name, f"“{name}” {value.example.format(name=name)}")
    if len(ends) == 2 and all(ends.values()) and value.rank(ends["min"]) > value.rank(ends["max"]):
        tell("max", "“max” is smaller than “min”.")
    return ends


def _n_most(lines: Mapping[str, str], n_offered: int, tell: Callable[[str, str], None]) -> int:
    name = "top" if "top" in lines else "most"
    return _whole_number(name, lines, 1, max(n_offered, 1), tell)


def _whole_number(
    name: str, lines: Mapping[str, str], least: int, most: int, tell: Callable[[str, str], None]
) -> int:
    if name not in lines:
        return 0
    text = lines[name]
    if text.isascii() and text.isdigit() and len(text) < 4 and least <= int(text) <= most:
        return int(text)
    tell(name, f"“{name}” is a whole number from {least} to {most}.")
    return 0
