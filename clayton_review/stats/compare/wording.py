"""Sentences about a comparison, for people who do not read tables."""

from clayton_review.stats.compare.comparison import Comparison, ComparisonResult, NotComparable
from clayton_review.stats.estimates.rounding import round_half_up

MAX_PLACES = 4


def change_sentence(result: ComparisonResult) -> str:
    """Return the change between two waves: "rose from 41 % to 48 % (+7 points, …)"."""
    if isinstance(result, NotComparable):
        return _refusal(result)
    if not result.is_detected:
        return f"no detectable change{_after_adjustment(result)} (difference {_difference(result)})"
    verb = "rose" if result.difference > 0 else "fell"
    first, second = _value(result, result.first.value), _value(result, result.second.value)
    return f"{verb} from {first} to {second} ({_difference(result)})"


def difference_sentence(result: ComparisonResult) -> str:
    """Return the difference of two groups: "48 % of women, 41 % of men (+7 points, …)"."""
    if isinstance(result, NotComparable):
        return _refusal(result)
    if not result.is_detected:
        adjustment = _after_adjustment(result)
        return f"no detectable difference{adjustment} (difference {_difference(result)})"
    sides = [
        f"{_value(result, side.value)} {'of' if result.measure == 'share' else 'among'} {side.name}"
        for side in (result.second, result.first)
    ]
    return f"{', '.join(sides)} ({_difference(result)})"


def _refusal(result: NotComparable) -> str:
    reason = result.reason[:1].lower() + result.reason[1:]
    return f"cannot be estimated, because {reason.rstrip('.')}"


def _after_adjustment(comparison: Comparison) -> str:
    """Return a clause where only the whole set of questions makes chance likely enough."""
    if comparison.p_value < 1 - comparison.confidence:
        return f" once {comparison.n_compared} questions are compared"
    return ""


def _difference(comparison: Comparison) -> str:
    places = _places(comparison)
    scale = 100 if comparison.measure == "share" else 1
    difference, lower, upper = (
        _signed_text(scale * value, places)
        for value in (comparison.difference, comparison.lower, comparison.upper)
    )
    unit = ""
    if comparison.measure == "share":
        unit = " point" if difference.strip("+−") == "1" else " points"
    return f"{difference}{unit}, {comparison.confidence * 100:g} % interval {lower} to {upper}"


def _value(comparison: Comparison, value: float) -> str:
    places = _places(comparison)
    if comparison.measure == "share":
        return f"{round_half_up(100 * value, places)} %"
    return f"{round_half_up(value, places)}".replace("-", "−")


def _signed_text(value: float, places: int) -> str:
    rounded = round_half_up(value, places)
    if not rounded:
        return "0"
    return f"{rounded:+}".replace("-", "−")


def _places(comparison: Comparison) -> int:
    """Return as few decimals as show a detected difference: none for points, one for means."""
    share = comparison.measure == "share"
    places, scale = (0, 100) if share else (1, 1)
    nearest_end = min(abs(comparison.lower), abs(comparison.upper))
    while (
        comparison.is_detected
        and places < MAX_PLACES
        and not round_half_up(scale * nearest_end, places)
    ):
        places += 1
    return places
