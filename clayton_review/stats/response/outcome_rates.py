"""AAPOR's sixteen outcome rates in one table: name, formula in words, numerator, denominator.

Source of every formula: American Association for Public Opinion Research, Standard Definitions,
9th edition (2016), chapter on outcome rates.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from clayton_review.stats.errors import OutOfRangeError
from clayton_review.stats.estimates.rounding import round_half_up
from clayton_review.stats.response.dispositions import (
    Dispositions,
    GivenEligibility,
    ProportionalAllocation,
)


@dataclass(frozen=True)
class CaseFormula:
    """A number of cases that rates are made of: its formula and the function that counts it.

    The count is None where it needs e and nobody estimated e.
    """

    formula: str
    count: Callable[[Dispositions], float | None]


@dataclass(frozen=True)
class RateDefinition:
    """One row of the table of rates; `words` is the formula in words."""

    name: str
    words: str
    numerator: CaseFormula
    denominator: CaseFormula

    @property
    def formula(self) -> str:
        """Return the formula in AAPOR's letters."""
        return f"{self.numerator.formula} ÷ ({self.denominator.formula})"


@dataclass(frozen=True)
class OutcomeRate:
    """A computed rate; `denominator` and `value` are None where undefined, `reason` says why."""

    name: str
    formula: str
    numerator: float
    denominator: float | None
    value: float | None
    reason: str = ""

    @property
    def sentence(self) -> str:
        """Return the rate in percent, or the reason why it is undefined."""
        if self.value is None:
            return f"undefined, because {self.reason}"
        return f"{round_half_up(100 * self.value, 1)} %"


COMPLETE = CaseFormula("I", lambda cases: cases.n_complete)
ANSWERED = CaseFormula("(I+P)", lambda cases: cases.n_answered)
REFUSED = CaseFormula("R", lambda cases: cases.n_refusal)
CONTACTED = CaseFormula("((I+P) + R + O)", lambda cases: cases.n_contacted)

ALL_CASES = CaseFormula("(I+P) + (R+NC+O) + (UH+UO)", lambda cases: cases.n_known + cases.n_unknown)
ESTIMATED_CASES = CaseFormula(
    "(I+P) + (R+NC+O) + e(UH+UO)",
    lambda cases: None if cases.n_estimated is None else cases.n_known + cases.n_estimated,
)
KNOWN_CASES = CaseFormula("(I+P) + (R+NC+O)", lambda cases: cases.n_known)
CONTACTED_CASES = CaseFormula("(I+P) + R + O", lambda cases: cases.n_contacted)
ABLE_CASES = CaseFormula("(I+P) + R", lambda cases: cases.n_answered + cases.n_refusal)

ALL_WORDS = "of all cases, those of unknown eligibility included"
ESTIMATED_WORDS = "of eligible cases and the estimated eligible share of unknown ones"
KNOWN_WORDS = "of cases known to be eligible"
CONTACTED_WORDS = "of eligible cases that were reached"
ABLE_WORDS = "of those who answered, refused or broke off"

_DEFINITIONS = (
    RateDefinition("RR1", f"complete answers {ALL_WORDS}", COMPLETE, ALL_CASES),
    RateDefinition("RR2", f"complete and partial answers {ALL_WORDS}", ANSWERED, ALL_CASES),
    RateDefinition("RR3", f"complete answers {ESTIMATED_WORDS}", COMPLETE, ESTIMATED_CASES),
    RateDefinition(
        "RR4", f"complete and partial answers {ESTIMATED_WORDS}", ANSWERED, ESTIMATED_CASES
    ),
    RateDefinition("RR5", f"complete answers {KNOWN_WORDS}", COMPLETE, KNOWN_CASES),
    RateDefinition("RR6", f"complete and partial answers {KNOWN_WORDS}", ANSWERED, KNOWN_CASES),
    RateDefinition("COOP1", f"complete answers {CONTACTED_WORDS}", COMPLETE, CONTACTED_CASES),
    RateDefinition(
        "COOP2", f"complete and partial answers {CONTACTED_WORDS}", ANSWERED, CONTACTED_CASES
    ),
    RateDefinition("COOP3", f"complete answers {ABLE_WORDS}", COMPLETE, ABLE_CASES),
    RateDefinition("COOP4", f"complete and partial answers {ABLE_WORDS}", ANSWERED, ABLE_CASES),
    RateDefinition("REF1", f"refusals and break-offs {ALL_WORDS}", REFUSED, ALL_CASES),
    RateDefinition("REF2", f"refusals and break-offs {ESTIMATED_WORDS}", REFUSED, ESTIMATED_CASES),
    RateDefinition("REF3", f"refusals and break-offs {KNOWN_WORDS}", REFUSED, KNOWN_CASES),
    RateDefinition("CON1", f"cases reached {ALL_WORDS}", CONTACTED, ALL_CASES),
    RateDefinition("CON2", f"cases reached {ESTIMATED_WORDS}", CONTACTED, ESTIMATED_CASES),
    RateDefinition("CON3", f"cases reached {KNOWN_WORDS}", CONTACTED, KNOWN_CASES),
)
# In the order of Standard Definitions. RR1 is the lowest response rate, RR6 the highest.
OUTCOME_RATES: Mapping[str, RateDefinition] = MappingProxyType(
    {definition.name: definition for definition in _DEFINITIONS}
)


def outcome_rate(name: str, cases: Dispositions) -> OutcomeRate:
    """Return the rate of this name ("RR1", "COOP3" …) as a share between 0 and 1.

    Its value is None where the denominator is zero, or needs e and nobody estimated e. Raises
    `OutOfRangeError` for a name that is not in `OUTCOME_RATES`.
    """
    if name not in OUTCOME_RATES:
        raise OutOfRangeError(f"There is no outcome rate called {name!r}.")
    definition = OUTCOME_RATES[name]
    numerator = definition.numerator.count(cases) or 0
    denominator = definition.denominator.count(cases)
    value = numerator / denominator if denominator else None
    reason = ""
    if denominator is None:
        reason = "it needs e, which is not known"
    elif value is None:
        reason = "there are no cases in the denominator"
    return OutcomeRate(name, definition.formula, numerator, denominator, value, reason)


def outcome_rates(cases: Dispositions) -> tuple[OutcomeRate, ...]:
    """Return all sixteen rates, in the order of Standard Definitions."""
    return tuple(outcome_rate(name, cases) for name in OUTCOME_RATES)


def eligibility_sentence(cases: Dispositions) -> str:
    """Return the sentence under the table that says where e comes from."""
    basis, share = cases.eligibility, cases.e
    if basis is None:
        return "e was not estimated."
    if isinstance(basis, ProportionalAllocation):
        if share is None:
            return "e by proportional allocation is undefined: no case is known either way."
        return (
            f"e = {round_half_up(share, 3)} by proportional allocation: {cases.n_known:,} eligible "
            f"and {basis.n_ineligible:,} ineligible among the cases of known eligibility."
        )
    if isinstance(basis, GivenEligibility):
        return f"e = {round_half_up(basis.share, 3)}, given: {basis.source}."
    return f"e = {round_half_up(basis, 3)}, given without a source."
