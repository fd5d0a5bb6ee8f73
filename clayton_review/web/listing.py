"""Lists of records: search, filters, sorting, pages of 25, and the same rows as CSV or XLSX."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from clayton_review.web.bulk import Bulk
from clayton_review.web.downloads import csv_response
from clayton_review.web.forms import PortalForm
from clayton_review.web.workbooks import xlsx_response

PAGE_SIZE = 25
SHORT = 18
MOST_OPEN = 2  # choices that stand beside the search
Row = TypeVar("Row", bound=Model)
Choices = Iterable[tuple[Any, Any]]


@dataclass(frozen=True)
class Column:
    """One column, on the page and in the CSV file; `url` links its cells, `kind` sets numbers.

    `is_late` tells the cells of what is past its date, which stand out.
    """

    label: str
    value: Callable[[Any], Any]
    url: Callable[[Any], str] | None = None
    kind: str = "text"
    is_late: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Filter:
    """A choice above a list; `apply` narrows the rows (default: the field equals the value)."""

    label: str
    choices: Choices
    apply: Callable[[Any, str], Any] | None = None


@dataclass(frozen=True)
class Cell:
    """One cell as the page shows it."""

    label: str
    text: Any
    url: str
    kind: str
    is_late: bool = False

    @property
    def is_short(self) -> bool:
        """True if the text stays on one line on a wide screen: a name, a state, a day."""
        return len(str(self.text or "")) <= SHORT


class TableRow(list[Cell]):
    """The cells of a row; `mark` is what its checkbox sends, empty where there is none."""

    def __init__(self, cells: list[Cell], mark: str) -> None:
        super().__init__(cells)
        self.mark = mark


class Listing(Generic[Row]):
    """Content of a list page; `is_download`: the visitor asked for a file, CSV or XLSX."""

    def __init__(
        self,
        request: HttpRequest,
        rows: QuerySet[Row] | Sequence[Row],
        *,
        form: PortalForm,
        columns: Sequence[Column],
        filename: str,
        bulk: Bulk | None = None,
        carried: Mapping[str, str] | None = None,
    ) -> None:
        self._request = request
        self.rows = rows
        self.form = form
        self.columns = columns
        self.filename = filename
        self.bulk = bulk
        self.carried = dict(carried or {})
        self._format = request.GET.get("format")
        self.is_download = self._format in {"csv", "xlsx"}

    @cached_property
    def page(self) -> Page[Row]:
        """Return the requested page, or the nearest one if there is no such page."""
        return Paginator(self.rows, PAGE_SIZE).get_page(self._request.GET.get("page"))

    @property
    def n_total(self) -> int:
        """Count the rows on all pages."""
        return self.page.paginator.count

    @cached_property
    def is_filtered(self) -> bool:
        """True if a search or a filter narrows the list."""
        values = getattr(self.form, "cleaned_data", {})
        return any(value for name, value in values.items() if name != "sort")

    @property
    def n_filters(self) -> int:
        """Count the filters that narrow the list, beside the search."""
        values = getattr(self.form, "cleaned_data", {})
        return sum(bool(value) for name, value in values.items() if name not in {"q", "sort"})

    @property
    def search_fields(self) -> list[forms.BoundField]:
        """Return the search field, if the list has one."""
        return [field for field in self.form if field.name == "q"]

    @property
    def open_fields(self) -> list[forms.BoundField]:
        """Return filters and order to show beside the search; empty if there are many."""
        chosen = self._choices
        return chosen if len(chosen) <= MOST_OPEN else []

    @property
    def folded_fields(self) -> list[forms.BoundField]:
        """Return the filters to fold behind one word; empty if there are few."""
        chosen = self._choices
        return chosen if len(chosen) > MOST_OPEN else []

    @property
    def _choices(self) -> list[forms.BoundField]:
        return [field for field in self.form if field.name != "q"]

    @property
    def clear_url(self) -> str:
        """Return the address of the list without search and filters."""
        return f"?{urlencode(self.carried)}"

    @property
    def csv_url(self) -> str:
        """Return the address of the same rows as CSV."""
        return self._address(format="csv", page=None)

    @property
    def xlsx_url(self) -> str:
        """Return the address of the same rows as a workbook."""
        return self._address(format="xlsx", page=None)

    @property
    def bulk_url(self) -> str:
        """Return the address to which the chosen rows are sent, with the search."""
        where = reverse(self.bulk.url_name) if self.bulk else ""
        return f"{where}?{self._request.GET.urlencode()}"

    @property
    def previous_url(self) -> str:
        """Return the address of the previous page."""
        return self._address(page=self.page.previous_page_number())

    @property
    def next_url(self) -> str:
        """Return the address of the next page."""
        return self._address(page=self.page.next_page_number())

    def table(self) -> list["TableRow"]:
        """Return the cells of this page, row by row."""
        return [
            TableRow(
                [
                    Cell(
                        c.label,
                        c.value(row),
                        c.url(row) if c.url else "",
                        c.kind,
                        bool(c.is_late and c.is_late(row)),
                    )
                    for c in self.columns
                ],
                self.bulk.mark(row) if self.bulk else "",
            )
            for row in self.page
        ]

    def download(self) -> HttpResponse:
        """Return all matching rows as CSV, or as a workbook if that was asked for."""
        header = [column.label for column in self.columns]
        cells = ([column.value(row) for column in self.columns] for row in self.rows)
        answer = xlsx_response if self._format == "xlsx" else csv_response
        return answer(self.filename, header, cells)

    def _address(self, **changes: object) -> str:
        query = self._request.GET.copy()
        query.pop("format", None)
        for name, value in changes.items():
            if value is None:
                query.pop(name, None)
            else:
                query[name] = str(value)
        return f"{self._request.path}?{query.urlencode()}"


def listing(
    request: HttpRequest,
    queryset: QuerySet[Row],
    *,
    columns: Sequence[Column],
    filename: str,
    search: Sequence[str] | Callable[[Any, str], Any] = (),
    filters: Mapping[str, Choices | Filter] | None = None,
    sorts: Mapping[str, str | Sequence[str]] | None = None,
    bulk: Bulk | None = None,
    carried: Mapping[str, str] | None = None,
) -> Listing[Row]:
    """Return the rows the visitor asks for; parts of the query that make no sense are ignored.

    `search` names lookups (`title__icontains`), every word must be in one of them, or is
    a function that narrows the rows itself;
    `filters` maps a field to its choices; `sorts` maps a word to an ordering, the first is default;
    `bulk` is what may be done with several rows at once; `carried` stays in the address.
    """
    known = {name: _as_filter(name, filter_) for name, filter_ in (filters or {}).items()}
    orders = sorts or {"newest": "-pk"}
    form = _form(request, known, list(orders), has_search=bool(search))
    form.is_valid()
    values = form.cleaned_data
    queryset = _rows_with_words(queryset, search, values.get("q") or "")
    for name, chosen in known.items():
        if value := values.get(name):
            queryset = (
                chosen.apply(queryset, value) if chosen.apply else queryset.filter(**{name: value})
            )
    order = orders.get(values.get("sort") or "") or next(iter(orders.values()))
    fields = [order] if isinstance(order, str) else list(order)
    rows = queryset.order_by(*fields, "pk")
    return Listing(
        request, rows, form=form, columns=columns, filename=filename, bulk=bulk, carried=carried
    )


def _rows_with_words(
    queryset: Any, search: Sequence[str] | Callable[[Any, str], Any], typed: str
) -> Any:
    narrow = search if callable(search) else every_word(*search)
    return narrow(queryset, typed) if typed else queryset


def every_word(*lookups: str, read: Callable[[str], str] = str) -> Callable[[Any, str], Any]:
    """Return a search for rows that have each word in one of the lookups.

    `read` turns a typed word into the stored form.
    """

    def narrow(rows: Any, typed: str) -> Any:
        for word in typed.split()[:12]:
            anywhere = Q()
            for lookup in lookups:
                anywhere |= Q(**{lookup: read(word)})
            rows = rows.filter(anywhere)
        return rows

    return narrow


def _as_filter(name: str, choices: Choices | Filter) -> Filter:
    if isinstance(choices, Filter):
        return choices
    return Filter(name.rpartition("__")[2].replace("_", " ").capitalize(), choices)


def _form(
    request: HttpRequest, filters: Mapping[str, Filter], sorts: list[str], *, has_search: bool
) -> PortalForm:
    form = PortalForm(request.GET, auto_id="list_%s")
    if has_search:
        form.fields["q"] = forms.CharField(
            label="Search",
            required=False,
            max_length=200,
            widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        )
    for name, chosen in filters.items():
        form.fields[name] = forms.ChoiceField(
            label=chosen.label,
            required=False,
            choices=[
                ("", "All"),
                *((str(value), words) for value, words in chosen.choices if value),
            ],
        )
    if len(sorts) > 1:
        form.fields["sort"] = forms.ChoiceField(
            label="Sort by",
            required=False,
            choices=[(name, name.replace("_", " ").capitalize()) for name in sorts],
        )
    return form
