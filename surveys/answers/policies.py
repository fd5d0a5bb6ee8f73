"""The sheets that may be opened and shown together, and the problems for which none are taken."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from clayton_review.refusals import Refused
from surveys.survey.models import Survey, SurveyStatus

LEAST_WAITING = 220  # boxes of a survey by invitation before some are opened
STAYING = 120  # boxes that stay sealed then; 20 more than needed, since some may be damaged
LEAST_ADDED = 100  # boxes that are opened at once where sheets were opened before
LEAST_OPENED = 10  # people in a closed survey
LEAST_TOGETHER = 100  # sheets of a survey, before answers to two questions are shown together
TOO_FEW_TOGETHER = (
    "Fewer than 100 people answered, so each question is shown by itself. Seen together, the "
    "answers of one person could show who it was."
)


def n_to_open(survey: Survey, n_waiting: int, *, has_sheets: bool) -> int:
    """Return how many of the readable boxes that wait may be opened now, chosen at random.

    No two states that anybody can see differ by fewer than 100 sheets, so the difference never
    shows one person's answers. While a survey by invitation runs, all but 120 of at least 220
    boxes are opened. Of an open link nothing is: a stranger could fill a batch. At close
    everything is opened, unless fewer than 10 people answered in all. What becomes readable
    later is opened only if there are again 100 of it, and never once results were published.
    """
    if survey.published_on:
        return 0
    if survey.status == SurveyStatus.CLOSED:
        return n_waiting if n_waiting >= (LEAST_ADDED if has_sheets else LEAST_OPENED) else 0
    if survey.is_probability_sample and n_waiting >= LEAST_WAITING:
        return n_waiting - STAYING
    return 0


def can_be_shown_together(n_sheets: int) -> bool:
    """True if answers to different questions may be shown together, to the team or to others.

    Among fewer than 100 sheets, a few answers in one row, table or weight tell people apart.
    """
    return n_sheets >= LEAST_TOGETHER


def why_apart(n_sheets: int) -> str:
    """Return a sentence on why opened answers are shown question by question; empty if not so."""
    return "" if not n_sheets or can_be_shown_together(n_sheets) else TOO_FEW_TOGETHER


class SubmissionProblem(TextChoices):
    """A reason why a code opens no form, or why answers were not recorded; the label says it."""

    MALFORMED_CODE = (
        "malformed code",
        _(
            "A character is missing or wrong. A code has 12 letters and numbers. Compare each one "
            "with your letter."
        ),
    )
    UNKNOWN_CODE = (
        "unknown code",
        _(
            "This code is not for this survey. Compare the web address with the one in your "
            "letter, or call us."
        ),
    )
    SPENT_CODE = (
        "spent code",
        _(
            "This code has already been used. If you already sent your answers, we have them, and "
            "you don’t need to do anything else. If you have not sent any, call us."
        ),
    )
    CLOSED = (
        "closed",
        _(
            "This survey has closed, so these answers were not recorded. If you sent them before "
            "it closed, we have them."
        ),
    )
    TOO_LONG = (
        "too long",
        _("What you wrote is too long in total. Shorten the longest parts."),
    )

    @property
    def is_about_code(self) -> bool:
        """True if another code may help."""
        return self not in {SubmissionProblem.CLOSED, SubmissionProblem.TOO_LONG}


class SubmissionRefused(Refused):
    """Answers that were not recorded, with the problem."""

    def __init__(self, problem: SubmissionProblem) -> None:
        super().__init__(str(problem.label))
        self.problem = problem
