"""The sections of the monthly report, in the order in which they are read."""

from collections.abc import Iterable
from dataclasses import dataclass

from surveys.analysis.figure_names import ANSWERS


@dataclass(frozen=True)
class SectionKind:
    """One section; a figure name ending in `/` stands for all figures of that family."""

    name: str
    title: str
    figures: tuple[str, ...] = ()
    opening: str = ""
    hint: str = ""

    def figures_among(self, names: Iterable[str]) -> list[str]:
        """List the names that belong to this section, in the section's order."""
        known = list(names)
        return [name for wanted in self.figures for name in known if _is_wanted(name, wanted)]


def _is_wanted(name: str, wanted: str) -> bool:
    return name.startswith(wanted) if wanted.endswith("/") else name == wanted


SECTIONS: tuple[SectionKind, ...] = (
    SectionKind(
        name="scope",
        title="Scope and method",
        opening=(
            "This independent study looks at relations between a city, its police department and "
            "its community. The contract was approved on "
            '{{ fact "contract.approved_on" }}; it must not exceed '
            '{{ fact "contract.limit" }} plus expenses.\n\n'
            "We read records, hold interviews and dialogues, and ask residents in a survey. "
            "Each finding gives the evidence for it and against it."
        ),
        hint="What was studied this month, and how.",
    ),
    SectionKind(
        name="budget",
        title="Budget",
        figures=(
            "engagement.budget",
            "engagement.burn",
            "engagement.tasks",
            "engagement.expenses",
        ),
        hint="What was spent and why it differs from the plan.",
    ),
    SectionKind(
        name="work_plan",
        title="Work plan",
        figures=("engagement.milestones", "documents.requests"),
        hint="What was reached, what moved, and why.",
    ),
    SectionKind(
        name="interviews",
        title="Interviews and meetings",
        figures=("findings.interviews", "findings.attendance", "findings.recruitment"),
        hint="Which groups we have heard and which we still need to hear. Never who said what.",
    ),
    SectionKind(
        name="survey",
        title="Survey",
        figures=("surveys.response", ANSWERS, "surveys.methodology/"),
        hint="What residents answered, and how much the answers can tell us.",
    ),
    SectionKind(
        name="incidents",
        title="Incidents",
        figures=("incidents.reviewed", "incidents.claims", "incidents.evidence"),
        hint="What records show, what is disputed and what does not exist.",
    ),
    SectionKind(
        name="findings",
        title="Findings and recommendations",
        figures=(
            "findings.released",
            "findings.evidence",
            "findings.recommendations",
            "findings.by_goal",
            "findings.by_pillar",
            "findings.responses",
            "findings.overdue",
        ),
        hint="What is new, what has changed and what has been closed.",
    ),
    SectionKind(
        name="cameras",
        title="Body-worn cameras",
        figures=("findings.technology",),
        hint="How far along the program is: policy, training, practice.",
    ),
    SectionKind(
        name="limits",
        title="Limits and data quality",
        opening=(
            "We do not show small groups, so that no one can be recognized. Answers describe the "
            "people who answered. Where accounts differ, we print each one with its source."
        ),
        hint="What the numbers cannot tell us.",
    ),
    SectionKind(
        name="next_month",
        title="Next month",
        figures=("engagement.calendar", "engagement.decisions", "engagement.decided"),
        hint="What comes next and what we need from the Board.",
    ),
    SectionKind(
        name="changes",
        title="Changes since the last report",
        figures=("findings.changes",),
        hint="Corrections first.",
    ),
    SectionKind(
        name="definitions",
        title="Definitions",
        opening=(
            "- Finding: a problem or a strength that the evidence supports, shown with any "
            "evidence against it.\n"
            "- Reported implemented: the city says a recommendation is done.\n"
            "- Implemented (verified): we have seen the evidence that it is done.\n"
            "- Limit: the not-to-exceed amount of the contract and its amendments, which is the "
            "most the fees may come to. Reimbursable expenses are separate.\n"
            "- At the pace of recent months: what fees would come to if each month left costs the "
            "average of the last three whole months.\n"
            "- Early or late: counted in days from the date first agreed on for a milestone. Moved "
            "later: still due, and after that date.\n"
            "- Pillar: one of the six subjects of the federal task force on policing.\n"
            "- Disputed: two sources give accounts that cannot both be right."
        ),
        hint="Words that a reader may not know.",
    ),
)

BY_NAME = {section.name: section for section in SECTIONS}


def title_of(name: str) -> str:
    """Return the title of a section; the name itself of one that reports no longer have."""
    return BY_NAME[name].title if name in BY_NAME else name
