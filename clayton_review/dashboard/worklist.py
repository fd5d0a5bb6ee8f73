"""Quick starts of the dashboard, and the figures of the latest report in search."""

from clayton_review.accounts.roles import Permission
from clayton_review.reports.models import FigureText
from clayton_review.web import record_types, worklist
from clayton_review.web.record_types import RecordType

FIGURE = RecordType(
    name="figures",
    label="Figures of the latest report",
    noun="figure",
    model=FigureText,
    permission=Permission.USE_ACCOUNT,
    rows=FigureText.objects.visible_to,
    heading="title",
    url_name="dashboard:figure_history",
    address=("name",),
    key="pk",
    search_fields=("title", "sentence", "method"),
    newest="pk",
    is_in_changes=False,
)

record_types.register(FIGURE)
worklist.register_quick_starts(
    worklist.QuickStart("Where the study stands", "dashboard:home", Permission.SEE_DASHBOARD)
)
