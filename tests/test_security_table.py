"""The table of the security standard: each requirement once, with a state and real places."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TABLE = ROOT / "docs" / "security.md"
STATES = {"met", "in part", "not met", "not applicable"}
# By section of the standard (ASVS 5.0.0): how many requirements of levels 1 and 2 it has. Those of
# level 3 come last in each section.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2,
    "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2,
    "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2,
    "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
    "9.1": 3, "9.2": 4,
    "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4,
    "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
    "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
NUMBER = re.compile(r"\b(\d+\.\d+)\.(\d+)(?:–\d+\.\d+\.(\d+))?")
ROWS = re.findall(r"^\| (\d[^|]*) \| ([^|]+) \| ([^|]+) \|$", TABLE.read_text(), re.MULTILINE)

COUNTS = re.findall(r"^\| ([a-z ]+) \| (\d+) \|$", TABLE.read_text(), re.MULTILINE)


def numbers_in(cell: str) -> list[str]:
    """Return the requirements that a cell names, each of a range."""
    return [
        f"{section}.{number}"
        for section, first, last in NUMBER.findall(cell)
        for number in range(int(first), int(last or first) + 1)
    ]


def test_each_requirement_of_levels_1_and_2_has_one_row() -> None:
    wanted = [f"{section}.{at + 1}" for section, n in SECTIONS.items() for at in range(n)]
    assert len(wanted) == 253
    stated = Counter(number for cell, _state, _reason in ROWS for number in numbers_in(cell))
    assert sorted(stated - Counter(wanted)) == []
    assert sorted(Counter(wanted) - stated) == []


def test_the_counts_at_the_top_are_those_of_the_rows() -> None:
    counted: Counter[str] = Counter()
    for cell, state, _reason in ROWS:
        counted[state] += len(numbers_in(cell))
    assert dict(COUNTS) == {state: str(n) for state, n in counted.items()}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: numbers_in(row[0])[0])
def test_a_row_has_a_state_and_what_is_met_has_a_place(row: tuple[str, str, str]) -> None:
    _requirement, state, reason = row
    assert state in STATES
    assert len(reason) > 2
    for place in re.findall(r"`([\w./-]+/[\w.-]+)`", reason):
        is_address = place.startswith("/")
        assert is_address or (ROOT / place).exists() or place.startswith("var/"), place
    for name in re.findall(r"`([A-Z][A-Z_]{3,})`", reason):
        assert name in (ROOT / "clayton_review" / "settings.py").read_text(), name
