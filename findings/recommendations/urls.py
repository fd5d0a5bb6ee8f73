"""URLs of goals and recommendations."""

from django.urls import URLPattern, path

from findings.recommendations.views import decisions, goals, progress, recommendations
from findings.recommendations.views.comments import comment_on_recommendation

ADDRESS = "team/recommendations/<slug:reference>"
urlpatterns: list[URLPattern] = [
    # `/recommendations/` is public (clayton_review.dashboard); these are the team's pages.
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
    path(f"{ADDRESS}/", recommendations.detail, name="recommendation_detail"),
    *(
        path(f"{ADDRESS}/{act}/", view, name=f"recommendation_{act}")
        for act, view in (
            ("edit", recommendations.edit),
            ("trace", recommendations.thread),
            ("changes", recommendations.changes),
            ("comment", comment_on_recommendation),
            ("progress", decisions.progress),
            ("issue", decisions.issue),
            ("release", decisions.release),
            ("withdraw", decisions.withdraw),
        )
    ),
    path("progress/", progress.index, name="progress_list"),
    path("progress/<slug:reference>/", progress.report, name="progress_report"),
    path("progress/<slug:reference>/respond/", progress.respond, name="progress_respond"),
]
