"""Measure queries and CPU of the main lists, as the lead sees them."""

from django.urls import reverse

from bench.costs import page_cost, sign_in
from clayton_review.accounts.roles import Role
from clayton_review.web.navigation import ENTRIES, PUBLIC_ENTRIES

ROUNDS = 20
CITY_LISTS = {"findings:progress_list", "requests:city_list"}
OTHER_LISTS = (
    "findings:participant_list",
    "findings:quote_list",
    "engagement:expenses",
    "engagement:milestones",
)


def measure() -> dict[str, float]:
    """Return the queries and the median CPU milliseconds of each list."""
    client, figures = sign_in(Role.LEAD), {}
    for name in names():
        cost = page_cost(client, reverse(name), rounds=ROUNDS)
        assert cost.n_queries, f"{name} cannot know its visitor without a query"
        figures[f"list {name}: queries"] = float(cost.n_queries)
        figures[f"list {name}: CPU ms"] = round(cost.cpu_ms, 1)
    return figures


def names() -> list[str]:
    """Return the URL names of the lists that a lead may open."""
    lead = [entry.url_name for entry in ENTRIES if entry.url_name not in CITY_LISTS]
    return [*lead, *OTHER_LISTS, *(name for _, name in PUBLIC_ENTRIES)]
