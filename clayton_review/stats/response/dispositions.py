"""Final dispositions of all sampled cases, from which AAPOR's outcome rates are computed.

Source: American Association for Public Opinion Research, Standard Definitions, 9th edition (2016).
`outcome_rates.py` holds the table of rates.
"""

from dataclasses import dataclass

from clayton_review.stats.errors import OutOfRangeError, check_count


@dataclass(frozen=True)
class GivenEligibility:
    """e as somebody else estimated it, with the source of the estimate.

    Raises `OutOfRangeError` outside 0..1 or without a source.
    """

    share: float
    source: str

    def __post_init__(self) -> None:
        """Refuse a share outside 0..1 and an empty source."""
        if not 0 <= self.share <= 1:
            raise OutOfRangeError(f"e must lie from 0 to 1, not {self.share!r}.")
        if not self.source.strip():
            raise OutOfRangeError("A given e needs its source.")


@dataclass(frozen=True)
class ProportionalAllocation:
    """e as the eligible share among the cases of known eligibility (the CASRO method).

    Raises `OutOfRangeError` for a count below zero.
    """

    n_ineligible: int

    def __post_init__(self) -> None:
        """Refuse a count below zero."""
        check_count("The number of ineligible cases", self.n_ineligible)


EligibilityBasis = GivenEligibility | ProportionalAllocation


@dataclass(frozen=True)
class Dispositions:
    """Counts of cases by final disposition; AAPOR's letters in brackets.

    `eligibility` (e) says how the share of eligible cases among those of unknown eligibility was
    estimated, or is the bare share; None when nobody estimated it. Raises `OutOfRangeError` for
    counts below zero or e outside 0..1.
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
        """Refuse counts below zero and shares outside 0..1."""
        for name, count in vars(self).items():
            if name != "eligibility":
                check_count(name, count)
        if isinstance(self.eligibility, int | float) and not 0 <= self.eligibility <= 1:
            raise OutOfRangeError(f"e must lie from 0 to 1, not {self.eligibility!r}.")

    @property
    def e(self) -> float | None:
        """Return the share e; None if nobody estimated it or no case is known either way."""
        if isinstance(self.eligibility, ProportionalAllocation):
            return proportional_eligibility(self.n_known, self.eligibility.n_ineligible)
        if isinstance(self.eligibility, GivenEligibility):
            return self.eligibility.share
        return self.eligibility

    @property
    def n_answered(self) -> int:
        """Return the number of complete and partial answers: I + P."""
        return self.n_complete + self.n_partial

    @property
    def n_known(self) -> int:
        """Return the number of cases known to be eligible: (I + P) + (R + NC + O)."""
        return self.n_answered + self.n_refusal + self.n_noncontact + self.n_other

    @property
    def n_contacted(self) -> int:
        """Return the number of eligible cases that were reached: (I + P) + R + O."""
        return self.n_known - self.n_noncontact

    @property
    def n_unknown(self) -> int:
        """Return the number of cases of unknown eligibility: UH + UO."""
        return self.n_unknown_household + self.n_unknown_other

    @property
    def n_estimated(self) -> float | None:
        """Return the number of unknown cases taken to be eligible: e (UH + UO).

        None if e is needed but missing.
        """
        if not self.n_unknown:
            return 0.0
        return None if self.e is None else self.e * self.n_unknown


def proportional_eligibility(n_eligible: int, n_ineligible: int) -> float | None:
    """Return e by proportional allocation: the eligible share among cases of known eligibility.

    None without such a case. Source: the CASRO method in AAPOR's Standard Definitions. Raises
    `OutOfRangeError` for counts below zero.
    """
    check_count("The number of eligible cases", n_eligible)
    check_count("The number of ineligible cases", n_ineligible)
    n_known = n_eligible + n_ineligible
    return n_eligible / n_known if n_known else None
