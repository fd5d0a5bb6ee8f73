"""Every promise stands where the ledger says, and has a test and a line that can break."""

import ast
import re

import pytest

from tests.promises.ledger import (
    ROOT,
    Promise,
    harmless_sentences,
    plain,
    promises,
    promising_pages,
    sentences_of,
)

PROMISES = promises()
each_promise = pytest.mark.parametrize("promise", PROMISES, ids=str)


@each_promise
def test_the_sentence_stands_where_the_ledger_says(promise: Promise) -> None:
    missing = [
        place
        for place in promise.places
        if promise.sentence not in plain((ROOT / place).read_text())
    ]
    assert missing == []


@each_promise
def test_the_test_that_holds_it_exists(promise: Promise) -> None:
    path, _, name = promise.test.partition("::")
    names = {
        part.name
        for part in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(part, ast.FunctionDef)
    }
    assert name.partition("[")[0] in names


@each_promise
def test_the_line_that_breaks_it_is_there_once(promise: Promise) -> None:
    lines = (ROOT / promise.broken_by.path).read_text().split("\n")
    assert lines.count(promise.broken_by.line) == 1
    assert promise.broken_by.line != promise.broken_by.broken


def test_no_sentence_is_entered_twice() -> None:
    sentences = [promise.sentence for promise in PROMISES]
    assert sorted(set(sentences)) == sorted(sentences)


@pytest.mark.parametrize("page", promising_pages())
def test_a_promising_page_says_nothing_that_the_ledger_does_not_know(page: str) -> None:
    known = harmless_sentences()
    for promise in PROMISES:
        known.update(sentences_of(promise.sentence))
    texts = re.findall(r'translate "([^"]+)"', (ROOT / page).read_text())
    assert texts
    assert [s for text in texts for s in sentences_of(text) if s not in known] == []
