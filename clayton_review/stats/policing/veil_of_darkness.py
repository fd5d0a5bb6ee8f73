"""Veil of darkness: a test of stops in darkness against stops in daylight at the same clock time.

Source: Grogger and Ridgeway (2006), Journal of the American Statistical Association 101:878-887.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from clayton_review.stats.errors import NotEstimableError, OutOfRangeError
from clayton_review.stats.estimates.design import Floats
from clayton_review.stats.estimates.intervals import critical_z
from clayton_review.stats.estimates.rounding import round_half_up
from clayton_review.stats.inconclusive import Inconclusive
from clayton_review.stats.policing.daylight import CLAYTON, Place, dusk, sunset
from clayton_review.stats.policing.logistic import LogisticFit, SeparationError, logistic_regression
from clayton_review.stats.policing.splines import natural_spline
from clayton_review.stats.policing.stop_rates import too_few_reason

SPLINE_COLUMNS = 6
MAX_LOG_ODDS = 25.0  # log odds that an interval may reach and still say something
CAUTION = (
    "The test asks only whether darkness, which hides who drives, changes who is stopped. Street "
    "lights, other drivers at other seasons and stops that were not recorded can hide a difference "
    "or make one; what happens after the stop it does not see."
)


@dataclass(frozen=True)
class TimedStop:
    """A stop: its aware moment, the driver's membership in the group, and the district."""

    moment: datetime
    is_of_group: bool
    district: str | None = None


@dataclass(frozen=True, eq=False)
class TwilightWindow:
    """The n stops in the inter-twilight window, as columns (n,), and the numbers of stops left out.

    `minutes` are clock minutes after midnight. The inter-twilight window goes from the `earliest`
    to the `latest` dusk, in such minutes, of all days of the years in which stops were made.
    """

    minutes: Floats
    is_dark: Floats
    is_of_group: Floats
    districts: tuple[str | None, ...]
    earliest: float
    latest: float
    n_twilight: int  # between sunset and dusk: neither light nor dark
    n_outside: int  # at times of the clock that are never both light and dark

    @property
    def n(self) -> int:
        """Return the number of stops in the window."""
        return len(self.minutes)


class OddsRatio(NamedTuple):
    """The odds in darkness over the odds in daylight, with the ends of the interval."""

    ratio: float
    lower: float
    upper: float


@dataclass(frozen=True, eq=False)
class VeilOfDarkness:
    """The odds ratio of darkness with its interval, the regression behind it, and a sentence.

    `names` are those of the regression's coefficients, in order.
    """

    odds: OddsRatio
    names: tuple[str, ...]
    fit: LogisticFit
    window: TwilightWindow
    sentence: str
    caution: str = CAUTION


def veil_of_darkness(
    stops: Sequence[TimedStop], place: Place = CLAYTON, confidence: float = 0.95
) -> VeilOfDarkness | Inconclusive:
    """Return the test of stops in darkness against stops in daylight at the same clock time.

    The log odds that a stopped driver is of the group are a natural cubic spline of the clock with
    six columns, plus darkness, plus the district where there are two or more: R's `glm(is_of_group
    ~ is_dark + ns(minute, 6) + district, binomial)`. The interval is Wald's. Inconclusive under 100
    stops in the window, with light or darkness only, one group only, and where the data determine
    no finite estimate. Raises `OutOfRangeError` for moments without a time zone, drivers of unknown
    group or districts known for some stops only, and `daylight.NoCrossingError` near the poles.
    """
    z = critical_z(confidence)
    window = inter_twilight(stops, place)
    reason = _too_few_reason(window)
    if reason is not None:
        return Inconclusive(reason)
    try:
        names, columns = _columns(window)
        fit = logistic_regression(columns, window.is_of_group)
    except SeparationError:
        return Inconclusive(
            "among these stops darkness, clock or district tells the group of some drivers without "
            "error; small districts may be joined"
        )
    except NotEstimableError as error:
        return Inconclusive(f"the regression has no answer: {str(error).rstrip('.')}")
    value, half = float(fit.coefficients[1]), z * float(fit.standard_errors[1])
    if abs(value) + half > MAX_LOG_ODDS:
        return Inconclusive("darkness can hardly be told from the clock and the district")
    odds = OddsRatio(*(math.exp(end) for end in (value, value - half, value + half)))
    return VeilOfDarkness(odds, names, fit, window, _sentence(odds, window, confidence))


