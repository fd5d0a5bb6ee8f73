"""Every promise stands where the ledger says, and has a test and a line that can break."""

import ast
from functools import cache

import pytest

from tests.promises.ledger import (
    ROOT,
    Promise,
    harmless_sentences,
    kept_by_people,
    promises,
    promising_pages,
)
from tests.promises.sentences import (
    page_sentences,
    plain,
    sentences_of,
    texts_of_module,
    without_tags,
)

PROMISES = promises()
each_promise = pytest.mark.parametrize("promise", PROMISES, ids=str)


@cache
def texts_of(place: str) -> list[str]:
    """Return what stands in a file, with its tags and without; texts of code in one piece."""
    text = (ROOT / place).read_text()
    pieces = texts_of_module(text) if place.endswith(".py") else [without_tags(text)]
    return [plain(piece) for piece in (text, *pieces)]


def says(place: str, sentence: str) -> bool:
    return any(sentence in text for text in texts_of(place))


@cache
def functions_of(path: str) -> set[str]:
    parts = ast.walk(ast.parse((ROOT / path).read_text()))
    return {part.name for part in parts if isinstance(part, ast.FunctionDef)}


@cache
def promised_sentences() -> set[str]:
    return {sentence for promise in PROMISES for sentence in sentences_of(promise.sentence)}


@each_promise
def test_the_sentence_stands_where_the_ledger_says(promise: Promise) -> None:
    missing = [place for place in promise.places if not says(place, promise.sentence)]
    assert missing == []


@each_promise
def test_the_test_that_holds_it_exists(promise: Promise) -> None:
    path, _, name = promise.test.partition("::")
    assert name.partition("[")[0] in functions_of(path)


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
    known = harmless_sentences() | kept_by_people() | promised_sentences()
    sentences = page_sentences(page)
    assert sentences
    assert [sentence for sentence in sentences if sentence not in known] == []


def test_the_ledger_keeps_no_sentence_that_its_pages_no_longer_say() -> None:
    said = {sentence for page in promising_pages() for sentence in page_sentences(page)}
    assert sorted((harmless_sentences() | kept_by_people()) - said) == []
