"""Base of the forms of incidents."""

from typing import Any

from django import forms
from django.db.models import Q

from clayton_review.accounts.models import User
from clayton_review.documents.forms import class_choices
from clayton_review.documents.models import Document, DocumentRequest
from clayton_review.web.forms import PortalForm
from incidents.models import TimePrecision

SECONDS = "%m/%d/%Y %I:%M:%S %p"


def long_text(label: str, *, rows: int = 5, **options: Any) -> forms.CharField:
    """Return a text field of several lines, up to 10,000 characters unless told otherwise."""
    options.setdefault("max_length", 10_000)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class FormWithUser(PortalForm):
    """A form that knows who fills it in: offers only classes and documents they may open."""

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.fields.get("disclosure_class")
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = class_choices(user)
        source = self.fields.get("document")
        if isinstance(source, forms.ModelChoiceField):
            is_choosable = Q(withdrawn_on__isnull=True) | Q(pk=self.initial.get("document"))
            source.empty_label = "Choose a document"
            source.queryset = Document.objects.visible_to(user).filter(is_choosable)
        asked = self.fields.get("request")
        if isinstance(asked, forms.ModelChoiceField):
            is_choosable = Q(withdrawn_on__isnull=True) | Q(pk=self.initial.get("request"))
            asked.queryset = DocumentRequest.objects.visible_to(user).filter(is_choosable)
        if self.initial.get("precision") == TimePrecision.SECOND:
            for name in {"at", "happened_from", "happened_until"} & self.fields.keys():
                self.fields[name].widget.format = SECONDS
