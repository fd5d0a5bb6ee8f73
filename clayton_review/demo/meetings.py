"""Three invented dialogues and a ride-along: who came, as counts, and what was noted."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoActivity:
    """One activity; `speakers` pairs words of a quote with the group of whoever said it."""

    kind: str
    title: str
    held_on: str
    minutes: int
    place: str
    notes: str
    n_attended: int | None = None
    groups: tuple[tuple[str, int], ...] = ()
    printed: tuple[tuple[str, str], ...] = ()
    language: str = "en"
    consent: str = "group_label"
    speakers: tuple[tuple[str, str], ...] = ()


ACTIVITIES = (
    DemoActivity(
        "dialogue", "Dialogue at the Center of Clayton", "2018-12-06", 110, "public",
        "Six tables, one question each: what does a good stop look like?\n"
        "> When I know why, I can breathe. #reason-given\n"
        "> You were polite to my son. I want you to be polite to his friends. #fairness\n"
        "Table 4 spoke of July at length; ((a mother of one of the students)) was there. #trust\n"
        "> Officers get a script for the beginning. Write one for the end. #free-to-leave\n"
        "Two off-duty officers answered questions about the radio description. #description\n"
        "!send the summary to the tables before it goes to the Board",
        n_attended=47,
        groups=(("resident", 34), ("student", 6), ("business", 3), ("officer", 2),
                ("official", 2)),
        speakers=(("When I know why", "resident"), ("You were polite", "resident"),
                  ("Officers get a script", "student")),
    ),
    DemoActivity(
        "ride_along", "Evening shift, patrol north of Forsyth", "2018-12-14", 300, "patrol",
        "Eleven encounters, four of them vehicle stops, all with a reason given first. "
        "#reason-given\n"
        "In two of eleven the officer said in words that the person could go. #free-to-leave\n"
        "Radio: three descriptions, each under ten words. #description\n"
        "Between calls the shift was one short; a call waited nineteen minutes. #staffing\n"
        "!ask for the dispatch log of the evening",
        consent="not_quoted",
    ),
    DemoActivity(
        "dialogue", "Dialogue in Spanish at the parish hall", "2019-01-12", 90, "public",
        "Held in Spanish, notes in English. Childcare and a meal were offered; more came than "
        "signed up.\n"
        "> We call the neighbor's daughter before we call the police. She speaks English. "
        "#language\n"
        "> A uniform at the school fair, without a reason to be there. That helped. #presence\n"
        "Several had never seen the complaint form; nobody had seen it in Spanish. "
        "#complaints #language\n"
        "!bring the form in Spanish to the next meeting",
        n_attended=26,
        groups=(("resident", 23), ("community", 3)),
        language="es",
        speakers=(("We call the neighbor", "resident"), ("A uniform at", "resident")),
    ),
    DemoActivity(
        "dialogue", "Dialogue with students and neighbors", "2019-01-19", 120, "campus",
        "Printed shares are from the sign-in sheet of the hosts, where people could mark more "
        "than one box; kept as printed.\n"
        "> Ask us what we were doing there. But ask it as a question. #tone\n"
        "> The street is mine too, that is all I wanted to hear. #trust\n"
        "A shift sergeant explained what \"matching a description\" can mean. #description\n"
        "> If it was a mistake, say the word mistake. #complaints\n"
        "!the hosts want a second evening in March",
        n_attended=39,
        groups=(("resident", 14), ("student", 21), ("community", 2), ("officer", 1)),
        printed=(("white", "58"), ("people of color", "44")),
        speakers=(("Ask us what", "student"), ("The street is mine", "student"),
                  ("If it was a mistake", "resident")),
    ),
)  # fmt: skip
