"""URLs of quotes and codes."""

from django.urls import URLPattern, path

from findings.coding.views import codes, quotes

urlpatterns: list[URLPattern] = [
    path("quotes/", quotes.quotes, name="quote_list"),
    path("quotes/<uuid:key>/", quotes.quote, name="quote_detail"),
    path("quotes/<uuid:key>/confirm/", quotes.confirm, name="quote_confirm"),
    path("quotes/code/", quotes.code_selected, name="quote_code"),
    path("quotes/<uuid:key>/speaker/", quotes.speaker, name="quote_speaker"),
    path("codes/", codes.index, name="code_list"),
    path("codes/new/", codes.create, name="code_create"),
    path("codes/<uuid:key>/", codes.detail, name="code_detail"),
    path("codes/<uuid:key>/edit/", codes.edit, name="code_edit"),
    path("codes/<uuid:key>/merge/", codes.merge, name="code_merge"),
    path("codes/<uuid:key>/retire/", codes.retire, name="code_retire"),
]
