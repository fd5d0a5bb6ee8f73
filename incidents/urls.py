"""The addresses of the incidents app."""

from django.urls import URLPattern, path

from incidents.views import incidents, parts

app_name = "incidents"


def _part_paths(kind: str, folder: str) -> list[URLPattern]:
    """Return the paths to add, amend and withdraw one kind of part."""
    fixed = {"kind": kind}
    base = f"<str:reference>/{folder}"
    return [
        path(f"{base}/new/", parts.create, fixed, name=f"{kind}_create"),
        path(f"{base}/<uuid:part_id>/edit/", parts.edit, fixed, name=f"{kind}_edit"),
        path(f"{base}/<uuid:part_id>/withdraw/", parts.withdraw, fixed, name=f"{kind}_withdraw"),
    ]


urlpatterns = [
    path("", incidents.index, name="list"),
    path("new/", incidents.create, name="create"),
    path("<str:reference>/", incidents.detail, name="detail"),
    path("<str:reference>/edit/", incidents.edit, name="edit"),
    path("<str:reference>/move/", incidents.move, name="move"),
    path("<str:reference>/withdraw/", incidents.withdraw, name="withdraw"),
    *_part_paths("claim", "claims"),
    *_part_paths("event", "events"),
    *_part_paths("person", "people"),
    *_part_paths("evidence", "evidence"),
    path("<str:reference>/claims/<uuid:part_id>/", parts.claim, name="claim"),
    path("<str:reference>/claims/<uuid:part_id>/assess/", parts.assess, name="claim_assess"),
    path("<str:reference>/evidence/<uuid:part_id>/state/", parts.state, name="evidence_state"),
    path("<str:reference>/evidence/<uuid:part_id>/file/", parts.file, name="evidence_file"),
]
