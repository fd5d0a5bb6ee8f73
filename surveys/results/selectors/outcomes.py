"""Opened sheets as counts: what was answered to each question, and what became of invitations."""

from dataclasses import dataclass

import numpy as np

from clayton_review.stats.response.dispositions import Dispositions, EligibilityBasis
from surveys.analysis.answer_columns import AnswerColumns
from surveys.question_types.columns import NOT_ASKED, SKIPPED
from surveys.survey.models import DispositionKind, Survey

PARTIAL_FROM, COMPLETE_FROM = 50, 80  # percent of the closed questions that a sheet was asked


@dataclass(frozen=True)
class Outcomes:
    """Counts after AAPOR: complete, partial, refusal or break-off, not reached, other, unknown.

    `unaccounted` are those of the unknown households of which nobody has said anything yet; the
    people of `not_opened` have answered, but their answers stay locked or were given up: eligible.
    """

    complete: int
    partial: int
    refusal: int
    noncontact: int
    other: int
    unknown_household: int
    unknown_other: int
    not_eligible: int
    unaccounted: int
    not_opened: int = 0

    @property
    def base(self) -> int:
        """Return the base of a response rate: everybody but those known not to be eligible."""
        answered = self.complete + self.partial + self.not_opened
        known = answered + self.refusal + self.noncontact + self.other
        return known + self.unknown_household + self.unknown_other

    def dispositions(self, eligibility: EligibilityBasis | None = None) -> Dispositions:
        """Return the counts for the outcome rates, with the source of e if a rate needs it."""
        return Dispositions(
            n_complete=self.complete,
            n_partial=self.partial,
            n_refusal=self.refusal,
            n_noncontact=self.noncontact,
            n_other=self.other + self.not_opened,
            n_unknown_household=self.unknown_household,
            n_unknown_other=self.unknown_other,
            eligibility=eligibility,
        )


def count_outcomes(survey: Survey, sheets: AnswerColumns) -> Outcomes:
    """Count the outcomes of all invitations.

    A sheet is complete when at least `COMPLETE_FROM` percent of the closed questions it was asked
    have an answer, partial from `PARTIAL_FROM`, a break-off (counted with refusals) below.
    Invitations nobody has accounted for count as unknown households, without those whose answers
    were not opened.
    """
    complete, partial = _completeness(survey, sheets)
    n_by_kind = dict.fromkeys(DispositionKind, 0)
    for disposition in survey.dispositions.all():
        n_by_kind[DispositionKind(disposition.kind)] = disposition.n
    n_not_opened = survey.n_lost + survey.n_left_locked
    n_accounted = sheets.n + n_not_opened + sum(n_by_kind.values())
    unaccounted = max(survey.n_invited - n_accounted, 0)
    return Outcomes(
        complete=complete,
        partial=partial,
        refusal=n_by_kind[DispositionKind.REFUSAL] + sheets.n - complete - partial,
        noncontact=n_by_kind[DispositionKind.NONCONTACT],
        other=n_by_kind[DispositionKind.OTHER],
        unknown_household=n_by_kind[DispositionKind.UNKNOWN_HOUSEHOLD] + unaccounted,
        unknown_other=n_by_kind[DispositionKind.UNKNOWN_OTHER],
        not_eligible=n_by_kind[DispositionKind.NOT_ELIGIBLE],
        unaccounted=unaccounted,
        not_opened=n_not_opened,
    )


def _completeness(survey: Survey, sheets: AnswerColumns) -> tuple[int, int]:
    """Count complete and partial sheets by their closed questions.

    On a sheet that was asked no closed question, all questions count.
    """
    if survey.version is None or not sheets.n:
        return 0, 0
    questions = survey.version.questionnaire.questions
    states = np.column_stack([sheets[question.name] for question in questions])
    is_closed = np.array([bool(question.choices) for question in questions])
    is_asked = states != NOT_ASKED
    has_closed = (is_asked & is_closed).any(axis=1)
    counts = is_asked & (is_closed | ~has_closed[:, None])
    n_asked = counts.sum(axis=1)
    n_answered = (counts & (states != SKIPPED)).sum(axis=1)
    complete = n_answered * 100 >= COMPLETE_FROM * n_asked
    partial = ~complete & (n_answered * 100 >= PARTIAL_FROM * n_asked)
    return int(complete.sum()), int(partial.sum())
