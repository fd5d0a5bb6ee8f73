"""Every address of the read-only API; each app brings its own routes."""

from django.urls import include, path

from clayton_review.reports.api import ROUTES as REPORTS
from clayton_review.web.api import ApiRouter, Documentation, SchemaView
from findings.api import ROUTES as FINDINGS
from incidents.api import ROUTES as INCIDENTS

router = ApiRouter()
for prefix, viewset in (*INCIDENTS, *FINDINGS, *REPORTS):
    router.register(prefix, viewset, basename=prefix)

urlpatterns = [
    path("v1/", include(router.urls)),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", Documentation.as_view(url_name="schema"), name="api_docs"),
]
