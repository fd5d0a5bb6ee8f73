"""Tests of sunset and civil twilight against published times, and of what no place escapes."""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clayton_review.stats.errors import OutOfRangeError
from clayton_review.stats.policing.daylight import (
    CLAYTON,
    NoCrossingError,
    Place,
    SunStaysDownError,
    SunStaysUpError,
    dawn,
    dusk,
    sun_position,
    sunrise,
    sunset,
)

GOLDEN = Place(39.742476, -105.1786, "America/Denver")
DECORAH = Place(43.3, -91.8, "America/Chicago")
TROMSO = Place(69.65, 18.96, "Europe/Oslo")
HELSINKI = Place(60.5, 24.94, "Europe/Helsinki")
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
Event = Callable[[date, Place], datetime]


def apart(moment: datetime, clock: str) -> float:
    """Seconds between a moment and a clock time of its own date."""
    stated = datetime.combine(moment.date(), time.fromisoformat(clock), moment.tzinfo)
    return abs((moment - stated).total_seconds())


def test_meeuss_example_of_the_sun() -> None:
    """Meeus (1998), examples 25.a and 28.b: 1992 October 13, 0 h."""
    sun = sun_position(datetime(1992, 10, 13, tzinfo=UTC))
    assert sun.declination == pytest.approx(-7.78507, abs=5e-6)
    assert sun.equation_of_time == pytest.approx(13 + 42.7 / 60, abs=0.002)


def test_the_example_of_the_solar_position_algorithm() -> None:
    """Reda and Andreas (2008), NREL/TP-560-34302, table A5.1; its sunset is that of October 16."""
    assert apart(sunrise(date(2003, 10, 17), GOLDEN), "07:12:43") < 2
    assert apart(sunset(date(2003, 10, 16), GOLDEN), "18:20:19") < 2


@pytest.mark.parametrize(
    ("day", "rises", "sets", "begins", "ends"),
    [  # U.S. Naval Observatory, Decorah, Iowa, September of a leap year, to the minute
        (1, "06:32", "19:41", "06:02", "20:11"),
        (10, "06:42", "19:25", "06:13", "19:54"),
        (20, "06:53", "19:07", "06:24", "19:36"),
        (30, "07:04", "18:49", "06:36", "19:18"),
    ],
)
def test_times_of_the_naval_observatory(
    day: int, rises: str, sets: str, begins: str, ends: str
) -> None:
    times: dict[Event, str] = {sunrise: rises, sunset: sets, dawn: begins, dusk: ends}
    for event, clock in times.items():
        assert apart(event(date(2008, 9, day), DECORAH), clock) < 60


def test_the_clock_of_clayton_changes_and_the_sun_does_not() -> None:
    for before, after, hour in (
        (date(2018, 3, 10), date(2018, 3, 11), 3600),
        (date(2018, 11, 3), date(2018, 11, 4), -3600),
    ):
        first, second = sunset(before, CLAYTON), sunset(after, CLAYTON)
        assert abs(second.timestamp() - first.timestamp() - 86_400) < 90
        offsets = [moment.utcoffset() or timedelta() for moment in (first, second)]
        assert (offsets[1] - offsets[0]).total_seconds() == hour


def test_the_longest_and_the_shortest_day_of_clayton() -> None:
    lengths = {}
    for day in (date(2018, 1, 1) + timedelta(days=n) for n in range(365)):
        lengths[day] = sunset(day, CLAYTON) - sunrise(day, CLAYTON)
    assert max(lengths, key=lambda day: lengths[day]) == date(2018, 6, 21)
    assert min(lengths, key=lambda day: lengths[day]) in {date(2018, 12, 21), date(2018, 12, 22)}


def test_day_and_night_are_nearly_equal_at_the_equinox_everywhere() -> None:
    for latitude in (-60, -30, 0, 30, 60):
        place = Place(latitude, 0, "UTC")
        length = sunset(date(2018, 3, 20), place) - sunrise(date(2018, 3, 20), place)
        assert timedelta(hours=12) < length < timedelta(hours=12, minutes=20)


@settings(deadline=None)
@given(DAYS, st.floats(-60, 60), st.floats(-180, 180))
def test_the_sun_stands_where_it_should_at_sunset_and_at_dusk(
    day: date, latitude: float, longitude: float
) -> None:
    place = Place(latitude, longitude, "UTC")
    for event, zenith in ((sunset, 90.833), (dusk, 96.0), (sunrise, 90.833), (dawn, 96.0)):
        moment = event(day, place)
        sun = sun_position(moment)
        minutes = moment.hour * 60 + moment.minute + (moment.second + moment.microsecond / 1e6) / 60
        angle = math.radians((minutes + sun.equation_of_time) / 4 + longitude - 180)
        north, tilt = math.radians(latitude), math.radians(sun.declination)
        height = math.sin(north) * math.sin(tilt)
        height += math.cos(north) * math.cos(tilt) * math.cos(angle)
        assert math.degrees(math.acos(height)) == pytest.approx(zenith, abs=1e-3)


@settings(deadline=None)
@given(DAYS, st.floats(0, 60), st.floats(-180, 180))
def test_events_follow_one_another_on_their_day(
    day: date, latitude: float, longitude: float
) -> None:
    hours = round(longitude / 15)
    place = Place(latitude, longitude, f"Etc/GMT{-hours:+d}")
    times = [event(day, place) for event in (dawn, sunrise, sunset, dusk)]
    assert times == sorted(times)
    assert {times[1].date(), times[2].date()} == {day}
    south = Place(-latitude, longitude, place.zone)
    together = (times[2] - times[1]) + (sunset(day, south) - sunrise(day, south))
    assert timedelta(hours=24) < together < timedelta(hours=24, minutes=45)


def test_a_zone_far_from_its_longitude_keeps_the_date() -> None:
    island = Place(1.87, -157.4, "Pacific/Kiritimati")  # 14 hours ahead, in the west
    assert sunset(date(2018, 6, 21), island).date() == date(2018, 6, 21)


def test_polar_day_polar_night_and_the_white_night_are_named() -> None:
    with pytest.raises(SunStaysUpError, match="stays above"):
        sunset(date(2018, 6, 21), TROMSO)
    with pytest.raises(SunStaysDownError, match="stays below"):
        sunset(date(2018, 12, 21), TROMSO)
    assert sunset(date(2018, 6, 21), HELSINKI)
    with pytest.raises(SunStaysUpError):
        dusk(date(2018, 6, 21), Place(61.5, 24.94, "Europe/Helsinki"))
    for latitude in (-90, 90):
        with pytest.raises(NoCrossingError):
            sunset(date(2018, 6, 21), Place(latitude, 0, "UTC"))
    with pytest.raises(NoCrossingError, match="only grazes that height"):
        sunset(date(2018, 5, 26), Place(67.918723, 0, "UTC"))


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [(91, 0, "UTC"), (0, 181, "UTC"), (math.nan, 0, "UTC"), (0, 0, "Mars/Base"), (0, 0, "../x")],
)
def test_places_that_are_nowhere_are_refused(latitude: float, longitude: float, zone: str) -> None:
    with pytest.raises(OutOfRangeError):
        Place(latitude, longitude, zone)
