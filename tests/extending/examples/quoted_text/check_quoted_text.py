"""A quote is cut from the new kind of text, listed and filtered like the others."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from findings.coding.actions.excerpts import mark_excerpt
from findings.recommendations.models.responses import CityResponse
from tests.findings import factories as make

pytestmark = pytest.mark.django_db


def test_a_quote_is_marked_and_listed(
    consultant: User, city_staff: User, as_: Callable[[User], Client]
) -> None:
    recommendation = make.recommendation(by=consultant)
    answer = CityResponse.objects.create(
        recommendation=recommendation,
        response="concur",
        text="We will light a lantern at every door.",
        given_on=date(2018, 12, 3),
        by=city_staff,
    )
    excerpt = mark_excerpt(source=answer, words="light a lantern", by=consultant)
    page = as_(consultant).get("/quotes/?kind=city_response").content.decode()
    assert excerpt.source == answer
    assert "light a lantern" in page
