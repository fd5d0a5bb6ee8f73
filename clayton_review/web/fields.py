"""Form fields with the kindness built in: days, moments, money, and what any field refuses."""

import json
import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import (
    MaxLengthValidator,
    MaxValueValidator,
    MinValueValidator,
    ProhibitNullCharactersValidator,
)

from clayton_review.web.field_sentences import set_sentences

DAY_FORMATS = ["%m/%d/%Y", "%Y-%m-%d", "%m/%d/%y", "%m-%d-%Y", "%B %d, %Y", "%b %d, %Y"]
TIME_FORMATS = ["%I:%M %p", "%I:%M:%S %p", "%H:%M", "%H:%M:%S"]
MOMENT_FORMATS = [f"{day} {time}" for day in DAY_FORMATS[:2] for time in TIME_FORMATS] + [
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S",
]
DAY_HINT = "For example: 07/07/2018"
MOMENT_HINT = "For example: 07/07/2018 1:05 AM"
DJANGO_EMPTY_LABEL = "---------"
LONGEST_TEXT = 20_000
LARGEST_NUMBER = 2_147_483_647  # what an integer column of PostgreSQL can hold


class DayField(forms.DateField):
    """A day typed as MM/DD/YYYY (ISO is taken too)."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("input_formats", DAY_FORMATS)
        super().__init__(**options)


class MoneyInput(forms.TextInput):
    """A short box behind a dollar sign."""

    template_name = "forms/money.html"


class MoneyField(forms.DecimalField):
    """US dollars, nothing below zero; `$1,234.50` is taken as it is typed.

    A comma parts thousands only: `23,40` is refused, for it would be a hundred times as much.
    """

    THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?")

    def __init__(self, **options: Any) -> None:
        options = {"max_digits": 12, "decimal_places": 2, "min_value": 0, **options}
        options.setdefault("error_messages", {"required": "Enter an amount."})
        super().__init__(**options)
        self.widget = MoneyInput(attrs={"inputmode": "decimal", "class": "money"})
        self.widget.is_required = self.required

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.strip().removeprefix("$").strip()
            if "," in value and not self.THOUSANDS.fullmatch(value):
                raise ValidationError("Write cents after a decimal point: 23.40.")
            value = value.replace(",", "")
        return super().to_python(value)


def possible_year(value: date) -> None:
    """Raise `ValidationError` for a year that no record of this study can have."""
    if not 1900 <= value.year <= 2100:
        raise ValidationError("Enter a year from 1900 to 2100.")


def is_tuned(field: forms.Field) -> bool:
    """True if a field has our limits, formats, hints and messages."""
    return getattr(field, "is_tuned", False)


def tune(field: forms.Field) -> None:
    """Give a field our limits, formats, hints and messages unless it has its own."""
    set_sentences(field)
    field.is_tuned = True  # type: ignore[attr-defined]  # read by `is_tuned`
    if isinstance(field, forms.DateTimeField):
        _tune_date(field, MOMENT_FORMATS, "%m/%d/%Y %I:%M %p", MOMENT_HINT)
    elif isinstance(field, forms.DateField):
        _tune_date(field, DAY_FORMATS, "%m/%d/%Y", DAY_HINT)
    elif type(field) is forms.IntegerField:
        _tune_integer(field)
    elif isinstance(field, forms.ModelChoiceField):
        _tune_model_choice(field)
    elif isinstance(field, forms.JSONField):
        field.validators.append(_no_null_inside)
    elif isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField):
        _tune_text(field)


def _tune_model_choice(field: Any) -> None:
    """Name the empty choice, and refuse a key of the wrong form as any other wrong choice."""
    if field.empty_label == DJANGO_EMPTY_LABEL:
        field.empty_label = "Choose"
    clean = field.clean

    def clean_in_our_words(value: Any) -> Any:
        try:
            return clean(value)
        except ValidationError as error:
            if getattr(error, "code", None) in field.error_messages:
                raise
            sentence = field.error_messages["invalid_choice"]
            raise ValidationError(sentence, code="invalid_choice") from None

    field.clean = clean_in_our_words


def _tune_date(field: Any, formats: list[str], shown: str, hint: str) -> None:
    field.input_formats = formats
    field.widget.format = shown
    field.widget.input_type = "text"
    field.widget.attrs.setdefault("class", "short")
    field.widget.attrs.setdefault("autocomplete", "off")
    field.help_text = field.help_text or hint
    field.validators.append(possible_year)


def _tune_integer(field: forms.IntegerField) -> None:
    if field.max_value is None:
        words = f"Enter a number up to {LARGEST_NUMBER:,}."
        field.validators.append(MaxValueValidator(LARGEST_NUMBER, words))
    if field.min_value is None:
        words = f"Enter a number from {-LARGEST_NUMBER:,}."
        field.validators.append(MinValueValidator(-LARGEST_NUMBER, words))
    if not field.widget.is_hidden:
        field.widget.attrs.setdefault("class", "short")


def _tune_text(field: forms.CharField) -> None:
    limit = field.max_length or LONGEST_TEXT
    field.validators = [
        validator
        for validator in field.validators
        if not isinstance(validator, ProhibitNullCharactersValidator | MaxLengthValidator)
    ]
    field.validators.append(
        ProhibitNullCharactersValidator("Remove the invisible null characters from this text.")
    )
    field.validators.append(
        MaxLengthValidator(
            limit, f"Shorten this to {limit:,} characters; it has %(show_value)d now."
        )
    )
    if isinstance(field.widget, forms.TextInput):
        field.validators.append(_one_line)
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs.pop("maxlength", None)  # it would cut pasted text without a word
        if field.widget.attrs.get("rows") in {None, "10"}:  # Django's own default
            field.widget.attrs["rows"] = 4 if limit <= 500 else 7
        field.widget.attrs["data-limit"] = limit
        if field.max_length:
            hint = str(field.help_text)
            ended = f"{hint}." if hint and hint[-1] not in ".?!”" else hint
            field.help_text = f"{ended} Up to {limit:,} characters.".strip()


def _one_line(value: Any) -> None:
    """Raise `ValidationError` if the value has a line break.

    Browsers never send one from a one-line box, and an e-mail header must not hold one.
    """
    if isinstance(value, str) and len(value.splitlines()) > 1:
        raise ValidationError("Remove the line breaks. This field holds one line.")


def _no_null_inside(value: Any) -> None:
    if "\\u0000" in json.dumps(value):
        raise ValidationError("Remove the invisible null characters from this text.")
