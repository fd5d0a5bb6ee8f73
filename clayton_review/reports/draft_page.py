"""Facts for the page of a draft: its preview, its problems, and the next steps of a person."""

from dataclasses import dataclass

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.figures import Audience, Figure
from clayton_review.refusals import Refused
from clayton_review.reports import edition, snapshot
from clayton_review.reports.approved_content import content_sha256, valid_approvals
from clayton_review.reports.checks import ReportProblem, check
from clayton_review.reports.compared_measures import MEASURES
from clayton_review.reports.compose import compose
from clayton_review.reports.edition import Edition
from clayton_review.reports.forms import ApprovalForm, CommentForm, ReasonForm, WarningAnswerForm
from clayton_review.reports.headline_number import value_text
from clayton_review.reports.models import Acknowledgement, Approval, Comment, Report, ReportState
from clayton_review.reports.policies import check_approver, still_needed
from clayton_review.reports.sections import SectionKind
from clayton_review.reports.selectors import ReportReturn, issued_before, last_return
from clayton_review.web.formatting import as_title


@dataclass(frozen=True)
class AnsweredWarning:
    """A warning with its answer, or with the form that answers it."""

    check: ReportProblem
    answer: Acknowledgement | None
    form: WarningAnswerForm


@dataclass(frozen=True)
class ReportPage:
    """Everything the page of one draft shows."""

    report: Report
    edition: Edition
    blocking: list[ReportProblem]
    warnings: list[AnsweredWarning]
    comments: list[Comment]
    approvals: list[Approval]
    still_needed: str  # the approval that is missing, in words
    steps: frozenset[str]
    approval_form: ApprovalForm
    comment_form: CommentForm
    return_form: ReasonForm
    last_return: ReportReturn | None  # why the draft came back from review

    @property
    def can_be_issued(self) -> bool:
        """True if the checks of an approved report pass and every warning has its answer."""
        is_approved = self.report.state == ReportState.APPROVED
        return is_approved and not self.blocking and not self.n_unanswered

    @property
    def n_unanswered(self) -> int:
        """Count the warnings that nobody has answered."""
        return sum(warned.answer is None for warned in self.warnings)


def report_page(report: Report, user: User) -> ReportPage:
    """Return the page of a report as one person sees it."""
    in_draft = report.state == ReportState.DRAFT
    parsed_snapshot = snapshot.read(report.snapshot)
    checks = (
        check(report, parsed_snapshot, live=in_draft) if report.state != ReportState.ISSUED else []
    )
    approvals = valid_approvals(report) if not in_draft else []
    answers = {answer.warning: answer for answer in report.acknowledgements.select_related("by")}
    return ReportPage(
        report=report,
        edition=edition.read(
            report.edition or compose(report, parsed_snapshot, previous=issued_before(report))
        ),
        blocking=[problem for problem in checks if problem.is_blocking],
        warnings=[
            AnsweredWarning(
                problem,
                answers.get(problem.key),
                WarningAnswerForm(initial={"warning": problem.key}),
            )
            for problem in checks
            if not problem.is_blocking
        ],
        comments=list(report.comments.select_related("by", "resolved_by")),
        approvals=approvals,
        still_needed=still_needed(approvals) if report.state == ReportState.REVIEW else "",
        steps=_steps(report, user),
        approval_form=ApprovalForm(initial={"content": content_sha256(report)}),
        comment_form=CommentForm(),
        return_form=ReasonForm(),
        last_return=last_return(report),
    )


Names = list[tuple[str, str]]


def names_of(report: Report, section: SectionKind) -> list[tuple[str, Names]]:
    """List the placeholders of a narrative in groups: the section's figures, others, facts.

    Each is a placeholder with the text it stands for.
    """
    parsed_snapshot = snapshot.read(report.snapshot)
    public = parsed_snapshot.figures(Audience.PUBLIC)
    own = section.figures_among(public)
    groups = [
        (f"Figures of “{section.title}”", [_figure_choice(public[name]) for name in own]),
        (
            "All other figures",
            [_figure_choice(public[name]) for name in sorted(set(public) - set(own))],
        ),
        (
            "Facts",
            [(f'{{{{ fact "{n}" }}}}', text) for n, text in sorted(parsed_snapshot.facts.items())],
        ),
    ]
    return [(title, names) for title, names in groups if names]


def _figure_choice(figure: Figure) -> tuple[str, str]:
    name = MEASURES.get(figure.name) or as_title(figure.title)
    has_number = figure.value is not None or figure.suppressed
    number = value_text(figure) if has_number else "no single number"
    return f'{{{{ figure "{figure.name}" }}}}', f"{name}: {number}"


def _steps(report: Report, user: User) -> frozenset[str]:
    wanted = {
        "write": (ReportState.DRAFT, Permission.WRITE_DRAFTS),
        "submit": (ReportState.DRAFT, Permission.SUBMIT_REPORTS),
        "issue": (ReportState.APPROVED, Permission.ISSUE_REPORTS),
        "correct": (ReportState.ISSUED, Permission.ISSUE_REPORTS),
    }
    steps = {
        name for name, (state, right) in wanted.items() if report.state == state and user.may(right)
    }
    if report.state in {ReportState.REVIEW, ReportState.APPROVED}:
        steps |= _decisions(report, user)
    return frozenset(steps)


def _decisions(report: Report, user: User) -> set[str]:
    steps = {"send back"} if user.may(Permission.APPROVE_REPORTS) else set()
    try:
        check_approver(report, user)
    except Refused:
        return steps
    has_approved = any(approval.by_id == user.id for approval in valid_approvals(report))
    return steps if has_approved or report.state != ReportState.REVIEW else steps | {"approve"}
