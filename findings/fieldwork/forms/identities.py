"""Forms that seal identities in the vault, and forms that ask why one is read."""

from django import forms

from clayton_review.web.forms import PortalForm

_SEALED = {"autocomplete": "off"}

SHORTEST_PHONE = 7  # digits, without an area code


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

    def clean_phone(self) -> str:
        """Refuse what cannot be dialed; spaces, dashes and an extension are taken."""
        typed: str = self.cleaned_data["phone"]
        if typed and sum(character.isdecimal() for character in typed) < SHORTEST_PHONE:
            raise forms.ValidationError("Enter the whole number, for example 314-555-0143.")
        return typed


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
