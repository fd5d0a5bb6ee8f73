"""`{% load portal %}`: the thread, states, meters, charts, errors, and how things are written."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms, template
from django.core.exceptions import NON_FIELD_ERRORS
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from clayton_review import charts
from clayton_review.charts.shapes import Chart
from clayton_review.figures import Figure, State
from clayton_review.web import formatting, icons

LONG_TITLE, LONGEST_TITLE = 60, 100  # characters that three lines hold at 390 px
register = template.Library()

register.filter("as_title", formatting.as_title, is_safe=True)
for _writer in (
    formatting.money,
    formatting.percent,
    formatting.count,
    formatting.hours_words,
    formatting.miles_words,
    formatting.day,
    formatting.month,
    formatting.moment,
    formatting.cell,
):
    register.filter(_writer.__name__, _writer)


@register.simple_block_tag
def thread(content: str, label: str = "") -> SafeString:
    """Draw the vertical line that holds knots."""
    named = format_html(' aria-label="{}"', label) if label else ""
    return format_html('<ul class="thread" role="list"{}>{}</ul>', named, content)


@register.simple_block_tag
def knot(content: str, kind: str, url: str = "", *, is_named: bool = True) -> SafeString:
    """Draw one item on the thread; with a `url`, all of it is the link and may hold no other.

    Screen readers hear what the shape means, except for steps and where the text says it.
    """
    label = format_html('<span class="visually-hidden">{}: </span>', icons.KNOTS[kind])
    body: str = content
    if url:
        body = format_html('<a class="knot-link" href="{}">{}</a>', url, content)
    return format_html(
        '<li class="knot {}">{}{}{}</li>',
        kind,
        icons.knot_sign(kind),
        label if is_named else "",
        body,
    )


@register.simple_tag
def knot_key() -> SafeString:
    """Return the legend of the four shapes."""
    parts = [
        format_html('<li><span class="{}">{}</span>{}</li>', kind, icons.knot_sign(kind), words_)
        for kind, words_ in icons.KNOTS.items()
    ]
    return format_html('<ul class="key">{}</ul>', SafeString("".join(parts)))


@register.simple_tag
def state_sign(state: str) -> SafeString:
    """Draw the shape of a state; an unknown state gets the neutral shape."""
    return icons.state_sign(State(state) if state in set(State) else State.NONE)


@register.simple_tag
def meter(value: Any, maximum: Any, plan: Any = None, label: str = "") -> SafeString:
    """Draw a bar of `value` out of `maximum`, with a tick at `plan`; the label says it in words."""
    total = float(maximum or 0)
    if not total:
        return icons.meter(share=0, plan=None, label=label)
    planned = None if plan in (None, "") else float(plan) / total
    caption = label or f"{formatting.count(value)} of {formatting.count(maximum)}"
    return icons.meter(share=float(value or 0) / total, plan=planned, label=caption)


@register.simple_tag
def chart(shape: Chart, language: str = "en") -> SafeString:
    """Draw the chart as inline SVG, its own words in a language; all other text is escaped."""
    with override(language):
        return mark_safe(charts.draw(shape, translate=_))


@register.filter
def table_rows(figure: Figure) -> list[list[tuple[str, str]]]:
    """Return the rows of a figure's table as pairs of column kind and cell text."""
    kinds = [column.kind for column in figure.table.columns]
    return [
        [(kind, formatting.cell(value, kind)) for kind, value in zip(kinds, row, strict=True)]
        for row in figure.table.rows
    ]


@register.filter
def cell_text(value: str, kind: str) -> str:
    """Return a cell of this kind of column as text."""
    return formatting.cell(value, kind)


@register.filter
def proved(certificates: Sequence[Mapping[str, Any]]) -> list[str]:
    """List the proofs of disclosure control in sentences, each once."""
    sentence = _(
        "%(hidden)s of %(cells)s counts, including totals, are hidden. A computed audit of this "
        "table found none that follows from the others. Someone who knows the rule may conclude "
        "that a hidden count is small."
    )
    sentences = [
        sentence % {"hidden": certificate["n_hidden"], "cells": certificate["n_cells"]}
        for certificate in certificates
    ]
    return list(dict.fromkeys(sentences))


@register.simple_tag(takes_context=True)
def block_text(context: Context, name: str) -> str:
    """Render the block of this name again."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return block.nodelist.render(context) if block else ""


@register.filter
def error_items(form: forms.BaseForm) -> list[tuple[str, str, str]]:
    """List all errors of a form as (id of the field, its label, the sentence).

    A label that several fields have comes with the legend of its group.
    """
    items: list[tuple[str, str, str]] = []
    shared = Counter(str(field.label) for field in form.fields.values())
    for name, errors in form.errors.items():
        if name == NON_FIELD_ERRORS or name not in form.fields:
            items += [("", "", str(error)) for error in errors]
            continue
        bound = form[name]
        if bound.is_hidden:
            items.append(("", "", "This form is out of date. Reload the page and try again."))
            continue
        target = f"{bound.auto_id}_0" if bound.use_fieldset else bound.auto_id
        label = str(bound.label)
        if shared[label] > 1:
            label = f"{_legend_of(form, name)}{label}"
        items += [(target, label, str(error)) for error in errors]
    return items


def _legend_of(form: forms.BaseForm, name: str) -> str:
    """Return the legend of a field's group, with a comma; empty if it has none."""
    groups = getattr(form, "groups", [])
    legend = next((legend for legend, names in groups if name in names), "")
    return f"{legend}, " if legend else ""


@register.filter
def title_size(title: str) -> str:
    """Return the class of a title by its length, so that it fits three lines of a phone."""
    n = len(str(title))
    return "longest" if n > LONGEST_TITLE else "long" if n > LONG_TITLE else "plain"


@register.filter
def is_checkbox(bound: forms.BoundField) -> bool:
    """True if the field is a single checkbox, whose label follows it."""
    return isinstance(bound.field.widget, forms.CheckboxInput)
