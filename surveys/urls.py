"""The addresses of the surveys app: residents' pages and the team's."""

from django.urls import path

from surveys.views import (
    comparison,
    crosstab,
    planner,
    recompute,
    residents,
    response,
    results,
    statements,
    targets,
    team,
    weighting,
    writing,
)

app_name = "surveys"
urlpatterns = [
    path("survey/how-answers-are-protected/", residents.protection, name="protection"),
    path("survey/<slug:slug>/", residents.landing, name="landing"),
    path(
        "survey/<slug:slug>/how-answers-are-protected/",
        residents.protection_of,
        name="protection_of",
    ),
    path("survey/<slug:slug>/questions/", residents.questions, name="questions"),
    path("surveys/", team.index, name="list"),
    path("surveys/new/", team.create, name="create"),
    path("surveys/planner/", planner.planner, name="planner"),
    path("surveys/<slug:slug>/", team.detail, name="detail"),
    path("surveys/<slug:slug>/facts/", team.edit, name="edit"),
    path("surveys/<slug:slug>/questionnaire/", writing.questionnaire, name="questionnaire"),
    path("surveys/<slug:slug>/dispositions/", team.dispositions, name="dispositions"),
    path("surveys/<slug:slug>/response/", response.response, name="response"),
    path("surveys/<slug:slug>/methodology/", statements.statement, name="statement"),
    path("surveys/<slug:slug>/methodology/write/", statements.write, name="statement_write"),
    path("surveys/<slug:slug>/publish-results/", statements.publish, name="results_publish"),
    path("surveys/<slug:slug>/results/", results.results, name="results"),
    path("surveys/<slug:slug>/compare/", comparison.compare, name="compare"),
    path("surveys/<slug:slug>/crosstab/", crosstab.builder, name="crosstab"),
    path("surveys/<slug:slug>/results/<slug:name>/", results.answers, name="answers"),
    path(
        "surveys/<slug:slug>/results/<slug:name>/request.json",
        recompute.request_file,
        name="answers_request",
    ),
    path("surveys/<slug:slug>/sheets.csv", recompute.sheets, name="sheets"),
    path("surveys/<slug:slug>/population/", targets.index, name="population"),
    path("surveys/<slug:slug>/population/new/", targets.create, name="population_create"),
    path("surveys/<slug:slug>/population/<uuid:pk>/", targets.detail, name="target"),
    path("surveys/<slug:slug>/population/<uuid:pk>/edit/", targets.edit, name="target_edit"),
    path(
        "surveys/<slug:slug>/population/<uuid:pk>/withdraw/",
        targets.withdraw,
        name="target_withdraw",
    ),
    path("surveys/<slug:slug>/weighting/", weighting.weighting, name="weighting"),
    path("surveys/<slug:slug>/weighting/new/", weighting.create, name="weighting_create"),
    path("surveys/<slug:slug>/weighting/<uuid:pk>/edit/", weighting.edit, name="weighting_edit"),
    path(
        "surveys/<slug:slug>/weighting/<uuid:pk>/withdraw/",
        weighting.withdraw,
        name="weighting_withdraw",
    ),
    path("surveys/<slug:slug>/publish/", team.publish, name="publish"),
    path("surveys/<slug:slug>/open/", team.open_, name="open"),
    path("surveys/<slug:slug>/closing/", team.closing, name="closing"),
]
