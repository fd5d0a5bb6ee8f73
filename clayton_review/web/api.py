"""Shared parts of the API: its root, its schema, its documentation page."""

from typing import Any

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import APIRootView, DefaultRouter

from clayton_review.accounts.access import allow
from clayton_review.accounts.roles import Permission

REFUSALS = {
    "400": "A filter has a value that is not valid.",
    "401": "Sign in first.",
    "403": "Your role cannot read this.",
    "404": "There is nothing here that you can see.",
    "406": "The API answers in JSON only.",
}


@allow(Permission.USE_ACCOUNT)
class ApiRoot(APIRootView):
    """The lists of the API."""


class ApiRouter(DefaultRouter):
    """Routes of version 1; each list and each record, nothing that writes."""

    APIRootView = ApiRoot
    include_format_suffixes = False


@allow(Permission.USE_ACCOUNT)
class SchemaView(SpectacularAPIView):
    """The OpenAPI schema."""


@allow(Permission.USE_ACCOUNT)
class Documentation(SpectacularSwaggerSplitView):
    """The schema as a page to try out."""


def describe_refusals(result: dict[str, Any], **_: object) -> dict[str, Any]:
    """Add to every operation how the portal refuses; called by drf-spectacular."""
    result["components"]["schemas"]["Refusal"] = {
        "type": "object",
        "description": "Why nothing is shown: `detail`, or a list of sentences per filter.",
        "additionalProperties": True,
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    for path in result["paths"].values():
        for operation in path.values():
            for status, words in REFUSALS.items():
                refusal = {"description": words, "content": content}
                operation["responses"].setdefault(status, refusal)
    return result
