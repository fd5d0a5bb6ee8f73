"""Measure the compressed bytes of a first visit to each of the main pages."""

from django.test import Client
from django.urls import reverse

from bench.costs import sign_in
from bench.dashboard import first_visit
from clayton_review.accounts.roles import Role
from clayton_review.demo.fieldwork import OPEN_LINK, RESIDENTS
from clayton_review.reports.selectors import latest_issued


def measure() -> dict[str, float]:
    """Return the kilobytes of each page with styles, scripts and fonts."""
    report = latest_issued()
    assert report is not None
    visitor, lead = Client(), sign_in(Role.LEAD)
    pages = {
        "front page": (visitor, reverse("dashboard:front")),
        "recommendations": (visitor, reverse("dashboard:recommendations")),
        "report": (visitor, reverse("dashboard:report", args=[report.number])),
        "survey, first page": (visitor, reverse("surveys:landing", args=[OPEN_LINK.slug])),
        "survey, questions": (visitor, reverse("surveys:questions", args=[OPEN_LINK.slug])),
        "tell us what happened": (visitor, reverse("stories:story")),
        "start page of the lead": (lead, reverse("start")),
        "incidents": (lead, reverse("incidents:list")),
        "survey results": (lead, reverse("surveys:results", args=[RESIDENTS.slug])),
    }
    return {
        f"weight of {name}, compressed kB": first_visit(_page(client, address))
        for name, (client, address) in pages.items()
    }


def _page(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content
