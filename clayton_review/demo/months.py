"""Builds, words, approves and issues the three issued months, and leaves January a draft."""

from dataclasses import dataclass
from datetime import date

from clayton_review.accounts.models import User
from clayton_review.demo.times import on
from clayton_review.reports import actions, snapshot
from clayton_review.reports.approved_content import content_sha256
from clayton_review.reports.checks import check
from clayton_review.reports.models import Report


@dataclass(frozen=True)
class DemoMonth:
    """The words of one report and the days on which it was built and issued."""

    month: str
    built_on: str
    issued_on: str
    headline: str
    lede: str
    sections: dict[str, str]


# Texts that every report of this study has, whatever the month.
EVERY_MONTH = {
    "scope": (
        "21CPS studies relations between the City of Clayton, its police department and its "
        "community for the Board of Aldermen. The Board approved the contract on "
        '{{ fact "contract.approved_on" }}; it must not exceed '
        '{{ fact "contract.limit" }} plus expenses.\n\n'
        "We read records, hold interviews and dialogues, and ask residents in a survey. "
        "Each finding gives the evidence for it and against it."
    ),
    "cameras": (
        "The department applied for body-worn cameras in 2017 and will start a program in "
        "2019. No body-worn camera recorded the stop on July 7, 2018."
    ),
    "limits": (
        "We do not show small groups, so that no one can be recognized. Answers describe the "
        "people who answered. Accounts of July 7 differ. We print each one with its source."
    ),
}

MONTHS = (
    DemoMonth(
        "2018-10", "2018-11-01", "2018-11-07",
        "The study has begun, and every published account of July 7 is on file",
        "In October we came to Clayton, read what has been published about July 7, and requested "
        "the records that could settle what is disputed.",
        {"incidents": (
            "The accounts of July 7 differ on who proposed walking back, on the number of police "
            "cars, and on the date. We print each one with its source."
        )},
    ),
    DemoMonth(
        "2018-11", "2018-12-01", "2018-12-05",
        "Residents are answering the survey, and the first interviews are written up",
        "In November we mailed the survey and interviewed students, residents, business people "
        "and community leaders.",
        {"survey": (
            "Letters went to a random sample of households. Answers come in locked and are opened "
            "in shuffled batches."
        )},
    ),
    DemoMonth(
        "2018-12", "2019-01-01", "2019-01-04",
        "Two more findings are out: how stops end, and what no camera recorded",
        "In December we closed the mailed survey, released two findings and made three more "
        "recommendations. Spending is over plan, and the Board is asked for one decision.",
        {"findings": (
            "Both December findings are based on interviews, the record of July 7 and the survey. "
            "Evidence against them appears next to them."
        ),
         "cameras": (
             "The department applied for body-worn cameras in 2017 and will start a program in "
             "2019. No body-worn camera recorded the stop on July 7, 2018. The department has "
             "confirmed that no recordings exist."
         )},
    ),
)  # fmt: skip

JANUARY = DemoMonth(
    "2019-01", "2019-02-01", "",
    "The city has started on three recommendations, and the Board is asked for one decision",
    "In January the city answered our December recommendations. Two findings are in review.",
    {"next_month": "We will bring draft findings to the Board and ask for one decision."},
)  # fmt: skip


def issue_month(month: DemoMonth, *, lead: User, deputy: User, second: User) -> Report:
    """Issue the report of one month, from its build on."""
    report = draft_month(month, by=second)
    with on(month.issued_on, "09:00"):
        for warning in check(report, snapshot.read(report.snapshot), live=False):
            if not warning.is_blocking:
                reason = "Counted by hand from the month's records."
                actions.acknowledge(report=report, warning=warning.key, reason=reason, by=lead)
        report = actions.submit(report=report, by=lead)
    with on(month.issued_on, "11:00"):
        for person in (deputy, second):
            report = actions.approve(report=report, content=content_sha256(report), by=person)
    with on(month.issued_on, "14:00"):
        return actions.issue(report=report, by=lead)


def draft_month(month: DemoMonth, *, by: User) -> Report:
    """Return the draft, with its text, as the worker would have built it on the first."""
    with on(month.built_on, "06:00"):
        report = actions.build(month=date.fromisoformat(f"{month.month}-01"))
    with on(month.built_on, "15:00"):
        report = actions.write_opening(
            report=report,
            headline=month.headline,
            lede=month.lede,
            revision=report.text_revision,
            by=by,
        )
        for name, text in {**EVERY_MONTH, **month.sections}.items():
            actions.write_section(report=report, name=name, narrative=text, revision=1, by=by)
    return report
