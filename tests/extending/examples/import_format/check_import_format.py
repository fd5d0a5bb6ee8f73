"""A Markdown file is accepted, offered in the form, and its words are extracted."""

from collections.abc import Callable

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.documents.filetypes import recognize
from clayton_review.documents.text_extraction import READABLE, TextProcess


def test_it_is_recognized_and_read() -> None:
    content = b"# Lanterns\n\nA lantern at every door.\n"
    assert recognize(content, "notes.md").label == "Markdown text"
    assert ".md" in READABLE
    with TextProcess() as reader:
        assert "lantern at every door" in reader.read(".md", content).pages[0]


@pytest.mark.django_db
def test_the_form_names_it(consultant: User, as_: Callable[[User], Client]) -> None:
    assert "MD" in as_(consultant).get("/library/new/").content.decode()
