"""Every promise stands where the ledger says, and has a test and a line that can break."""

import ast

import pytest

from tests.promises.ledger import (
    ROOT,
    Promise,
    harmless_sentences,
    kept_by_people,
    promises,
    promising_pages,
)
from tests.promises.sentences import page_sentences, plain, sentences_of, without_tags

PROMISES = promises()
each_promise = pytest.mark.parametrize("promise", PROMISES, ids=str)


@each_promise
def test_the_sentence_stands_where_the_ledger_says(promise: Promise) -> None:
    texts = {place: (ROOT / place).read_text() for place in promise.places}
    missing = [
        place
        for place, text in texts.items()
        if promise.sentence not in plain(text) and promise.sentence not in plain(without_tags(text))
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
    known = harmless_sentences() | kept_by_people()
    for promise in PROMISES:
        known.update(sentences_of(promise.sentence))
    sentences = page_sentences(page)
    assert sentences
    assert [sentence for sentence in sentences if sentence not in known] == []


def test_the_ledger_keeps_no_sentence_that_its_pages_no_longer_say() -> None:
    said = {sentence for page in promising_pages() for sentence in page_sentences(page)}
    assert sorted((harmless_sentences() | kept_by_people()) - said) == []
