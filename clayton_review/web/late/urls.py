"""The addresses under /late/."""

from django.urls import path

from clayton_review.web.late import views

app_name = "late"
urlpatterns = [
    path("", views.late_work, name="list"),
    path("jobs/<uuid:pk>/retry/", views.retry, name="retry_job"),
    path("letters/<uuid:pk>/send/", views.send_letter, name="send_letter"),
    path("letters/<uuid:pk>/set-aside/", views.set_aside_letter, name="set_aside_letter"),
]
