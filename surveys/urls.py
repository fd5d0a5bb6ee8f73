"""The addresses of the surveys app: residents' pages and the team's."""

from django.urls import path

from surveys.views import residents

app_name = "surveys"
urlpatterns = [
    path("survey/how-answers-are-protected/", residents.protection, name="protection"),
    path("survey/<slug:slug>/", residents.landing, name="landing"),
    path("survey/<slug:slug>/questions/", residents.questions, name="questions"),
]
