"""Workbooks: real dates and numbers, a frozen header, and nothing that executes."""

import copy
import io
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from clayton_review.accounts.models import User
from clayton_review.web.formatting import TextWithValue, day, moment, money
from clayton_review.web.workbooks import xlsx_bytes
from tests.documents import factories as library

As = Callable[[User], Client]
NIGHT = datetime(2018, 7, 8, 5, 52, tzinfo=UTC)


def read(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content)).active


def one_cell(value: Any) -> Any:
    return read(xlsx_bytes("list", ["Head"], [[value]]))["A2"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (day(date(2018, 7, 7)), datetime.fromisoformat("2018-07-07")),
        (money(Decimal("158550")), 158_550),
        (money(Decimal("-2.50")), -2.5),
        (
            moment(datetime(2018, 7, 8, 5, 52, tzinfo=UTC)),
            datetime.fromisoformat("2018-07-08T00:52"),
        ),
        (7, 7),
        (None, None),
    ],
)
def test_dates_and_numbers_stay_what_they_are(written: Any, value: Any) -> None:
    assert one_cell(written).value == value


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x")', "#REF!", "+1", "-1", "@x"])
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    cell = one_cell(text)

    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize("text", ["a\x00b\x1fc", "🙂 שלום", "x" * 40_000, "<b>&"])
def test_any_text_makes_a_readable_file(text: str) -> None:
    assert one_cell(text).value == text.replace("\x00", "").replace("\x1f", "")[:32_766] + (
        "…" if len(text) > 32_767 else ""
    )


def test_the_header_is_frozen_and_demonstration_data_say_so(settings: Any) -> None:
    settings.DEMONSTRATION = True
    sheet = read(xlsx_bytes("my [list]", ["One"], [[1]]))

    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1]] == ["One", "Data"]
    assert [cell.value for cell in sheet[2]] == [1, "demonstration"]
    settings.DEMONSTRATION = False
    assert read(xlsx_bytes("x", ["One"], [[1]])).max_column == 1


def test_ten_thousand_rows_take_seconds_and_not_minutes() -> None:
    row = ["D-0001", "A title of some length", day(date(2018, 7, 7)), money(12.5), "Team", "", 4]
    begun = time.process_time()

    content = xlsx_bytes("list", [f"Column {n}" for n in range(7)], _repeated(row, 10_000))

    assert time.process_time() - begun < 9  # three seconds on a quiet machine
    assert len(content) > 100_000


def test_a_list_gives_what_is_found_and_nothing_hidden(
    as_: As, lead: User, consultant: User
) -> None:
    library.document(by=consultant, title="Memo")
    library.document(by=consultant, title="Other")
    library.document(by=lead, title="Memo, hidden", disclosure_class="restricted")

    answer = as_(consultant).get("/library/?q=memo&format=xlsx")

    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert ".xlsx" in answer["Content-Disposition"]
    sheet = read(answer.content)
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["Memo"]


def _repeated(row: list[Any], n: int) -> Iterable[list[Any]]:
    return (row for _ in range(n))


def test_words_that_remember_their_value_can_be_copied() -> None:
    written = money("12.5")
    copied = copy.deepcopy(written)

    assert isinstance(copied, TextWithValue)
    assert (copied, copied.value) == ("$12.50", written.value)  # type: ignore[attr-defined]


def test_columns_are_as_wide_as_what_they_hold_within_bounds() -> None:
    rows = [["a", "b" * 30, "c" * 500]] * 3
    sheet = read(xlsx_bytes("list", ["A", "B", "C"], rows))

    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]

    assert widths == [8, 32, 60]


@pytest.mark.parametrize("letter", ["\uffff", "\ufffe", "\ud800", "\x0b", "\x00", "\x1f", "\ufdd0"])
def test_letters_that_no_workbook_may_hold_leave_the_rest(letter: str) -> None:
    written = f"a{letter}b\tc\nd 😀"
    value = one_cell(written).value
    assert value.replace(letter, "") == "ab\tc\nd 😀"
    assert read(xlsx_bytes(written, [written], [[1]]))["A1"].value == value
