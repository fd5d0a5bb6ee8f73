"""Shared parts of the engagement's figures: addresses of the records, and an empty figure."""

from decimal import ROUND_HALF_UP, Decimal

from django.urls import reverse

from clayton_review.engagement import selectors
from clayton_review.engagement.selectors import Spending
from clayton_review.figures import Audience, Figure, Scope, Table
from clayton_review.web.formatting import money

FORECAST_METHOD = (
    "If the plan holds: fees to date plus what is planned from now on. At the pace of recent "
    "months: fees to date plus, for each month left in the contract, the average of the last "
    f"{selectors.RUN_MONTHS} whole months (fewer at the start). A month that is not over counts "
    "by the days it has left."
)


def evidence(scope: Scope, url_name: str) -> str:
    """Return the address of the records behind a figure; empty outside the team's audience."""
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


def dollars(amount: Decimal | None) -> str:
    """Return dollars without cents, since a forecast is not that exact."""
    return money((amount or Decimal(0)).quantize(Decimal(1), ROUND_HALF_UP))


def by_plan(now: Spending, fees: str) -> str:
    """Forecast the fees if the plan holds; empty without a plan and after the contract."""
    if not now.planned_total or now.day > now.ends_on:
        return ""
    beside = beside_limit(now.by_plan, now)
    return f"If the plan holds, {fees} will end at {dollars(now.by_plan)}, {beside}."


def beside_limit(amount: Decimal, now: Spending) -> str:
    """Say whether an amount is over or within the limit."""
    return "over the limit" if amount > now.limit else "within the limit"
