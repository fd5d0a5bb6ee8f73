"""The addresses of the accounts app: people, invitations, links."""

from django.urls import URLPattern

app_name = "accounts"
urlpatterns: list[URLPattern] = []
