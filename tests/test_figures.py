"""Tests of figures: the registry, canonical numbers, and the trip through JSON."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import numpy as np
import pytest

from clayton_review import figures
from clayton_review.charts.examples import EXAMPLES
from clayton_review.figures import Audience, Column, Figure, Scope, State, Table

SCOPE = Scope(datetime(2018, 12, 31, tzinfo=UTC), Audience.BOARD)


@pytest.fixture(autouse=True)
def _empty_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "_FIGURES", {})
    monkeypatch.setattr(figures, "_FAMILIES", {})
    monkeypatch.setattr(figures, "_TRANSLATED", set())


def a_figure(name: str, **changes: object) -> Figure:
    figure = Figure(
        name=name,
        title="Seven in ten trust the police",
        sentence="71 percent of residents agree.",
        unit="percent",
        denominator="648 answers",
        method="Weighted.",
        table=Table(
            (Column("Group"), Column("Percent", "percent")), (("All", "71.0"), ("X", None))
        ),
        evidence_url="/surveys/",
    )
    return Figure(**{**vars(figure), **changes})


def test_a_figure_is_computed_for_its_scope_by_its_name() -> None:
    @figures.figure("surveys.trust")
    def trust(scope: Scope) -> Figure:
        return a_figure("surveys.trust", denominator=scope.audience.value)

    assert figures.compute("surveys.trust", SCOPE).denominator == "board"
    assert trust(SCOPE).name == "surveys.trust"


def test_a_family_gives_one_figure_for_each_of_its_keys() -> None:
    @figures.family("surveys.item", lambda _scope: ["b", "a"])
    def item(_scope: Scope, key: str) -> Figure:
        return a_figure(f"surveys.item/{key}")

    @figures.figure("audit.head")
    def head(_scope: Scope) -> Figure:
        return a_figure("audit.head")

    assert list(figures.names(SCOPE)) == ["audit.head", "surveys.item/b", "surveys.item/a"]
    assert [figures.compute(name, SCOPE).name for name in figures.names(SCOPE)] == list(
        figures.names(SCOPE)
    )
    assert head(SCOPE).name == "audit.head"
    assert item(SCOPE, "a").name == "surveys.item/a"


def test_a_name_cannot_be_taken_twice() -> None:
    for _ in range(2):
        register = figures.figure("surveys.trust")
        if "surveys.trust" in figures._FIGURES:
            with pytest.raises(ValueError, match="twice"):
                register(lambda _scope: a_figure("surveys.trust"))
        else:
            register(lambda _scope: a_figure("surveys.trust"))


def test_a_family_cannot_be_taken_twice() -> None:
    figures.family("f", lambda _scope: [])(lambda _scope, key: a_figure(key))
    with pytest.raises(ValueError, match="twice"):
        figures.family("f", lambda _scope: [])(lambda _scope, key: a_figure(key))


def test_only_figures_that_say_so_are_translated() -> None:
    figures.figure("a.plain")(lambda _scope: a_figure("a.plain"))
    figures.figure("a.words", is_translated=True)(lambda _scope: a_figure("a.words"))
    figures.family("a.words_by_key", lambda _scope: ["x"])(lambda _scope, key: a_figure(key))
    figures.family("b.each", lambda _scope: ["x", "y"], is_translated=True)(
        lambda _scope, key: a_figure(key)
    )

    assert figures.translated_names(SCOPE) == ["a.words", "b.each/x", "b.each/y"]


@pytest.mark.parametrize("name", ["nothing", "nothing/key"])
def test_an_unknown_figure_is_refused(name: str) -> None:
    with pytest.raises(KeyError):
        figures.compute(name, SCOPE)


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Decimal("1.005"), 2, "1.01"),
        (1.005, 2, "1.01"),
        (2.5, 0, "3"),
        (7, None, "7"),
        (1e21, None, "1000000000000000000000"),
        (Decimal("1E+3"), None, "1000"),
        (np.float64(0.125), 2, "0.13"),
        (0.1, None, "0.1"),
    ],
)
def test_a_cell_is_a_canonical_decimal_rounded_half_up(
    value: Decimal | float, places: int | None, shown: str
) -> None:
    assert figures.cell(value, places) == shown


def test_a_figure_survives_canonical_json() -> None:
    for name, chart in [("none", None), *EXAMPLES]:
        figure = a_figure(
            f"charts.{name}", chart=chart, value="71.0", state=State.WATCH, state_words="41% spent"
        )
        stored = json.dumps(figures.to_json(figure), sort_keys=True, allow_nan=False)
        again = figures.from_json(json.loads(stored))
        assert again == figure
        assert json.dumps(figures.to_json(again), sort_keys=True) == stored


def test_stored_numbers_are_strings_never_floats() -> None:
    def numbers(value: object) -> list[object]:
        if isinstance(value, dict):
            return [part for each in value.values() for part in numbers(each)]
        if isinstance(value, list):
            return [part for each in value for part in numbers(each)]
        return [value] if isinstance(value, int | float) and not isinstance(value, bool) else []

    for name, chart in EXAMPLES:
        assert numbers(figures.to_json(a_figure(name, chart=chart))) == []


def test_a_suppressed_cell_stays_suppressed() -> None:
    stored = figures.to_json(a_figure("surveys.trust"))
    assert figures.from_json(stored).table.rows[1] == ("X", None)
