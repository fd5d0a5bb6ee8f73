"""Views refuse whoever they do not name; people are closed once and opened once."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from clayton_review.accounts import actions
from clayton_review.accounts.access import person, public
from clayton_review.accounts.middleware import AccessMiddleware
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.refusals import Refused


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
