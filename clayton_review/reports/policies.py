"""Rules for writing, approving and issuing a report; refusals say why."""

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.refusals import Refused
from clayton_review.reports.models import TRANSITIONS, Approval, Report, ReportState

APPROVALS_NEEDED = 2


def check_open_for_text(report: Report) -> None:
    """Raise `Refused` if the report is not a draft, since texts change only there."""
    if not report.is_open_for_text:
        raise Refused(
            f"Report {report.number} is {report.get_state_display().lower()}. You can change its "
            "text only while it is a draft."
        )


def check_not_issued(report: Report) -> None:
    """Raise `Refused` for a change to anything that belongs to an issued report."""
    if report.state == ReportState.ISSUED:
        raise Refused(f"Report {report.number} has been issued. To change it, open a correction.")


def check_step(report: Report, to: ReportState) -> None:
    """Raise `Refused` if the change of state is not one of `TRANSITIONS`."""
    if to not in TRANSITIONS[report.state]:
        raise Refused(
            f"A report cannot change from “{report.get_state_display().lower()}” to "
            f"“{to.label.lower()}”."
        )


def check_approver(report: Report, user: User) -> None:
    """Raise `Refused` if this person may not approve, or has sent the report for review."""
    if not user.may(Permission.APPROVE_REPORTS):
        raise Refused("Only consultants can approve a report.")
    if report.submitted_by_id == user.id:
        raise Refused("You sent this report for review, so two other people must approve it.")


def still_needed(approvals: list[Approval]) -> str:
    """Return the approval that is missing after the first, in words; empty if none is."""
    if not approvals or is_approved(approvals):
        return ""
    if any(approval.by.stands_for_a_lead() for approval in approvals):
        return "one approval from another consultant, who did not send it for review"
    return "one approval from a lead consultant or a lead’s named deputy"


def is_approved(approvals: list[Approval]) -> bool:
    """True if enough people have approved the present text, one of them for the lead."""
    people = {approval.by_id: approval.by for approval in approvals}
    return len(people) >= APPROVALS_NEEDED and any(
        person.stands_for_a_lead() for person in people.values()
    )
