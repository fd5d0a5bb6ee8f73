"""The addresses under /people/."""

from django.urls import path

from clayton_review.web.people import letters, record, resets, sessions, views

app_name = "people"
urlpatterns = [
    path("", views.people_list, name="list"),
    path("audit/", record.audit_list, name="audit"),
    path("second-steps/", resets.resets, name="resets"),
    path("second-steps/<uuid:pk>/confirm/", resets.confirm, name="reset_confirm"),
    path("second-steps/<uuid:pk>/decline/", resets.decline, name="reset_decline"),
    path("letters/", letters.letter_list, name="letters"),
    path("invite/", views.invite, name="invite"),
    path("invitations/<uuid:pk>/resend/", views.resend, name="resend"),
    path("invitations/<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("join/<str:token>/", views.accept, name="accept"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/deputy/", views.deputy, name="deputy"),
    path("<uuid:pk>/change/", views.change, name="change"),
    path("<uuid:pk>/close-or-reopen/", views.close_or_reopen, name="close_or_reopen"),
    path("<uuid:pk>/sessions/end-all/", sessions.end_all_of_person, name="sessions_end_all"),
    path("<uuid:pk>/sessions/<str:session_id>/end/", sessions.end_of_person, name="sessions_end"),
    path("<uuid:pk>/new-password/", views.new_password, name="new_password"),
]
