"""Views refuse whoever they do not name; accounts, invitations and links refuse what cannot be."""

from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from clayton_review import clock
from clayton_review.accounts import actions
from clayton_review.accounts.access import person, public
from clayton_review.accounts.actions.links import SPENT
from clayton_review.accounts.link_tokens import hash_of_token
from clayton_review.accounts.middleware import AccessMiddleware
from clayton_review.accounts.models import Invitation, SignInLink, User
from clayton_review.accounts.roles import Role
from clayton_review.audit.models import AuditEntry
from clayton_review.letters.models import Letter
from clayton_review.refusals import Refused
from tests.refusing import refused
from tests.threads import queued


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def visit(path: str = "/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    return request


def test_a_view_that_does_not_say_who_may_see_it_is_refused_to_everybody() -> None:
    let_in = AccessMiddleware(view).process_view
    with pytest.raises(PermissionDenied, match="does not say who may see it"):
        let_in(visit(), view, (), {})
    assert let_in(visit(), public(lambda request: HttpResponse()), (), {}) is None


def test_nobody_who_is_not_signed_in_is_taken_for_a_person() -> None:
    with pytest.raises(PermissionDenied, match=r"Sign in first\."):
        person(visit())


@pytest.mark.django_db
def test_an_account_is_not_closed_or_opened_twice(lead: User, consultant: User) -> None:
    with pytest.raises(Refused, match=r"^This account is already open\.$"):
        actions.reopen(user=consultant, by=lead)
    assert not AuditEntry.objects.exists()
    actions.close(user=consultant, by=lead)
    with pytest.raises(Refused, match=r"^This account is already closed\.$"):
        actions.close(user=consultant, by=lead, reason="Again")
    assert AuditEntry.objects.get().verb == "closed the account of"
    consultant.refresh_from_db()
    assert not consultant.is_active


@pytest.mark.django_db
def test_a_closed_account_takes_no_invitation(consultant: User) -> None:
    """Somebody closed it just after the invitation was read."""
    invitation, token = actions.invite(email=consultant.email, role=Role.CONSULTANT, by=None)
    User.objects.filter(pk=consultant.pk).update(is_active=False)
    with refused(SPENT, consultant, invitation):
        actions.accept(token=token, name="", password="a new horse here x9")


@pytest.mark.django_db
def test_a_token_that_was_not_signed_here_is_refused_though_its_hash_is_on_record(
    board_member: User,
) -> None:
    """Otherwise who can write to the database could make a link."""
    invitation, _ = actions.invite(email="new@example.org", role=Role.LEAD, by=None)
    link, _ = actions.make_link(user=board_member)
    for model in (Invitation, SignInLink):
        model._default_manager.update(token_hash=hash_of_token("made-up"))
    with refused(SPENT, invitation, link):
        actions.accept(token="made-up", name="Mallory", password="a new horse here x9")
    with refused(SPENT, invitation, link):
        actions.use_link(token="made-up")


@pytest.mark.django_db(transaction=True)
def test_of_two_invitations_to_one_address_at_once_one_is_told(lead: User) -> None:
    values = {"email": "new@example.org", "role": Role.BOARD}

    def invite() -> None:
        actions.invite(email="new@example.org", role=Role.BOARD, by=lead)

    hold = partial(Invitation.objects.create, **values, token_hash="x", expires_at=clock.now())
    [refusal] = queued(hold, invite, invite)
    assert str(refusal) == "Someone else invited this address at the same moment."
    assert Invitation.objects.count() == Letter.objects.count() == AuditEntry.objects.count() == 1
