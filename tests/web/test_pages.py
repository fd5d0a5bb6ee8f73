"""The pages of nobody in particular: start, gallery, errors; and what every answer carries."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as project
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.urls import path, reverse

from clayton_review.accounts.access import public
from clayton_review.accounts.models import Invitation, User
from clayton_review.accounts.roles import Permission
from clayton_review.urls import handler400, handler403, handler404, handler500  # noqa: F401
from clayton_review.urls import urlpatterns as real_patterns
from clayton_review.web import errors
from clayton_review.web.context import PageContext
from clayton_review.web.navigation import ENTRIES, NavigationEntry, menu_groups, menu_links


@public
def _fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a planted failure")


@public
def _forbids(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


@public
def _reads_post(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.POST)))


urlpatterns = [
    path("fails/", _fails),
    path("forbids/", _forbids),
    path("reads/", _reads_post),
    *real_patterns,
]

TEMPLATES = sorted((project.BASE_DIR / "templates").rglob("*.html"))


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def incidents_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A navigation of two entries, of which one needs a permission."""
    record = NavigationEntry(
        "Incidents", "components", Permission.READ_INCIDENTS, "What is said to have happened."
    )
    monkeypatch.setattr("clayton_review.web.navigation.ENTRIES", (*ENTRIES[:1], record))


def title(answer: Any) -> str:
    match = re.search(r"<title>(.*?)</title>", answer.content.decode(), re.DOTALL)
    return match.group(1) if match else ""


@pytest.mark.django_db
@pytest.mark.usefixtures("incidents_entry")
def test_the_start_page_shows_each_role_where_it_may_go(
    as_: Callable[[User], Client], consultant: User, liaison: User
) -> None:
    seen = as_(consultant).get(reverse("start")).content.decode()
    assert "Nothing is waiting for you today" in seen
    assert "What is said to have happened." in seen
    other = as_(liaison).get(reverse("start")).content.decode()
    assert "What is said to have happened." not in other


@pytest.mark.django_db
def test_the_start_page_of_somebody_for_whom_nothing_waits_takes_few_queries(
    as_: Callable[[User], Client], liaison: User, django_assert_num_queries: Any
) -> None:
    client = as_(liaison)
    client.get(reverse("start"))
    with django_assert_num_queries(7):  # session, person, what waits, visit (3), what changed
        client.get(reverse("start"))


@pytest.mark.usefixtures("incidents_entry")
def test_the_place_one_is_at_is_marked(lead: User) -> None:
    marked = [link.label for link in menu_links(lead, "/components/any/") if link.is_current]
    assert marked == ["Incidents"]
    assert [link for link in menu_links(lead, "/nowhere/") if link.is_current] == []


def test_every_entry_of_the_navigation_has_a_purpose_and_a_permission() -> None:
    assert all(entry.purpose for entry in ENTRIES if entry.url_name != "start")
    assert len({entry.url_name for entry in ENTRIES}) == len(ENTRIES)
    assert all(reverse(entry.url_name) for entry in ENTRIES)


@pytest.mark.django_db
def test_the_gallery_shows_every_component(client: Client) -> None:
    answer = client.get(reverse("components"))
    page = answer.content.decode()
    assert answer.status_code == 200
    for name in (
        "thread",
        "tiles",
        "facts",
        "tools",
        "summary",
        "choices",
        "pages",
        "empty",
        "ask",
    ):
        assert re.search(rf'class="{name}\b', page), name
    assert title(answer).startswith("Error: ")


def test_the_gallery_is_closed_in_production(visitor: Client, settings: Any) -> None:
    settings.PRODUCTION = True
    assert visitor.get(reverse("components")).status_code == 404


def test_every_page_of_the_demonstration_says_so(visitor: Client, settings: Any) -> None:
    assert "Demonstration data." in visitor.get(reverse("components")).content.decode()
    settings.DEMONSTRATION = False
    assert "Demonstration data." not in visitor.get(reverse("components")).content.decode()


@pytest.mark.parametrize("address", ["/start/?q=%00", "/incidents/%00/", "/%00", "/?a=1&b=x%00y"])
def test_null_bytes_in_an_address_are_refused(visitor: Client, address: str) -> None:
    answer = visitor.get(address)
    assert answer.status_code == 400
    assert "We could not read that request" in answer.content.decode()


def test_a_null_byte_smuggled_in_by_a_cookie_is_refused(visitor: Client) -> None:
    visitor.cookies[project.SESSION_COOKIE_NAME] = "abcdefgh\x00ijkl"
    assert visitor.get(reverse("start")).status_code == 400


