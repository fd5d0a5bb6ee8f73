"""`surveys.response`: answer sheets, response rate and margin of error of each survey."""

from dataclasses import dataclass
from decimal import Decimal

from clayton_review import clock
from clayton_review.figures import Column, Figure, Scope, Table, cell, figure
from clayton_review.languages import english_address
from clayton_review.stats.disclosure.suppression_rule import SUPPRESSION_RULES, SuppressionRule
from clayton_review.stats.response.outcome_rates import outcome_rate
from clayton_review.web.formatting import count_phrase
from surveys.analysis import method_notes
from surveys.analysis.selectors.columns import sample_of
from surveys.analysis.share_text import in_people
from surveys.answers.policies import can_be_shown_together
from surveys.results.figures.completeness import tells_small_numbers
from surveys.results.selectors.outcomes import Outcomes, count_outcomes
from surveys.results.selectors.precision import precision_of
from surveys.survey.models import Survey

COLUMNS = (
    Column("Survey"),
    Column("Sample"),
    Column("Invited", "count"),
    Column("Answer sheets", "count"),
    Column("Complete", "count"),
    Column("Partial", "count"),
    Column("Response rate (RR1)", "percent"),
    Column("Margin of error (points)", "number"),
)


@dataclass(frozen=True)
class SurveyResponse:
    """One survey's numbers; rates as canonical strings, None where undefined."""

    survey: Survey
    n_sheets: int
    outcomes: Outcomes
    rate: str | None
    margin: str | None
    is_closed: bool
    n_by_program: int = 0  # sheets that are left out
    tells_few: bool = False  # the number of complete sheets, or of partial ones

    @property
    def is_apart(self) -> bool:
        """True if so few people answered that no two answers of one may be seen together."""
        return self.n_sheets > 0 and not can_be_shown_together(self.n_sheets)

    def row(self, rule: SuppressionRule) -> tuple[str | None, ...]:
        """Return the table row, without counts that are too small and all that tells them."""
        sample = self.survey.get_sample_display().partition(",")[0]
        start = (self.survey.title, sample)
        if 0 < self.n_sheets < rule.minimum_base:
            return (*start, None, None, None, None, None, None)
        invited = cell(self.survey.n_invited) if self.survey.n_invited else ""
        counts = (invited, cell(self.n_sheets), *self._completeness(rule))
        if (self.is_apart or self.tells_few) and self.has_rate:
            return (*start, *counts, None, None)
        return (*start, *counts, self.rate or "", self.margin or "")

    @property
    def has_rate(self) -> bool:
        """True if the survey has a response rate, be it shown or not."""
        return self.is_closed and self.survey.is_probability_sample and self.survey.n_invited > 0

    def _completeness(self, rule: SuppressionRule) -> tuple[str | None, str | None]:
        """Return the numbers of complete and partial sheets, for others than the team at the close.

        Both depend on several answers of a sheet, so they are not told of fewer than 100 sheets.
        Two counts of a survey that runs differ by few; and what is neither complete nor partial
        was broken off, so that partial ones go with those where either are few.
        """
        complete, partial = self.outcomes.complete, self.outcomes.partial
        if self.is_apart:
            return None, None
        if rule.minimum_cell and not self.is_closed:
            return "", ""
        if self.tells_few:
            return None, None
        n_broken_off = self.n_sheets - complete - partial
        is_small = any(0 < n < rule.minimum_cell for n in (partial, n_broken_off))
        return cell(complete), None if is_small else cell(partial)


def rate_words(outcomes: Outcomes) -> str:
    """Return the response rate in words with what it is out of; empty if it is undefined."""
    rate = _rate(outcomes)
    if rate is None:
        return ""
    left_out = (
        f", leaving out {outcomes.not_eligible:,} known not to be eligible"
        if outcomes.not_eligible
        else ""
    )
    return f"{rate}% (AAPOR RR1: {outcomes.complete:,} complete of {outcomes.base:,}{left_out})"


