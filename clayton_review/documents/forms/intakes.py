"""The forms of deliveries: several files, a folder or a ZIP; the receipt; undoing; filing."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from clayton_review.accounts.models import User
from clayton_review.documents.actions.receiving import SentFile
from clayton_review.documents.archives import MOST_BYTES
from clayton_review.documents.forms.library import ClassField, class_choices
from clayton_review.documents.models import DocumentKind, DocumentRequest, UploadLink
from clayton_review.web.forms import CreateForm, PortalForm


class FilesInput(forms.FileInput):
    """A box for several files."""

    allow_multiple_selected = True


class FolderInput(FilesInput):
    """A box for a whole folder, where the browser offers one."""


class FilesField(forms.FileField):
    """Several files; what they are is judged file by file when they are taken in.

    That there is one at all is asked by the form, which may have two such boxes.
    """

    widget = FilesInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        limits = {
            "data-most-bytes": settings.STORED_FILE_MAX_BYTES,
            "data-most-together": MOST_BYTES,
        }
        return {**super().widget_attrs(widget), **limits}

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[bytes]"]:
        return [file for file in (data or []) if file]


class SendForm(CreateForm):
    """Files to be taken in; `paths` tells where each of a folder's files lay, line by line."""

    chosen = FilesField(
        label="Files",
        help_text="One ZIP file, or several files at once. Up to 25 MB per file.",
    )
    folder = FilesField(
        label="Or a whole folder",
        required=False,
        widget=FolderInput(attrs={"webkitdirectory": True}),
        help_text="Some browsers offer this. The folder paths are kept.",
    )
    paths = forms.CharField(
        required=False, widget=forms.HiddenInput, max_length=1_000_000, strip=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned.get("chosen") or cleaned.get("folder")):
            self.add_error("chosen", "Choose at least one file.")
        return cleaned

    def sent_files(self) -> list[SentFile]:
        """Return the files in order, those of a folder with their paths."""
        folder = self.cleaned_data["folder"]
        paths = self.cleaned_data["paths"].split("\n")
        known = paths if len(paths) == len(folder) else [file.name or "" for file in folder]
        single = [SentFile(file.name or "", file) for file in self.cleaned_data["chosen"]]
        return single + [
            SentFile(_path_or_name(path, file.name or ""), file)
            for path, file in zip(known, folder, strict=True)
        ]


def _path_or_name(path: str, name: str) -> str:
    """Return the path if it ends in the file's own name, else the name alone."""
    return path if path.rpartition("/")[2] == name else name


class IntakeForm(SendForm):
    """A delivery the team brings, for a request or for none."""

    request = forms.ModelChoiceField(
        DocumentRequest.objects.none(),
        label="For this request",
        required=False,
        empty_label="None; we did not ask for it",
    )
    groups = [("What you received", ["chosen", "folder"]), ("What it is for", ["request"])]

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        choice: Any = self.fields["request"]
        choice.queryset = DocumentRequest.objects.visible_to(user).current()


class LinkSendForm(SendForm):
    """An upload by somebody without an account."""

    sender = forms.CharField(
        label="Your office",
        max_length=120,
        help_text="The receipt and the study’s record will say that it came from you.",
    )

    def __init__(self, *args: Any, link: UploadLink, **options: Any) -> None:
        super().__init__(*args, initial={"sender": link.request.office[:120]}, **options)
        most = min(MOST_BYTES, link.max_bytes - link.n_bytes)
        for name in ("chosen", "folder"):
            self.fields[name].widget.attrs["data-most-together"] = most


class ReceiptForm(PortalForm):
    """The address of the receipt."""

    to = forms.EmailField(label="E-mail the receipt to")


class UndoForm(PortalForm):
    """The reason for undoing a delivery."""

    reason = forms.CharField(
        label="Why are you undoing it?",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The reason is kept with the delivery.",
    )


class LibraryFilingForm(CreateForm):
    """Files a received file into the library."""

    title = forms.CharField(label="Title", max_length=200)
    source = forms.CharField(label="Author or publisher", max_length=200)
    kind = forms.ChoiceField(label="Type", choices=DocumentKind.choices)
    disclosure_class = ClassField()

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["disclosure_class"].choices = class_choices(user)  # type: ignore[attr-defined]
