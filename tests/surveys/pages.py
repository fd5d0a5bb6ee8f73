"""Residents' pages as a browser uses them: reading them and sending their forms."""

import re
from typing import Any

from surveys.answers import sealing
from surveys.answers.models import SealedBox

LANDING = "/survey/residents-2018/"
QUESTIONS = LANDING + "questions/"
Sent = dict[str, Any]


def text(response: Any) -> str:
    content: str = response.content.decode()
    return content


def hidden(response: Any, name: str) -> str:
    match = re.search(rf'name="{name}" value="([^"]*)"', text(response))
    assert match, f"no field {name}"
    return match[1]


def filled(page: Any, **answers: Any) -> Sent:
    """The fields that a browser sends from this page; without answers, after it was asked."""
    sent: Sent = {"submission": hidden(page, "submission"), "page": hidden(page, "page")}
    for name in ("code", "shown"):
        if f'name="{name}"' in text(page):
            sent[name] = hidden(page, name)
    move = "send" if any(str(value).strip() for value in answers.values()) else "send-empty"
    return {**sent, "move": move, **{f"q_{name}": value for name, value in answers.items()}}


def only_answers() -> dict[str, Any]:
    """Look into the one box that waits, as the worker does."""
    box = SealedBox.objects.get()
    content = sealing.open_box(bytes(box.ciphertext), survey_id=box.survey_id, box_id=box.pk)
    answers: dict[str, Any] = content["answers"]
    return answers
