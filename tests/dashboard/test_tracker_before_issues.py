"""The tracker while no recommendation is issued."""

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from tests.findings import factories as studies

pytestmark = pytest.mark.django_db


def page(path: str = "/recommendations/") -> str:
    return Client().get(path).content.decode()


def test_before_anything_is_out_it_says_so() -> None:
    assert "No recommendation has been issued yet" in page()
    assert "No recommendations yet" in page()


def test_an_unissued_recommendation_is_nowhere(consultant: User) -> None:
    studies.recommendation(by=consultant)
    assert "R-0001" not in page()
    assert Client().get("/recommendations/R-0001/").status_code == 404
    assert "R-0001" not in page("/recommendations/?format=csv")
