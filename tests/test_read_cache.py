"""Reads are made once inside a read cache, and nothing is kept outside of it."""

from collections.abc import Callable

import pytest
from django.utils.translation import get_language, override

from clayton_review.read_cache import cached_read, read_cache

Read = Callable[..., str]


@pytest.fixture
def made() -> list[str]:
    """The reads that were made, in order."""
    return []


@pytest.fixture
def read(made: list[str]) -> Read:
    @cached_read
    def words(name: str, *, of: str = "team") -> str:
        made.append(f"{name} of {of} in {get_language()}")
        return made[-1]

    return words


def test_inside_the_same_read_is_made_once(read: Read, made: list[str]) -> None:
    with override("en"), read_cache():
        assert read("fees") == read("fees")
    assert made == ["fees of team in en"]


def test_other_arguments_and_other_languages_are_other_reads(read: Read, made: list[str]) -> None:
    with read_cache():
        for of in ("team", "board", "board"):
            read("fees", of=of)
            read("hours", of=of)
        with override("es"):
            assert read("fees", of="board") == "fees of board in es"
    assert len(made) == 5


def test_two_selectors_with_the_same_arguments_are_kept_apart(read: Read) -> None:
    other = cached_read(lambda name: f"another {name}")
    with read_cache():
        assert read("fees") != other("fees")
        assert other("fees") == "another fees"


def test_nothing_is_kept_outside_and_each_cache_starts_empty(read: Read, made: list[str]) -> None:
    read("fees")
    read("fees")
    for _ in range(2):
        with read_cache():
            read("fees")
            with read_cache():
                read("fees")
            read("fees")
    read("fees")
    assert len(made) == 2 + 4 + 1


def test_an_error_is_not_kept_and_ends_the_cache(made: list[str]) -> None:
    @cached_read
    def broken() -> str:
        made.append("tried")
        raise LookupError

    for _ in range(2):
        with pytest.raises(LookupError), read_cache():
            broken()
    with pytest.raises(LookupError):
        broken()
    assert len(made) == 3