@pytest.mark.django_db
def test_without_the_guard_the_null_byte_reaches_the_database(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sabotage: the middleware lets everything through, and the cookie becomes a 500."""
    monkeypatch.setattr(
        "clayton_review.web.middleware.NoNullBytes.__call__",
        lambda self, request: self.get_response(request),
    )
    visitor.cookies[project.SESSION_COOKIE_NAME] = "abcdefgh\x00ijkl"
    assert visitor.get(reverse("start")).status_code == 500


def test_other_languages_are_offered_only_where_there_are_some() -> None:
    request = RequestFactory().get("/start/?a=1")
    assert PageContext(request).other_languages == []
    assert PageContext(RequestFactory().get("/stories/")).other_languages == []
    survey = RequestFactory().get("/survey/how-answers-are-protected/")
    there = "/es/survey/how-answers-are-protected/"
    assert PageContext(survey).other_languages == [("es", "Español", there)]


def test_error_pages_of_the_demonstration_say_so_too(visitor: Client) -> None:
    assert "Demonstration data." in visitor.get("/nothing-here/").content.decode()


def test_a_page_that_does_not_exist_says_what_to_do(visitor: Client) -> None:
    answer = visitor.get("/nothing-here/")
    assert answer.status_code == 404
    assert title(answer) == "There is nothing at this address · Clayton Review"


@pytest.mark.urls(__name__)
def test_our_failures_and_refusals_have_a_page(visitor: Client) -> None:
    for address, status in (("/fails/", 500), ("/forbids/", 403)):
        answer = visitor.get(address)
        assert answer.status_code == status
        assert "<h1>" in answer.content.decode()
        assert "a planted failure" not in answer.content.decode()


@pytest.mark.urls(__name__)
def test_an_oversized_request_gets_a_clear_page(visitor: Client) -> None:
    big = visitor.post("/reads/", "a=" + "x" * 3_000_000, "application/x-www-form-urlencoded")
    many = visitor.post("/reads/", "&".join(f"f{n}=1" for n in range(2_500)),
                        "application/x-www-form-urlencoded")  # fmt: skip
    assert big.status_code == 413
    assert "That is too much at once" in big.content.decode()
    assert many.status_code == 400
    assert "too large" in many.content.decode()


def test_nothing_of_a_form_that_is_too_large_is_saved(
    lead: User, as_: Callable[..., Client]
) -> None:
    typed = {"record_id": str(uuid4()), "email": "new@example.org", "role": "board"}
    sent = as_(lead).post("/people/invite/", typed | {f"more{n}": "1" for n in range(2_000)})
    assert sent.status_code == 400
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    "answer",
    [errors.bad_request, errors.forbidden, errors.not_found],
)
def test_error_pages_ask_nobody(answer: Callable[..., HttpResponse]) -> None:
    """No database mark, no session, no visitor: a query or a look at the user would fail here."""
    request = RequestFactory().get("/")
    assert answer(request, SuspiciousOperation()).content
    assert errors.server_error(request).status_code == 500


@pytest.mark.django_db
def test_an_expired_form_says_that_it_was_not_sent(consultant: User) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("account_login"), {"login": "x", "password": "y"})
    assert answer.status_code == 403
    assert "This form has expired. It was not sent." in answer.content.decode()


@pytest.mark.django_db
def test_every_answer_carries_a_strict_policy(client: Client) -> None:
    answer = client.get(reverse("components"))
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND"])
def test_no_page_answers_a_method_that_it_does_not_know(method: str, client: Client) -> None:
    for name in ("surveys:protection", "health", "account_login"):
        assert client.generic(method, reverse(name)).status_code == 405


def test_no_answer_lets_another_site_read_it(client: Client) -> None:
    page = client.get(
        reverse("surveys:protection"), headers={"Origin": "https://elsewhere.example.org"}
    )
    script = client.head("/static/js/survey-pages.js")
    for answer in (page, script):
        assert answer.status_code == 200
        assert "Access-Control-Allow-Origin" not in answer


def test_error_pages_carry_the_policy_too(visitor: Client) -> None:
    for address in ("/nothing-here/", "/start/?q=%00"):
        assert "default-src 'none'" in visitor.get(address)["Content-Security-Policy"]


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_templates_compile_and_hold_no_inline_style_or_script(file: Path) -> None:
    text = file.read_text()
    get_template(str(file.relative_to(project.BASE_DIR / "templates")))
    assert not re.search(r"\sstyle=|<style", text)
    assert not re.search(r"<[^>%]*\son[a-z]+=", text)
    for script in re.findall(r"<script[^>]*>", text):
        assert "src=" in script or 'type="application/json"' in script


@pytest.mark.django_db
def test_a_visitor_without_a_session_gets_none(client: Client) -> None:
    answer = client.get(reverse("components"))
    assert project.SESSION_COOKIE_NAME not in answer.cookies


def test_a_public_page_asks_neither_database_nor_session(client: Client) -> None:
    """No database mark: a query would fail here."""
    answer = client.get(reverse("surveys:protection"))
    assert answer.status_code == 200
    assert not answer.cookies
    assert not answer.wsgi_request.session.accessed


def test_who_is_signed_in_is_asked_only_where_a_session_cookie_came_along() -> None:
    class Asked(HttpRequest):
        @property
        def user(self) -> User:  # type: ignore[override]
            raise LookupError("somebody asked")

    request = Asked()
    assert PageContext(request).viewer is None
    request.COOKIES[project.SESSION_COOKIE_NAME] = "x"
    with pytest.raises(LookupError):
        assert PageContext(request).viewer


def test_places_of_a_group_stand_behind_one_word(lead: User, as_: Callable[[User], Client]) -> None:
    groups = menu_groups(menu_links(lead, "/findings/"))
    current = next(group for group in groups if group.is_current)

    assert [link.label for link in current.links] == [
        *("Findings", "Recommendations", "Published recommendations")
    ]
    assert current.label == "Findings"
    page = as_(lead).get("/findings/").content.decode()
    assert page.count('aria-current="true">Findings') == 1
    assert page.count('aria-current="page">Findings') == 2  # under its word and in the phone's menu


def test_a_group_of_which_one_may_open_one_place_goes_by_its_name(city_staff: User) -> None:
    labels = [group.label for group in menu_groups(menu_links(city_staff, "/start/"))]

    assert "Recommendations" in labels
    assert "Findings" not in labels


def test_a_phone_names_the_cells_of_a_table_as_its_columns_are_named() -> None:
    differing = []
    for template in TEMPLATES:
        source = template.read_text(encoding="utf-8")
        heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', source, re.DOTALL)
        names = {re.sub(r"<[^>]+>", "", head).strip() for head in heads}
        labels = set(re.findall(r'data-label="([^"{]+)"', source))
        differing += [f"{template.name}: {label}" for label in labels - names if names]

    assert differing == []
