"""The thread, states, meters and the way things are written."""

import math
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import override

from clayton_review.web import formatting
from clayton_review.web.icons import KNOTS


def drawn(source: str, **context: object) -> str:
    return Template("{% load portal %}" + source).render(Context(context))


@pytest.mark.parametrize("kind", KNOTS)
def test_a_knot_says_its_kind_in_words_and_in_shape(kind: str) -> None:
    html = drawn("{% thread %}{% knot kind %}<b>{{ text }}</b>{% endknot %}{% endthread %}",
                 kind=kind, text="<i>")  # fmt: skip
    assert f'<span class="visually-hidden">{KNOTS[kind]}: </span>' in html
    assert "<svg" in html
    assert "&lt;i&gt;" in html
    assert html.startswith('<ul class="thread" role="list"><li class="knot')


def test_a_step_that_is_no_evidence_says_no_kind() -> None:
    html = drawn("{% knot 'words' is_named=False %}x{% endknot %}")
    assert "<svg" in html
    assert "visually-hidden" not in html


def test_the_four_knots_differ_without_color() -> None:
    shapes = {
        drawn("{% knot kind %}x{% endknot %}", kind=kind).split("</svg>")[0] for kind in KNOTS
    }
    bare = {shape.split('aria-hidden="true">')[1] for shape in shapes}
    assert len(bare) == 4


def test_a_knot_with_an_address_is_one_link() -> None:
    html = drawn("{% knot 'words' url=there %}<b>x</b>{% endknot %}", there='/a/?b="c"')
    assert '<a class="knot-link" href="/a/?b=&quot;c&quot;"><b>x</b></a>' in html


@pytest.mark.parametrize("state", ["on track", "watch", "attention", "", "unheard of"])
def test_a_state_is_word_and_shape(state: str) -> None:
    html = drawn('{% include "components/state.html" with state=s words="Said" only %}', s=state)
    assert "Said" in html
    assert "<svg" in html


def test_a_long_title_has_a_smaller_size() -> None:
    sizes = [drawn("{{ title|title_size }}", title="x" * n) for n in (60, 61, 100, 101)]
    assert sizes == ["plain", "long", "long", "longest"]


def test_a_name_within_a_sentence_has_no_capital_article() -> None:
    assert formatting.within_sentence("The university") == "the university"
    assert formatting.within_sentence("Theo Baker") == "Theo Baker"


def test_a_meter_stays_inside_its_bar_and_says_its_numbers() -> None:
    assert 'width="40.5%"' in drawn("{% meter 64210 158550 %}")
    assert 'aria-label="64,210 of 158,550"' in drawn("{% meter 64210 158550 %}")
    assert 'width="100.0%"' in drawn("{% meter 5 3 %}")
    assert 'width="0.0%"' in drawn("{% meter 5 0 %}")
    assert "style=" not in drawn("{% meter 5 10 plan=7 label='<b>' %}")


def test_money_is_written_in_dollars() -> None:
    assert formatting.money(Decimal("158550.00")) == "$158,550"
    assert formatting.money("60.5") == "$60.50"
    assert formatting.money(-5) == "−$5"
    assert formatting.money(None) == formatting.money("x") == formatting.money(math.nan) == ""


def test_dates_are_written_as_clayton_sees_them() -> None:
    late = datetime(2018, 7, 8, 4, 30, tzinfo=UTC)
    assert formatting.day(late) == "July 7, 2018"
    assert formatting.moment(late) == "July 7, 2018, 11:30 p.m."
    assert formatting.moment(datetime(2018, 7, 7, 5, 5, tzinfo=UTC)) == "July 7, 2018, 12:05 a.m."
    assert formatting.day(date(2018, 7, 7)) == "July 7, 2018"
    assert formatting.day(None) == formatting.day("x") == ""
    with override("es"):
        assert formatting.day(date(2018, 7, 7)) == "7 de julio de 2018"


def test_percents_round_half_up() -> None:
    assert formatting.percent("17.45", 1) == "17.5%"
    assert formatting.percent(Decimal("40")) == "40%"


def test_a_suppressed_cell_has_one_mark() -> None:
    assert formatting.cell(None, "percent") == "not shown"
    assert formatting.cell("1234.5", "money") == "$1,234.50"
    assert formatting.cell("2018-07-07", "date") == "July 7, 2018"
    assert formatting.cell("no date", "date") == "no date"


def test_a_sentence_stands_as_a_title_without_its_full_stop() -> None:
    assert formatting.as_title("No recording exists.") == "No recording exists"
    assert formatting.as_title("Write a rule. Train officers.") == "Write a rule. Train officers."
    assert formatting.as_title("Does a rule exist?") == "Does a rule exist?"
    assert formatting.as_title("July 7, 2018, 6:00 p.m.") == "July 7, 2018, 6:00 p.m."
    assert formatting.as_title("Yes.") == "Yes"
    assert formatting.as_title("We ask the City.") == "We ask the City"
    assert formatting.as_title("Officers walk in Shaw Park.") == "Officers walk in Shaw Park"
    assert drawn("{{ text|as_title }}", text="Say why.") == "Say why"


@pytest.mark.parametrize(
    "title",
    [
        "Statement of Martin King Jr.",
        "Audit by Smith & Co.",
        "Uniforms, radios etc.",
        "The office opens at 9 a.m.",
        "A rule of the U.S.",
    ],
)
def test_a_title_keeps_the_stop_of_an_abbreviation(title: str) -> None:
    assert formatting.as_title(title) == title


def test_a_title_is_escaped_once() -> None:
    assert drawn("{{ text|as_title }}", text="<b>Say why.") == "&lt;b&gt;Say why"
    assert drawn("{{ text|as_title }}", text=mark_safe("<b>Say why</b>.")) == "<b>Say why</b>"


def test_amounts_agree_with_their_noun() -> None:
    assert formatting.hours_words(Decimal("1.00")) == "1 hour"
    assert formatting.hours_words(Decimal("1200.50")) == "1,200.5 hours"
    assert formatting.hours_words(Decimal(10)) == "10 hours"
    assert formatting.miles_words(Decimal("1.0")) == "1 mile"
    assert drawn("{{ hours|hours_words }}", hours=Decimal("0.25")) == "0.25 hours"


def test_a_label_in_a_sentence_keeps_its_names() -> None:
    assert formatting.lower_first("Reports to the Board") == "reports to the Board"
    assert formatting.lower_first("") == ""
