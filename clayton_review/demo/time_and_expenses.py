"""Invented time, miles and receipts under the contract, and one question the Board decided."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from clayton_review.accounts.models import User
from clayton_review.demo.times import identity, on
from clayton_review.documents.models import StoredFile
from clayton_review.engagement import actions
from clayton_review.engagement.models import (
    BoardAnswer,
    DecisionAsked,
    DecisionAskedInput,
    HourlyRateInput,
    HoursInput,
    MileageInput,
    MileageRateInput,
    Task,
)

RATES = {"marian": 220, "nora": 180, "samuel": 160, "dana": 160}
MILEAGE_RATES = (("2018-01-01", "0.545"), ("2019-01-01", "0.58"))
LONGEST_DAY = Decimal(8)

# (who, task, hours, last day of the work, what was done)
WORK: tuple[tuple[str, Task, str, str, str], ...] = (
    ("marian", Task.MANAGEMENT, "12", "2018-10-25", "Start of the study, work plan"),
    ("samuel", Task.MANAGEMENT, "24", "2018-10-25", "Start of the study, list of records"),
    ("nora", Task.INCIDENTS, "24", "2018-10-29", "Reading the published record of July 7"),
    ("samuel", Task.INCIDENTS, "22.5", "2018-10-31", "Accounts of July 7 side by side"),
    ("samuel", Task.SURVEY, "37.5", "2018-11-09", "Questionnaire, pretest, sample"),
    ("nora", Task.SURVEY, "12.5", "2018-11-09", "Review of the questionnaire"),
    ("nora", Task.INTERVIEWS, "20", "2018-11-21", "Interviews, held and written up"),
    ("dana", Task.INTERVIEWS, "36", "2018-11-21", "Interviews, held and written up"),
    ("nora", Task.RECORDS, "26.25", "2018-11-28", "Policies and the general orders"),
    ("nora", Task.INTERVIEWS, "32", "2018-12-07", "Interviews and the coding of all"),
    ("dana", Task.INTERVIEWS, "35.5", "2018-12-07", "Interviews and the coding of all"),
    ("nora", Task.SURVEY, "10", "2018-12-14", "Close of the survey"),
    ("samuel", Task.SURVEY, "27", "2018-12-14", "Weights and first results"),
    ("nora", Task.INCIDENTS, "10.25", "2018-12-18", "Radio recordings against the accounts"),
    ("samuel", Task.INCIDENTS, "20", "2018-12-19", "Radio recordings against the accounts"),
    ("marian", Task.INCIDENTS, "3.5", "2018-12-18", "Review of the timeline"),
    ("marian", Task.REPORTING, "7", "2018-12-21", "Reports of October and November"),
    ("samuel", Task.REPORTING, "16", "2018-12-21", "Tables and charts of two reports"),
    ("marian", Task.REPORTING, "10", "2019-01-11", "Findings and recommendations"),
    ("nora", Task.REPORTING, "6", "2019-01-11", "Findings and recommendations"),
    ("samuel", Task.REPORTING, "12", "2019-01-11", "Report of December"),
    ("nora", Task.RECORDS, "15", "2019-01-18", "File review, first forty files"),
    ("samuel", Task.RECORDS, "26.25", "2019-01-18", "File review, first forty files"),
    ("nora", Task.INTERVIEWS, "13.5", "2019-01-25", "Preparation of the dialogues"),
    ("dana", Task.INTERVIEWS, "30.75", "2019-01-25", "Preparation of the dialogues"),
)

# (day, who, miles, from where to where)
MILES = (
    ("2018-10-30", "nora", "224", "Airport, hotel and City Hall, six days"),
    ("2018-11-29", "dana", "180", "Hotel and the places of interviews, five days"),
    ("2018-12-19", "samuel", "210", "Hotel, City Hall and ride-along, six days"),
    ("2019-01-28", "nora", "160", "Airport, hotel and meeting rooms, three days"),
)


def agree_rates(*, lead: User) -> None:
    """Record the hourly rates of the team and the mileage rate of each year."""
    for name, amount in RATES.items():
        values = HourlyRateInput(_person(name), date(2018, 10, 1), Decimal(amount))
        _file(f"rate/{name}", values, by=lead)
    for day, rate in MILEAGE_RATES:
        source = f"IRS standard mileage rate for {day[:4]}, as the contract takes it"
        agreed_rate = MileageRateInput(date.fromisoformat(day), Decimal(rate), source)
        _file(f"mileage rate/{day}", agreed_rate, by=lead)


def log_month(month: str) -> None:
    """Log the team's hours, miles and expenses of a month (`2018-11`), day by day."""
    for number, (name, task, hours, last, text) in enumerate(WORK):
        if last.startswith(month):
            for day, part in _days(Decimal(hours), date.fromisoformat(last)):
                who = _person(name)
                with on(day.isoformat(), "17:30"):
                    _file(f"time/{number}/{day}", HoursInput(task, day, part, text, who), by=who)
    for day_text, name, miles, text in MILES:
        if day_text.startswith(month):
            who, day = _person(name), date.fromisoformat(day_text)
            with on(day_text, "18:00"):
                values = MileageInput(Task.TRAVEL, day, Decimal(miles), text, who)
                _file(f"miles/{day_text}", values, by=who)


def receipt(title: str, day: str, amount: str, *, by: User) -> StoredFile:
    """Draw a small picture of a receipt that says it is only a demonstration."""
    picture = Image.new("RGB", (420, 240), "white")
    lines = ("DEMONSTRATION RECEIPT", title[:44], day, f"Total  ${Decimal(amount):,.2f}")
    for place, line in enumerate(lines):
        font = ImageFont.load_default(26 if place in {0, 3} else 17)
        ImageDraw.Draw(picture).text((20, 20 + 52 * place), line, fill="black", font=font)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return actions.store_receipt(content=out.getvalue(), name="receipt.png", by=by)


def ask_about_the_brief(*, lead: User) -> None:
    """Ask the Board how much of a report goes into its packet, a question it has decided since."""
    with on("2018-11-08"):
        values = DecisionAskedInput(
            text="Choose how much of each report goes into the printed packet",
            why="The whole report is long for a packet. A brief leaves out the tables.",
            options=(
                "A brief of two pages, the report linked: no cost\n"
                "The whole report, printed by the city: about $60 a month"
            ),
            asked_on=date(2018, 11, 8),
            decide_by=date(2018, 12, 11),
        )
        _file("decision/brief", values, by=lead)


def decide_about_the_brief(*, lead: User) -> None:
    """Record the Board's decisions at its meeting in December."""
    with on("2018-12-12"):
        decision = DecisionAsked.objects.get(pk=identity("engagement/decision/brief"))
        actions.note_outcome(
            decision=decision,
            revision=decision.revision,
            decided_on=date(2018, 12, 11),
            how_decided=BoardAnswer.CHANGED,
            outcome="A two-page brief goes into each packet. City Hall keeps the whole reports.",
            minutes="Minutes of December 11, 2018 (demonstration)",
            by=lead,
        )


def _person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def _file(name: str, values: Any, *, by: User) -> Any:
    return actions.file(record_id=identity(f"engagement/{name}"), values=values, by=by)


def _days(hours: Decimal, last: date) -> Iterator[tuple[date, Decimal]]:
    """Yield workdays with their hours, at most eight a day, back from the last one."""
    day = last
    while hours > 0:
        if day.weekday() < 5:
            yield day, min(hours, LONGEST_DAY)
            hours -= LONGEST_DAY
        day -= timedelta(days=1)
