"""Quick starts of the dashboard on the start page, and its figures in search."""

from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.dashboard.selectors.reports import latest_figures
from clayton_review.web import record_types, worklist
from clayton_review.web.formatting import as_title
from clayton_review.web.record_types import FoundPage, PageType


def _figure_pages(user: User) -> list[FoundPage]:
    """List the pages of figures in the latest report that this person may open."""
    return [
        FoundPage(
            as_title(figure.title),
            reverse("dashboard:figure_history", args=[figure.name]),
            f"{figure.sentence} {figure.method}",
        )
        for figure in latest_figures(for_board=user.may(Permission.SEE_DASHBOARD))
    ]


record_types.register_pages(PageType("figures", "Figures of the latest report", _figure_pages))
worklist.register_quick_starts(
    worklist.QuickStart("Where the study stands", "dashboard:home", Permission.SEE_DASHBOARD)
)
