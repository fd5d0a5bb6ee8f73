"""URLs of guides and interviews."""

from django.urls import URLPattern, path

from findings.interviews.views import guides, interviews, log_interview
from findings.interviews.views.question_answers import question_answers
from findings.interviews.views.quote_marking import mark_quote

urlpatterns: list[URLPattern] = [
    path("guides/", guides.index, name="guide_list"),
    path("guides/new/", guides.create, name="guide_create"),
    path("guides/<uuid:key>/", guides.detail, name="guide_detail"),
    path("guides/<uuid:key>/edit/", guides.edit, name="guide_edit"),
    path("guides/<uuid:key>/version/", guides.version, name="guide_version"),
    path("guides/questions/<uuid:key>/", question_answers, name="question_answers"),
    path("interviews/", interviews.index, name="interview_list"),
    path("interviews/new/", interviews.create, name="interview_create"),
    path("interviews/targets/", interviews.targets, name="interview_targets"),
    path("interviews/<uuid:key>/", interviews.detail, name="interview_detail"),
    path("interviews/<uuid:key>/edit/", interviews.edit, name="interview_edit"),
    path("interviews/<uuid:key>/log/", log_interview.log, name="interview_log"),
    path("interviews/<uuid:key>/move/", interviews.change_state, name="interview_move"),
    path("interviews/<uuid:key>/withdraw/", interviews.withdraw, name="interview_withdraw"),
    path("answers/<uuid:key>/quote/", mark_quote, name="quote_create"),
]
