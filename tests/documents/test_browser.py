"""The addressee's answer to a request in a real browser: words and files in one form."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Request

from clayton_review.accounts.models import User
from clayton_review.documents.models import Answer, Intake
from tests.documents.factories import asked

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def large_file(tmp_path: Path) -> Path:
    """A file of more than a form without files may take."""
    path = tmp_path / "dispatch.txt"
    path.write_bytes(b"radio call " * 300_000)
    return path


@pytest.mark.parametrize("has_scripts", [True, False])
def test_words_are_sent_beside_large_files_that_were_chosen(
    browser_as: Callable[..., Page], liaison: User, large_file: Path, has_scripts: bool
) -> None:
    request = asked(by=liaison, addressee=liaison)
    page = browser_as(liaison, javascript=has_scripts)
    page.goto(f"/requests/to-you/{request.reference}/")
    page.locator("input[type=file]").first.set_input_files(large_file)
    page.get_by_label("We have a question").check()
    page.get_by_label("In your words").fill("Which year?")
    page.get_by_label("Law or rule cited").press("Enter")
    page.get_by_text("Your answer has arrived.").wait_for()
    assert page.get_by_text("The files you chose were not sent.").is_visible()
    assert Answer.objects.get().text == "Which year?"
    assert not Intake.objects.exists()


def test_a_form_that_sent_words_says_of_no_later_sending_that_files_were_left(
    browser_as: Callable[..., Page], liaison: User, large_file: Path
) -> None:
    request = asked(by=liaison, addressee=liaison)
    page = browser_as(liaison)
    page.goto(f"/requests/to-you/{request.reference}/")
    page.locator("input[type=file]").first.set_input_files(large_file)
    page.evaluate("addEventListener('submit', event => event.preventDefault())")
    page.get_by_label("Law or rule cited").press("Enter")
    page.wait_for_function("!document.querySelector('input[type=file]').disabled")
    assert page.locator("[name=files_left]").input_value() == ""


def test_a_file_that_is_too_large_is_not_sent(
    browser_as: Callable[..., Page], liaison: User, consultant: User, tmp_path: Path
) -> None:
    request = asked(by=liaison, addressee=liaison)
    large = tmp_path / "recording.wav"
    sent: list[str] = []

    def note(request: Request) -> None:
        sent.append(request.method)

    with large.open("wb") as file:
        file.truncate(26 * 1_048_576)
    for person, address in (
        (liaison, f"/requests/to-you/{request.reference}/"),
        (consultant, reverse("documents:create")),
    ):
        page = browser_as(person)
        page.goto(address)
        page.locator("input[type=file]").first.set_input_files(large)
        page.on("request", note)
        page.locator("form[enctype] button.button").first.click()
        alert = page.get_by_role("alert").filter(has_text="Choose a file of at most 25 MB.")
        assert "“recording.wav” is 26 MB." in alert.inner_text()
        assert "POST" not in sent
        page.locator("input[type=file]").first.set_input_files([])
        assert not alert.is_visible()
    assert not Intake.objects.exists()
