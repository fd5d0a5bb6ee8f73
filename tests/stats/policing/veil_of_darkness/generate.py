"""Invents stops, the same every time; run as a module, it writes what R is to fit.

Run `python -m tests.stats.policing.veil_of_darkness.generate`, then `Rscript expected.R` there.
"""

import csv
import random
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from clayton_review.stats.policing.daylight import CLAYTON
from clayton_review.stats.policing.veil_of_darkness import TimedStop, TwilightWindow, inter_twilight

N_STOPS = 1800
ZONE = ZoneInfo(CLAYTON.zone)
CHANCES = {"center": 0.30, "east": 0.45, "west": 0.22}


def invented_stops() -> list[TimedStop]:
    """Stops of two years, mostly in the evening, with fewer of the group after six o'clock."""
    chance, stops = random.Random(2018), []  # noqa: S311  # invented stops
    for _ in range(N_STOPS):
        day = datetime(2017, 1, 1, tzinfo=ZONE) + timedelta(days=chance.randrange(730))
        moment = day.replace(hour=chance.choice([9, 16, 17, 18, 19, 20, 21, 22]))
        moment = moment.replace(minute=chance.randrange(60))
        district = chance.choice(sorted(CHANCES))
        is_late = (moment.hour >= 18) * 0.06
        stops.append(TimedStop(moment, chance.random() < CHANCES[district] - is_late, district))
    return stops


def lines(window: TwilightWindow) -> list[list[object]]:
    """Return the columns that R reads."""
    columns = (window.is_of_group, window.is_dark, window.minutes, window.districts)
    return [list(row) for row in zip(*columns, strict=True)]


if __name__ == "__main__":
    with (Path(__file__).parent / "window.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["is_of_group", "is_dark", "minute", "district"])
        writer.writerows(lines(inter_twilight(invented_stops())))
