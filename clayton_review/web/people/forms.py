"""Forms of the pages of accounts."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    PasswordVerificationMixin,
    ReauthenticateForm,
)
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from clayton_review.accounts.models import DigestFrequency, Invitation, User
from clayton_review.accounts.policies import deputy_roles
from clayton_review.accounts.roles import Role
from clayton_review.accounts.selectors import people_with_factor
from clayton_review.web.field_sentences import set_sentences
from clayton_review.web.forms import CreateForm, PortalForm


class OwnWords(forms.Form):
    """Our labels and sentences in a form of allauth's; `words` are label and what is missing."""

    words: dict[str, tuple[str, str]] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            set_sentences(field)
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.error_messages["required"] = self.words[name]


class SignInForm(OwnWords, LoginForm):  # type: ignore[misc]  # allauth has no types
    """E-mail address and password; what is missing is asked for by name."""

    words = {
        "login": ("E-mail address", "Enter your e-mail address."),
        "password": ("Password", "Enter your password."),
    }


class PasswordForm(OwnWords, ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    """The password now and the new one, with labels as on other pages."""

    words = {
        "oldpassword": ("Current password", "Enter your current password."),
        "password1": ("New password", "Enter a new password."),
        "password2": ("New password, once more", "Enter the new password once more."),
    }

    def clean(self) -> dict[str, Any]:
        """Check that the new password was typed twice alike."""
        values: dict[str, Any] = super(PasswordVerificationMixin, self).clean() or {}
        first, second = values.get("password1"), values.get("password2")
        if first and second and first != second:
            self.add_error("password2", "The two new passwords differ. Type the same one twice.")
        return values


class ConfirmPasswordForm(OwnWords, ReauthenticateForm):  # type: ignore[misc]  # no types
    """The password, before a step that is sensitive."""

    words = {"password": ("Password", "Enter your password.")}


class InviteForm(CreateForm):
    """An invitation: the address and the role."""

    email = forms.EmailField(label="E-mail address", max_length=254)
    name = forms.CharField(
        label="Name",
        max_length=120,
        required=False,
        help_text="They can correct it when they join.",
    )
    role = forms.ChoiceField(label="Role", choices=Role.choices)


class AcceptInvitationForm(PortalForm):
    """Name and password of an invited person; of `known`, who has an account, only the latter."""

    name = forms.CharField(label="Your name", max_length=120)
    password = forms.CharField(
        label="Choose a password",
        max_length=500,
        strip=False,
        help_text="At least 12 characters. A sentence works well.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(
        self, *args: Any, invitation: Invitation, known: User | None, **options: Any
    ) -> None:
        super().__init__(*args, initial={"name": invitation.name}, **options)
        self.user = known or User(email=invitation.email)
        if known:
            del self.fields["name"]

    def clean(self) -> dict[str, Any]:
        """Check the password against name and address, too."""
        values = super().clean() or self.cleaned_data
        if password := values.get("password"):
            try:
                self.user.name = values.get("name", self.user.name)
                validate_password(password, self.user)
            except ValidationError as error:
                self.add_error("password", error)
        return values


class DeputyForm(PortalForm):
    """The deputy of a person."""

    deputy = forms.ModelChoiceField(
        label="Deputy", queryset=User.objects.none(), required=False, empty_label="No one"
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        fitting = User.objects.filter(role__in=deputy_roles(user), is_active=True)
        field = self.fields["deputy"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared above
        field.queryset = fitting.exclude(pk=user.pk)


class AccountChangeForm(PortalForm):
    """The address and role of a person, and the reason for changing them."""

    email = forms.EmailField(label="E-mail address", max_length=254)
    role = forms.ChoiceField(label="Role", choices=Role.choices)
    reason = forms.CharField(label="Reason", max_length=500)


class FactorResetForm(PortalForm):
    """The person who lost their second sign-in step, and how it is known."""

    user = forms.ModelChoiceField(
        label="Who lost their second sign-in step?", queryset=User.objects.none()
    )
    reason = forms.CharField(
        label="What happened, and how do you know that it is them?", max_length=500
    )

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared above
        field.queryset = people_with_factor().exclude(pk=by.pk)


class AccountReasonForm(PortalForm):
    """The reason for closing or opening an account."""

    reason = forms.CharField(label="Reason", max_length=500)


class SignInLinkForm(PortalForm):
    """The address for a sign-in link."""

    email = forms.EmailField(label="Your registered e-mail address", max_length=254)


class UseLinkForm(PortalForm):
    """Consent to stay signed in on this device."""

    remember = forms.BooleanField(
        label="Keep me signed in on this device for 30 days",
        required=False,
        help_text="Not on a shared computer.",
    )


class DigestForm(PortalForm):
    """The frequency of digests."""

    frequency = forms.ChoiceField(
        label="How often should we e-mail you?",
        choices=DigestFrequency.choices,
        widget=forms.RadioSelect,
        help_text="We e-mail at 7 a.m. Clayton time, and only when something is waiting for you.",
    )
