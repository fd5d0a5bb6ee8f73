"""Views refuse whoever they do not name, and everybody if they name no one."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from clayton_review.accounts.access import person, public
from clayton_review.accounts.middleware import AccessMiddleware


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
