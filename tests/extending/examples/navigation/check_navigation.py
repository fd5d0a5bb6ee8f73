"""The new place is shown to those who may go there."""

from collections.abc import Callable

import pytest
from django.test import Client

from clayton_review.accounts.models import User

pytestmark = pytest.mark.django_db


def test_it_is_shown_to_those_who_may_go_there(
    consultant: User, city_staff: User, as_: Callable[[User], Client]
) -> None:
    assert 'href="/incidents/lanterns/"' in as_(consultant).get("/start/").content.decode()
    assert 'href="/incidents/lanterns/"' not in as_(city_staff).get("/start/").content.decode()
