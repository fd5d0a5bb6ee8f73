"""Invented people who were asked to talk in January, and the slots of the weeks ahead."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RecruitAttempt:
    """One attempt to reach somebody."""

    day: str
    time: str
    by: str
    channel: str
    outcome: str
    note: str = ""
    next_step: str = ""
    next_on: str = ""


@dataclass(frozen=True)
class Recruit:
    """Somebody who has not been interviewed yet."""

    group: str
    attempts: tuple[RecruitAttempt, ...]
    language: str = "en"
    needs: str = ""
    wants_reminder: bool = False


@dataclass(frozen=True)
class DemoSlot:
    """A time to talk, and for which recruit it is kept, if any."""

    day: str
    time: str
    by: str
    mode: str = "in_person"
    place: str = "public"
    where: str = ""
    minutes: int = 60
    language: str = "en"
    recruit: int | None = None


RECRUITS = (
    Recruit("resident", (
        RecruitAttempt("2019-01-09", "10:10", "nora", "phone", "message",
                       "", "Call again", "2019-01-11"),
        RecruitAttempt("2019-01-11", "17:20", "nora", "phone", "agreed",
              "Evenings after six, not on Wednesdays.", "Send the reminder", "2019-01-31"),
    ), wants_reminder=True),
    Recruit("resident", (
        RecruitAttempt("2019-01-09", "10:25", "nora", "letter", "no_answer",
                       "", "Call", "2019-01-16"),
        RecruitAttempt("2019-01-16", "11:05", "nora", "phone", "declined",
                       "Has said all in the survey."),
    )),
    Recruit("resident", (
        RecruitAttempt("2019-01-14", "18:30", "dana", "in_person", "agreed",
              "Met at the dialogue in Spanish.", "Call to choose a day", "2019-01-21"),
        RecruitAttempt("2019-01-21", "18:05", "dana", "phone", "rescheduled",
              "Night shift this week.", "Confirm childcare", "2019-02-05"),
    ), language="es", needs="Childcare during the talk"),
    Recruit("student", (
        RecruitAttempt("2019-01-10", "13:00", "samuel", "email", "agreed",
                       "", "Meet", "2019-01-17"),
        RecruitAttempt("2019-01-17", "16:15", "samuel", "in_person", "no_show",
                       "Waited twenty minutes.",
              "Write once more", "2019-01-24"),
        RecruitAttempt("2019-01-24", "09:40", "samuel", "text", "rescheduled", "Had an exam.",
              "Meet at the library", "2019-02-05"),
    ), wants_reminder=True),
    Recruit("student", (
        RecruitAttempt("2019-01-15", "12:30", "samuel", "email", "message", "", "Write again",
              "2019-02-01"),
    )),
    Recruit("business", (
        RecruitAttempt("2019-01-11", "09:15", "nora", "phone", "declined",
              "The owner does not want staff to talk during work."),
    )),
    Recruit("business", (
        RecruitAttempt("2019-01-18", "15:00", "nora", "phone", "reached",
              "Interested; must ask the landlord about the room.", "Call again", "2019-02-05"),
    ), needs="A place without stairs"),
    Recruit("community", (
        RecruitAttempt("2019-01-22", "10:30", "dana", "phone", "agreed", "", "Confirm the link",
              "2019-02-06"),
    )),
    Recruit("officer", (
        RecruitAttempt("2019-01-14", "07:10", "samuel", "in_person", "reached",
              "Asked after roll call, off duty only.", "Call the private number", "2019-01-18"),
        RecruitAttempt("2019-01-18", "19:00", "samuel", "phone", "declined", ""),
    )),
    Recruit("officer", (
        RecruitAttempt("2019-01-14", "07:15", "samuel", "in_person", "agreed",
              "Not at the station, not in uniform.", "Meet", "2019-01-25"),
        RecruitAttempt("2019-01-25", "18:30", "samuel", "in_person", "no_show",
                       "Called in for a shift.",
              "Ask for another day", "2019-02-04"),
    )),
    Recruit("civilian", (
        RecruitAttempt("2019-01-23", "12:05", "dana", "text", "message", "", "Call at lunch time",
              "2019-02-05"),
    )),
)  # fmt: skip

SLOTS = (
    DemoSlot("2019-02-01", "18:00", "nora", where="Library, meeting room 2", recruit=0),
    DemoSlot("2019-02-06", "10:00", "dana", where="Community center, room 104"),
    DemoSlot("2019-02-07", "17:30", "dana", where="Parish hall, side entrance", language="es",
             minutes=75, recruit=2),
    DemoSlot("2019-02-05", "16:00", "samuel", place="campus", where="Main library, room 3",
             minutes=45, recruit=3),
    DemoSlot("2019-02-08", "12:00", "samuel", mode="phone", place="none", minutes=30),
    DemoSlot("2019-02-11", "09:30", "nora", mode="video", place="none", minutes=45, recruit=7),
    DemoSlot("2019-02-13", "19:00", "samuel", place="study_office", where="77 Maryland, 2nd floor",
             minutes=60),
    DemoSlot("2019-02-15", "18:00", "nora", where="Library, meeting room 2"),
)  # fmt: skip
