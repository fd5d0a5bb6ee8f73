"""The veil of darkness equals R's glm with splines, and says when nothing can be concluded."""

import json
import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from clayton_review.stats.errors import OutOfRangeError
from clayton_review.stats.estimates.rounding import round_half_up
from clayton_review.stats.inconclusive import Inconclusive
from clayton_review.stats.policing import veil_of_darkness as veil_of_darkness_module
from clayton_review.stats.policing.daylight import CLAYTON, NoCrossingError, Place, dusk, sunset
from clayton_review.stats.policing.splines import natural_spline
from clayton_review.stats.policing.veil_of_darkness import (
    CAUTION,
    TimedStop,
    VeilOfDarkness,
    inter_twilight,
    veil_of_darkness,
)
from tests.stats.policing.veil_of_darkness.generate import ZONE, invented_stops

EXPECTED: dict[str, Any] = json.loads(
    (Path(__file__).parent / "veil_of_darkness" / "expected.json").read_text()
)
STOPS = invented_stops()
CLOSE = 1e-8
CASES = {
    "with_district": STOPS,
    "without_district": [replace(stop, district=None) for stop in STOPS],
    "east": [stop for stop in STOPS if stop.district == "east"],
}


def is_dark(stop: TimedStop) -> bool:
    return stop.moment >= dusk(stop.moment.date(), CLAYTON)


def is_light_or_dark(stop: TimedStop) -> bool:
    return is_dark(stop) or stop.moment < sunset(stop.moment.date(), CLAYTON)


def concluded(stops: list[TimedStop]) -> VeilOfDarkness:
    outcome = veil_of_darkness(stops)
    assert isinstance(outcome, VeilOfDarkness), outcome
    return outcome


def refused(stops: list[TimedStop]) -> str:
    outcome = veil_of_darkness(stops)
    assert isinstance(outcome, Inconclusive)
    return outcome.sentence


@pytest.mark.parametrize("case", CASES)
def test_coefficients_and_their_covariance_are_those_of_r(case: str) -> None:
    outcome, expected = concluded(CASES[case]), EXPECTED[case]
    assert outcome.window.n == outcome.fit.n == expected["n"]
    assert outcome.fit.coefficients == pytest.approx(expected["coefficients"], rel=CLOSE)
    assert outcome.fit.standard_errors == pytest.approx(expected["standard_errors"], rel=CLOSE)
    assert outcome.fit.covariance == pytest.approx(np.array(expected["covariance"]), rel=CLOSE)
    assert outcome.fit.deviance == pytest.approx(expected["deviance"], rel=CLOSE)


def test_the_stops_that_r_saw_are_those_of_the_window() -> None:
    window = inter_twilight(STOPS)
    sums = {"is_of_group": window.is_of_group, "is_dark": window.is_dark, "minute": window.minutes}
    assert {name: column.sum() for name, column in sums.items()} == EXPECTED["sums"]


@pytest.mark.parametrize("n_columns", range(1, 8))
def test_natural_splines_are_those_of_r(n_columns: int) -> None:
    minutes = inter_twilight(STOPS).minutes[:40]
    expected = np.array(EXPECTED["bases"][n_columns - 1])
    assert natural_spline(minutes, n_columns) == pytest.approx(expected, abs=1e-12)


def test_the_odds_ratio_its_interval_and_its_sentence() -> None:
    outcome = concluded(STOPS)
    value, error = (
        EXPECTED["with_district"][name][1] for name in ("coefficients", "standard_errors")
    )
    assert outcome.odds.ratio == pytest.approx(math.exp(value))
    assert outcome.odds.lower == pytest.approx(math.exp(value - 1.959963984540054 * error))
    assert outcome.odds.upper == pytest.approx(math.exp(value + 1.959963984540054 * error))
    assert outcome.names[1] == "darkness"
    assert outcome.names[-2:] == ("district east", "district west")
    assert f"{round_half_up(outcome.odds.ratio)} times in darkness" in outcome.sentence
    assert outcome.sentence.endswith("which does not prove that there is none.")
    assert outcome.caution == CAUTION


@pytest.mark.parametrize(("in_darkness", "part"), [(0.2, "a larger part"), (0.8, "a smaller part")])
def test_a_difference_is_told_in_its_direction(in_darkness: float, part: str) -> None:
    chance = np.random.default_rng(1)
    leaning = [
        replace(stop, is_of_group=bool(chance.random() < (in_darkness if is_dark(stop) else 0.5)))
        for stop in STOPS
    ]
    assert f"{part} of those stopped when drivers can be seen" in concluded(leaning).sentence


def test_the_window_goes_from_the_earliest_to_the_latest_dusk_of_the_year() -> None:
    window = inter_twilight(STOPS)
    assert 17 * 60 + 5 < window.earliest < 17 * 60 + 15  # early in December
    assert 21 * 60 < window.latest < 21 * 60 + 5  # end of June
    assert window.n + window.n_twilight + window.n_outside == len(STOPS)
    assert (window.minutes >= window.earliest).all()
    assert (window.minutes <= window.latest).all()


