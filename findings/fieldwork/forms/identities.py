"""Forms that seal identities in the vault, and forms that ask why one is read."""

from django import forms

from clayton_review.web.forms import PortalForm

_SEALED = {"autocomplete": "off"}


class IdentityFields(PortalForm):
    """Ways to reach somebody, on their way to the vault."""

    name = forms.CharField(
        label="Name", required=False, max_length=200, widget=forms.TextInput(_SEALED)
    )
    phone = forms.CharField(
        label="Phone", required=False, max_length=40, widget=forms.TextInput(_SEALED)
    )
    email = forms.EmailField(
        label="E-mail", required=False, max_length=254, widget=forms.EmailInput(_SEALED)
    )


class IdentityForm(IdentityFields):
    """Name, phone or e-mail on their way to the vault; what stays empty stays as it was."""


class ReasonForm(PortalForm):
    """Why somebody needs to know."""

    reason = forms.CharField(
        label="Why is it needed?",
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept in the audit record together with who read it and when.",
    )


class ContactDetailForm(ReasonForm):
    """Which way to reach somebody is needed, and why."""

    field = forms.ChoiceField(
        label="What is needed",
        choices=[("phone", "Phone number"), ("email", "E-mail address")],
        widget=forms.RadioSelect,
    )
    field_order = ["field", "reason"]
