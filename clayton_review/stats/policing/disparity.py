"""Disparity indices with formula, counts and interval, and checks of published indices.

Two indices share the name; each one made here says in words which it is, because they differ.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from clayton_review.stats.errors import EmptyBaseError, OutOfRangeError, check_count
from clayton_review.stats.estimates.intervals import Interval, wilson
from clayton_review.stats.estimates.rounding import rounded_percent, rounded_ratio
from clayton_review.stats.inconclusive import Inconclusive
from clayton_review.stats.policing.stop_rates import check_part, too_few_reason

SHARE_FORMULA = "share of stops ÷ share of population 16+"
RATE_FORMULA = "stops per resident of the group ÷ stops per White resident"


@dataclass(frozen=True)
class DisparityIndex:
    """A disparity index: the number printed (half up, two decimals) and the counts behind it.

    `counts` names every count of the formula in its order; `interval` holds the unrounded value and
    the ends, above zero without upper limit; `interval_source` names the method.
    """

    formula: str
    counts: tuple[tuple[str, int], ...]
    printed: Decimal
    interval: Interval
    interval_source: str


@dataclass(frozen=True)
class PublishedIndex:
    """A published index beside the one that follows from its counts, at the same decimals.

    `difference` is the published one less the one that follows by `formula`; `sentence` tells all.
    """

    formula: str

    published: Decimal
    follows: Decimal
    difference: Decimal
    sentence: str

    @property
    def is_consistent(self) -> bool:
        """True if the published index follows from its counts."""
        return not self.difference


@dataclass(frozen=True)
class ImpliedShare:
    """The share of the population (0 to 1) that a published index implies.

    The ends are those of all shares that round to the published index.
    """

    value: float
    lower: float
    upper: float
    sentence: str


def share_index(
    n_stops_group: int, n_stops: int, n_people_group: int, n_people: int, confidence: float = 0.95
) -> DisparityIndex | Inconclusive:
    """Return Missouri's index: a group's share of stops ÷ its share of the population 16 and older.

    Source: Missouri Attorney General, Vehicle Stops Report (2014). The interval is Wilson's for the
    share of stops, divided by the share of population, which is taken as counted without error;
    stops count as independent of one another. Inconclusive under 100 stops. Raises
    `OutOfRangeError` for a part above its whole, `EmptyBaseError` for a group without residents.
    """
    check_part(n_stops_group, n_stops)
    check_part(n_people_group, n_people)
    if not n_people_group:
        raise EmptyBaseError("A group without residents has no disparity index.")
    reason = too_few_reason(n_stops, "stops")
    if reason is not None:
        return Inconclusive(reason)
    factor = n_people / n_people_group
    return DisparityIndex(
        SHARE_FORMULA,
        (
            ("stops of the group", n_stops_group),
            ("all stops", n_stops),
            ("population 16+ of the group", n_people_group),
            ("population 16+", n_people),
        ),
        rounded_ratio(n_stops_group * n_people, n_stops * n_people_group),
        _scale_interval(wilson(n_stops_group, n_stops, confidence), factor),
        "Wilson (1927) for the share of stops; the share of population is taken as exact",
    )


def rate_index(
    n_stops_group: int,
    n_people_group: int,
    n_stops_white: int,
    n_people_white: int,
    confidence: float = 0.95,
) -> DisparityIndex | Inconclusive:
    """Return the other index of that name: stops per resident of a group ÷ per White resident.

    Given the sum of both counts of stops, one of them is binomial (Przyborowski and Wilenski, 1940,
    Biometrika 31:313-323); Wilson's interval of that share becomes one of the ratio through its
    odds. Inconclusive under 100 stops of both groups together, and without a stop of a White
    person. Raises `OutOfRangeError` for counts below zero, `EmptyBaseError` for a population of
    zero.
    """
    for count in (n_stops_group, n_people_group, n_stops_white, n_people_white):
        check_count("A count", count)
    if not n_people_group or not n_people_white:
        raise EmptyBaseError("A rate per resident needs residents in both groups.")
    reason = too_few_reason(n_stops_group + n_stops_white, "stops")
    if reason is None and not n_stops_white:
        reason = "no White person was stopped, so there is nothing to divide by"
    if reason is not None:
        return Inconclusive(reason)
    share = wilson(n_stops_group, n_stops_group + n_stops_white, confidence)
    odds = Interval(n_stops_group / n_stops_white, _odds(share.lower), _odds(share.upper))
    return DisparityIndex(
        RATE_FORMULA,
        (
            ("stops of the group", n_stops_group),
            ("population 16+ of the group", n_people_group),
            ("stops of White people", n_stops_white),
            ("White population 16+", n_people_white),
        ),
        rounded_ratio(n_stops_group * n_people_white, n_stops_white * n_people_group),
        _scale_interval(odds, n_people_white / n_people_group),
        "Przyborowski and Wilenski (1940), with Wilson (1927) for the conditional share; "
        "populations are taken as exact",
    )


def check_published(
    published: Decimal | str,
    n_stops_group: int,
    n_stops: int,
    n_people_group: int,
    n_people: int,
    *,
    n_stops_white: int | None = None,
    n_people_white: int | None = None,
) -> PublishedIndex:
    """Return a published index (share of stops ÷ share of population 16+) beside its own counts.

    The index is rounded half up to as many decimals as were published. An inconsistent one says so
    where it follows from shares rounded to hundredths of a percent first or, with the counts of
    White people, from the other formula of that name. Raises `EmptyBaseError` where the counts
    allow no index, `OutOfRangeError` for impossible counts or text that is no number.
    """
    index, places = _decimal(published)
    check_part(n_stops_group, n_stops)
    check_part(n_people_group, n_people)
    if not n_stops or not n_people_group:
        raise EmptyBaseError("An index needs stops, and residents of the group.")
    follows = rounded_ratio(n_stops_group * n_people, n_stops * n_people_group, places)
    difference = index - follows
    counts_text = (
        f"{n_stops_group:,} of {n_stops:,} stops and {n_people_group:,} of {n_people:,} people"
    )
    if index == follows:
        sentence = f"The published index {index} follows from {counts_text}."
        return PublishedIndex(SHARE_FORMULA, index, follows, difference, sentence)
    sentence = (
        f"The published index {index} does not follow from {counts_text}: these give {follows}, "
        f"{abs(difference)} {'less' if difference > 0 else 'more'}."
    )
    stops, people = (
        rounded_percent(n_stops_group, n_stops, 2),
        rounded_percent(n_people_group, n_people, 2),
    )
    if people and rounded_ratio(stops, people, places) == index:
        sentence += " It does follow from shares rounded first, to hundredths of a percent."
    if n_stops_white and n_people_white:
        rates = n_stops_group * n_people_white, n_stops_white * n_people_group
        if rounded_ratio(*rates, places) == index:
            sentence += f" It does follow from another formula of that name: {RATE_FORMULA}."
    return PublishedIndex(SHARE_FORMULA, index, follows, difference, sentence)


def implied_share(published: Decimal | str, n_stops_group: int, n_stops: int) -> ImpliedShare:
    """Return the share of the population that a published index and its stops imply.

    The index represents all numbers that round half up to it, and so does the share. Raises
    `EmptyBaseError` without stops of the group, `OutOfRangeError` for an index that is not above
    zero or that no share of a population could give.
    """
    index, places = _decimal(published)
    check_part(n_stops_group, n_stops)
    if not n_stops_group:
        raise EmptyBaseError("Without stops of the group an index implies no share of people.")
    if index <= 0:
        raise OutOfRangeError(f"An index of {index} implies no share of people.")
    half = Decimal(5).scaleb(-places - 1)
    stopped = Decimal(n_stops_group) / n_stops
    least, most = stopped / (index + half), stopped / (index - half) if index > half else 1
    if least > 1:
        raise OutOfRangeError(f"No share of people gives an index of {index} with these stops.")
    value, upper = min(Decimal(1), stopped / index), min(Decimal(1), Decimal(most))
    sentence = (
        f"An index of {index} with {n_stops_group:,} of {n_stops:,} stops "
        f"({rounded_percent(n_stops_group, n_stops, 2)} %) implies that the group is "
        f"{rounded_percent(value, 1, 2)} % of the population 16+ "
        f"({rounded_percent(least, 1, 2)} % to {rounded_percent(upper, 1, 2)} %)."
    )
    return ImpliedShare(float(value), float(least), float(upper), sentence)


def _decimal(published: Decimal | str) -> tuple[Decimal, int]:
    """Return a published number and the number of decimals it was printed with."""
    try:
        index = Decimal(published)
    except InvalidOperation:
        raise OutOfRangeError(f"{published!r} is not a published number.") from None
    exponent = index.as_tuple().exponent
    if not isinstance(exponent, int):
        raise OutOfRangeError(f"{published!r} is not a published number.")
    return index, max(0, -exponent)


def _scale_interval(interval: Interval, factor: float) -> Interval:
    return Interval(*(end * factor for end in interval))


def _odds(share: float) -> float:
    return share / (1 - share)
