"""The addresses of the engagement app: the same five for each kind of record."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from clayton_review.engagement.views import acts, calendar, log, records
from clayton_review.engagement.views.kinds import KINDS, Kind
from clayton_review.engagement.views.overview import overview

app_name = "engagement"


def _addresses(kind: Kind) -> Iterator[URLPattern]:
    name, key = kind.slug, "<uuid:key>" if kind.key == "pk" else "<str:key>"
    yield path(f"{name}/", records.list_page(kind), name=name)
    yield path(f"{name}/new/", records.create_page(kind), name=f"{name}_create")
    yield path(f"{name}/{key}/", records.detail_page(kind), name=f"{name}_detail")
    yield path(f"{name}/{key}/edit/", records.edit_page(kind), name=f"{name}_edit")
    if kind.slug != "contract":
        yield path(f"{name}/{key}/withdraw/", records.withdraw_page(kind), name=f"{name}_withdraw")


urlpatterns: list[URLPattern] = [
    path("", overview, name="overview"),
    path("log/", log.log, name="log"),
    path("log/<str:sort>/", log.log, name="log_sort"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar.ics", calendar.calendar_file, name="calendar_file"),
    path("expenses/<str:key>/receipt/", log.receipt, name="receipt"),
    path("milestones/<str:key>/move/", acts.move, name="milestones_move"),
    path("milestones/<str:key>/reach/", acts.reach, name="milestones_reach"),
    path("decisions/<str:key>/outcome/", acts.outcome, name="decisions_outcome"),
    *(address for kind in KINDS for address in _addresses(kind)),
]
