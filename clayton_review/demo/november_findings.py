"""Invented goals, three more findings and four recommendations with what became of them."""

from dataclasses import dataclass

from clayton_review.demo.conclusions import TASK_FORCE, DemoFinding

# Goal, and its steps with the recommendations under each.
GOALS: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...] = (
    ("Every stop is explained, fair and dignified", (
        ("Say why a stop begins", ("reason first",)),
        ("Say when a stop ends", ("end of contact",)),
        ("Match people to descriptions with care", ("dispatch card", "supervisor")),
    )),
    ("What happened can be shown", (
        ("Record stops, and set rules for the recordings", ("cameras",)),
    )),
    ("Every voice is heard and answered", (
        ("Answer complaints by a set date", ("written answer",)),
        ("Let residents review complaints", ("panel",)),
        ("Serve people in their own language", ("Spanish",)),
    )),
)  # fmt: skip

THIN_CAUSE = "Dispatchers pass on what the caller says. No one asks for more."
FINDINGS = (
    DemoFinding(
        key="thin descriptions",
        kind="problem",
        pillar="training",
        statement=(
            "Descriptions sent out by radio are too vague to tell one group of young men from "
            "another."
        ),
        condition=(
            "On July 7, according to the city, four men were described by their clothing. Ten "
            "others were stopped, according to the university."
        ),
        criteria="A stop is based on more than a general description.",
        cause=(
            "The dispatchers’ question card asks for clothing and direction. It does not ask for "
            "age and height, or for details that would rule out a match."
        ),
        effect=(
            "People who have done nothing are stopped, and the people police are looking for are "
            "not found."
        ),
        quotes=("We gave them clothes to look for, not faces.",),
        claims=("Four men were described by their clothing.",
                "Ten incoming first-year students were stopped on their way to the Galleria "
                "MetroLink station."),
        figure="",
        against="city report",
        against_note=(
            "It says that officers acted on what they had. That is the point: they had little."
        ),
    ),
    DemoFinding(
        key="two judgments",
        kind="problem",
        pillar="policy",
        statement=(
            "Two officials judged the same stop differently, and no rule says who answers a "
            "complaint or by when."
        ),
        condition=(
            "The family that complained on July 10 read two public judgments. There is no record "
            "that it got a written answer of its own."
        ),
        criteria=(
            "Decisions follow stated policy, and everyone can see why they were made: a culture of "
            f"transparency and accountability (recommendation 1.3 of the {TASK_FORCE})."
        ),
        cause="The complaint procedure gives no deadline and does not say who signs.",
        effect=(
            "People who complain do not learn what happened to their complaint, and others do not "
            "complain at all."
        ),
        quotes=(),
        claims=("The department “mishandled the interaction.”",
                "It was in keeping with policy and not biased."),
        figure="",
        against="mayor's letter",
        against_note="The letter is itself an answer, to everyone. It came 11 weeks later.",
    ),
    DemoFinding(
        key="polite",
        kind="strength",
        pillar="trust",
        statement="Officers stay polite under stress. People who were stopped say so themselves.",
        condition=(
            "Students and residents describe officers as polite, even in encounters that "
            "frightened them."
        ),
        criteria=(
            "The department’s value statement: courtesy in every encounter. The federal task force "
            "wants procedural justice to guide how officers deal with people (recommendation 1.1 "
            f"of the {TASK_FORCE})."
        ),
        cause="Officers are trained in courtesy, and supervisors talk about it at roll call.",
        effect="When no reason is given for a stop, courtesy alone keeps some trust.",
        quotes=("They were polite, and I was still shaking when I got home.",
                "I have never felt unsafe here, and I know that not everybody can say that."),
        claims=(),
        figure="surveys.answers/residents-2018.treated",
        against="stops 2017",
        against_note="Courtesy does not change who is stopped.",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class NovemberRecommendation:
    """A recommendation of November: its words, and the city's answer with its day."""

    key: str
    finding: str
    text: str
    addressee: str
    owner: str
    priority: str
    due_on: str
    measure: str
    stage: str
    answer: tuple[str, str, str] | None  # day, response, words


NOVEMBER_RECOMMENDATIONS = (
    NovemberRecommendation(
        "dispatch card", "thin descriptions",
        "Have dispatchers ask for number, age, height, clothing and direction, and pass on what "
        "would rule out a match.",
        "Chief of Police", "Communications, Clayton Police Department", "high", "2018-12-20",
        "The question card is at every dispatch console, and recordings from one sampled week "
        "show that dispatchers follow it.",
        "practice",
        ("2018-12-04", "concur", (
            "The question card is ours to change, and we will change it right away."
        )),
    ),
    NovemberRecommendation(
        "supervisor", "thin descriptions",
        "Have a supervisor confirm a match by radio before anyone is led back to a scene.",
        "Chief of Police", "Clayton Police Department", "high", "2019-01-15",
        "The order requires it in every such case, and dispatch records of one month show that it "
        "is followed.",
        "policy",
        ("2018-12-06", "partial",
         "We agree for groups of three or more. For one or two people, a supervisor is often not "
         "free at night, and waiting would make the stop longer."),
    ),
    NovemberRecommendation(
        "panel", "two judgments",
        "Let a panel of residents review complaints about stops before the department answers.",
        "City Manager", "City of Clayton", "medium", "2019-03-31",
        "The panel has met twice, and its comments are published.",
        "policy",
        ("2018-12-11", "decline",
         "By law, personnel matters are closed until they are decided. The Board will consider an "
         "advisory commission as part of the strategic plan."),
    ),
    NovemberRecommendation(
        "written answer", "two judgments",
        "Answer every complaint in writing within 30 days, and publish the count each quarter.",
        "City Manager", "City of Clayton", "high", "2018-12-21",
        "Ten complaints in a row are answered within 30 days, and the first count is published.",
        "policy", None,
    ),
)  # fmt: skip

# The city's answers of January to the recommendations of December.
JANUARY_ANSWERS = (
    ("end of contact", "2019-01-14", "concur",
     "One sentence at the end of a stop costs nothing. Our lawyers are reviewing the draft."),
    ("cameras", "2019-01-07", "concur",
     "The program is in the 2019 budget, and the rule will be public before the first shift."),
    ("reason first", "2019-01-09", "concur", (
        "This is how we train officers now. The order will say so."
    )),
)  # fmt: skip
