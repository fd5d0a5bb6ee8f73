"""The figure of requests to the city: asked, answered, refused, does not exist, overdue."""

from django.urls import reverse

from clayton_review.charts.shapes import Bar, BarChart
from clayton_review.documents.models import RequestStatus
from clayton_review.documents.selectors.requests import RequestCounts, counts
from clayton_review.figures import Audience, Column, Figure, Scope, State, Table, cell, figure
from clayton_review.web.formatting import count_phrase, join_words

METHOD = (
    "Each request counts once, by its status at the cutoff of the report. A request counts as "
    "answered when the records were received in full, were refused, or were said not to exist. It "
    "is overdue when it is still open past its due date. Days are counted from the request to the "
    "answer. Withdrawn requests are left out, except from their own row. Only numbers are shown "
    "here, never what was asked for."
)
ALL_WITHDRAWN = "Every request to the city was withdrawn"


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
        denominator=f"all {count_phrase(now.n_asked, 'request', 'requests')} to the city",
        method=METHOD,
        table=Table(
            columns=(Column("Status"), Column("Requests", "count")),
            rows=(
                *((label, str(number)) for label, number in rows),
                ("Open and overdue", str(now.n_overdue)),
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
        return ALL_WITHDRAWN if now.by_status else "The city has not been asked for anything yet"
    requests_asked = count_phrase(now.n_asked, "request", "requests")
    title = f"The city has answered {now.n_answered} of {requests_asked}"
    return f"{title}; {now.n_overdue} overdue" if now.n_overdue else title


def _sentence(now: RequestCounts) -> str:
    if not now.n_asked:
        return f"{ALL_WITHDRAWN}." if now.by_status else "No document requests are on record."
    parts = [
        status.count_words(now.by_status[status])
        for status in RequestStatus
        if status != RequestStatus.WITHDRAWN and now.by_status[status]
    ]
    requests_asked = count_phrase(now.n_asked, "request", "requests")
    sentence = f"Of {requests_asked}, {join_words(parts)}."
    days = _days(now)
    if not days:
        return sentence
    return f"{sentence} Half of the answers came within {days} {'day' if days == '1' else 'days'}."


def _state(now: RequestCounts) -> State:
    if not now.n_asked:
        return State.NONE
    return State.WATCH if now.n_overdue else State.ON_TRACK


def _days(now: RequestCounts) -> str:
    if now.median_days is None:
        return ""
    return cell(now.median_days, 0 if now.median_days.is_integer() else 1)
