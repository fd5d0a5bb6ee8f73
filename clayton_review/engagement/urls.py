"""The addresses of the engagement app."""

from django.urls import URLPattern

app_name = "engagement"
urlpatterns: list[URLPattern] = []
