"""The problems for which answers are not taken, each with the sentence a resident reads."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from clayton_review.refusals import Refused


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
            "you don’t need to do anything else."
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
