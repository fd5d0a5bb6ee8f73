"""The Board's calendar, and the report dates that follow from it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from clayton_review import clock
from clayton_review.engagement.models import BoardMeeting
from clayton_review.engagement.selectors.decisions import decisions
from clayton_review.engagement.selectors.milestones import milestones
from clayton_review.engagement.selectors.terms import contract_dates

BUILD_HOUR = time(6, 0)
DAYS_TO_REVIEW = 7  # from the built draft to the packet deadline: checks and two approvals


@dataclass(frozen=True)
class CalendarEntry:
    """One thing on the calendar: its day, what it is, and what kind of thing."""

    on: date
    title: str
    kind: str


def coming(as_of: datetime, *, days: int | None = None) -> list[CalendarEntry]:
    """List the dates after a moment in order; within so many days when given.

    Meetings and packets of the Board, reports to build, milestones due, decisions needed.
    """
    first = clock.local(as_of).date()
    last = first + timedelta(days=days) if days is not None else date.max
    known = list(BoardMeeting.objects.as_of(as_of).order_by("held_on"))
    dates = [
        CalendarEntry(meeting.held_on, "Board of Aldermen meets", "meeting") for meeting in known
    ]
    dates += [
        CalendarEntry(
            meeting.packet_due_on,
            f"Packet closes for the meeting of {_month_and_day(meeting.held_on)}",
            "packet",
        )
        for meeting in known
    ]
    dates += [
        CalendarEntry(row.due_on, row.title, "milestone")
        for row in milestones(as_of)
        if not row.reached_on
    ]
    dates += [
        CalendarEntry(row.decide_by, f"Decision needed: {row.text}", "decision")
        for row in decisions(as_of)
    ]
    dates += _reports_coming(as_of, known)
    within = [entry for entry in dates if first <= entry.on <= last]
    return sorted(within, key=lambda entry: (entry.on, entry.kind, entry.title))


def meetings() -> list[BoardMeeting]:
    """List the Board's current meetings, earliest first."""
    return list(BoardMeeting.objects.current().order_by("held_on"))


@dataclass(frozen=True)
class Packet:
    """A meeting to come, when its packet closes, and the days of the report that goes into it."""

    held_on: date
    packet_due_on: date
    month: date | None  # covered by the report that is due with this packet
    built_on: date | None


def packets(as_of: datetime) -> list[Packet]:
    """List the coming meetings, each with the report that goes into its packet, if any."""
    today, calendar = clock.local(as_of).date(), meetings()
    dates = contract_dates(as_of)
    months = months_between(dates.starts_on, dates.ends_on) if dates else []
    covered = {packet_due(month, calendar): month for month in months}
    entries = []
    for meeting in calendar:
        month = covered.get(meeting.packet_due_on)
        built_on = report_build_at(month, calendar).date() if month else None
        entries.append(Packet(meeting.held_on, meeting.packet_due_on, month, built_on))
    return [packet for packet in entries if packet.held_on >= today]


def packet_due(month: date, calendar: list[BoardMeeting] | None = None) -> date | None:
    """Return the packet deadline of the Board meeting in the month after the one covered, if any.

    A packet that closes within a week of the month's end leaves no time to review and is left out.
    """
    following = _next_month(month)
    after, until = following + timedelta(days=DAYS_TO_REVIEW), _next_month(following)
    known = meetings() if calendar is None else calendar
    fitting = (
        meeting for meeting in known if meeting.packet_due_on >= after and meeting.held_on < until
    )
    return next((meeting.packet_due_on for meeting in fitting), None)


def report_build_at(month: date, calendar: list[BoardMeeting] | None = None) -> datetime:
    """Return the time at which the report on a month is prepared: 06:00 in Clayton.

    A week before the packet closes, never before the month is over; without a meeting calendar
    on the 1st of the month after.
    """
    due = packet_due(month, calendar)
    day = due - timedelta(days=DAYS_TO_REVIEW) if due else _next_month(month)
    return datetime.combine(day, BUILD_HOUR, tzinfo=clock.CLAYTON)


def months_to_report(now: datetime) -> list[date]:
    """List the months of the contract (first days) whose report should be built by now."""
    dates = contract_dates(now)
    if dates is None:
        return []
    calendar = meetings()
    within = months_between(dates.starts_on, dates.ends_on)
    return [month for month in within if report_build_at(month, calendar) <= now]


def months_between(first: date, last: date) -> list[date]:
    """List the first day of each month from one date to another, both included."""
    n_months = (last.year - first.year) * 12 + last.month - first.month + 1
    start = first.year * 12 + first.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(start, start + n_months)]


def _reports_coming(as_of: datetime, calendar: list[BoardMeeting]) -> list[CalendarEntry]:
    dates = contract_dates(as_of)
    months = months_between(dates.starts_on, dates.ends_on) if dates else []
    return [
        CalendarEntry(
            report_build_at(month, calendar).date(),
            f"Report for {month:%B %Y} is prepared",
            "report",
        )
        for month in months
    ]


def _month_and_day(day: date) -> str:
    return f"{day:%B} {day.day}"


def _next_month(month: date) -> date:
    return months_between(month, month + timedelta(days=31))[1]
