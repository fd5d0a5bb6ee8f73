"""Tests of the read-only API of findings and recommendations."""

import warnings
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator
from rest_framework.routers import SimpleRouter

from clayton_review.accounts.models import User
from clayton_review.urls import urlpatterns as portal
from findings.api import ROUTES
from findings.conclusions.inputs import EvidenceSource
from tests.findings import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
As = Callable[[User], Client]

router = SimpleRouter()
router.register(ROUTES[0][0], ROUTES[0][1])
router.register(ROUTES[1][0], ROUTES[1][1])
urlpatterns = [path("api/v1/", include(router.urls)), *portal]


def test_the_team_reads_findings_and_nobody_else(
    consultant: User, board_member: User, city_staff: User, as_: As
) -> None:
    make.finding(by=consultant)
    assert as_(consultant).get("/api/v1/findings/").json()["count"] == 1
    for outsider in (board_member, city_staff):
        assert as_(outsider).get("/api/v1/findings/").status_code == 403
    assert Client().get("/api/v1/findings/").status_code == 401


def test_no_word_of_an_interview_is_in_it(consultant: User, as_: As) -> None:
    finding = make.finding(by=consultant)
    quote = make.excerpt(by=consultant, words="Nobody told me I could go.")
    make.link(finding=finding, by=consultant, source=EvidenceSource(excerpt=quote))
    answer = as_(consultant).get("/api/v1/findings/F-0001/")
    assert answer.json()["evidence"][0]["kind"] == "excerpt"
    assert "Nobody told me" not in answer.content.decode()
    assert "P-01" not in answer.content.decode()


def test_a_recommendation_comes_with_its_history(
    consultant: User, second_consultant: User, lead: User, city_staff: User, as_: As
) -> None:
    advice = make.issued(by=consultant, signer=second_consultant, lead=lead)
    make.reported(recommendation=advice, by=city_staff)
    answer = as_(consultant).get("/api/v1/recommendations/R-0001/").json()
    assert answer["findings"] == ["F-0001"]
    assert [change["status"] for change in answer["changes"]] == ["reported"]


def test_a_wrong_filter_is_told(consultant: User, as_: As) -> None:
    assert as_(consultant).get("/api/v1/findings/?state=lost").status_code == 400


def test_the_schema_has_no_warnings(db: None) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        generator: Any = SchemaGenerator
        schema = generator(patterns=[urlpatterns[0]]).get_schema(public=True)
    assert "/api/v1/findings/{reference}/" in schema["paths"]
