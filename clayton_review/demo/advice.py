"""Invented goals, three more findings and four recommendations with what became of them."""

from dataclasses import dataclass

from clayton_review.demo.conclusions import DemoFinding

# Goal, and its steps with the recommendations under each.
GOALS: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...] = (
    ("Every contact is explained, fair and dignified", (
        ("Say why a contact begins", ("reason first",)),
        ("Say when a contact ends", ("end of contact",)),
        ("Match people to descriptions with care", ("dispatch card", "supervisor")),
    )),
    ("What happened can be shown", (
        ("Record contacts, and govern the recordings", ("cameras",)),
    )),
    ("Every voice is heard and answered", (
        ("Answer complaints by a fixed day", ("written answer",)),
        ("Let residents look at complaints", ("panel",)),
        ("Serve people in their language", ("Spanish",)),
    )),
)  # fmt: skip

THIN_CAUSE = "Dispatchers pass on what the caller says; nobody asks further."
FINDINGS = (
    DemoFinding(
        key="thin descriptions",
        kind="problem",
        pillar="training",
        statement="Descriptions passed on by radio are too thin to tell one group of young men "
        "from another.",
        condition="On July 7 four men were described by their clothing; ten others were stopped.",
        criteria="Task force action item 2.13.1: a stop rests on more than a general description.",
        cause="The dispatcher’s card asks for clothing and direction. It asks neither for age and "
        "height nor for what speaks against a match.",
        effect="People who have done nothing are stopped, and those who have are not found.",
        quotes=("We gave them clothes to look for, not faces.",),
        claims=("Four men were described, by their clothing.",
                "Ten incoming first-years were stopped, on their way to the Galleria MetroLink "
                "station."),
        figure="",
        against="city report",
        against_note="It holds that officers acted on what they had. That is the point: they had "
        "little.",
    ),
    DemoFinding(
        key="two judgments",
        kind="problem",
        pillar="policy",
        statement="Two officials judged the same contact differently, and no rule says who "
        "answers a complaint, or by when.",
        condition="The family that complained on July 10 read two public judgments and got no "
        "written answer of its own that is on record.",
        criteria="Task force recommendation 2.2: policies on accountability are clear and public.",
        cause="The complaint procedure names no date and nobody who signs.",
        effect="Who complains does not learn what became of it, and others do not complain.",
        quotes=(),
        claims=("The department “mishandled the interaction”.",
                "It was in keeping with policy and not biased."),
        figure="",
        against="mayor's letter",
        against_note="The letter is itself an answer, to everybody. It came eleven weeks later.",
    ),
    DemoFinding(
        key="polite",
        kind="strength",
        pillar="trust",
        statement="Officers stay polite under strain; people who were stopped say so themselves.",
        condition="Students and residents describe officers as polite, also in contacts that "
        "frightened them.",
        criteria="The department’s value statement: courtesy in every contact.",
        cause="Officers are trained in courtesy, and supervisors speak of it at roll call.",
        effect="Where the reason for a contact is missing, courtesy alone keeps some trust.",
        quotes=("They were polite, and I was still shaking when I got home.",
                "I have never felt unsafe here, and I know that not everybody can say that."),
        claims=(),
        figure="surveys.answers/residents-2018.safe",
        against="stops 2017",
        against_note="Courtesy does not change who is stopped.",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Advice:
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


ADVICE = (
    Advice(
        "dispatch card", "thin descriptions",
        "Rewrite the dispatcher’s card: ask for number, age, height, clothing and direction, and "
        "pass on what speaks against a match.",
        "Chief of Police", "Communications, Clayton Police Department", "high", "2018-12-20",
        "The card lies at every console, and the recordings of one sampled week show that it is "
        "followed.",
        "practice",
        ("2018-12-04", "concur", "The card is ours to change, and we will change it at once."),
    ),
    Advice(
        "supervisor", "thin descriptions",
        "Have a supervisor confirm a match by radio before anybody is led back to a scene.",
        "Chief of Police", "Clayton Police Department", "high", "2019-01-15",
        "The order says so for every such case, and three months of dispatch records show it.",
        "policy",
        ("2018-12-06", "partial",
         "We agree for groups of three and more. For one or two people a supervisor is often not "
         "free at night, and the wait would make the contact longer."),
    ),
    Advice(
        "panel", "two judgments",
        "Let a panel of residents look at complaints about stops before the department answers.",
        "City Manager", "City of Clayton", "medium", "2019-03-31",
        "The panel has met twice and its remarks are published.",
        "policy",
        ("2018-12-11", "decline",
         "Personnel matters are closed by law until they are decided. The Board will consider an "
         "advisory commission with the strategic plan."),
    ),
    Advice(
        "written answer", "two judgments",
        "Answer every complaint in writing within 30 days, and publish the count each quarter.",
        "City Manager", "City of Clayton", "high", "2018-12-21",
        "Ten complaints in a row are answered within 30 days, and the first count is published.",
        "policy", None,
    ),
)  # fmt: skip

# What the city answered in January to the recommendations of December.
JANUARY_ANSWERS = (
    ("end of contact", "2019-01-14", "concur",
     "A sentence at the end of a contact costs nothing. Counsel is reading the draft."),
    ("cameras", "2019-01-07", "concur",
     "The program is in the budget of 2019, and the rule will be public before the first shift."),
    ("reason first", "2019-01-09", "concur", "This is how we train it; the order will say so."),
)  # fmt: skip
