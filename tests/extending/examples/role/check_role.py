"""The new roles see what they may open, are refused elsewhere, and get their letters."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass, Role
from clayton_review.citable.records import classes_open_to
from clayton_review.reports.actions.board_letters import mail_board
from clayton_review.reports.models import NoticeKind
from clayton_review.web.navigation import menu_links
from findings.recommendations.actions.recommendations import report_progress
from findings.recommendations.actions.reminders import send_reminders
from findings.recommendations.forms.goals import city_staff as possible_contacts
from findings.recommendations.inputs import ProgressInput
from findings.recommendations.models.recommendations import Recommendation
from findings.recommendations.selectors.history import city_events
from tests.findings import factories as studies
from tests.letters.outgoing import sent_letters
from tests.reports.factories import issued

pytestmark = pytest.mark.django_db


@pytest.fixture
def trustee(db: None) -> User:
    """The trustee."""
    return User.objects.create_user(
        email="trustee@example.org",
        name="Maya Trustee",
        role=Role.TRUSTEE,
        password="correct horse x9",
    )


@pytest.fixture
def observer(db: None) -> User:
    """An observer."""
    return User.objects.create_user(
        email="observer@example.org", name="Olga Observer", role=Role.OBSERVER
    )


@pytest.fixture
def advice(lead: User, consultant: User, second_consultant: User) -> Recommendation:
    """A recommendation issued in December."""
    with clock.at(datetime(2018, 12, 3, 16, tzinfo=UTC)):
        return studies.issued(by=consultant, signer=second_consultant, lead=lead)


def test_it_signs_in_with_a_password(trustee: User) -> None:
    client = Client()
    page = client.post(
        "/account/sign-in/", {"login": trustee.email, "password": "correct horse x9"}, follow=True
    )
    assert page.status_code == 200
    assert page.wsgi_request.user == trustee


def test_it_opens_its_pages_and_no_others(trustee: User, as_: Callable[[User], Client]) -> None:
    client = as_(trustee)
    assert client.get("/start/").status_code == 200
    assert client.get("/dashboard/").status_code == 200
    for address in ("/interviews/", "/findings/", "/incidents/", "/people/", "/team/goals/"):
        assert client.get(address).status_code == 403


def test_its_navigation_leads_to_its_pages(trustee: User, as_: Callable[[User], Client]) -> None:
    page = as_(trustee).get("/dashboard/").content.decode()
    assert 'href="/dashboard/"' in page
    assert 'href="/interviews/"' not in page


def test_it_opens_records_of_its_classes(trustee: User) -> None:
    assert classes_open_to(trustee) == {DisclosureClass.PUBLIC, DisclosureClass.CITY_AND_BOARD}


def test_it_is_sent_the_issued_report(
    trustee: User, lead: User, consultant: User, second_consultant: User
) -> None:
    report = issued(by=lead, approvers=(consultant, second_consultant))
    mail_board(report=report, kind=NoticeKind.ISSUE)
    assert trustee.email in [address for letter in sent_letters() for address in letter.to]


def test_the_lead_can_invite_it(lead: User, as_: Callable[[User], Client]) -> None:
    page = as_(lead).get("/people/invite/").content.decode()
    assert 'value="trustee"' in page


def test_who_reports_for_the_city_can_be_the_contact(trustee: User, observer: User) -> None:
    assert trustee in possible_contacts()
    assert observer not in possible_contacts()


def test_who_reports_for_the_city_is_reminded(advice: Recommendation, trustee: User) -> None:
    Recommendation.objects.filter(pk=advice.pk).update(due_on=date(2018, 12, 20))
    sent_letters().clear()
    send_reminders(today=date(2018, 12, 21))
    assert [letter.to for letter in sent_letters()] == [[trustee.email]]


def test_what_it_reports_is_said_by_the_city(
    advice: Recommendation, trustee: User, as_: Callable[[User], Client]
) -> None:
    progress = ProgressInput("in_progress", "policy", "The order is drafted.")
    report_progress(recommendation=advice, revision=advice.revision, progress=progress, by=trustee)
    assert [event.by for event in city_events(advice)] == ["the city (Maya Trustee)"]
    assert advice.reference in as_(trustee).get("/progress/").content.decode()


def test_navigation_follows_from_the_permissions(trustee: User, observer: User) -> None:
    def places(person: User) -> list[str]:
        return [link.url for link in menu_links(person, "/start/")]

    tracker = "/dashboard/recommendations/"
    assert places(trustee) == ["/start/", "/dashboard/", tracker, "/progress/"]
    assert places(observer) == ["/start/", "/dashboard/", "/reports/", "/documents/", tracker]


def test_its_start_page_leads_to_its_pages(observer: User, as_: Callable[[User], Client]) -> None:
    page = as_(observer).get("/start/").content.decode()
    assert "Issued reports" in page
    assert "Public documents" in page
