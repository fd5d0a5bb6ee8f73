"""The addresses of the public pages and of the Board's dashboard."""

from django.urls import path, register_converter

from clayton_review.dashboard import found_views, results_views, tracker_views, views


class ReportNumber:
    """`2018-11` or `2018-11.r2`."""

    regex = r"[0-9]{4}-[0-9]{2}(?:\.r[0-9]{1,4})?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReportNumber, "report")

app_name = "dashboard"
urlpatterns = [
    path("", views.front, name="front"),
    path("about/", views.about, name="about"),
    path("reports/", views.report_list, name="reports"),
    path("reports/<report:number>/", views.report_detail, name="report"),
    path("reports/<report:number>.<str:ending>", views.report_file, name="file"),
    path("reports/<report:number>/brief/", views.brief_detail, name="brief"),
    path("reports/<report:number>/figures/<path:name>/", views.figure_detail, name="figure"),
    path("documents/", views.document_list, name="documents"),
    path("results/", results_views.results_list, name="results"),
    path("results/<slug:slug>/", results_views.survey_results, name="survey_results"),
    path("results/<slug:slug>/method/", results_views.survey_method, name="survey_method"),
    path(
        "results/<slug:slug>/<slug:name>/",
        results_views.question_results,
        name="question_results",
    ),
    path("found/", found_views.found_list, name="found_list"),
    path("found/<slug:reference>/", found_views.found_detail, name="found"),
    path("recommendations/", tracker_views.everybody, name="recommendations"),
    path(
        "recommendations/<slug:reference>/", tracker_views.one_for_everybody, name="recommendation"
    ),
    path("dashboard/recommendations/", tracker_views.board, name="board_recommendations"),
    path(
        "dashboard/recommendations/<slug:reference>/",
        tracker_views.one_for_board,
        name="board_recommendation",
    ),
    path("dashboard/", views.home, name="home"),
    path("dashboard/figures/<path:name>/", views.figure_history, name="figure_history"),
    path("dashboard/advance/", views.advance, name="advance"),
]
