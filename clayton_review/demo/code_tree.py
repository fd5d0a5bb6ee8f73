"""The code book of the demonstration: eighteen codes in five families."""

from findings.coding.inputs import CodeInput
from findings.coding.models.codes import Code

FAMILIES = (
    ("contact", "What happens between an officer and a person, from the first word to the last"),
    ("trust", "Whether people expect to be treated fairly"),
    ("service", "Help, speed, presence, language"),
    ("accountability", "How the department answers for what it does"),
    ("department", "What working there is like, and what it would need"),
)

# Name, family, definition, use it when, do not use it when, an example.
CODES = (
    ("reason-given", "contact", "Whether an officer says why, and when",
     "The reason for a stop is given, or is missing.",
     "The reason for an arrest in court.", "told me the reason last"),
    ("free-to-leave", "contact", "Whether people are told that they may go",
     "How a stop ends, with words or without.", "How long it took.", "so I stood there"),
    ("description", "contact", "How suspects are described and looked for",
     "What was broadcast, matched, or left out.", "How someone describes an officer.",
     "clothes to look for, not faces"),
    ("tone", "contact", "How officers speak and behave",
     "Greeting, voice, posture, courtesy.", "What was said about the reason: #reason-given.",
     "before he said hello"),
    ("fairness", "trust", "Whether others are treated the same",
     "A comparison with other people or streets is made.", "Trust in general: #trust.",
     "my neighbor does not get the wave"),
    ("safety", "trust", "Feeling safe in Clayton",
     "Where and when someone feels safe or not.", "", "we keep our voices down"),
    ("language", "service", "Being served in one's own language",
     "Spanish or another language is needed or offered.", "", "a paper that I could not read"),
    ("presence", "service", "Being there, and coming back",
     "Events, visits, being seen without a call.", "Response time: #service.", "come back"),
    ("cameras", "accountability", "Body-worn cameras and who sees the recordings",
     "Recording, reviewing, or asking for recordings.", "Cameras of businesses.", ""),
    ("complaints", "accountability", "How complaints are taken and answered",
     "Forms, answers, time taken.", "Complaints about the city in general.", "which form"),
    ("data", "accountability", "What is counted about stops",
     "Counting, records, numbers.", "", "whom he stopped and let go"),
    ("training", "department", "What officers and staff are taught",
     "Courses, drills, what is missing in them.", "", ""),
    ("staffing", "department", "How many people do the work",
     "Shifts, numbers, workload.", "Equipment.", "two people on the desk"),
)  # fmt: skip


def family_values() -> list[CodeInput]:
    """Return the five families in order."""
    return [
        CodeInput(name, definition, is_theme=True, position=place)
        for place, (name, definition) in enumerate(FAMILIES, start=1)
    ]


def code_values(families: dict[str, Code]) -> list[CodeInput]:
    """Return the codes under their families, which are given by name."""
    return [
        CodeInput(
            name,
            definition,
            parent=families[family],
            position=place,
            include_rule=use,
            exclude_rule=leave,
            examples=example,
        )
        for place, (name, family, definition, use, leave, example) in enumerate(CODES, start=1)
    ]
