"""The main lists with the demonstration loaded: queries and CPU, as the lead sees them."""

from django.urls import reverse

from bench.cost import page_cost, signed_in
from clayton_review.accounts.roles import Role
from clayton_review.web.navigation import ENTRIES, PUBLIC_ENTRIES

ROUNDS = 20
OF_THE_CITY = {"findings:progress_list", "requests:to_you"}
BESIDES = (
    "findings:participant_list",
    "findings:quote_list",
    "engagement:expenses",
    "engagement:milestones",
)


def measure() -> dict[str, float]:
    """For each list its queries and the middle of its CPU milliseconds."""
    client, figures = signed_in(Role.LEAD), {}
    for name in names():
        cost = page_cost(client, reverse(name), rounds=ROUNDS)
        assert cost.n_queries, f"{name} cannot know its visitor without a query"
        figures[f"list {name}: queries"] = float(cost.n_queries)
        figures[f"list {name}: CPU ms"] = round(cost.cpu_ms, 1)
    return figures


def names() -> list[str]:
    """The places of the navigation that a lead may go to, and some lists behind them."""
    lead = [entry.url_name for entry in ENTRIES if entry.url_name not in OF_THE_CITY]
    return [*lead, *BESIDES, *(name for _, name in PUBLIC_ENTRIES)]
