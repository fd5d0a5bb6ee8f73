"""Size of what is sent: more than an address takes is refused before a byte of it is read.

Django writes files of a form to the temporary folder as soon as anything asks for the form, also
for somebody who is not signed in and at addresses that take no files.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from clayton_review.accounts.access import required_access
from clayton_review.accounts.models import User
from clayton_review.web.errors import files_too_large, too_large

View = TypeVar("View", bound=Callable[..., Any])

MEGABYTE = 1_048_576
AROUND_FILES = MEGABYTE  # what the form around the files may take
ONE_FILE = 4 * settings.STORED_FILE_MAX_BYTES  # so that the form itself can say what is too much


def takes_files(n_bytes: int) -> Callable[[View], View]:
    """Let those who may open the view send it so many bytes; everybody else sends a form's."""

    def mark(view: View) -> View:
        view.most_bytes = n_bytes + AROUND_FILES  # type: ignore[attr-defined]  # as `access` is
        return view

    return mark


def limits_itself(view: View) -> View:
    """Mark a view that compares the size with its own limit before it reads anything."""
    view.limits_itself = True  # type: ignore[attr-defined]  # as `access` is
    return view


class BodyLimit:
    """Answers 413 instead of the view. Stands before whatever reads a form, such as its token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Return the refusal if more is announced than this visitor may send here."""
        if getattr(view, "limits_itself", False):
            return None
        announced = request.META.get("CONTENT_LENGTH") or "0"
        n_bytes = int(announced) if announced.isdecimal() else 0
        if n_bytes <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE or n_bytes <= _most(request, view):
            return None
        if not hasattr(view, "most_bytes"):
            return too_large(request)
        words = _limit_words(view.most_bytes - AROUND_FILES)
        return files_too_large(request, words, may_send=bool(_most(request, view)))


def _limit_words(n_bytes: int) -> str:
    """Say how large the files of a form may be."""
    one, together = (n // MEGABYTE for n in (settings.STORED_FILE_MAX_BYTES, n_bytes))
    if n_bytes == ONE_FILE:
        return f"A file can be up to {one} MB."
    return (
        f"All files of a form can be up to {together:,} MB together, and each up to {one} MB, but "
        "for ZIP archives."
    )


def _most(request: HttpRequest, view: Callable[..., Any]) -> int:
    """Return the bytes that this visitor may send to a view that takes files; 0 for all others."""
    most: int = getattr(view, "most_bytes", 0)
    access = required_access(view, "")
    permission = access.permission if access else None
    user = request.user if most and permission else None
    return most if isinstance(user, User) and permission and user.may(permission) else 0
