"""A resident answers the survey: on a phone, with or without JavaScript, in either language."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.stage import Stage, heading

Open = Callable[..., Page]
PHONE = 390


def answer(page: Page, question: str, words: str) -> None:
    """Press the row of a choice."""
    group = page.get_by_role("group", name=question)
    group.get_by_text(words, exact=True).click()


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_front_page_to_the_thank_you(
    window: Open, stage: Stage, *, javascript: bool
) -> None:
    before = stage.count("surveys_sealedbox")
    page = window(width=PHONE, javascript=javascript)
    page.goto("/")
    page.get_by_role("link", name="Answer the").click()
    page.get_by_role("link", name="Start").click()
    answer(page, "Clayton police officers treat people like me fairly.", "Agree")
    answer(page, "How safe do you feel", "Somewhat safe")
    page.get_by_role("button", name="Continue").click()
    answer(page, "has a Clayton officer stopped you", "No")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What one thing should change").fill("Say why, in one plain sentence. 🙂")
    page.get_by_role("button", name="Back").click()
    assert page.get_by_role("radio", name="No", exact=True).first.is_checked()
    page.get_by_role("button", name="Continue").click()
    written = page.get_by_label("What one thing should change").input_value()
    assert written == "Say why, in one plain sentence. 🙂"
    page.get_by_role("button", name="Continue").click()
    _say_who(page)
    page.get_by_role("button", name="Send my answers").click()
    assert heading(page) == "We received your answers"
    assert page.context.cookies() == []
    assert stage.count("surveys_sealedbox") == before + 1


def test_in_spanish(window: Open) -> None:
    page = window(width=PHONE)
    page.goto("/")
    page.get_by_role("link", name="Español").click()
    page.get_by_role("link", name="Responda la").click()
    page.get_by_role("link", name="Empezar").click()
    answer(page, "La policía de Clayton trata con justicia", "De acuerdo")
    page.get_by_role("button", name="Continuar").click()
    answer(page, "¿lo o la detuvo la policía de Clayton", "No")
    page.get_by_role("button", name="Continuar").click()
    page.get_by_label("¿Qué cosa debería cambiar").fill("Que alguien hable español.")
    page.get_by_role("button", name="Continuar").click()
    page.get_by_role("button", name="Revisar mis respuestas").click()
    page.get_by_role("button", name="Enviar mis respuestas").click()
    assert heading(page) == "Recibimos sus respuestas"
    assert page.locator("html").get_attribute("lang") == "es"
    assert "Gracias." in page.get_by_role("main").inner_text()
    assert page.context.cookies() == []


def test_sending_twice_leaves_one_sheet(window: Open, stage: Stage) -> None:
    before = stage.count("surveys_sealedbox")
    page = window(width=PHONE, javascript=False)
    _to_the_last_page(page)
    _check_and_send(page)
    assert heading(page) == "We received your answers"
    page.reload()  # the browser sends the form again
    assert heading(page) == "We received your answers"
    assert stage.count("surveys_sealedbox") == before + 1


def test_an_error_keeps_what_was_typed(window: Open, stage: Stage) -> None:
    before = stage.count("surveys_sealedbox")
    page = window(width=PHONE)
    _to_the_last_page(page)
    words = "word " * 900
    page.get_by_label("What one thing should change").fill(words)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("alert").wait_for()
    assert "Everything you answered is still here." in page.get_by_role("alert").inner_text()
    assert page.title().startswith("Error:")
    assert page.get_by_label("What one thing should change").input_value() == words
    assert stage.count("surveys_sealedbox") == before
    page.get_by_label("What one thing should change").fill("Shorter.")
    _check_and_send(page)
    assert heading(page) == "We received your answers"
    assert stage.count("surveys_sealedbox") == before + 1


def _to_the_last_page(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Answer the").click()
    page.get_by_role("link", name="Start").click()
    answer(page, "When people talk to a Clayton officer", "Agree")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()


def _say_who(page: Page) -> None:
    """The last questions, and the review in which they stand."""
    answer(page, "Which ward do you live in?", "Ward 2")
    answer(page, "How old are you?", "35 to 54")
    page.get_by_role("button", name="Check my answers").click()
    assert heading(page) == "Check your answers"
    assert "35 to 54" in page.get_by_role("main").inner_text()


def _check_and_send(page: Page) -> None:
    """From the last questions but one."""
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Check my answers").click()
    page.get_by_role("button", name="Send my answers").click()
