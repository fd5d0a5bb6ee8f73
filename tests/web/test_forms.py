"""Every form explains itself: label, hint and error tied to the input, in plain words."""

import re
import uuid

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory

from clayton_review.accounts.models import Invitation
from clayton_review.web.fields import LONGEST_TEXT, MoneyField
from clayton_review.web.forms import CreateForm, EditForm, PortalForm
from clayton_review.web.gallery import ExampleForm
from clayton_review.web.pages import form_page
from clayton_review.web.templatetags.portal import error_items


class Everything(PortalForm):
    """One field of each kind that a hostile visitor may fill in."""

    words = forms.CharField(max_length=20)
    story = forms.CharField(widget=forms.Textarea, required=False)
    day = forms.DateField(required=False)
    at = forms.DateTimeField(required=False)
    paid = MoneyField(required=False)
    count = forms.IntegerField(required=False)
    kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect, required=False)
    payload = forms.JSONField(required=False)


def sentence(name: str, value: str) -> str:
    form = Everything({"words": "fine", name: value})
    form.is_valid()
    return " ".join(str(error) for error in form.errors.get(name, []))


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("words", "", "Fill this in."),
        ("words", "a\x00b", "Remove the invisible null characters from this text."),
        ("words", "a\nb", "Remove the line breaks. This field holds one line."),
        ("words", "x" * 21, "Shorten this to 20 characters; it has 21 now."),
        ("story", "x" * 1_000_000, "Shorten this to 20,000 characters; it has 1000000 now."),
        ("story", "a\x00b", "Remove the invisible null characters from this text."),
        ("day", "02/30/2018", "Enter a real date, for example 07/07/2018."),
        ("day", "01/01/0001", "Enter a year from 1900 to 2100."),
        ("day", "a\x00", "Enter a real date, for example 07/07/2018."),
        ("at", "07/07/2018 25:00", "Enter a real date and time, for example 07/07/2018 1:05 AM."),
        ("at", "9999-12-31 23:59", "Enter a year from 1900 to 2100."),
        ("paid", "-5", "Enter 0 or more."),
        ("paid", "NaN", "Enter a number."),
        ("paid", "23,40", "Write cents after a decimal point: 23.40."),
        ("paid", "Infinity", "Enter a number."),
        ("paid", "1e400", "Use at most 12 digits."),
        ("count", "9" * 30, "Enter a number up to 2,147,483,647."),
        ("count", "-" + "9" * 30, "Enter a number from -2,147,483,647."),
        ("count", "9" * 6000, "Enter a whole number."),
        ("count", "١٢x", "Enter a whole number."),
        ("kind", "b", "Choose one from the list."),
        ("kind", "\x00", "Choose one from the list."),
        ("payload", '{"a": "\\u0000"}', "Remove the invisible null characters from this text."),
    ],
)
def test_hostile_input_gets_a_sentence(name: str, value: str, words: str) -> None:
    assert sentence(name, value) == words


class Choosing(PortalForm):
    """One field whose choices are rows."""

    invitation = forms.ModelChoiceField(Invitation.objects.all())


@pytest.mark.parametrize(
    ("key", "words"), [("", "Choose one."), ("no-key", "Choose one from the list.")]
)
def test_a_key_of_the_wrong_form_is_a_wrong_choice(key: str, words: str) -> None:
    assert Choosing({"invitation": key}).errors["invitation"] == [words]


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>"[:20], "'; DROP TABLE x;--", "🙂 שלום مرحبا", "café"]
)
def test_odd_but_honest_text_is_taken_and_escaped(words: str) -> None:
    form = Everything({"words": words})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["words"] == words.strip()
    assert "<script>" not in str(form)