def test_stops_between_sunset_and_dusk_are_neither_light_nor_dark() -> None:
    day = date(2018, 4, 10)
    down, dark = sunset(day, CLAYTON), dusk(day, CLAYTON)
    second = timedelta(seconds=1)
    moments = [down - second, down, dark - second, dark]
    window = inter_twilight([TimedStop(moment, is_of_group=True) for moment in moments])
    assert window.n_twilight == 2
    assert list(window.is_dark) == [0, 1]


def test_the_time_zone_a_moment_is_written_in_does_not_matter() -> None:
    there = [replace(stop, moment=stop.moment.astimezone(UTC)) for stop in STOPS]
    assert concluded(there).odds == concluded(STOPS).odds


def test_fewer_than_a_hundred_stops_in_the_window_conclude_nothing() -> None:
    stops = [*evening(18, range(60)), *evening(18, range(130, 190))]
    enough = [stop for stop in stops if is_light_or_dark(stop)][-100:]
    assert concluded(enough).window.n == 100
    assert "at least 100 of them and there are 99 in the inter-twilight" in refused(enough[1:])
    assert "there are 0" in refused([])


def evening(hour: int, days: range, *, is_of_group: bool | None = None) -> list[TimedStop]:
    first = datetime(2018, 1, 1, hour, tzinfo=ZONE)
    moments = [first + timedelta(days=n, minutes=n * 7 % 60) for n in days]
    return [
        TimedStop(moment, n % 3 == 0 if is_of_group is None else is_of_group)
        for n, moment in enumerate(moments)
    ]


def test_light_or_darkness_alone_conclude_nothing() -> None:
    assert "made in daylight" in refused(evening(18, range(130, 260)))
    assert "made in darkness" in refused([*evening(18, range(60)), *evening(19, range(60))])


def test_one_group_alone_concludes_nothing() -> None:
    for is_of_group, word in ((True, "all"), (False, "none")):
        stops = [replace(stop, is_of_group=is_of_group) for stop in STOPS]
        assert f"because {word} of the drivers" in refused(stops)


def test_separation_concludes_nothing() -> None:
    lit = [replace(stop, is_of_group=not is_dark(stop)) for stop in STOPS]
    assert "without error" in refused(lit)
    alone = [replace(stop, district="north") for stop in STOPS[:30]]
    alone = [replace(stop, is_of_group=True) for stop in alone]
    assert "small districts may be joined" in refused([*STOPS, *alone])


def test_an_interval_without_bounds_concludes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(veil_of_darkness_module, "MAX_LOG_ODDS", 0.5)
    assert "hardly be told from the clock" in refused(STOPS)


def test_stops_all_at_one_time_of_the_clock_conclude_nothing() -> None:
    at_seven = [replace(stop, moment=stop.moment.replace(hour=19, minute=0)) for stop in STOPS]
    assert "too much alike for a spline" in refused(at_seven)


def test_stops_that_cannot_be_are_refused() -> None:
    with pytest.raises(OutOfRangeError, match="time zone"):
        veil_of_darkness([TimedStop(datetime(2018, 7, 7, 20), is_of_group=True)])  # noqa: DTZ001
    with pytest.raises(OutOfRangeError, match="yes or no"):
        veil_of_darkness([*STOPS, replace(STOPS[0], is_of_group=None)])  # type: ignore[arg-type]
    with pytest.raises(OutOfRangeError, match="some stops only"):
        veil_of_darkness([*STOPS, replace(STOPS[0], district=None)])
    with pytest.raises(OutOfRangeError, match="Confidence"):
        veil_of_darkness(STOPS, confidence=95)
    with pytest.raises(NoCrossingError):
        veil_of_darkness(STOPS, Place(69.65, 18.96, "Europe/Oslo"))


@pytest.mark.soak
def test_the_interval_holds_what_was_planted_as_often_as_it_says(
    record_property: Callable[[str, object], None],
) -> None:
    """300 times: no difference, or odds in darkness that are half of those in daylight."""
    chance, missed = np.random.default_rng(2018), {1.0: 0, 0.5: 0}
    dark = [is_dark(stop) for stop in STOPS]
    for n in range(300):
        planted = 0.5 if n % 2 else 1.0
        odds = [planted if here else 1.0 for here in dark]
        drawn = [
            replace(stop, is_of_group=bool(chance.random() < odds_of_stop / (1 + odds_of_stop)))
            for stop, odds_of_stop in zip(STOPS, odds, strict=True)
        ]
        outcome = concluded(drawn).odds
        missed[planted] += not outcome.lower <= planted <= outcome.upper
    for planted, n_missed in missed.items():
        record_property(f"intervals that miss {planted:g}", n_missed)
        assert 1 <= n_missed <= 18, planted  # 7.5 of 150 expected; beyond these once in thousands
