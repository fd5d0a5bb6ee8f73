"""`PortalForm`, `CreateForm`, `EditForm`: every form of the portal is one of these."""

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.forms.renderers import TemplatesSetting

from clayton_review.web.fields import is_tuned, tune


class PortalRenderer(TemplatesSetting):
    """Draws every form, other packages' too, with our templates."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


@dataclass(frozen=True)
class FormSection:
    """Fields shown together under a legend; the last ones may have none."""

    legend: str
    fields: list[forms.BoundField]


class PortalForm(forms.Form):
    """Refuses what no field may hold, explains itself, and draws its fields in groups."""

    groups: list[tuple[str, list[str]]] = []
    needed: dict[str, str] = {}  # when a field is not needed at once: what it is needed for
    already_saved: models.Model | None = None  # the record that a form sent twice was saved as
    required_css_class = "required"

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            self._prepare(name, field)

    def add_field(self, name: str, field: forms.Field) -> None:
        """Add a field that depends on more than the class, with our limits and sentences."""
        self.fields[name] = field
        self._prepare(name, field)

    def full_clean(self) -> None:
        """Check what was typed; a field that was added by itself is prepared first."""
        for name, field in self.fields.items():
            if not is_tuned(field):
                self._prepare(name, field)
        super().full_clean()

    def _prepare(self, name: str, field: forms.Field) -> None:
        tune(field)
        field.needed = self.needed.get(name, "")  # type: ignore[attr-defined]  # for labels

    def sections(self) -> list[FormSection]:
        """Return the groups with their visible fields, then the fields that no group names."""
        named = {name for _, names in self.groups for name in names}
        groups = [
            FormSection(legend, [self[name] for name in names if name in self.fields])
            for legend, names in self.groups
        ]
        rest = [bound for bound in self.visible_fields() if bound.name not in named]
        if rest:
            groups.append(FormSection("", rest))
        return [section for section in groups if section.fields]


class CreateForm(PortalForm):
    """Carries the identity of the record to be made, so that sending twice makes one."""

    record_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("record_id", uuid.uuid4())


class EditForm(PortalForm):
    """Carries the revision that was read, so that nobody overwrites somebody else."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
