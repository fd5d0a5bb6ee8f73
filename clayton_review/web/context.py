"""Context of the base templates; nothing is looked up until a template asks."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, translate_url

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission, needs_second_factor
from clayton_review.languages import LanguageLink, language_links
from clayton_review.web.navigation import (
    MenuGroup,
    MenuLink,
    front_address,
    menu_groups,
    menu_links,
    public_links,
)

# Pages that are translated; the others are in English only and offer no other language.
# Issued reports stay in English; their pages say so in the reader's language.
TRANSLATED = {
    *(
        f"dashboard:{name}"
        for name in ("front", "about", "reports", "report", "check", "figure", "figure_history")
    ),
    *("dashboard:recommendations", "dashboard:recommendation"),
    *("dashboard:finding_list", "dashboard:finding"),
    *("dashboard:results", "dashboard:survey_results"),
    *("dashboard:survey_method", "dashboard:question_results"),
    "dashboard:documents",
    *(f"surveys:{name}" for name in ("landing", "questions", "protection", "protection_of")),
    *(f"stories:{name}" for name in ("opening", "story", "talk")),
}


class PageContext:
    """The page's surroundings, lazily: who is signed in, where they may go, other languages."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.is_demonstration: bool = settings.DEMONSTRATION
        self.phone: str = settings.STUDY_PHONE

    @cached_property
    def viewer(self) -> User | None:
        """Return the signed-in person, without touching the session if there is no cookie."""
        if settings.SESSION_COOKIE_NAME not in self._request.COOKIES:
            return None
        user = getattr(self._request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @property
    def needs_second_factor(self) -> bool:
        """True if the person's role needs a second factor."""
        return self.viewer is not None and needs_second_factor(self.viewer.role)

    @property
    def must_have_second_factor(self) -> bool:
        """True if the person cannot work here without a second factor."""
        return settings.MFA_REQUIRED and self.needs_second_factor

    @property
    def can_reset_factors(self) -> bool:
        """True if the person can ask for the reset of somebody's lost second factor."""
        return self.viewer is not None and self.viewer.may(Permission.RESET_FACTORS)

    @cached_property
    def menu_links(self) -> list[MenuLink]:
        """List the places where the signed-in person may go."""
        return menu_links(self.viewer, self._request.path) if self.viewer else []

    @cached_property
    def menu_groups(self) -> list[MenuGroup]:
        """Return the places by group, as the navigation shows them."""
        return menu_groups(self.menu_links)

    @cached_property
    def public_links(self) -> list[MenuLink]:
        return public_links(self._request.path)

    @property
    def front_url(self) -> str:
        """Return the front page's address in the language in use."""
        return front_address()

    @cached_property
    def other_languages(self) -> list[LanguageLink]:
        """List code, name and address of this page in each other language."""
        if self._view_name not in TRANSLATED:
            return []
        path = self._request.get_full_path()
        links = language_links(lambda code: translate_url(path, code))
        return [link for link in links if link[2] != path]

    @property
    def _view_name(self) -> str:
        try:
            return resolve(self._request.path_info).view_name
        except Resolver404:
            return ""


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return the names that every template gets: `portal` and `is_demonstration`."""
    return {"portal": PageContext(request), "is_demonstration": settings.DEMONSTRATION}
