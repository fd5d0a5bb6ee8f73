"""Enter presses the page’s own button on every form of residents, never the other language."""

import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser

import pytest
from django.test import Client
from playwright.sync_api import Page

from clayton_review.accounts.models import User
from surveys.survey.models import SampleKind
from tests.surveys import factories

Open = Callable[..., Page]


class SubmitButtons(HTMLParser):
    """Collects the buttons that send the form `pages`, in the order of the document."""

    def __init__(self) -> None:
        super().__init__()
        self.is_in_form = False
        self.values: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where the form begins, and each button that belongs to it."""
        known = dict(attrs)
        if tag == "form":
            self.is_in_form = known.get("id") == "pages"
        owns = known.get("form") == "pages" or (self.is_in_form and "form" not in known)
        if tag == "button" and owns and known.get("type", "submit") == "submit":
            self.values.append(str(known.get("value")))

    def handle_endtag(self, tag: str) -> None:
        """Note where the form ends."""
        if tag == "form":
            self.is_in_form = False


def sent_by_enter(html: str) -> str:
    """Return the value of the button that a browser presses for Enter: the first of the form."""
    reader = SubmitButtons()
    reader.feed(html)
    return reader.values[0]


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_the_first_button_of_each_page_leads_on(client: Client, lead: User, prefix: str) -> None:
    factories.open_survey(by=lead, sample=SampleKind.OPT_IN, notation=factories.TWO_PAGES)
    survey = f"{prefix}/survey/residents-2018/questions/"
    story, talk = f"{prefix}/tell/story/", f"{prefix}/tell/talk/"
    pages = {
        client.get(survey).content: "next",
        client.post(survey, {"page": "0", "move": "next"}).content: "next",
        client.post(survey, {"page": "1", "move": "next"}).content: "send",
        client.get(story).content: "next",
        client.post(story, {"page": "0", "move": "next", "what": "A stop."}).content: "next",
        client.post(story, {"page": "5", "move": "to-5", "what": "A stop."}).content: "send",
        client.get(talk).content: "send",
    }
    assert len(pages) == 7
    for html, value in pages.items():
        text = html.decode()
        assert sent_by_enter(text) == value
        (hidden,) = re.findall(r'<button class="visually-hidden"[^>]*>([^<]+)</button>', text)
        (shown,) = re.findall(r'<button class="button" [^>]*>([^<]+)</button>', text)
        assert unescape(hidden) == unescape(shown)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("javascript", [True, False])
def test_enter_in_a_field_and_on_a_choice_leads_on_in_the_same_language(
    browser_as: Open, lead: User, javascript: bool
) -> None:
    factories.open_survey(by=lead, sample=SampleKind.OPT_IN, notation=factories.TWO_PAGES)
    page = browser_as(width=390, javascript=javascript)
    page.goto("/es/survey/residents-2018/questions/")
    page.get_by_role("radio").first.check()
    page.get_by_role("radio").first.press("Enter")
    page.get_by_role("group", name="Confío en la policía.").wait_for()
    assert page.url.endswith("/es/survey/residents-2018/questions/")
    page.goto("/tell/talk/")
    page.get_by_label("Phone number or e-mail address").fill("314-555-0100")
    page.get_by_label("Phone number or e-mail address").press("Enter")
    page.get_by_role("alert").or_(page.get_by_role("heading", name="We received")).first.wait_for()
    assert page.locator("html").get_attribute("lang") == "en"
