"""The figure of requests to the city: asked, answered, refused, does not exist, overdue."""

from django.urls import reverse

from clayton_review.charts.shapes import Bar, BarChart
from clayton_review.documents.models import RequestStatus
from clayton_review.documents.selectors.requests import RequestCounts, counts
from clayton_review.figures import Audience, Column, Figure, Scope, State, Table, cell, figure

METHOD = (
    "Each request counts once, by its status at the cutoff of the report. A request counts as "
    "answered when the records were received in full, were refused, or were said not to exist. It "
    "is overdue when it is still open past its due date. Days are counted from the request to the "
    "answer. Only numbers are shown here, never what was asked for."
)


@figure("documents.requests")
def requests(scope: Scope) -> Figure:
    """Return the number of requests by status; every audience gets the same numbers."""
    now = counts(scope.as_of)
    title = _title(now)
    rows = [(status.label, now.by_status[status]) for status in RequestStatus]
    most = max((number for _, number in rows), default=0)
    chart = BarChart(
        title=title,
        unit="requests",
        maximum=float(most or 1),
        bars=tuple(
            Bar(label, float(number), needs_attention=label == RequestStatus.REFUSED.label)
            for label, number in rows
        ),
    )
    return Figure(
        name="documents.requests",
        title=title,
        sentence=_sentence(now),
        unit="requests",
        denominator=f"all {now.n_asked} requests to the city",
        method=METHOD,
        table=Table(
            columns=(Column("What came of it"), Column("Requests", "count")),
            rows=(
                *((label, str(number)) for label, number in rows),
                ("Of the open ones overdue", str(now.n_overdue)),
                ("Median days to an answer", _days(now) or "—"),
            ),
        ),
        evidence_url=reverse("requests:list") if scope.audience == Audience.TEAM else "",
        value=str(now.n_answered),
        chart=chart if now.n_asked else None,
        state=_state(now),
        state_words=f"{now.n_overdue} overdue" if now.n_overdue else "",
    )


def _title(now: RequestCounts) -> str:
    if not now.n_asked:
        return "The city has not been asked for anything yet"
    title = (
        f"The city has answered {now.n_answered} of {now.n_asked} request{_plural_s(now.n_asked)}"
    )
    return f"{title}; {now.n_overdue} overdue" if now.n_overdue else title


def _sentence(now: RequestCounts) -> str:
    if not now.n_asked:
        return "No document requests are on record."
    parts = [
        f"{status.label.lower()} {now.by_status[status]}"
        for status in RequestStatus
        if now.by_status[status]
    ]
    sentence = f"Of {now.n_asked} request{_plural_s(now.n_asked)}: {', '.join(parts)}."
    days = _days(now)
    if not days:
        return sentence
    return f"{sentence} Half of the answers came within {days} day{'' if days == '1' else 's'}."


def _state(now: RequestCounts) -> State:
    if not now.n_asked:
        return State.NONE
    return State.WATCH if now.n_overdue else State.ON_TRACK


def _days(now: RequestCounts) -> str:
    if now.median_days is None:
        return ""
    return cell(now.median_days, 0 if now.median_days.is_integer() else 1)


def _plural_s(number: int) -> str:
    return "" if number == 1 else "s"
