"""The forms of the library."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass
from clayton_review.citable.editing import ReviseForm
from clayton_review.citable.records import classes_open_to
from clayton_review.documents.filetypes import ACCEPTED_WORDS, NotAccepted
from clayton_review.documents.models import DocumentInput, DocumentKind, StoredFile
from clayton_review.documents.received_files import recognized
from clayton_review.web.forms import CreateForm, PortalForm


def class_choices(user: User) -> list[tuple[str, str]]:
    """List the disclosure classes that this person may give."""
    open_to = classes_open_to(user)
    return [(choice.value, choice.label) for choice in DisclosureClass if choice in open_to]


class ClassField(forms.ChoiceField):
    """The disclosure class; what nobody thinks about stays with the team."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label="Class",
            help_text="Who can open it in the portal. The class is not a legal reason to close "
            "a record.",
            initial=DisclosureClass.TEAM,
            **options,
        )


class UploadField(forms.FileField):
    """A file of a kind and size the library keeps, judged by its content."""

    widget = forms.FileInput

    def __init__(self, **options: Any) -> None:
        limit = settings.STORED_FILE_MAX_BYTES // 1_048_576
        options.setdefault("help_text", f"{ACCEPTED_WORDS}, up to {limit} MB.")
        super().__init__(required=False, **options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "data-most-bytes": settings.STORED_FILE_MAX_BYTES}

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if isinstance(upload, UploadedFile):
            _check_upload(upload)
        return upload


def _check_upload(upload: "UploadedFile[bytes]") -> None:
    limit = settings.STORED_FILE_MAX_BYTES
    if (upload.size or 0) > limit:
        raise forms.ValidationError(f"Choose a file of at most {limit // 1_048_576} MB.")
    try:
        recognized(upload.read(), upload.name or "")
    except NotAccepted as refusal:
        raise forms.ValidationError(str(refusal)) from refusal
    upload.seek(0)


class _DocumentFields(PortalForm):
    groups = [
        ("What it is", ["title", "source", "kind", "published_on"]),
        ("Where to find it", ["url", "upload"]),
        ("Access", ["disclosure_class", "note"]),
    ]
    title = forms.CharField(label="Title", max_length=200)
    source = forms.CharField(
        label="Author or publisher",
        max_length=200,
        help_text="The way it is cited. For example: Riverfront Times.",
    )
    kind = forms.ChoiceField(label="Type", choices=DocumentKind.choices)
    published_on = forms.DateField(label="Publication date", required=False)
    url = forms.URLField(
        label="Web address",
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        help_text="Kept as text. The portal never opens it.",
    )
    upload = UploadField(label="File")
    disclosure_class = ClassField()
    note = forms.CharField(
        label="Note", required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = self.fields["disclosure_class"]
        assert isinstance(choices, forms.ChoiceField)  # noqa: S101  # declared above
        choices.choices = class_choices(user)

    def values(self, *, file: StoredFile | None, is_demonstration: bool) -> DocumentInput:
        """Return the typed values, with the stored file."""
        stated = {
            name: self.cleaned_data[name]
            for name in ("title", "source", "kind", "published_on", "url", "note")
        }
        return DocumentInput(
            **stated,
            disclosure_class=self.cleaned_data["disclosure_class"],
            file=file,
            is_demonstration=is_demonstration,
        )


class DocumentCreateForm(_DocumentFields, CreateForm):
    """Files a document."""


class DocumentEditForm(_DocumentFields, ReviseForm):
    """Amends a document; a chosen file replaces the one it has."""
