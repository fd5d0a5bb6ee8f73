"""What a tile says of the issue before."""

from dataclasses import replace

import pytest

from clayton_review.dashboard.board import change_of
from clayton_review.reports import edition
from clayton_review.reports.edition import Change
from tests.reports.factories import a_draft

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("previous", "changes", "words"),
    [
        ("2018-11", [Change("b", "Fees", "$5", "$9", "+$4")], "+$4 since report 2018-11"),
        ("2018-11", [Change("b", "Answers", "3", "12 of 40")], "3 in report 2018-11"),
        ("2018-11", [Change("c", "Others", "3", "4", "+1")], "unchanged since report 2018-11"),
        ("2018-11", [], "unchanged since report 2018-11"),
        ("", [], ""),
    ],
)
def test_a_tile_tells_its_change(previous: str, changes: list[Change], words: str) -> None:
    made = edition.read(edition.compose(a_draft(), previous=None))
    made = replace(made, previous_number=previous, changes=tuple(changes))
    assert change_of(made, "b") == words
