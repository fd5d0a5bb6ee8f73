"""Sentences about a comparison, for people who do not read tables."""

from clayton_review.stats.compare.comparison import Comparison, ComparisonResult, NotComparable
from clayton_review.stats.estimates.rounding import round_half_up

MAX_PLACES = 4


def change_sentence(made: ComparisonResult) -> str:
    """What changed from the first wave to the second: "rose from 41 % to 48 % (+7 points, …)"."""
    if isinstance(made, NotComparable):
        return _refusal(made)
    if not made.is_detected:
        return f"no detectable change{_after_adjustment(made)} (difference {_difference(made)})"
    verb = "rose" if made.difference > 0 else "fell"
    first, second = _value(made, made.first.value), _value(made, made.second.value)
    return f"{verb} from {first} to {second} ({_difference(made)})"


def difference_sentence(made: ComparisonResult) -> str:
    """How two groups differ: "48 % of women, 41 % of men (+7 points, …)"."""
    if isinstance(made, NotComparable):
        return _refusal(made)
    if not made.is_detected:
        return f"no detectable difference{_after_adjustment(made)} (difference {_difference(made)})"
    sides = [
        f"{_value(made, side.value)} {'of' if made.measure == 'share' else 'among'} {side.name}"
        for side in (made.second, made.first)
    ]
    return f"{', '.join(sides)} ({_difference(made)})"


def _refusal(made: NotComparable) -> str:
    reason = made.reason[:1].lower() + made.reason[1:]
    return f"cannot be estimated, because {reason.rstrip('.')}"


def _after_adjustment(made: Comparison) -> str:
    """Says so where only the whole set of questions makes chance likely enough."""
    if made.p_value < 1 - made.confidence:
        return f" once {made.n_compared} questions are compared"
    return ""


def _difference(made: Comparison) -> str:
    places = _places(made)
    scale = 100 if made.measure == "share" else 1
    told, lower, upper = (
        _signed(scale * value, places) for value in (made.difference, made.lower, made.upper)
    )
    unit = ""
    if made.measure == "share":
        unit = " point" if told.strip("+−") == "1" else " points"
    return f"{told}{unit}, {made.confidence * 100:g} % interval {lower} to {upper}"


def _value(made: Comparison, value: float) -> str:
    places = _places(made)
    if made.measure == "share":
        return f"{round_half_up(100 * value, places)} %"
    return f"{round_half_up(value, places)}".replace("-", "−")


def _signed(value: float, places: int) -> str:
    rounded = round_half_up(value, places)
    if not rounded:
        return "0"
    return f"{rounded:+}".replace("-", "−")


def _places(made: Comparison) -> int:
    """As few decimals as show a detected difference: none for points, one for means."""
    share = made.measure == "share"
    places, scale = (0, 100) if share else (1, 1)
    near = min(abs(made.lower), abs(made.upper))
    while made.is_detected and places < MAX_PLACES and not round_half_up(scale * near, places):
        places += 1
    return places
