"""Lines that limit a question, such as `min: 18` or `most: 3`, read into `Bounds`."""

from collections.abc import Callable, Mapping
from datetime import date

from surveys.question_types.number import canonical, number_in
from surveys.questionnaire.questionnaire import Bounds, Choice, Wording

NAMES = frozenset({"min", "max", "decimals", "unit", "most", "top"})
MOST_DECIMALS = 6


def bounds_in(
    lines: Mapping[str, str],
    unit: Wording,
    kind: str,
    choices: tuple[Choice, ...],
    tell: Callable[[str, str], None],
) -> Bounds:
    """The limits that these lines set; `tell(name, problem)` hears of each that cannot be."""
    read = _day if kind == "date" else _number
    ends = {name: read(name, lines[name], tell) for name in ("min", "max") if name in lines}
    if len(ends) == 2 and all(ends.values()) and _is_after(ends["min"], ends["max"], kind):
        tell("max", "“max” is smaller than “min”.")
    return Bounds(
        least=ends.get("min", ""),
        most=ends.get("max", ""),
        decimals=_whole("decimals", lines, 0, MOST_DECIMALS, tell),
        unit=unit,
        n_most=_n_most(lines, sum(not choice.is_apart for choice in choices), tell),
    )


def _n_most(lines: Mapping[str, str], n_offered: int, tell: Callable[[str, str], None]) -> int:
    name = "top" if "top" in lines else "most"
    return _whole(name, lines, 1, max(n_offered, 1), tell)


def _whole(
    name: str, lines: Mapping[str, str], least: int, most: int, tell: Callable[[str, str], None]
) -> int:
    if name not in lines:
        return 0
    text = lines[name]
    if text.isascii() and text.isdigit() and len(text) < 4 and least <= int(text) <= most:
        return int(text)
    tell(name, f"“{name}” is a whole number from {least} to {most}.")
    return 0


def _number(name: str, text: str, tell: Callable[[str, str], None]) -> str:
    number = number_in(text)
    if number is None:
        tell(name, f"“{name}” is a number, such as “{name}: 18”.")
        return ""
    return canonical(number)


def _day(name: str, text: str, tell: Callable[[str, str], None]) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        tell(name, f"“{name}” is a day, such as “{name}: 2018-01-01”.")
        return ""


def _is_after(least: str, most: str, kind: str) -> bool:
    if kind == "date":
        return least > most
    low, high = number_in(least), number_in(most)
    return low is not None and high is not None and low > high
