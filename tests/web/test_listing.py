"""Lists: search, filters, sorting, pages and the same rows as CSV; nonsense is left aside."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.test import RequestFactory

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.web import formatting
from clayton_review.web.downloads import csv_response, csv_text, safe_cell
from clayton_review.web.pages import Column, Filter, Listing, listing


def people(query: str = "") -> Listing[User]:
    return listing(
        RequestFactory().get(f"/people/?{query}"),
        User.objects.all(),
        search=("name__icontains", "email__icontains"),
        filters={"role": Role.choices, "open": Filter("Open", [("1", "Open")], _active)},
        sorts={"name": "name", "newest": "-created_at"},
        columns=(
            Column("Name", lambda user: user.name, url=lambda user: f"/people/{user.pk}/"),
            Column("E-mail", lambda user: user.email),
        ),
        filename="people",
    )


def _active(rows: QuerySet[User], value: str) -> QuerySet[User]:
    return rows.filter(is_active=True)


def names(rows: Listing[User]) -> list[str]:
    return [user.name for user in rows.page]


@pytest.fixture
def crowd(db: None) -> None:
    for number in range(30):
        role = Role.BOARD if number % 10 == 0 else Role.CITY
        User.objects.create_user(
            email=f"p{number}@example.org", name=f"Person {number:02d}", role=role
        )


@pytest.mark.usefixtures("crowd")
def test_every_word_of_the_search_must_be_found_somewhere() -> None:
    assert names(people("q=person+p7@")) == ["Person 07"]
    assert people("q=nobody").n_total == 0
    assert people("q=nobody").is_filtered


@pytest.mark.usefixtures("crowd")
def test_filters_and_sorting_work_together() -> None:
    assert names(people("role=board&sort=newest")) == ["Person 20", "Person 10", "Person 00"]
    assert people("open=1").n_total == 30


@pytest.mark.usefixtures("crowd")
def test_pages_hold_25_and_keep_the_search() -> None:
    first = people("q=person&page=1")
    assert len(names(first)) == 25
    assert first.next_url == "/people/?q=person&page=2"
    assert len(names(people("q=person&page=2"))) == 5


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize(
    "query",
    [
        "page=-1", "page=99999999999999999999", "page=x", "sort=password", "role=emperor",
        "sort=&role=&q=", "format=exe", "q=%25%5F%27%22%3B--", "role=board%27%20OR%201=1",
        "q=" + "x" * 5000, "q=" + "a+" * 3000, "page=1&page=2", "page=%F0%9F%98%80",
    ],
)  # fmt: skip
def test_nonsense_in_the_query_is_left_aside(query: str) -> None:
    listing = people(query)
    assert listing.page.number >= 1
    assert str(listing.form["q"])
    assert listing.n_total in {0, 30}


@pytest.mark.usefixtures("crowd")
def test_the_file_holds_all_rows_found_and_keeps_the_filters() -> None:
    listing = people("role=board&format=csv&page=2")
    assert listing.is_download
    assert "page" not in listing.csv_url
    rows = list(csv.reader(io.StringIO(listing.download().content.decode("utf-8-sig"))))
    assert rows[0] == ["Name", "E-mail", "Data"]
    assert [row[0] for row in rows[1:]] == ["Person 00", "Person 10", "Person 20"]


STARTS = [
    *("=", "+", "-", "@", "\t", "\r", "\n", " =", "\u00a0@", "\u200b=", "\ufeff-"),
    *("＝", "＋", "－", "＠", "﹦", "\u3000＝"),
]


@pytest.mark.parametrize("start", STARTS)
def test_cells_that_a_spreadsheet_would_execute_are_neutralized(start: str) -> None:
    assert safe_cell(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"
    written = csv_response("x", ["a"], [[f"{start}1+1"]]).content.decode("utf-8-sig")
    assert f"'{start}1+1" in written


def test_numbers_stay_numbers_and_nothing_stays_empty() -> None:
    assert safe_cell(-5) == -5
    assert safe_cell(None) == ""
    assert safe_cell("a\x00b") == "ab"


@pytest.mark.parametrize("text", ["", " ", "a = b", "One\ntwo; three", "¿Qué?", "1-2", "（=）"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


def test_files_of_the_demonstration_say_so_in_name_and_rows(settings: Any) -> None:
    answer = csv_response('we"ird\r\nname', ["a"], [["1"]])
    assert "demonstration-" in answer["Content-Disposition"]
    assert "\r" not in answer["Content-Disposition"]
    assert '"1","demonstration' in answer.content.decode()
    settings.DEMONSTRATION = False
    assert "demonstration" not in csv_response("x", ["a"], [["1"]]).content.decode()


def test_a_file_has_days_and_amounts_as_programs_read_them() -> None:
    moment = datetime(2019, 2, 5, 20, 30, tzinfo=UTC)
    row = [formatting.money("2340"), formatting.money("-7.5"), formatting.day(date(2019, 2, 5))]
    written = csv_response("x", ["a", "b", "c", "d"], [[*row, formatting.moment(moment)]])

    assert '2340.00,-7.50,"2019-02-05","2019-02-05 14:30"' in written.content.decode()


@pytest.mark.usefixtures("crowd")
def test_many_filters_fold_behind_one_word_and_open_when_one_is_set() -> None:
    matches = people("role=board")
    page = render_to_string("components/listing_tools.html", {"listing": matches})
    untouched = render_to_string("components/listing_tools.html", {"listing": people("q=person")})

    assert "Filter (1)" in page
    assert '<details class="filters" open>' in page
    assert '<details class="filters">' in untouched
    assert [field.name for field in matches.search_fields] == ["q"]
    assert matches.open_fields == []
    few = listing(
        RequestFactory().get("/"),
        User.objects.all(),
        filters={"role": Role.choices},
        columns=(),
        filename="x",
    )
    assert [field.name for field in few.open_fields] == ["role"]
    assert few.folded_fields == []


def _tools(**filters: Any) -> str:
    matches = listing(
        RequestFactory().get("/"), User.objects.all(), columns=(), filename="x", **filters
    )
    return render_to_string("components/listing_tools.html", {"listing": matches})


@pytest.mark.usefixtures("crowd")
def test_a_list_with_nothing_to_choose_has_no_button() -> None:
    few = {"role": Role.choices}
    many = dict.fromkeys(("role", "one", "two", "three"), Role.choices)
    assert "<form" not in _tools()
    assert _tools(filters=few).count(">Show results<") == 1
    folded = _tools(filters=many)
    assert folded.count(">Show results<") == 1
    assert ">Show results<" in folded.partition("<details")[2].partition("</details>")[0]


@pytest.mark.parametrize("mark", [",", "|", "\u2028"])
def test_no_separator_splits_a_cell(mark: str) -> None:
    cells = ["x", f"x{mark}=1+1", 'she said "no"', 1.5, None]
    text = csv_text(["Text", "Other"], [cells])
    assert f'"x","x{mark}=1+1","she said ""no""",1.5,' in text
    (_, row) = csv.reader(io.StringIO(text, newline=""))
    assert row[:5] == ["x", f"x{mark}=1+1", 'she said "no"', "1.5", ""]


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize(
    "mark", [";", "\t", "\r", "\n", "\n\n", "; ", "\r\n\u200b", ';"', '\t"', ';""']
)
def test_a_spreadsheet_that_splits_cells_elsewhere_runs_no_part(mark: str, separator: str) -> None:
    """Quotes do not help it: to such a program they stand in the middle of a cell."""
    text = csv_text(["a", "b"], [["x", f"x{mark}=1+1{mark}＠SUM(1)"], [f"{mark}-2", "y"]])
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    starts = {cell.strip("\u200b \r\n\t")[:1] for row in rows for cell in row}
    assert starts.isdisjoint("=+-@＠")
