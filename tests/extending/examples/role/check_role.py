"""The new role signs in, sees what it may open, is refused elsewhere, and is sent the reports."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass, Role
from clayton_review.citable.records import classes_open_to
from clayton_review.reports.actions.tell import tell_board
from clayton_review.reports.models import NoticeKind
from tests.reports.factories import issued

pytestmark = pytest.mark.django_db


@pytest.fixture
def mayor(db: None) -> User:
    """The mayor."""
    return User.objects.create_user(
        email="mayor@example.org",
        name="Maya Mayor",
        role=Role.MAYOR,
        password="correct horse x9",
    )


def test_it_signs_in_with_a_password(mayor: User) -> None:
    client = Client()
    page = client.post(
        "/account/sign-in/", {"login": mayor.email, "password": "correct horse x9"}, follow=True
    )
    assert page.status_code == 200
    assert page.wsgi_request.user == mayor


def test_it_opens_its_pages_and_no_others(mayor: User, as_: Callable[[User], Client]) -> None:
    client = as_(mayor)
    assert client.get("/start/").status_code == 200
    assert client.get("/dashboard/").status_code == 200
    for address in ("/interviews/", "/findings/", "/incidents/", "/people/", "/team/goals/"):
        assert client.get(address).status_code == 403


def test_its_navigation_leads_to_its_pages(mayor: User, as_: Callable[[User], Client]) -> None:
    page = as_(mayor).get("/dashboard/").content.decode()
    assert 'href="/dashboard/"' in page
    assert 'href="/interviews/"' not in page


def test_it_opens_records_of_its_classes(mayor: User) -> None:
    assert classes_open_to(mayor) == {DisclosureClass.PUBLIC, DisclosureClass.CITY_AND_BOARD}


def test_it_is_sent_the_issued_report(
    mayor: User, lead: User, consultant: User, second_consultant: User
) -> None:
    report = issued(by=lead, approvers=(consultant, second_consultant))
    tell_board(report=report, kind=NoticeKind.ISSUE)
    assert mayor.email in [address for letter in mail.outbox for address in letter.to]


def test_the_lead_can_invite_it(lead: User, as_: Callable[[User], Client]) -> None:
    page = as_(lead).get("/people/invite/").content.decode()
    assert 'value="mayor"' in page
