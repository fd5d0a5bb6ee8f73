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


# A real source: its recommendations are cited by their own numbers and subjects.
TASK_FORCE = "Final Report of the President’s Task Force on 21st Century Policing, May 2015"
FINDINGS = (
    DemoFinding(
        key="free to leave",
        kind="problem",
        pillar="policy",
        statement="No written rule says when people who were stopped must be told that they are "
        "free to leave.",
        condition="People are stopped and not told whether they may leave.",
        criteria=(
            "Officers should tell people when they are free to leave. The federal task force asks "
            "that they also say who they are and why they stopped someone (recommendation 2.11 of "
            f"the {TASK_FORCE}). See also the department's own value statement."
        ),
        cause=(
            "The department’s order on stops does not say how a stop ends, and training does not "
            "cover it."
        ),
        effect="People feel detained even when they are free to go, and trust falls.",
        quotes=("Nobody told me I could go.", "Nobody said I was free to go, so I stood there."),
        claims=("They were “forcefully told they had to.”",
                "Officers “did not require or suggest” it. Students offered."),
        figure="surveys.answers/residents-2018.treated",
        against="general order",
        against_note="It asks officers to explain the stop. It does not say when the stop ends.",
    ),
    DemoFinding(
        key="no recording",
        kind="problem",
        pillar="technology",
        statement="No recording exists that could settle what was said on July 7.",
        condition=(
            "The department had no body-worn cameras. Several points about the stop are still "
            "disputed."
        ),
        criteria="The Mayor's letter of September 29, 2018, describes the benefits of cameras.",
        cause="The 2017 application for cameras had not led to a program by July 2018.",
        effect="Two public accounts contradict each other, and neither one can be proved.",
        quotes=("A camera would have ended the argument about who said what.",),
        claims=("Body-worn cameras “would have brought” benefits to this situation, “while not "
                "the panacea for everything.”",),
        figure="incidents.reviewed",
        against="mayor's letter",
        against_note="Cameras are “not the panacea for everything”: who may see a recording "
        "matters as much.",
    ),
    DemoFinding(
        key="quick help",
        kind="strength",
        pillar="community",
        statement="People who call for help get it quickly, and they say so without being asked.",
        condition="Residents in all parts of the city describe fast and careful help.",
        criteria="The department's goal of answering urgent calls within five minutes.",
        cause="Short distances, and officers who come back after the call.",
        effect="Goodwill that other changes can build on.",
        quotes=("Quick help when you call, distance when you do not.",
                "The officer waited while my daughter translated. He was kind."),
        claims=(),
        figure="",  # no question asks how quickly help came
        against="stops 2017",
        against_note=(
            "How police answer calls says nothing about stops, where the shares differ by group."
        ),
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
        "Write a rule that officers end every stop by saying, “You are free to leave.” Train it, "
        "and review stops for it.",
        "Chief of Police", "Clayton Police Department", "high", "2019-06-30",
        "The order is in force, all officers are trained, and nine of ten reviewed stops show it.",
        (("2019-01-15", "in_progress", "A draft of the order is with counsel."),),
    ),
    DemoRecommendation(
        "cameras", "no recording",
        "Start the body-worn camera program in 2019 with a public rule on who may see recordings "
        "and how long they are kept.",
        "City Manager", "City of Clayton", "high", "2019-09-30",
        "Officers wear cameras on all patrol shifts, the rule is published, and recordings of "
        "stops are sampled each quarter.",
        (("2019-01-08", "in_progress", "The policy is drafted. Training has not started."),),
    ),
    DemoRecommendation(
        "reason first", "free to leave",
        "Give the reason for a stop first: say why before asking for a driver’s license or ID.",
        "Chief of Police", "Clayton Police Department", "medium", "2019-01-31",
        "The order says so, and every officer has been told about it at roll call.",
        (("2019-01-10", "in_progress", "Added to roll call in January."),
                   ("2019-01-28", "reported", "The order was changed on January 25.")),
    ),
    DemoRecommendation(
        "Spanish", "quick help",
        "Have someone who speaks Spanish at the police station's front window on weekdays.",
        "City Manager", "City of Clayton", "medium", "2019-04-30",
        "Two unannounced visits find the window staffed as promised.",
        (),
    ),
)  # fmt: skip
