"""The read-only API of the incidents."""

import warnings
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator
from rest_framework.routers import SimpleRouter

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass
from clayton_review.urls import urlpatterns as portal
from incidents import actions
from incidents.api import ROUTES
from tests.documents.factories import document
from tests.incidents import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
As = Callable[[User], Client]

router = SimpleRouter()
for _prefix, _view in ROUTES:
    router.register(_prefix, _view)
urlpatterns = [path("api/v1/", include(router.urls)), *portal]
LIST, ONE = "/api/v1/incidents/", "/api/v1/incidents/INC-0001/"


def test_the_list_shows_current_visible_incidents(consultant: User, lead: User, as_: As) -> None:
    make.incident(by=lead)
    make.incident(by=lead, disclosure_class=DisclosureClass.RESTRICTED)
    incident = make.incident(by=lead)
    actions.withdraw_incident(incident=incident, revision=1, reason="Entered twice", by=lead)
    answer = as_(consultant).get(LIST).json()
    assert [row["reference"] for row in answer["results"]] == ["INC-0001"]
    assert as_(lead).get(LIST).json()["count"] == 2


def test_the_detail_holds_the_parts_this_person_may_see(
    consultant: User, lead: User, as_: As
) -> None:
    incident = make.incident(by=lead)
    make.claim(incident=incident, by=lead, text="Six cars")
    secret = document(by=lead, disclosure_class=DisclosureClass.RESTRICTED)
    make.claim(incident=incident, by=lead, text="Hidden", document=secret)
    make.event(incident=incident, by=lead)
    make.person(incident=incident, by=lead)
    make.evidence(incident=incident, by=lead)
    answer = as_(consultant).get(ONE).json()
    assert [claim["text"] for claim in answer["claims"]] == ["Six cars"]
    assert answer["claims"][0]["document"] == "D-0001"
    assert [len(answer[name]) for name in ("events", "people", "evidence")] == [1, 1, 1]


def test_who_may_not_read_gets_401_or_403_and_hidden_is_404(
    consultant: User, board_member: User, lead: User, as_: As, client: Client
) -> None:
    make.incident(by=lead, disclosure_class=DisclosureClass.RESTRICTED)
    assert client.get(LIST).status_code == 401
    assert as_(board_member).get(LIST).status_code == 403
    assert as_(consultant).get(ONE).status_code == 404
    assert as_(consultant).get("/api/v1/incidents/%00/").status_code in {400, 404}


def test_nothing_can_be_written(lead: User, as_: As) -> None:
    make.incident(by=lead)
    for method in ("post", "put", "patch", "delete"):
        assert getattr(as_(lead), method)(ONE).status_code == 405


def test_without_its_mark_the_door_refuses_the_view(
    lead: User, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sabotage: a view that states no access lets nobody in."""
    monkeypatch.delattr(ROUTES[0][1], "access")
    assert as_(lead).get(LIST).status_code == 403


def test_the_list_is_filtered_and_wrong_filters_are_told(consultant: User, as_: As) -> None:
    make.incident(by=consultant)
    assert as_(consultant).get(f"{LIST}?status=closed").json()["count"] == 0
    assert as_(consultant).get(f"{LIST}?status=lost").status_code == 400
    assert as_(consultant).get(f"{LIST}?title=%00").status_code == 400


@pytest.mark.parametrize("n_rows", [1, 30])
def test_the_detail_needs_the_same_queries_for_one_part_and_many(
    consultant: User, as_: As, n_rows: int, django_assert_num_queries: Any
) -> None:
    incident, source = make.incident(by=consultant), document(by=consultant)
    for _ in range(n_rows):
        make.claim(incident=incident, by=consultant, document=source)
        make.event(incident=incident, by=consultant)
        make.person(incident=incident, by=consultant)
        make.evidence(incident=incident, by=consultant)
    client = as_(consultant)
    with django_assert_num_queries(7):
        client.get(ONE)


@override_settings(ROOT_URLCONF=__name__)
def test_the_schema_is_made_without_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        generator: Any = SchemaGenerator
        schema = generator(patterns=[urlpatterns[0]]).get_schema(public=True)
    assert "/api/v1/incidents/{reference}/" in schema["paths"]
    assert "IncidentStatusEnum" in schema["components"]["schemas"]
    assert "Warning" not in capsys.readouterr().err
