"""No form answers wrong input with a sentence of the framework or of the account library."""

import copy
import gettext
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import allauth
import django
import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import get_resolver

from clayton_review.accounts.adapters import AccountAdapter, SecondFactorAdapter
from clayton_review.accounts.models import User
from clayton_review.web.fields import is_tuned, tune
from clayton_review.web.forms import PortalForm
from clayton_review.web.people.forms import OwnWords, PasswordForm
from clayton_review.web.templatetags.portal import error_items
from findings.interviews.forms.targets import TargetsForm

pytestmark = pytest.mark.django_db
ROOMS = ("clayton_review", "findings", "incidents", "surveys")
OURS = {"Enter a number.", "Enter a whole number."}  # where both say the same
CATALOGS = [
    Path(django.__file__).parent / "conf/locale",
    Path(django.__file__).parent / "contrib/auth/locale",
    Path(allauth.__file__).parent / "locale",
]
WRONG: list[Any] = [
    "", None, "x", "\x00", "a\nb", "-1", "0", "1.123456789", "9" * 12, "9" * 30, "1e400", "NaN",
    "x" * 25_000, "01/01/0001", "02/30/2018", "http://", "https://" + "x" * 3_000 + ".org", "a b@c",
    [], ["zz"], SimpleUploadedFile("empty.txt", b""), SimpleUploadedFile("x" * 300, b"x"), "{",
]  # fmt: skip


def framework_sentences() -> list[re.Pattern[str]]:
    """Every sentence of Django and allauth, with a gap for each value."""
    sentences = set()
    for catalog in CATALOGS:
        known = gettext.translation("django", catalog, ["es"])
        assert isinstance(known, gettext.GNUTranslations)
        keys = known._catalog  # type: ignore[attr-defined]  # the only way to list them
        sentences |= {key[0] if isinstance(key, tuple) else key for key in keys}
    patterns = {re.sub(r"%\\?\(\w+\\?\)[sd]", ".+", re.escape(words)) for words in sentences - OURS}
    return [re.compile(words) for words in patterns if words.endswith(r"\.") and " " in words]


PATTERNS = framework_sentences()


def is_of_the_framework(sentence: str) -> bool:
    return any(pattern.fullmatch(sentence) for pattern in PATTERNS)


def classes(base: type[Any]) -> Iterator[type[Any]]:
    """Every class below another one, of the rooms."""
    for kind in base.__subclasses__():
        if kind.__module__.startswith(ROOMS):
            yield kind
        yield from classes(kind)


def form_classes() -> set[type[forms.Form]]:
    assert get_resolver().url_patterns  # all forms are imported with the pages
    return set(classes(forms.BaseForm)) - {PortalForm, OwnWords}


def refusals(field: forms.Field) -> Iterator[str]:
    """The sentences with which a field refuses wrong input of each kind."""
    for value in WRONG:
        try:
            field.clean(value)
        except ValidationError as error:
            yield from error.messages
        except (TypeError, AttributeError):  # a kind of value that no browser sends to this field
            continue


def test_every_form_is_one_of_ours() -> None:
    assert len(form_classes()) > 100
    assert [k for k in form_classes() if not issubclass(k, PortalForm | OwnWords)] == []


def test_no_field_answers_with_a_sentence_of_the_framework() -> None:
    told = set()
    for kind in form_classes():
        for name, declared in kind.base_fields.items():
            field = copy.deepcopy(declared)
            tune(field)
            told |= {(kind.__name__, name, words) for words in refusals(field)}
    assert len(told) > 500
    assert [case for case in sorted(told) if is_of_the_framework(case[2])] == []


def test_the_sabotage_of_a_field_as_django_makes_it_is_seen() -> None:
    """The test above would see each of these."""
    untuned = [
        forms.DecimalField(max_digits=3, decimal_places=1, min_value=5),
        forms.URLField(assume_scheme="https"),
    ]
    for field in untuned:
        told = set(refusals(field))
        assert any(is_of_the_framework(words) for words in told)


def test_a_field_that_a_form_adds_by_itself_is_ours_too() -> None:
    form = TargetsForm({"resident": "-1", "student_met": "1000"})
    assert all(is_tuned(field) for field in form.fields.values())
    assert error_items(form) == [
        ("id_resident", "Resident, Interviews", "Enter 0 or more."),
        ("id_student_met", "Student, People in meetings", "Enter 999 or less."),
    ]

    class Late(PortalForm):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            self.fields["n"] = forms.IntegerField(max_value=4_000)

    assert Late({"n": "9000"}).errors["n"] == ["Enter 4,000 or less."]


def test_the_account_library_speaks_in_our_words(consultant: User) -> None:
    request = RequestFactory().post("/")
    typed = {"oldpassword": "no", "password1": "a long sentence", "password2": "another one here"}
    form = PasswordForm(consultant, typed)
    told = [sentence for _, _, sentence in error_items(form)]
    assert "This is not your current password." in told
    assert "The two new passwords differ. Type the same one twice." in told
    for adapter in (AccountAdapter(request), SecondFactorAdapter(request)):
        for code in ("incorrect_code", "incorrect_password", "too_many_login_attempts"):
            if code in adapter.error_messages:
                assert not is_of_the_framework(str(adapter.error_messages[code]))


@pytest.mark.parametrize("password", ["short", "1234567890123", "consultant"])
def test_weak_passwords_are_refused_in_our_words(consultant: User, password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, consultant)
    assert not [words for words in refused.value.messages if is_of_the_framework(words)]


def test_all_forms_of_the_account_library_that_people_fill_in_are_ours() -> None:
    for path in [*settings.ACCOUNT_FORMS.values(), *settings.MFA_FORMS.values()]:
        module, name = path.rsplit(".", 1)
        assert issubclass(getattr(import_module(module), name), OwnWords)
