"""URLs of field work."""

from django.urls import URLPattern, path

from findings.fieldwork.views import activities, contacts, overview, participants, slots

urlpatterns: list[URLPattern] = [
    path("participants/", participants.index, name="participant_list"),
    path("participants/new/", participants.create, name="participant_create"),
    path("participants/<uuid:key>/", participants.detail, name="participant_detail"),
    path("participants/<uuid:key>/edit/", participants.edit, name="participant_edit"),
    path("participants/<uuid:key>/consent/", participants.consent, name="participant_consent"),
    path(
        "participants/<uuid:key>/store-identity/",
        participants.store_identity,
        name="participant_store_identity",
    ),
    path(
        "participants/<uuid:key>/show-name/", participants.show_name, name="participant_show_name"
    ),
    path(
        "participants/<uuid:key>/show-contact/",
        participants.show_contact,
        name="participant_show_contact",
    ),
    path("participants/<uuid:key>/contact/", contacts.create, name="contact_create"),
    path("contacts/", contacts.today, name="contact_today"),
    path("contacts/log/", contacts.index, name="contact_list"),
    path("contacts/<uuid:key>/edit/", contacts.edit, name="contact_edit"),
    path("contacts/<uuid:key>/withdraw/", contacts.withdraw, name="contact_withdraw"),
    path("slots/", slots.index, name="slot_list"),
    path("slots/new/", slots.create, name="slot_create"),
    path("slots/<uuid:key>/", slots.detail, name="slot_detail"),
    path("slots/<uuid:key>/edit/", slots.edit, name="slot_edit"),
    path("slots/<uuid:key>/book/", slots.book, name="slot_book"),
    path("slots/<uuid:key>/move/", slots.change_state, name="slot_move"),
    path("slots/<uuid:key>/withdraw/", slots.withdraw, name="slot_withdraw"),
    path("activities/", activities.index, name="activity_list"),
    path("activities/new/", activities.create, name="activity_create"),
    path("activities/<slug:reference>/", activities.detail, name="activity_detail"),
    path("activities/<slug:reference>/edit/", activities.edit, name="activity_edit"),
    path("activities/<slug:reference>/notes/", activities.notes, name="activity_notes"),
    path("activities/<slug:reference>/quote/", activities.mark, name="activity_quote"),
    path("activities/<slug:reference>/withdraw/", activities.withdraw, name="activity_withdraw"),
    path("fieldwork/", overview.overview, name="fieldwork"),
]
