"""The addresses of the public pages and of the Board's dashboard."""

from django.urls import path, register_converter

from clayton_review.dashboard.views import (
    checking,
    released_findings,
    reports,
    survey_results,
    tracker,
)


class ReportNumberConverter:
    """`2018-11` or `2018-11.r2`."""

    regex = r"[0-9]{4}-[0-9]{2}(?:\.r[0-9]{1,4})?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReportNumberConverter, "report")

app_name = "dashboard"
urlpatterns = [
    path("", reports.front, name="front"),
    path("about/", reports.about, name="about"),
    path("reports/", reports.report_list, name="reports"),
    path("reports/check/", checking.check_reports, name="check"),
    path("reports/check/heads.txt", checking.head_list, name="heads"),
    path("reports/archive.zip", checking.archive_file, name="archive"),
    path("reports/<report:number>/", reports.report_detail, name="report"),
    path("reports/<report:number>.<str:ending>", reports.report_file, name="file"),
    path("reports/<report:number>/brief/", reports.brief_detail, name="brief"),
    path("reports/<report:number>/figures/<path:name>/", reports.figure_detail, name="figure"),
    path("documents/", reports.document_list, name="documents"),
    path("results/", survey_results.results_list, name="results"),
    path("results/<slug:slug>/", survey_results.survey_results, name="survey_results"),
    path("results/<slug:slug>/method/", survey_results.survey_method, name="survey_method"),
    path(
        "results/<slug:slug>/<slug:name>/",
        survey_results.question_results,
        name="question_results",
    ),
    path("found/", released_findings.finding_list, name="finding_list"),
    path("found/<slug:reference>/", released_findings.finding_detail, name="finding"),
    path("recommendations/", tracker.everybody, name="recommendations"),
    path("recommendations/<slug:reference>/", tracker.one_for_everybody, name="recommendation"),
    path("dashboard/recommendations/", tracker.board, name="board_recommendations"),
    path(
        "dashboard/recommendations/<slug:reference>/",
        tracker.one_for_board,
        name="board_recommendation",
    ),
    path("dashboard/", reports.home, name="home"),
    path("dashboard/figures/<path:name>/", reports.figure_history, name="figure_history"),
    path("dashboard/advance/", reports.advance, name="advance"),
]
