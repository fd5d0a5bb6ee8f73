"""Residents' own pages are known by their address, whatever the language."""

from typing import Any

import pytest

from clayton_review.web.resident_pages import is_for_residents


@pytest.mark.parametrize("language", ["", "/es", "/pt-br", "/zh-hans"])
@pytest.mark.parametrize("page", ["/survey/", "/survey", "/survey/residents-2018/", "/tell/"])
def test_a_page_for_residents_is_one_in_every_language(
    settings: Any, language: str, page: str
) -> None:
    settings.LANGUAGES = [("en", "English"), ("es", "Español"), ("pt-br", "Português"),
                          ("zh-hans", "中文")]  # fmt: skip
    assert is_for_residents(f"{language}{page}")


@pytest.mark.parametrize("path", ["/", "/surveys/", "/results/survey/", "/xx/survey/", "/es/", ""])
def test_other_pages_are_none(path: str) -> None:
    assert not is_for_residents(path)
