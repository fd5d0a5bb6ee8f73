"""A moment at which the study runs."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from clayton_review import clock


@pytest.fixture
def in_the_study() -> Iterator[None]:
    with clock.at(datetime(2019, 1, 10, 15, tzinfo=UTC)):
        yield