@pytest.mark.parametrize("typed", ["07/07/2018", "2018-07-07", "7/7/18", "July 7, 2018"])
def test_a_day_may_be_typed_in_several_ways(typed: str) -> None:
    form = Everything({"words": "x", "day": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"].isoformat() == "2018-07-07"


@pytest.mark.parametrize("typed", ["07/07/2018 1:05 AM", "07/07/2018 1:05 am", "2018-07-07 01:05"])
def test_a_moment_is_meant_in_clayton(typed: str) -> None:
    form = Everything({"words": "x", "at": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["at"].isoformat() == "2018-07-07T01:05:00-05:00"


def test_money_is_taken_as_people_write_it() -> None:
    form = Everything({"words": "x", "paid": "$1,234.50"})
    assert form.is_valid()
    assert str(form.cleaned_data["paid"]) == "1234.50"


def test_every_input_has_label_hint_and_error_tied_by_id() -> None:
    html = str(ExampleForm({"title": "x" * 200, "day": "never"}))
    ids = set(re.findall(r'\bid="([^"]+)"', html))
    for target in re.findall(r'\bfor="([^"]+)"', html):
        assert target in ids
    for described in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(described.split()) <= ids
    assert 'aria-describedby="id_day_helptext id_day_error"' in html
    assert len(re.findall(r'aria-invalid="true"', html)) >= 5
    visible = re.findall(
        r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]*\bid="([^"]+)"', html
    )
    labelled = set(re.findall(r'\bfor="([^"]+)"', html)) | {"id_is_checked"}
    assert set(visible) <= labelled


def test_the_hint_of_a_checkbox_stands_below_it() -> None:
    class Asks(PortalForm):
        agrees = forms.BooleanField(label="I agree", help_text="Not on a shared computer.")

    html = str(Asks({}))
    places = [html.index(words) for words in ("Check this box", "I agree", "Not on a shared")]
    assert places == sorted(places)
    assert 'aria-describedby="id_agrees_helptext id_agrees_error"' in html


def test_a_hint_ends_before_the_limit_of_a_text() -> None:
    class Asks(PortalForm):
        words = forms.CharField(
            widget=forms.Textarea, max_length=500, help_text="For example: Yes | No"
        )

    assert "For example: Yes | No. Up to 500 characters." in str(Asks())


def test_groups_and_choices_are_fieldsets_with_legends() -> None:
    html = str(ExampleForm())
    assert html.count("<fieldset") == html.count("<legend") == 4
    assert html.index("The event") < html.index("What is said")


def test_without_its_fieldset_template_the_legend_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: the contract above is held by our field template."""
    monkeypatch.setattr(
        "clayton_review.web.forms.PortalRenderer.field_template_name", "forms/field_notes.html"
    )
    assert "<legend>Kind of contact" not in str(ExampleForm())


def test_fields_no_group_names_come_last() -> None:
    class Grouped(Everything):
        groups = [("First", ["story"])]

    sections = Grouped().sections()
    assert [section.legend for section in sections] == ["First", ""]
    assert next(bound.name for bound in sections[1].fields) == "words"


def test_the_error_summary_links_to_each_field() -> None:
    form = ExampleForm({"day": "never"})
    form.add_error(None, "Somebody was faster.")
    targets = {target for target, _, _ in error_items(form)}
    assert {"id_title", "id_day", "id_kind_0", ""} <= targets
    html = render_to_string("components/form.html", {"form": form})
    assert '<a href="#id_kind_0">Kind of contact: Choose one.</a>' in html
    assert "Somebody was faster." in html
    assert "This form is out of date." in html  # the hidden record_id was not sent


def test_a_long_text_tells_its_limit_and_is_never_cut_silently() -> None:
    html = str(ExampleForm())
    assert "Up to 400 characters." in html
    assert 'data-limit="400"' in html
    assert "maxlength" not in re.findall(r"<textarea[^>]*>", html)[0]
    assert f'data-limit="{LONGEST_TEXT}"' in str(Everything())


def test_creating_carries_one_identity_and_editing_a_revision() -> None:
    class Making(CreateForm):
        name = forms.CharField()

    class Changing(EditForm):
        name = forms.CharField()

    first, second = Making(), Making()
    assert isinstance(first.initial["record_id"], uuid.UUID)
    assert first.initial["record_id"] != second.initial["record_id"]
    assert str(first.initial["record_id"]) in str(first)
    assert not Making({"name": "x", "record_id": "' OR 1=1"}).is_valid()
    assert not Changing({"name": "x"}).is_valid()
    assert not Changing({"name": "x", "revision": "-1"}).is_valid()
    assert Changing({"name": "x", "revision": "3"}).is_valid()


def test_a_refused_form_page_answers_422_and_keeps_what_was_typed() -> None:
    request = RequestFactory().post("/start/")
    form = Everything({"words": "x" * 50})
    answer = form_page(request, "components/form.html", form)
    assert answer.status_code == 422
    assert "x" * 50 in answer.content.decode()
    assert form_page(request, "components/form.html", Everything()).status_code == 200


def test_a_wrong_address_is_called_an_e_mail_address() -> None:
    class LetterForm(PortalForm):
        to = forms.EmailField()

    errors = LetterForm({"to": "nobody"}).errors["to"]

    assert errors == ["Enter a valid e-mail address, such as name@example.org."]
