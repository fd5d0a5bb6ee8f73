"""Forms on records: refusals are shown, and no text is lost when two people write."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, TypeVar

from django import forms
from django.db import models
from django.forms.utils import pretty_name
from django.http import HttpRequest

from clayton_review.citable.records import AlreadySaved, Record, Stale
from clayton_review.refusals import Refused
from clayton_review.web.formatting import moment
from clayton_review.web.forms import EditForm, PortalForm

Saved = TypeVar("Saved")
NOTHING_TO_COMPARE = (
    "Someone else changed this record a moment ago, so nothing was done. Read it again before you "
    "press the button."
)


class ReviseForm(EditForm):
    """A form on a stored record; after somebody else's change it shows both texts."""

    stored: list[tuple[str, str]] = []
    stored_text = ""  # above what is stored; empty where the next save replaces it
    revision_field: ClassVar[str] = "revision"  # of the record

    def is_outdated(self, record: Any) -> bool:
        """True if the form was sent from a page that showed another revision of the record."""
        read = self.cleaned_data.get("revision")
        return read is not None and read != getattr(record, self.revision_field)

    def refuse_as_outdated(self, record: Any) -> None:
        """Say that someone else was faster, and let the next press go on from what is stored."""
        for name, errors in list(self.errors.items()):
            if any(error.code == "invalid_choice" for error in errors.as_data()):
                del self.errors[name]  # the other change took this choice away
        self.show_stored(record)
        self.add_error(None, str(Stale()) if self.stored else NOTHING_TO_COMPARE)

    def show_stored(self, record: Any) -> None:
        """Keep what was typed, list what is stored instead, and let the next save replace it.

        The record is a row with a revision.
        """
        record.refresh_from_db()
        own_fields = {field.name for field in record._meta.fields} - {"revision"}
        self.stored = [
            (str(self[name].label), _words(record, name))
            for name in self.fields
            if name in own_fields and self.cleaned_data.get(name) != getattr(record, name)
        ]
        sent: Any = self.data
        self.data = sent.copy()
        self.data[self.add_prefix("revision")] = str(getattr(record, self.revision_field))  # type: ignore[index]  # a copy


def posted(request: HttpRequest) -> tuple[Any, Any]:
    """Return data and files for a form: those sent, or nothing if the page is only opened."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def attempt(
    form: PortalForm, act: Callable[[], Saved], *, record: models.Model | None = None
) -> Saved | None:
    """Run the act when the form was sent and is valid.

    A refusal becomes the form's error, and None returns. A form with a revision needs the record
    that it changes: without it the form would keep the old revision, and be refused for ever.
    """
    if not form.is_bound:
        return None
    if isinstance(form, ReviseForm) and record is None:
        raise TypeError("attempt() needs the record that this form changes.")
    if not form.is_valid():
        if isinstance(form, ReviseForm) and form.is_outdated(record):
            form.refuse_as_outdated(record)
        return None
    try:
        return act()
    except Refused as refusal:
        if isinstance(refusal, Stale) and isinstance(form, ReviseForm):
            form.refuse_as_outdated(record)
            return None
        if isinstance(refusal, AlreadySaved):
            form.already_saved = refusal.record
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return None


class WithdrawForm(ReviseForm):
    """The reason for taking a record out of use.

    After somebody else's change it shows what `details` says of the record.
    """

    stored_text = "Read them before you go on."

    reason = forms.CharField(
        label="Why are you withdrawing it?",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The reason is kept with the record and shown wherever it is cited.",
    )

    def __init__(
        self,
        *args: Any,
        details: Callable[[Any], Sequence[tuple[str, object]]] = lambda record: (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.details = details

    def show_stored(self, record: Any) -> None:
        super().show_stored(record)
        self.stored = [(label, str(value)) for label, value in self.details(record)]


def initial_of(record: Record, form: type[PortalForm]) -> dict[str, Any]:
    """Return the initial values of a form on a record."""
    return {
        field.name: field.value_from_object(record)
        for field in record._meta.fields
        if field.name in form.base_fields
    }


def details_by(form: type[PortalForm]) -> Callable[[Any], list[tuple[str, object]]]:
    """Return a function that lists a record's own values by the labels of its form."""

    def details(record: models.Model) -> list[tuple[str, object]]:
        own_fields = {field.name for field in record._meta.fields if not field.is_relation}
        return [
            (str(field.label or pretty_name(name)), _words(record, name))
            for name, field in form.base_fields.items()
            if name in own_fields and name != "revision"
        ]

    return details


def _words(record: models.Model, name: str) -> str:
    field = record._meta.get_field(name)
    if isinstance(field, models.DateField):
        return moment(getattr(record, name)) or "empty"
    display = getattr(record, f"get_{name}_display", None)
    value = display() if display else getattr(record, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value not in (None, "") else "empty"


class RevisionForm(ReviseForm):
    """Form with nothing but the revision that was read, for buttons."""


class StepForm(ReviseForm):
    """Form of one step with a record, such as a signature: nothing typed replaces anything."""

    def show_stored(self, record: Any) -> None:
        super().show_stored(record)
        self.stored = []
