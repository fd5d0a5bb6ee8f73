"""The addresses of reports in work."""

from django.urls import path

from clayton_review.reports.views import decisions, drafts

app_name = "reports"
urlpatterns = [
    path("", drafts.draft_list, name="list"),
    path("<str:number>/", drafts.draft_detail, name="detail"),
    path("<str:number>/opening/", drafts.opening_edit, name="opening"),
    path("<str:number>/sections/<str:name>/", drafts.section_edit, name="section"),
    path("<str:number>/figures/", decisions.figures_refresh, name="refresh"),
    path("<str:number>/comments/", decisions.comment_create, name="comment"),
    path("<str:number>/comments/<uuid:pk>/", decisions.comment_resolve, name="resolve"),
    path("<str:number>/warnings/", decisions.warning_answer, name="answer"),
    path("<str:number>/review/", decisions.review_submit, name="submit"),
    path("<str:number>/return/", decisions.review_return, name="return"),
    path("<str:number>/approval/", decisions.review_approve, name="approve"),
    path("<str:number>/issue/", decisions.report_issue, name="issue"),
    path("<str:number>/correction/", decisions.report_correct, name="correct"),
]
