"""What the engagement's figures share: the way to the records, and a figure of nothing."""

from django.urls import reverse

from clayton_review.figures import Audience, Figure, Scope, Table


def evidence(scope: Scope, url_name: str) -> str:
    """The records behind a figure, for those who may open them."""
    return reverse(url_name) if scope.audience == Audience.TEAM else ""


def empty(name: str, title: str, unit: str) -> Figure:
    return Figure(
        name=name,
        title=title,
        sentence=f"{title}.",
        unit=unit,
        denominator="",
        method="",
        table=Table((), ()),
        evidence_url="",
    )
