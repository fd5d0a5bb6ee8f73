"""Forms that seal identities in the vault, and forms that ask why one is read."""

from django import forms

from clayton_review.web.forms import PortalForm

_SEALED = {"autocomplete": "off"}


class IdentityFields(PortalForm):
    """Fields for name, phone and e-mail, which go to the vault."""

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
    """Form that seals name, phone or e-mail; empty fields change nothing."""


class NameReasonForm(PortalForm):
    """Form with the reason for reading a name."""

    reason = forms.CharField(
        label="Why do you need it?",
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The audit record keeps your reason, your name and the time.",
    )


class ContactDetailForm(NameReasonForm):
    """Form that asks for phone or e-mail, with the reason."""

    field = forms.ChoiceField(
        label="What you need",
        choices=[("phone", "Phone number"), ("email", "E-mail address")],
        widget=forms.RadioSelect,
    )
    field_order = ["field", "reason"]
