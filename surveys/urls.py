"""The addresses of the surveys app: residents' pages and the team's."""

from django.urls import path

from surveys.analysis.views import comparison, crosstab, population, weighting
from surveys.answers.views import residents
from surveys.fielding.views import given_up, planner, questionnaire_editing, surveys
from surveys.results.views import methodology, recompute, response, results

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
    path("surveys/", surveys.index, name="list"),
    path("surveys/new/", surveys.create, name="create"),
    path("surveys/planner/", planner.planner, name="planner"),
    path("surveys/<slug:slug>/", surveys.detail, name="detail"),
    path("surveys/<slug:slug>/facts/", surveys.edit, name="edit"),
    path(
        "surveys/<slug:slug>/questionnaire/",
        questionnaire_editing.questionnaire,
        name="questionnaire",
    ),
    path("surveys/<slug:slug>/dispositions/", surveys.dispositions, name="dispositions"),
    path("surveys/<slug:slug>/response/", response.response, name="response"),
    path("surveys/<slug:slug>/methodology/", methodology.statement, name="statement"),
    path("surveys/<slug:slug>/methodology/write/", methodology.write, name="statement_write"),
    path("surveys/<slug:slug>/publish-results/", methodology.publish, name="results_publish"),
    path("surveys/<slug:slug>/results/", results.results, name="results"),
    path("surveys/<slug:slug>/compare/", comparison.compare, name="compare"),
    path("surveys/<slug:slug>/crosstab/", crosstab.builder, name="crosstab"),
    path("surveys/<slug:slug>/crosstab/groups/", crosstab.choose_groups, name="table_groups"),
    path("surveys/<slug:slug>/results/<slug:name>/", results.answers, name="answers"),
    path(
        "surveys/<slug:slug>/results/<slug:name>/request.json",
        recompute.request_file,
        name="answers_request",
    ),
    path("surveys/<slug:slug>/sheets.csv", recompute.sheets, name="sheets"),
    path("surveys/<slug:slug>/population/", population.index, name="population"),
    path("surveys/<slug:slug>/population/new/", population.create, name="population_create"),
    path("surveys/<slug:slug>/population/<uuid:pk>/", population.detail, name="target"),
    path("surveys/<slug:slug>/population/<uuid:pk>/edit/", population.edit, name="target_edit"),
    path(
        "surveys/<slug:slug>/population/<uuid:pk>/withdraw/",
        population.withdraw,
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
    path("surveys/<slug:slug>/publish/", surveys.publish, name="publish"),
    path("surveys/<slug:slug>/open/", surveys.open_, name="open"),
    path("surveys/<slug:slug>/closing/", surveys.closing, name="closing"),
    path("surveys/<slug:slug>/give-up-answers/", given_up.give_up, name="give_up"),
]
