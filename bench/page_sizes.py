"""Measure the compressed bytes of a first visit to each of the main pages."""

from django.test import Client
from django.urls import reverse

from bench.costs import sign_in
from bench.dashboard import first_visit
from clayton_review.accounts.roles import Role
from clayton_review.reports.selectors import latest_issued
from surveys.survey.models import SampleKind, Survey


def measure() -> dict[str, float]:
    """Return the kilobytes of each page with styles, scripts and fonts."""
    report, survey = latest_issued(), Survey.objects.get(sample=SampleKind.OPT_IN)
    closed = Survey.objects.get(sample=SampleKind.PROBABILITY)
    assert report is not None
    visitor, lead = Client(), sign_in(Role.LEAD)
    pages = {
        "front page": (visitor, reverse("dashboard:front")),
        "recommendations": (visitor, reverse("dashboard:recommendations")),
        "report": (visitor, reverse("dashboard:report", args=[report.number])),
        "survey, first page": (visitor, reverse("surveys:landing", args=[survey.slug])),
        "survey, questions": (visitor, reverse("surveys:questions", args=[survey.slug])),
        "tell us what happened": (visitor, reverse("stories:story")),
        "start page of the lead": (lead, reverse("start")),
        "incidents": (lead, reverse("incidents:list")),
        "survey results": (lead, reverse("surveys:results", args=[closed.slug])),
    }
    return {
        f"weight of {name}, compressed kB": first_visit(_page(client, address))
        for name, (client, address) in pages.items()
    }


def _page(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content
