"""The addresses of requests, upload links, deliveries and received files."""

from django.urls import path

from clayton_review.documents.views import answers, decisions, intakes, received, requests, upload

app_name = "requests"
urlpatterns = [
    path("requests/", requests.index, name="list"),
    path("requests/new/", requests.create, name="create"),
    path("requests/to-you/", answers.index, name="city_list"),
    path("requests/to-you/<str:reference>/", answers.detail, name="answer"),
    path("requests/to-you/<str:reference>/files/", answers.files, name="send_files"),
    path("requests/<str:reference>/", requests.detail, name="detail"),
    path("requests/<str:reference>/edit/", requests.edit, name="edit"),
    path("requests/<str:reference>/withdraw/", requests.withdraw, name="withdraw"),
    path("requests/<str:reference>/note/", requests.note, name="note"),
    path("requests/<str:reference>/status/", decisions.status, name="status"),
    path("requests/<str:reference>/answers/<uuid:key>/", decisions.decide, name="decide"),
    path("requests/<str:reference>/link/", decisions.link, name="link"),
    path("requests/<str:reference>/link/<uuid:key>/revoke/", decisions.revoke, name="revoke"),
    path("upload/<str:token>/", upload.upload, name="upload"),
    path("upload/<str:token>/receipt/<uuid:key>/", upload.receipt, name="upload_receipt"),
    path("intakes/", intakes.index, name="intakes"),
    path("intakes/new/", intakes.create, name="intake_create"),
    path("intakes/<str:reference>/", intakes.detail, name="intake"),
    path("intakes/<str:reference>/receipt/", intakes.receipt, name="receipt"),
    path("intakes/<str:reference>/mail/", intakes.mail, name="receipt_mail"),
    path("intakes/<str:reference>/undo/", intakes.undo, name="undo"),
    path("received/", received.index, name="received"),
    path("received/<str:control>/", received.detail, name="received_file"),
    path("received/<str:control>/file/", received.file, name="received_download"),
    path("received/<str:control>/library/", received.library_add, name="library_add"),
]
