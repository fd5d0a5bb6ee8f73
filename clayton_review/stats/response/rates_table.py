"""All outcome rates of a survey with formula, numerator and denominator, for one table.

Formulas as in `response.py`: AAPOR, Standard Definitions, 9th edition (2016).
"""

from collections.abc import Callable
from dataclasses import dataclass

from clayton_review.stats.estimates.rounding import half_up
from clayton_review.stats.response import rates
from clayton_review.stats.response.rates import (
    Dispositions,
    GivenEligibility,
    ProportionalAllocation,
)

Count = Callable[[Dispositions], float]
ALL = "(I+P) + (R+NC+O) + (UH+UO)"
WITH_E = "(I+P) + (R+NC+O) + e(UH+UO)"
KNOWN = "(I+P) + (R+NC+O)"
NUMERATORS: dict[str, Count] = {
    "I": lambda cases: cases.n_complete,
    "(I+P)": lambda cases: cases.n_answered,
    "R": lambda cases: cases.n_refusal,
    "((I+P) + R + O)": lambda cases: cases.n_contacted,
}
DENOMINATORS: dict[str, Callable[[Dispositions], float | None]] = {
    ALL: lambda cases: cases.n_known + cases.n_unknown,
    WITH_E: lambda cases: None if cases.n_estimated is None else cases.n_known + cases.n_estimated,
    KNOWN: lambda cases: cases.n_known,
    "(I+P) + R + O": lambda cases: cases.n_contacted,
    "(I+P) + R": lambda cases: cases.n_answered + cases.n_refusal,
}
RATES: tuple[tuple[str, str, str], ...] = (
    ("RR1", "I", ALL),
    ("RR2", "(I+P)", ALL),
    ("RR3", "I", WITH_E),
    ("RR4", "(I+P)", WITH_E),
    ("RR5", "I", KNOWN),
    ("RR6", "(I+P)", KNOWN),
    ("COOP1", "I", "(I+P) + R + O"),
    ("COOP2", "(I+P)", "(I+P) + R + O"),
    ("COOP3", "I", "(I+P) + R"),
    ("COOP4", "(I+P)", "(I+P) + R"),
    ("REF1", "R", ALL),
    ("REF2", "R", WITH_E),
    ("REF3", "R", KNOWN),
    ("CON1", "((I+P) + R + O)", ALL),
    ("CON2", "((I+P) + R + O)", WITH_E),
    ("CON3", "((I+P) + R + O)", KNOWN),
)


@dataclass(frozen=True)
class OutcomeRate:
    """One rate; `denominator` and `value` are None where they are undefined, and `reason` why."""

    name: str
    formula: str
    numerator: float
    denominator: float | None
    value: float | None
    reason: str = ""

    @property
    def told(self) -> str:
        """The rate in percent, or that it is undefined, and why."""
        if self.value is None:
            return f"undefined, because {self.reason}"
        return f"{half_up(100 * self.value, 1)} %"


def rates_table(cases: Dispositions) -> tuple[OutcomeRate, ...]:
    """All sixteen rates, in the order of Standard Definitions."""
    return tuple(_rate(cases, *row) for row in RATES)


def eligibility_words(cases: Dispositions) -> str:
    """How e was found, for the line under the table."""
    basis, share = cases.eligibility, cases.e
    if basis is None:
        return "e was not estimated."
    if isinstance(basis, ProportionalAllocation):
        if share is None:
            return "e by proportional allocation is undefined: no case is known either way."
        return (
            f"e = {half_up(share, 3)} by proportional allocation: {cases.n_known:,} eligible and "
            f"{basis.n_ineligible:,} ineligible among the cases of known eligibility."
        )
    if isinstance(basis, GivenEligibility):
        return f"e = {half_up(basis.share, 3)}, given: {basis.source}."
    return f"e = {half_up(basis, 3)}, given without a source."


def _rate(cases: Dispositions, name: str, above: str, below: str) -> OutcomeRate:
    value = getattr(rates, name.lower())(cases)
    numerator, denominator = NUMERATORS[above](cases), DENOMINATORS[below](cases)
    formula = f"{above} ÷ ({below})"
    if denominator is None:
        reason = "e is needed and not known"
    elif value is None:
        reason = "no case belongs into the denominator"
    else:
        reason = ""
    return OutcomeRate(name, formula, numerator, denominator, value, reason)
