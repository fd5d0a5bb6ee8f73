"""The addresses of the engagement app: the same five for each record model."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from clayton_review.engagement.views import calendar, log, milestones_and_decisions, records
from clayton_review.engagement.views.contract_overview import overview
from clayton_review.engagement.views.record_pages import RECORD_PAGES
from clayton_review.engagement.views.record_pages.record_page import RecordPages

app_name = "engagement"


def _addresses(pages: RecordPages) -> Iterator[URLPattern]:
    name, key = pages.slug, "<uuid:key>" if pages.key == "pk" else "<str:key>"
    yield path(f"{name}/", records.list_page(pages), name=name)
    yield path(f"{name}/new/", records.create_page(pages), name=f"{name}_create")
    yield path(f"{name}/{key}/", records.detail_page(pages), name=f"{name}_detail")
    yield path(f"{name}/{key}/edit/", records.edit_page(pages), name=f"{name}_edit")
    if pages.slug != "contract":
        yield path(f"{name}/{key}/withdraw/", records.withdraw_page(pages), name=f"{name}_withdraw")


urlpatterns: list[URLPattern] = [
    path("", overview, name="overview"),
    path("log/", log.log, name="log"),
    path("log/<str:category>/", log.log, name="log_category"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar.ics", calendar.calendar_file, name="calendar_file"),
    path("expenses/<str:key>/receipt/", log.receipt, name="receipt"),
    path("milestones/<str:key>/move/", milestones_and_decisions.move, name="milestones_move"),
    path("milestones/<str:key>/reach/", milestones_and_decisions.reach, name="milestones_reach"),
    path(
        "decisions/<str:key>/outcome/", milestones_and_decisions.outcome, name="decisions_outcome"
    ),
    *(address for pages in RECORD_PAGES for address in _addresses(pages)),
]
