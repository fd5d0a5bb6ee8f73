"""The API keeps the promises of its own schema, and only reads."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import Client
from django.test.client import ClientHandler
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from tests.incidents import factories as incidents

As = Callable[[User], Client]
PROMISES = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

pytestmark = pytest.mark.django_db


def test_the_schema_is_made_without_a_warning(tmp_path: Any) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))


def served(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """The portal as a WSGI application within the test's own transaction."""
    answer: Any = ClientHandler(enforce_csrf_checks=True)(environ)
    start_response(f"{answer.status_code} {answer.reason_phrase}", list(answer.items()))
    return [answer.content]


@pytest.fixture
def described(as_: As, consultant: User) -> tuple[Any, dict[str, str]]:
    """The schema as the consultant fetches it, with the session to try it out."""
    incident = incidents.incident(by=consultant)
    incidents.claim(incident=incident, by=consultant)
    client = as_(consultant)
    schema = schemathesis.openapi.from_dict(client.get("/api/schema/?format=json").json())
    schema.app = served
    name = django_settings.SESSION_COOKIE_NAME
    return schema, {name: client.cookies[name].value}


def test_every_address_keeps_its_promises_whatever_is_asked(described: Any) -> None:
    schema, cookies = described
    operations = [operation.ok() for operation in schema.get_all_operations()]
    assert {operation.method.upper() for operation in operations} == {"GET"}

    for operation in operations:

        @settings(
            max_examples=15,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def keeps_promises(case: Any) -> None:
            case.call_and_validate(cookies=cookies, checks=PROMISES)

        keeps_promises()


def test_what_is_on_record_conforms(described: Any) -> None:
    schema, cookies = described
    listed = schema["/api/v1/incidents/"]["GET"].Case()
    answer = listed.call_and_validate(cookies=cookies, checks=PROMISES)
    assert answer.status_code == 200, answer.text
    (first,) = answer.json()["results"]
    operation = schema["/api/v1/incidents/{reference}/"]["GET"]
    detail = operation.Case(path_parameters={"reference": first["reference"]})
    assert detail.call_and_validate(cookies=cookies, checks=PROMISES).status_code == 200


@pytest.mark.parametrize("path", ["v1/", "schema/", "docs/", "v1/incidents/"])
def test_nothing_of_the_api_is_open_without_an_account(path: str, client: Client) -> None:
    answer = client.get(f"/api/{path}")
    assert answer.status_code == 401
    assert answer.json() == {"detail": "Sign in first."}


def test_every_role_reads_the_schema_and_only_the_team_the_records(
    as_: As, board_member: User, liaison: User, consultant: User
) -> None:
    for person in (board_member, liaison, consultant):
        for path in ("v1/", "schema/", "docs/"):
            assert as_(person).get(f"/api/{path}").status_code == 200
        expected = 200 if person.may(Permission.READ_INCIDENTS) else 403
        assert as_(person).get("/api/v1/incidents/").status_code == expected


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_only_reads(method: str, as_: As, lead: User) -> None:
    incident = incidents.incident(by=lead)
    client = as_(lead)
    for path in ("/api/v1/incidents/", f"/api/v1/incidents/{incident.reference}/"):
        assert getattr(client, method)(path).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "v1/nothing/",
        "v1/incidents/INC-9999/",
        f"v1/incidents/{uuid.UUID(int=7)}/",
        "v1/incidents/%00/",
        "v1/incidents/?page=x",
        "v1/incidents/?status=bad",
        "v1/incidents/?title=%00",
        "v1/incidents/?format=html",
    ],
)
def test_wrong_addresses_are_refused_as_json(path: str, as_: As, consultant: User) -> None:
    answer = as_(consultant).get(f"/api/{path}")
    assert 400 <= answer.status_code < 500
    assert answer["Content-Type"].startswith("application/json")


def test_the_documentation_page_has_no_inline_code(as_: As, consultant: User) -> None:
    page = as_(consultant).get("/api/docs/").content.decode()
    assert "<style" not in page
    assert "style=" not in page
    script = as_(consultant).get("/api/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")
    assert "SwaggerUIBundle(" in script.content.decode()
