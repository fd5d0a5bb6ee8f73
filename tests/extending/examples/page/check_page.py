"""The new page opens for its roles and refuses the others."""

from collections.abc import Callable

import pytest
from django.test import Client

from clayton_review.accounts.models import User

pytestmark = pytest.mark.django_db


def test_it_opens_for_its_roles_alone(
    consultant: User, city_staff: User, as_: Callable[[User], Client]
) -> None:
    page = as_(consultant).get("/incidents/lanterns/")
    assert page.status_code == 200
    assert "Lanterns are on this page" in page.content.decode()
    assert as_(city_staff).get("/incidents/lanterns/").status_code == 403
    assert Client().get("/incidents/lanterns/").status_code == 302
