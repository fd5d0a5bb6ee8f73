"""The addresses of the findings app."""

from django.urls import URLPattern, path

from findings.views import (
    coding,
    findings,
    guides,
    interviews,
    logging,
    participants,
    progress,
    recommendations,
    review,
)

app_name = "findings"
urlpatterns: list[URLPattern] = [
    path("guides/", guides.index, name="guide_list"),
    path("guides/new/", guides.create, name="guide_create"),
    path("guides/<uuid:key>/", guides.detail, name="guide_detail"),
    path("guides/<uuid:key>/edit/", guides.edit, name="guide_edit"),
    path("guides/<uuid:key>/version/", guides.version, name="guide_version"),
    path("participants/", participants.index, name="participant_list"),
    path("participants/new/", participants.create, name="participant_create"),
    path("participants/<uuid:key>/", participants.detail, name="participant_detail"),
    path("participants/<uuid:key>/edit/", participants.edit, name="participant_edit"),
    path("participants/<uuid:key>/consent/", participants.consent, name="participant_consent"),
    path("participants/<uuid:key>/name/", participants.name, name="participant_name"),
    path("participants/<uuid:key>/identity/", participants.identity, name="participant_identity"),
    path("interviews/", interviews.index, name="interview_list"),
    path("interviews/new/", interviews.create, name="interview_create"),
    path("interviews/targets/", interviews.targets, name="interview_targets"),
    path("interviews/<uuid:key>/", interviews.detail, name="interview_detail"),
    path("interviews/<uuid:key>/edit/", interviews.edit, name="interview_edit"),
    path("interviews/<uuid:key>/log/", logging.log, name="interview_log"),
    path("interviews/<uuid:key>/move/", interviews.move, name="interview_move"),
    path("interviews/<uuid:key>/withdraw/", interviews.withdraw, name="interview_withdraw"),
    path("answers/<uuid:key>/quote/", coding.mark, name="quote_create"),
    path("quotes/", coding.quotes, name="quote_list"),
    path("quotes/<uuid:key>/", coding.quote, name="quote_detail"),
    path("quotes/<uuid:key>/confirm/", coding.confirm, name="quote_confirm"),
    path("codes/", coding.codes, name="code_list"),
    path("codes/new/", coding.code_create, name="code_create"),
    path("codes/<uuid:key>/edit/", coding.code_edit, name="code_edit"),
    path("findings/", findings.index, name="finding_list"),
    path("findings/new/", findings.create, name="finding_create"),
    path("findings/<slug:reference>/", findings.detail, name="finding_detail"),
    path("findings/<slug:reference>/edit/", findings.edit, name="finding_edit"),
    path(
        "findings/<slug:reference>/evidence/<slug:kind>/",
        findings.evidence,
        name="evidence_create",
    ),
    path(
        "findings/<slug:reference>/evidence/<uuid:key>/remove/",
        findings.evidence_remove,
        name="evidence_remove",
    ),
    path("findings/<slug:reference>/submit/", review.submit, name="finding_submit"),
    path("findings/<slug:reference>/return/", review.give_back, name="finding_return"),
    path("findings/<slug:reference>/sign/", review.sign, name="finding_sign"),
    path("findings/<slug:reference>/release/", review.release, name="finding_release"),
    path("findings/<slug:reference>/withdraw/", review.withdraw, name="finding_withdraw"),
    path("recommendations/", recommendations.index, name="recommendation_list"),
    path("recommendations/new/", recommendations.create, name="recommendation_create"),
    path("recommendations/<slug:reference>/", recommendations.detail, name="recommendation_detail"),
    path(
        "recommendations/<slug:reference>/edit/", recommendations.edit, name="recommendation_edit"
    ),
    path(
        "recommendations/<slug:reference>/trace/",
        recommendations.trace_thread,
        name="recommendation_trace",
    ),
    path(
        "recommendations/<slug:reference>/progress/",
        recommendations.progress,
        name="recommendation_progress",
    ),
    path(
        "recommendations/<slug:reference>/issue/",
        recommendations.issue,
        name="recommendation_issue",
    ),
    path(
        "recommendations/<slug:reference>/withdraw/",
        recommendations.withdraw,
        name="recommendation_withdraw",
    ),
    path("progress/", progress.index, name="progress_list"),
    path("progress/<slug:reference>/", progress.report, name="progress_report"),
]