def inter_twilight(stops: Sequence[TimedStop], place: Place = CLAYTON) -> TwilightWindow:
    """Return the stops at times of the clock that are light on some days and dark on others.

    Dropped are stops from sunset until dusk, the end of civil twilight, and stops outside the
    window from the earliest to the latest dusk of the years in which stops were made. Errors as in
    `veil_of_darkness`.
    """
    _check(stops)
    zone = ZoneInfo(place.zone)
    local = [stop.moment.astimezone(zone) for stop in stops]
    dusks = {
        day: _minute(dusk(day, place), day) for day in _days({moment.year for moment in local})
    }
    sunsets = {day: _minute(sunset(day, place), day) for day in {moment.date() for moment in local}}
    earliest, latest = min(dusks.values(), default=0.0), max(dusks.values(), default=0.0)
    days = [moment.date() for moment in local]
    minutes = _column([_minute(moment, day) for moment, day in zip(local, days, strict=True)])
    dark_from = _column([dusks[day] for day in days])
    light_until = _column([sunsets[day] for day in days])
    is_inside = (minutes >= earliest) & (minutes <= latest)
    is_twilight = (minutes >= light_until) & (minutes < dark_from)
    is_kept = is_inside & ~is_twilight
    twilight_stops = [stop for stop, stays in zip(stops, is_kept, strict=True) if stays]
    return TwilightWindow(
        minutes[is_kept],
        (minutes >= dark_from)[is_kept].astype(np.float64),
        _column([stop.is_of_group for stop in twilight_stops]),
        tuple(stop.district for stop in twilight_stops),
        earliest,
        latest,
        int((is_inside & is_twilight).sum()),
        int((~is_inside).sum()),
    )


def _too_few_reason(window: TwilightWindow) -> str | None:
    reason = too_few_reason(window.n, "stops")
    if reason is not None:
        return f"{reason} in the inter-twilight window"
    n_dark = int(window.is_dark.sum())
    if n_dark in {0, window.n}:
        return f"all stops in the window were made in {'darkness' if n_dark else 'daylight'}"
    n_group = int(window.is_of_group.sum())
    if n_group in {0, window.n}:
        return f"{'all' if n_group else 'none'} of the drivers in the window are of the group"
    return None


def _columns(window: TwilightWindow) -> tuple[tuple[str, ...], Floats]:
    """Return names and columns of the regression: one, darkness, the clock, the other districts."""
    clock = natural_spline(window.minutes, SPLINE_COLUMNS)
    districts = sorted({name for name in window.districts if name is not None})[1:]
    district_columns = [
        _column([name == district for name in window.districts]) for district in districts
    ]
    names = ("intercept", "darkness", *(f"clock {n}" for n in range(1, SPLINE_COLUMNS + 1)))
    columns = np.column_stack([np.ones(window.n), window.is_dark, clock, *district_columns])
    return (*names, *(f"district {district}" for district in districts)), columns


def _column(values: Sequence[float]) -> Floats:
    return np.array(values, dtype=np.float64)


def _sentence(odds: OddsRatio, window: TwilightWindow, confidence: float) -> str:
    clause = (
        "At the same time of the clock, the odds that a stopped driver is of the group are "
        f"{round_half_up(odds.ratio)} times in darkness what they are in daylight "
        f"({100 * confidence:g} % interval {round_half_up(odds.lower)} to "
        f"{round_half_up(odds.upper)}; {window.n:,} stops, "
        f"{int(window.is_dark.sum()):,} of them in darkness)"
    )
    if odds.upper < 1:
        return f"{clause}: the group is a larger part of those stopped when drivers can be seen."
    if odds.lower > 1:
        return f"{clause}: the group is a smaller part of those stopped when drivers can be seen."
    return f"{clause}: no difference is shown, which does not prove that there is none."


def _check(stops: Sequence[TimedStop]) -> None:
    if any(stop.moment.utcoffset() is None for stop in stops):
        raise OutOfRangeError("The moment of a stop needs its time zone.")
    if not all(isinstance(stop.is_of_group, bool | np.bool_) for stop in stops):
        raise OutOfRangeError("Whether a driver is of the group must be known: yes or no.")
    if len({stop.district is None for stop in stops}) == 2:
        raise OutOfRangeError("The district is known for some stops only.")


def _days(years: set[int]) -> list[date]:
    """Return all days of some years."""
    firsts = [date(year, 1, 1) for year in sorted(years)]
    lasts = [date(year, 12, 31) for year in sorted(years)]
    return [
        first + timedelta(days=n)
        for first, last in zip(firsts, lasts, strict=True)
        for n in range((last - first).days + 1)
    ]


def _minute(moment: datetime, day: date) -> float:
    """Return clock minutes after the midnight that begins `day`; above 1,440 on the next date."""
    clock = moment.hour * 60 + moment.minute + (moment.second + moment.microsecond / 1e6) / 60
    return (moment.date() - day).days * 1440 + clock
