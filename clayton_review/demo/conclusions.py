"""Three invented findings and four recommendations, one of them the camera program."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoFinding:
    """The words of a finding and what it cites: quotes and claims by their words."""

    key: str
    kind: str
    pillar: str
    statement: str
    condition: str
    criteria: str
    cause: str
    effect: str
    quotes: tuple[str, ...]
    claims: tuple[str, ...]
    figure: str
    against: str  # the key of a source that speaks against it
    against_note: str


FINDINGS = (
    DemoFinding(
        key="free to leave",
        kind="problem",
        pillar="policy",
        statement="No written rule says when people who were stopped must be told that they are "
        "free to leave.",
        condition="People are held in a contact without being told whether they may leave.",
        criteria="Task force recommendation 2.10; the department's own value statement.",
        cause="The general order on field contacts is silent on how a contact ends; training does "
        "not cover it.",
        effect="Consensual contacts are felt as detention, and trust falls.",
        quotes=("Nobody told me I could go.", "Nobody said I was free to go, so I stood there."),
        claims=("They were “forcefully told they had to”.",
                "Officers “did not require or suggest” it; students offered."),
        figure="surveys.answers/residents-2018.reason",
        against="general order",
        against_note="It asks officers to explain the contact. It does not say when it ends.",
    ),
    DemoFinding(
        key="no recording",
        kind="problem",
        pillar="technology",
        statement="No recording exists that could settle what was said on July 7.",
        condition="The department had no body-worn cameras; six points about the contact stay "
        "disputed.",
        criteria="The Mayor's letter of September 29, 2018, names the benefits of cameras.",
        cause="The application for cameras of 2017 had led to no program by July 2018.",
        effect="Two public accounts contradict each other, and neither can be proved.",
        quotes=("A camera would have ended the argument about who said what.",),
        claims=("Body-worn cameras “would have brought” benefits to this situation, “while not "
                "the panacea for everything”.",),
        figure="surveys.answers/residents-2018.cameras",
        against="mayor's letter",
        against_note="Cameras are “not the panacea for everything”: who may see a recording "
        "matters as much.",
    ),
    DemoFinding(
        key="quick help",
        kind="strength",
        pillar="community",
        statement="People who call for help get it quickly, and say so unasked.",
        condition="Residents of all parts of the city describe fast and careful help.",
        criteria="The department's goal of answering urgent calls within five minutes.",
        cause="Short distances, and officers who come back after the call.",
        effect="A stock of good will on which other changes can build.",
        quotes=("Quick help when you call, distance when you do not.",
                "The officer waited while my daughter translated. He was kind."),
        claims=(),
        figure="surveys.answers/residents-2018.safe",
        against="stops 2017",
        against_note="Service on call says nothing about stops, where shares differ by group.",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class DemoRecommendation:
    """The words of a recommendation, and what the city did: (day, status, note) in order."""

    key: str
    finding: str
    text: str
    addressee: str
    owner: str
    priority: str
    due_on: str
    measure: str
    progress: tuple[tuple[str, str, str], ...]


RECOMMENDATIONS = (
    DemoRecommendation(
        "end of contact", "free to leave",
        "Write a rule that every contact ends with the words that the person is free to leave, "
        "train it, and show it in reviewed stops.",
        "Chief of Police", "Clayton Police Department", "high", "2019-06-30",
        "The order is in force, all officers are trained, and nine of ten reviewed stops show it.",
        (("2019-01-15", "in_progress", "A draft of the order is with counsel."),),
    ),
    DemoRecommendation(
        "cameras", "no recording",
        "Start the body-worn camera program in 2019 with a public rule on who may see recordings "
        "and for how long they are kept.",
        "City Manager", "City of Clayton", "high", "2019-09-30",
        "Cameras are worn on all patrol shifts; the rule is published; recordings of contacts are "
        "sampled each quarter.",
        (("2019-01-08", "in_progress", "Policy drafted; training not begun."),),
    ),
    DemoRecommendation(
        "reason first", "free to leave",
        "Put the reason for a stop first: say why before asking for papers.",
        "Chief of Police", "Clayton Police Department", "medium", "2019-01-31",
        "The order says so, and the next survey shows more people who were told why.",
        (("2019-01-10", "in_progress", "Added to the roll call of January."),
                   ("2019-01-28", "reported", "The order was changed on January 25.")),
    ),
    DemoRecommendation(
        "Spanish", "quick help",
        "Have somebody who speaks Spanish at the station's window on weekdays.",
        "City Manager", "City of Clayton", "medium", "2019-04-30",
        "The window is staffed as stated in two unannounced visits.",
        (),
    ),
)  # fmt: skip
