"""The addresses of the incidents app."""

from django.urls import URLPattern

app_name = "incidents"
urlpatterns: list[URLPattern] = []
