"""AAPOR outcome rates from the final dispositions of all sampled cases.

Source of every formula: American Association for Public Opinion Research, Standard Definitions,
9th edition (2016), chapter on outcome rates. A rate whose denominator is zero is undefined: None.
`response_table.py` prints them all.
"""

from dataclasses import dataclass

from clayton_review.stats.errors import OutOfRangeError, check_count


@dataclass(frozen=True)
class GivenEligibility:
    """e as somebody else found it; raises `OutOfRangeError` outside 0..1 or without a source."""

    share: float
    source: str

    def __post_init__(self) -> None:
        """Refuse what cannot be e, and e from nowhere."""
        if not 0 <= self.share <= 1:
            raise OutOfRangeError(f"e must lie from 0 to 1, not {self.share!r}.")
        if not self.source.strip():
            raise OutOfRangeError("A given e needs its source.")


@dataclass(frozen=True)
class ProportionalAllocation:
    """e as the eligible share among the cases of known eligibility (the CASRO method)."""

    n_ineligible: int

    def __post_init__(self) -> None:
        """Refuse a count that cannot be."""
        check_count("The number of ineligible cases", self.n_ineligible)


EligibilityBasis = GivenEligibility | ProportionalAllocation


@dataclass(frozen=True)
class Dispositions:
    """Counts of cases by final disposition; AAPOR's letters in brackets.

    `eligibility` (e) is how the share of eligible cases among those of unknown eligibility was
    found, or the bare share; None when nobody estimated it. Raises `OutOfRangeError` for counts
    below zero or e outside 0..1.
    """

    n_complete: int = 0  # I
    n_partial: int = 0  # P
    n_refusal: int = 0  # R, refusals and break-offs
    n_noncontact: int = 0  # NC
    n_other: int = 0  # O
    n_unknown_household: int = 0  # UH, not known whether the address is a household
    n_unknown_other: int = 0  # UO, not known for other reasons
    eligibility: EligibilityBasis | float | None = None  # e

    def __post_init__(self) -> None:
        """Refuse counts and shares that cannot be."""
        for name, count in vars(self).items():
            if name != "eligibility":
                check_count(name, count)
        if isinstance(self.eligibility, int | float) and not 0 <= self.eligibility <= 1:
            raise OutOfRangeError(f"e must lie from 0 to 1, not {self.eligibility!r}.")

    @property
    def e(self) -> float | None:
        """The share itself; None when nobody estimated it or no case is known either way."""
        if isinstance(self.eligibility, ProportionalAllocation):
            return proportional_eligibility(self.n_known, self.eligibility.n_ineligible)
        if isinstance(self.eligibility, GivenEligibility):
            return self.eligibility.share
        return self.eligibility

    @property
    def n_answered(self) -> int:
        """Complete and partial answers: I + P."""
        return self.n_complete + self.n_partial

    @property
    def n_known(self) -> int:
        """Cases known to be eligible: (I + P) + (R + NC + O)."""
        return self.n_answered + self.n_refusal + self.n_noncontact + self.n_other

    @property
    def n_contacted(self) -> int:
        """Eligible cases that were reached: (I + P) + R + O."""
        return self.n_known - self.n_noncontact

    @property
    def n_unknown(self) -> int:
        """Cases of unknown eligibility: UH + UO."""
        return self.n_unknown_household + self.n_unknown_other

    @property
    def n_estimated(self) -> float | None:
        """Unknown cases taken to be eligible: e (UH + UO); None when e is needed but missing."""
        if not self.n_unknown:
            return 0.0
        return None if self.e is None else self.e * self.n_unknown


def proportional_eligibility(n_eligible: int, n_ineligible: int) -> float | None:
    """e by proportional allocation (CASRO): the eligible share among cases of known eligibility."""
    check_count("The number of eligible cases", n_eligible)
    check_count("The number of ineligible cases", n_ineligible)
    return _rate(n_eligible, n_eligible + n_ineligible)


def rr1(cases: Dispositions) -> float | None:
    """Response rate 1, the lowest: I / ((I+P) + (R+NC+O) + (UH+UO))."""
    return _rate(cases.n_complete, cases.n_known + cases.n_unknown)


def rr2(cases: Dispositions) -> float | None:
    """Response rate 2: (I+P) / ((I+P) + (R+NC+O) + (UH+UO))."""
    return _rate(cases.n_answered, cases.n_known + cases.n_unknown)


def rr3(cases: Dispositions) -> float | None:
    """Response rate 3: I / ((I+P) + (R+NC+O) + e(UH+UO))."""
    return _rate(cases.n_complete, _plus(cases.n_known, cases.n_estimated))


def rr4(cases: Dispositions) -> float | None:
    """Response rate 4: (I+P) / ((I+P) + (R+NC+O) + e(UH+UO))."""
    return _rate(cases.n_answered, _plus(cases.n_known, cases.n_estimated))


def rr5(cases: Dispositions) -> float | None:
    """Response rate 5: I / ((I+P) + (R+NC+O)), as if no unknown case were eligible."""
    return _rate(cases.n_complete, cases.n_known)


def rr6(cases: Dispositions) -> float | None:
    """Response rate 6, the highest: (I+P) / ((I+P) + (R+NC+O))."""
    return _rate(cases.n_answered, cases.n_known)


def coop1(cases: Dispositions) -> float | None:
    """Cooperation rate 1: I / ((I+P) + R + O)."""
    return _rate(cases.n_complete, cases.n_contacted)


def coop2(cases: Dispositions) -> float | None:
    """Cooperation rate 2: (I+P) / ((I+P) + R + O)."""
    return _rate(cases.n_answered, cases.n_contacted)


def coop3(cases: Dispositions) -> float | None:
    """Cooperation rate 3: I / ((I+P) + R)."""
    return _rate(cases.n_complete, cases.n_answered + cases.n_refusal)


def coop4(cases: Dispositions) -> float | None:
    """Cooperation rate 4: (I+P) / ((I+P) + R)."""
    return _rate(cases.n_answered, cases.n_answered + cases.n_refusal)


def ref1(cases: Dispositions) -> float | None:
    """Refusal rate 1: R / ((I+P) + (R+NC+O) + UH + UO)."""
    return _rate(cases.n_refusal, cases.n_known + cases.n_unknown)


def ref2(cases: Dispositions) -> float | None:
    """Refusal rate 2: R / ((I+P) + (R+NC+O) + e(UH+UO))."""
    return _rate(cases.n_refusal, _plus(cases.n_known, cases.n_estimated))


def ref3(cases: Dispositions) -> float | None:
    """Refusal rate 3: R / ((I+P) + (R+NC+O))."""
    return _rate(cases.n_refusal, cases.n_known)


def con1(cases: Dispositions) -> float | None:
    """Contact rate 1: ((I+P) + R + O) / ((I+P) + R + O + NC + (UH+UO))."""
    return _rate(cases.n_contacted, cases.n_known + cases.n_unknown)


def con2(cases: Dispositions) -> float | None:
    """Contact rate 2: ((I+P) + R + O) / ((I+P) + R + O + NC + e(UH+UO))."""
    return _rate(cases.n_contacted, _plus(cases.n_known, cases.n_estimated))


def con3(cases: Dispositions) -> float | None:
    """Contact rate 3: ((I+P) + R + O) / ((I+P) + R + O + NC)."""
    return _rate(cases.n_contacted, cases.n_known)


def _plus(known: int, estimated: float | None) -> float | None:
    return None if estimated is None else known + estimated


def _rate(part: float, whole: float | None) -> float | None:
    return part / whole if whole else None
