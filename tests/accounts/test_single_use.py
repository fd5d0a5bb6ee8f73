"""Links pressed twice at the same moment: one press counts."""

from functools import partial

import pytest
from allauth.core import context
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from django.test import Client

from clayton_review.accounts import actions
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.audit.models import AuditEntry
from clayton_review.refusals import Refused
from tests.accounts.factories import PASSWORD, person
from tests.accounts.factors import add_app, add_recovery_codes
from tests.threads import at_once, queued

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_sign_in_link_pressed_twice_at_once_signs_in_once() -> None:
    _, token = actions.make_link(user=person(role=Role.BOARD))
    press = lambda: actions.use_link(token=token)  # noqa: E731
    refused = at_once(press, press, press)
    assert [type(error) for error in refused] == [Refused, Refused]
    assert AuditEntry.objects.filter(verb="used a sign-in link of").count() == 1


def test_two_links_of_one_person_pressed_at_once_sign_in_once() -> None:
    member = person(role=Role.BOARD)
    tokens = [actions.make_link(user=member)[1] for _ in range(2)]
    refused = at_once(*(lambda token=token: actions.use_link(token=token) for token in tokens))
    assert [type(error) for error in refused] == [Refused]


def test_a_recovery_code_given_twice_at_once_signs_in_once() -> None:
    user = person(password=PASSWORD)
    add_app(user)
    with request_context(Client().get("/account/sign-in/").wsgi_request):
        context.request.user = user
        add_recovery_codes(user)
        codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    clients = [Client() for _ in range(3)]
    for client in clients:
        client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})

    def give(client: Client) -> None:
        client.post("/account/authenticate/", {"code": codes[0]})

    assert at_once(*(partial(give, client) for client in clients)) == []
    assert sorted(client.get("/start/").status_code for client in clients) == [200, 302, 302]


def test_a_new_password_undoes_no_change_made_meanwhile(lead: User) -> None:
    deputy = person(role=Role.CONSULTANT)
    actions.name_deputy(user=lead, deputy=deputy, by=lead)
    lead.refresh_from_db()
    _, token = actions.invite(email=lead.email, role=Role.LEAD, by=None)
    remove = lambda: actions.name_deputy(user=lead, deputy=None, by=lead)  # noqa: E731
    join = lambda: actions.accept(token=token, name="", password=PASSWORD)  # noqa: E731
    assert queued(remove, join, commits=True) == []
    assert User.objects.get(pk=lead.pk).deputy is None


def test_an_invitation_accepted_twice_at_once_is_accepted_once() -> None:
    _, token = actions.invite(email="new@example.org", role=Role.CITY, by=None)
    join = lambda: actions.accept(token=token, name="Nell New", password=PASSWORD)  # noqa: E731
    refused = at_once(join, join, join)
    assert [type(error) for error in refused] == [Refused, Refused]
    assert User.objects.count() == 1
    assert AuditEntry.objects.filter(verb="joined").count() == 1
