"""The contract in force: its dates, and the amount not to be exceeded as of any day."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from clayton_review import clock
from clayton_review.engagement.models import Amendment, Contract
from clayton_review.read_cache import cached_read


@dataclass(frozen=True)
class ContractDates:
    """The first and the last day of the contract, amendments counted."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class ContractTerms:
    """The contract as it is in force: its dates and the amount not to be exceeded."""

    dates: ContractDates
    limit: Decimal


@dataclass(frozen=True)
class LimitPeriod:
    """The not-to-exceed amount from a day on, and what set it."""

    starts_on: date
    limit: Decimal
    ends_on: date
    why: str
    reference: str  # of the amendment; empty for the contract


def contract() -> Contract | None:
    """Return the contract of this study, if it is on record."""
    return Contract.objects.current().first()


@cached_read
def terms(as_of: datetime | None = None) -> ContractTerms | None:
    """Return dates and limit with the amendments approved by then; None without a contract."""
    agreed = contract()
    if agreed is None:
        return None
    moment = as_of or clock.now()
    approved = Amendment.objects.as_of(moment).filter(approved_on__lte=clock.local(moment).date())
    ends_on, limit = agreed.ends_on, agreed.not_to_exceed
    for amendment in approved.order_by("approved_on", "reference"):
        ends_on = amendment.new_ends_on or ends_on
        limit += amendment.amount_change
    return ContractTerms(ContractDates(agreed.starts_on, ends_on), limit)


def contract_dates(as_of: datetime | None = None) -> ContractDates | None:
    """Return the contract's dates as last amended; None without a contract."""
    agreed = terms(as_of)
    return agreed.dates if agreed else None


def limit_in_force(as_of: datetime | None = None) -> Decimal | None:
    """Return the not-to-exceed amount with all amendments approved by that moment."""
    agreed = terms(as_of)
    return agreed.limit if agreed else None


def limits() -> list[LimitPeriod]:
    """List the not-to-exceed amounts in order: the contract's, then one for each amendment."""
    agreed = contract()
    if agreed is None:
        return []
    limit, ends_on = agreed.not_to_exceed, agreed.ends_on
    sources = [LimitPeriod(agreed.approved_on, limit, ends_on, "The contract", "")]
    for amendment in Amendment.objects.current().order_by("approved_on", "reference"):
        limit, ends_on = limit + amendment.amount_change, amendment.new_ends_on or ends_on
        sources.append(
            LimitPeriod(
                amendment.approved_on, limit, ends_on, amendment.reason, amendment.reference
            )
        )
    return sources
