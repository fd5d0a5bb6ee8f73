"""The form of a survey's methodology: eleven texts, and each in Spanish."""

from typing import Any

from django import forms

from clayton_review.citable.editing import ReviseForm
from surveys.results import methodology
from surveys.results.actions import MethodologyStatementInput
from surveys.results.models import MethodologyStatement
from surveys.survey.models import Survey

LONGEST = 3_000


class StatementForm(ReviseForm):
    """One text for each item; empty ones are kept and keep the results unpublished."""

    groups = [(str(item.name), [item.key, f"{item.key}_es"]) for item in methodology.ITEMS]

    def __init__(self, *args: Any, on_record: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        for item in methodology.ITEMS:
            for name, field in _fields(item).items():
                self.add_field(name, field)
        for key, text in on_record.items():
            known = f" On record: {text}" if text else ""
            self.fields[key].help_text = f"{self.fields[key].help_text}{known}"

    def values(self) -> MethodologyStatementInput:
        texts = self.cleaned_data
        return MethodologyStatementInput(
            items={key: texts[key].strip() for key in methodology.KEYS},
            items_es={key: texts[f"{key}_es"].strip() for key in methodology.KEYS},
        )

    def show_stored(self, record: Survey) -> None:
        """List what is stored of the survey's statement, and let the next save replace it."""
        statement = MethodologyStatement.objects.filter(survey=record).first()
        if statement is None:
            return
        super().show_stored(statement)
        initial = initial_statement(statement, {}, is_filled=False)
        self.stored = [
            (f"{item.name} ({self[name].label})", str(initial.get(name) or "empty"))
            for item in methodology.ITEMS
            for name in (item.key, f"{item.key}_es")
            if self.cleaned_data[name].strip() != initial.get(name, "")
        ]


def initial_statement(
    statement: MethodologyStatement | None, on_record: dict[str, str], *, is_filled: bool
) -> dict[str, object]:
    """Return the initial values; with `is_filled`, empty items start from the records."""
    items = dict(statement.items) if statement else {}
    for key, text in on_record.items():
        if is_filled and not items.get(key):
            items[key] = text
    spanish = statement.items_es if statement else {}
    return {
        "revision": statement.revision if statement else 0,
        **items,
        **{f"{key}_es": text for key, text in spanish.items()},
    }


def _fields(item: methodology.MethodologyItem) -> dict[str, forms.Field]:
    english = _text("In English", rows=4)
    english.help_text = item.asks
    return {item.key: english, f"{item.key}_es": _text("In Spanish", rows=2, lang="es")}


def _text(label: str, **attributes: object) -> forms.Field:
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs=attributes),
    )
