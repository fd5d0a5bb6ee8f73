"""The addresses of the library."""

from django.urls import path

from clayton_review.documents.views import library as views

app_name = "documents"
urlpatterns = [
    path("", views.index, name="list"),
    path("new/", views.create, name="create"),
    path("several/", views.several, name="several"),
    path("public/<str:reference>/", views.public_file, name="public_file"),
    path("<str:reference>/", views.detail, name="detail"),
    path("<str:reference>/edit/", views.edit, name="edit"),
    path("<str:reference>/withdraw/", views.withdraw, name="withdraw"),
    path("<str:reference>/file/", views.file, name="file"),
]
