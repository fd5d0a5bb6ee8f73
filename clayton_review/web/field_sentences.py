"""The portal's own sentences for what a field refuses, in place of those of Django."""

import copy
from collections.abc import Callable
from typing import Any

from django import forms
from django.core import validators

_SENTENCES: list[tuple[type[forms.Field], dict[str, str]]] = [
    (forms.DateTimeField, {"required": "Enter a date and a time.",
                           "invalid": "Enter a real date and time, for example "
                                      "07/07/2018 1:05 AM."}),
    (forms.DateField, {"required": "Enter a date.",
                       "invalid": "Enter a real date, for example 07/07/2018."}),
    (forms.FloatField, {"required": "Enter a number.", "invalid": "Enter a number."}),
    (forms.DecimalField, {"required": "Enter a number.", "invalid": "Enter a number."}),
    (forms.IntegerField, {"required": "Enter a number.", "invalid": "Enter a whole number."}),
    (forms.FileField, {"required": "Choose a file.", "missing": "Choose a file.",
                       "invalid": "Choose the file again.",
                       "empty": "Choose a file that is not empty.",
                       "max_length": "Shorten the name of the file to %(max)d characters; it has "
                                     "%(length)d now."}),
    (forms.EmailField, {"required": "Enter an e-mail address.",
                        "invalid": "Enter a valid e-mail address, such as name@example.org."}),
    (forms.URLField, {"required": "Enter a web address.",
                      "invalid": "Enter a web address, such as https://www.example.org/page."}),
    (forms.BooleanField, {"required": "Check this box to continue."}),
    (forms.MultipleChoiceField, {"required": "Choose at least one.",
                                 "invalid_choice": "Choose from the list.",
                                 "invalid_list": "Choose from the list."}),
    (forms.ModelMultipleChoiceField, {"required": "Choose at least one.",
                                      "invalid_choice": "Choose from the list.",
                                      "invalid_list": "Choose from the list.",
                                      "invalid_pk_value": "Choose from the list."}),
    (forms.ChoiceField, {"required": "Choose one.", "invalid_choice": "Choose one from the list."}),
    (forms.ModelChoiceField, {"required": "Choose one.",
                              "invalid_choice": "Choose one from the list."}),
    (forms.SlugField, {"required": "Fill this in.",
                       "invalid": "Use only letters, digits, dashes and underscores."}),
    (forms.Field, {"required": "Fill this in.", "invalid": "This is not in the right form."}),
]  # fmt: skip


def set_sentences(field: forms.Field) -> None:
    """Give a field our sentences in place of the framework’s; its own stay."""
    defaults: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        defaults.update(getattr(kind, "default_error_messages", {}))
    words = next(words for kind, words in _SENTENCES if isinstance(field, kind))
    for code, sentence in words.items():
        if field.error_messages.get(code) == defaults.get(code):
            field.error_messages[code] = sentence
    field.validators = [_in_our_words(validator) for validator in field.validators]


def _in_our_words(validator: Callable[[Any], None]) -> Callable[[Any], None]:
    """Return a validator that has a sentence of ours, or the same one if it has its own."""
    if isinstance(validator, validators.DecimalValidator):
        return _number_of_digits(validator)
    if isinstance(validator, validators.BaseValidator):
        sentence = _limit_sentence(validator)
        if sentence and validator.message == type(validator).message:
            validator = copy.copy(validator)  # fields of all forms share it
            validator.message = sentence
    return validator


def _limit_sentence(validator: validators.BaseValidator) -> str:
    """Return the sentence for a value beyond the limit; empty for other validators."""
    limit = validator.limit_value
    if isinstance(validator, validators.StepValueValidator):
        return f"Enter a multiple of {limit:,}."
    if isinstance(validator, validators.MinValueValidator):
        return f"Enter {limit:,} or more."
    if isinstance(validator, validators.MaxValueValidator):
        return f"Enter {limit:,} or less."
    if isinstance(validator, validators.MinLengthValidator):
        return f"Write at least {limit:,} characters; there are %(show_value)d now."
    return ""


def _number_of_digits(validator: validators.DecimalValidator) -> validators.DecimalValidator:
    """Return a validator that says how many digits a number may have."""
    digits, places = validator.max_digits, validator.decimal_places
    ours = copy.copy(validator)
    ours.messages = {"invalid": "Enter a number."}
    if digits is not None:
        ours.messages["max_digits"] = f"Use at most {digits} digits."
    if places is not None:
        after = "1 digit" if places == 1 else f"{places} digits"
        ours.messages["max_decimal_places"] = f"Use at most {after} after the decimal point."
    if digits is not None and places is not None:
        before = digits - places
        words = "1 digit" if before == 1 else f"{before} digits"
        ours.messages["max_whole_digits"] = f"Use at most {words} before the decimal point."
    return ours
