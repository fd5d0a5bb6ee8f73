"""Sunrise, sunset and civil twilight of a place, in its own clock time.

Formulas of NOAA's solar calculator, after Meeus (1998), Astronomical Algorithms, chapters 22, 25
and 28: good to about a minute between the polar circles.
"""

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from clayton_review.stats.errors import OutOfRangeError, StatisticsError

SUNRISE_ZENITH = 90.833  # degrees from the zenith: refraction and half the sun's disk
TWILIGHT_ZENITH = 96.0
MAX_STEPS = 20


class NoCrossingError(StatisticsError):
    """The sun does not cross that height on that day."""


class SunStaysUpError(NoCrossingError):
    """The sun stays above that height all day: polar day, or a white night for twilight."""


class SunStaysDownError(NoCrossingError):
    """The sun stays below that height all day: polar night."""


@dataclass(frozen=True)
class Place:
    """A point on Earth in degrees, north and east positive, and the name of its time zone.

    Raises `OutOfRangeError` for impossible degrees or an unknown time zone.
    """

    latitude: float
    longitude: float
    zone: str

    def __post_init__(self) -> None:
        """Refuse impossible degrees and unknown time zones."""
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise OutOfRangeError(f"{self.latitude}, {self.longitude} is no place on Earth.")
        try:
            ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError):
            raise OutOfRangeError(f"There is no time zone called {self.zone!r}.") from None


CLAYTON = Place(38.6426, -90.3237, "America/Chicago")


@dataclass(frozen=True)
class SunPosition:
    """The sun's declination in degrees and the equation of time in minutes (sundial less clock)."""

    declination: float
    equation_of_time: float


def sunrise(day: date, place: Place) -> datetime:
    """Return the time when the sun's upper edge appears, aware and in the place's time zone.

    Raises `SunStaysUpError` or `SunStaysDownError` where it does not on that day.
    """
    return _crossing_time(day, place, SUNRISE_ZENITH, -1)


def sunset(day: date, place: Place) -> datetime:
    """Return the time when the sun's upper edge disappears; otherwise as `sunrise`."""
    return _crossing_time(day, place, SUNRISE_ZENITH, 1)


def dawn(day: date, place: Place) -> datetime:
    """Return the start of civil twilight, the sun's center 6 degrees below.

    Otherwise as `sunrise`.
    """
    return _crossing_time(day, place, TWILIGHT_ZENITH, -1)


def dusk(day: date, place: Place) -> datetime:
    """Return the end of civil twilight, the sun's center 6 degrees below; otherwise as `sunrise`.

    Near the polar circles it may fall after midnight, on the next date.
    """
    return _crossing_time(day, place, TWILIGHT_ZENITH, 1)


def sun_position(moment: datetime) -> SunPosition:
    """Return the sun's position at an aware moment.

    Source: Meeus (1998), equations 25.2 to 25.8 (low accuracy), 22.2 and 28.3. Universal time
    replaces dynamical time, as in NOAA's calculator.
    """
    century = (moment.timestamp() / 86_400 - 10_957.5) / 36_525  # since noon of 2000-01-01
    mean_longitude = math.radians((280.46646 + century * (36_000.76983 + century * 3.032e-4)) % 360)
    anomaly = math.radians(357.52911 + century * (35_999.05029 - century * 1.537e-4))
    eccentricity = 0.016708634 - century * (4.2037e-5 + century * 1.267e-7)
    center = (
        (1.914602 - century * (0.004817 + century * 1.4e-5)) * math.sin(anomaly)
        + (0.019993 - century * 1.01e-4) * math.sin(2 * anomaly)
        + 2.89e-4 * math.sin(3 * anomaly)
    )
    node = math.radians(125.04 - 1_934.136 * century)
    apparent = mean_longitude + math.radians(center - 0.00569 - 0.00478 * math.sin(node))
    arcseconds = 21.448 - century * (46.815 + century * (5.9e-4 - century * 1.813e-3))
    tilt = math.radians(23 + (26 + arcseconds / 60) / 60 + 0.00256 * math.cos(node))
    half_tilt = math.tan(tilt / 2) ** 2
    equation = (
        half_tilt * math.sin(2 * mean_longitude)
        - 2 * eccentricity * math.sin(anomaly)
        + 4 * eccentricity * half_tilt * math.sin(anomaly) * math.cos(2 * mean_longitude)
        - half_tilt**2 / 2 * math.sin(4 * mean_longitude)
        - 1.25 * eccentricity**2 * math.sin(2 * anomaly)
    )
    declination = math.asin(math.sin(tilt) * math.sin(apparent))
    return SunPosition(math.degrees(declination), 4 * math.degrees(equation))


def _crossing_time(day: date, place: Place, zenith: float, side: int) -> datetime:
    """Return the time when the sun is at `zenith`, before (side −1) or after (side 1) noon."""
    zone = ZoneInfo(place.zone)
    midnight = datetime.combine(day, time(), UTC)
    noon = midnight + _after_midnight(midnight, place, 0.0)
    midnight += timedelta(days=(day - noon.astimezone(zone).date()).days)
    moment = midnight + _after_midnight(midnight, place, 0.0)
    for _ in range(MAX_STEPS):
        angle = _hour_angle(sun_position(moment).declination, place.latitude, zenith)
        next_moment = midnight + _after_midnight(moment, place, side * angle)
        if abs(next_moment - moment) < timedelta(milliseconds=10):
            return next_moment.astimezone(zone)
        moment = next_moment
    raise NoCrossingError(f"On {day} the sun only grazes that height at {place.latitude} degrees.")


def _after_midnight(moment: datetime, place: Place, angle: float) -> timedelta:
    """Return the time from midnight UTC to the sun's hour angle.

    The sun's place is that at `moment`.
    """
    minutes = 720 - 4 * place.longitude - sun_position(moment).equation_of_time + 4 * angle
    return timedelta(minutes=minutes)


def _hour_angle(declination: float, latitude: float, zenith: float) -> float:
    """Return the degrees the sun moves between noon and `zenith`: Meeus (1998), equation 15.1."""
    north, tilt = math.radians(latitude), math.radians(declination)
    height = math.cos(math.radians(zenith)) - math.sin(north) * math.sin(tilt)
    reach = math.cos(north) * math.cos(tilt)
    if height >= reach:
        raise SunStaysDownError("The sun stays below that height all day at this latitude.")
    if height <= -reach:
        raise SunStaysUpError("The sun stays above that height all day at this latitude.")
    return math.degrees(math.acos(height / reach))
