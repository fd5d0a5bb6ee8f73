"""Facts of record that a narrative may name: dates, names and amounts, as printed."""

from datetime import datetime

from clayton_review.engagement.selectors import contract, terms
from clayton_review.web.formatting import day, money

Facts = dict[str, str]


def collect(as_of: datetime) -> Facts:
    """Return all facts as of a moment; empty before there is a contract."""
    agreed, in_force = contract(), terms(as_of)
    if agreed is None or in_force is None:
        return {}
    return {
        "contract.title": agreed.title,
        "contract.client": agreed.client,
        "contract.approved_on": day(agreed.approved_on),
        "contract.starts_on": day(in_force.dates.starts_on),
        "contract.ends_on": day(in_force.dates.ends_on),
        "contract.limit": money(in_force.limit),
    }
