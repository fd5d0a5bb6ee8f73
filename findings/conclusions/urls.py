"""URLs of findings."""

from django.urls import URLPattern, path

from findings.conclusions.views import comments, evidence, findings, review

urlpatterns: list[URLPattern] = [
    path("findings/", findings.index, name="finding_list"),
    path("findings/new/", findings.create, name="finding_create"),
    path("findings/<slug:reference>/", findings.detail, name="finding_detail"),
    path("findings/<slug:reference>/edit/", findings.edit, name="finding_edit"),
    path("findings/<slug:reference>/changes/", findings.changes, name="finding_changes"),
    path("findings/<slug:reference>/comment/", comments.comment_on_finding, name="finding_comment"),
    path("comments/<uuid:key>/resolve/", comments.resolve, name="comment_resolve"),
    path("findings/<slug:reference>/evidence/<slug:kind>/", evidence.add, name="evidence_create"),
    *(
        path(f"findings/<slug:reference>/evidence/<uuid:key>/{act}/", view, name=f"evidence_{act}")
        for act, view in (
            ("edit", evidence.edit),
            ("move", evidence.move),
            ("remove", evidence.remove),
        )
    ),
    path("findings/<slug:reference>/submit/", review.submit, name="finding_submit"),
    path("findings/<slug:reference>/return/", review.return_to_draft, name="finding_return"),
    path("findings/<slug:reference>/sign/", review.sign, name="finding_sign"),
    path("findings/<slug:reference>/release/", review.release, name="finding_release"),
    path("findings/<slug:reference>/withdraw/", review.withdraw, name="finding_withdraw"),
]
