"""The addresses of the findings app."""

from django.urls import URLPattern, path

from findings.views import (
    coding,
    comments,
    evidence,
    findings,
    goals,
    guides,
    interviews,
    logging,
    participants,
    progress,
    recommendations,
    review,
    steps,
)

app_name = "findings"
ADVICE = "team/recommendations/<slug:reference>"
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
    path("findings/<slug:reference>/changes/", findings.changes, name="finding_changes"),
    path("findings/<slug:reference>/comment/", comments.on_finding, name="finding_comment"),
    path("comments/<uuid:key>/resolve/", comments.resolve, name="comment_resolve"),
    path("findings/<slug:reference>/evidence/<slug:kind>/", evidence.add, name="evidence_create"),
    *(
        path(f"findings/<slug:reference>/evidence/<uuid:key>/{act}/", view, name=f"evidence_{act}")
        for act, view in (
            ("edit", evidence.edit),
            ("move", evidence.move),
            ("remove", evidence.remove),
        )
    ),
    path("findings/<slug:reference>/submit/", review.submit, name="finding_submit"),
    path("findings/<slug:reference>/return/", review.give_back, name="finding_return"),
    path("findings/<slug:reference>/sign/", review.sign, name="finding_sign"),
    path("findings/<slug:reference>/release/", review.release, name="finding_release"),
    path("findings/<slug:reference>/withdraw/", review.withdraw, name="finding_withdraw"),
    # The public reads `/recommendations/` (clayton_review.dashboard); the team works here.
    path("team/goals/", goals.index, name="goal_list"),
    path("team/goals/new/", goals.create, name="goal_create"),
    path("team/goals/<uuid:key>/edit/", goals.edit, name="goal_edit"),
    path("team/goals/<uuid:key>/withdraw/", goals.withdraw, name="goal_withdraw"),
    path("team/steps/new/", goals.step_create, name="step_create"),
    path("team/steps/<uuid:key>/edit/", goals.step_edit, name="step_edit"),
    path("team/steps/<uuid:key>/withdraw/", goals.step_withdraw, name="step_withdraw"),
    path("team/recommendations/", recommendations.index, name="recommendation_list"),
    path("team/recommendations/new/", recommendations.create, name="recommendation_create"),
    path("team/recommendations/assign/", goals.assign, name="recommendation_assign"),
    path(f"{ADVICE}/", recommendations.detail, name="recommendation_detail"),
    *(
        path(f"{ADVICE}/{act}/", view, name=f"recommendation_{act}")
        for act, view in (
            ("edit", recommendations.edit),
            ("trace", recommendations.trace_thread),
            ("changes", recommendations.changes),
            ("comment", comments.on_recommendation),
            ("progress", steps.progress),
            ("issue", steps.issue),
            ("release", steps.release),
            ("withdraw", steps.withdraw),
        )
    ),
    path("progress/", progress.index, name="progress_list"),
    path("progress/<slug:reference>/", progress.report, name="progress_report"),
    path("progress/<slug:reference>/respond/", progress.respond, name="progress_respond"),
]