@figure("surveys.response")
def response_figure(scope: Scope) -> Figure:
    """Return the figure of answer sheets, response rates and margins of error."""
    responses = [response_of(survey, scope) for survey in Survey.objects.opened().order_by("slug")]
    rule = SUPPRESSION_RULES[scope.audience]
    visible = [rate for rate in responses if not 0 < rate.n_sheets < rule.minimum_base]
    main = max(
        visible, key=lambda rate: (rate.survey.is_probability_sample, rate.n_sheets), default=None
    )
    return Figure(
        name="surveys.response",
        title=_title(main) if visible or not responses else "Too few survey answers to show",
        sentence=_sentence(main),
        unit="answer sheets",
        denominator=f"{main.survey.n_invited:,} people we invited" if main and main.rate else "",
        method=_method([rate.survey for rate in responses]),
        table=Table(COLUMNS, tuple(rate.row(rule) for rate in responses)),
        evidence_url=english_address("surveys:list"),
        value=cell(main.n_sheets if main else 0) if visible or not responses else None,
        n=cell(main.n_sheets) if main else None,
        suppressed=_suppression_note(len(responses) - len(visible), visible, rule),
    )


def response_of(survey: Survey, scope: Scope) -> SurveyResponse:
    """Return one survey's sheets as of a moment, and its rate and margin once it is closed.

    Rate and margin follow from the complete sheets; both are None where these would tell too much.
    """
    day = clock.local(scope.as_of).date()
    sample = sample_of(survey, day)
    outcomes = count_outcomes(survey, sample.coded)
    is_closed = survey.is_closed_by(day)
    tells_few = survey.version is not None and tells_small_numbers(
        survey.version.questionnaire, sample, outcomes, scope.audience
    )
    is_shown = is_closed and can_be_shown_together(sample.n) and not tells_few
    has_rate = is_shown and survey.is_probability_sample and survey.n_invited
    rate = _rate(outcomes) if has_rate else None
    precision = precision_of(survey, sample, outcomes) if is_shown else None
    margin = None if precision is None else cell(precision.margin * 100, 1)
    n_by_program = sample.n_by_program
    return SurveyResponse(
        survey, sample.n, outcomes, rate, margin, is_closed, n_by_program, tells_few
    )


def _rate(outcomes: Outcomes) -> str | None:
    """Return RR1 in percent; None if it is undefined."""
    share = outcome_rate("RR1", outcomes.dispositions()).value
    return None if share is None else cell(share * 100, 1)


def _title(main: SurveyResponse | None) -> str:
    if main is None or not main.n_sheets:
        return "No survey answers have been opened yet"
    if main.rate is None:
        if main.survey.is_probability_sample:
            return count_phrase(main.n_sheets, "resident has answered", "residents have answered")
        return count_phrase(main.n_sheets, "person has answered", "people have answered")
    share = in_people(Decimal(main.rate))
    residents = count_phrase(main.n_sheets, "resident", "residents")
    return f"{share} people we invited answered: {residents}"


def _method(surveys: list[Survey]) -> str:
    """Return the sources of the numbers, for the kinds of samples there are."""
    has_probability_sample = any(survey.is_probability_sample for survey in surveys)
    open_to_all = [survey.title for survey in surveys if not survey.is_probability_sample]
    parts = [method_notes.RR1, method_notes.MARGIN] if has_probability_sample else []
    if open_to_all and has_probability_sample:
        parts.append(f"{' and '.join(f'“{title}”' for title in open_to_all)}, by an open link:")
    return " ".join([*parts, *[str(method_notes.OPT_IN)] * bool(open_to_all)])


def _sentence(main: SurveyResponse | None) -> str:
    if main is None or not main.n_sheets:
        return "Answers are opened 100 or more at a time, those to an open link when it closes."
    survey = main.survey
    parts = [f"“{survey.title}”: {count_phrase(main.n_sheets, 'answer', 'answers')}"]
    if main.rate is not None:
        invitations = count_phrase(survey.n_invited, "invitation", "invitations")
        parts = [f"{parts[0]} to {invitations}"]
        parts.append(f"response rate {rate_words(main.outcomes)}")
    if main.margin is not None:
        parts.append(f"margin of error ±{main.margin} points")
    ending = "" if survey.is_probability_sample else f" {method_notes.OPT_IN}"
    return "; ".join(parts) + "." + ending


def _suppression_note(n_hidden: int, visible: list[SurveyResponse], rule: SuppressionRule) -> str:
    notes = []
    if n_hidden:
        notes.append(f"Not shown: {n_hidden} with fewer than {rule.minimum_base} answers.")
    if any(response.is_apart for response in visible):
        notes.append(method_notes.COMPLETENESS_APART)
    if any(None in response.row(rule) for response in visible if not response.is_apart):
        notes.append(
            "Complete or partial answers, and the response rate that follows from them, are not "
            "shown where they would tell how few people broke off, answered half or skipped a "
            "question."
        )
    return " ".join(notes)
