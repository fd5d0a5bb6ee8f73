"""The forms of requests, answers and upload links."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import ReviseForm
from clayton_review.documents.actions.links import LONGEST_DAYS
from clayton_review.documents.models import (
    NOTABLE,
    REQUEST_LABELS,
    REQUEST_TRANSITIONS,
    Answer,
    AnswerKind,
    DecisionInput,
    DocumentRequest,
    RequestInput,
    RequestStatus,
)
from clayton_review.documents.models.answer_kinds import SEND_BACK
from clayton_review.web.formatting import day
from clayton_review.web.forms import CreateForm, PortalForm


def _long_text_field(label: str, *, rows: int = 4, **options: Any) -> forms.CharField:
    options.setdefault("max_length", 4_000)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


def _default_due_date() -> Any:
    return clock.today() + timedelta(days=14)


class _RequestFields(PortalForm):
    groups = [
        ("What you are asking for", ["title", "wording", "period_from", "period_until", "reason"]),
        ("Who you are asking", ["office", "addressee", "contact_email"]),
        ("When", ["asked_on", "due_on"]),
    ]
    title = forms.CharField(
        label=REQUEST_LABELS["title"],
        max_length=200,
        help_text="A few words. For example: Dispatch records of July 7, 2018.",
    )
    wording = _long_text_field(
        REQUEST_LABELS["wording"],
        help_text="The addressee reads these words, and they may be cited later.",
    )
    period_from = forms.DateField(label=REQUEST_LABELS["period_from"], required=False)
    period_until = forms.DateField(label=REQUEST_LABELS["period_until"], required=False)
    reason = _long_text_field(REQUEST_LABELS["reason"], rows=2, required=False, max_length=1_000)
    office = forms.CharField(
        label=REQUEST_LABELS["office"],
        max_length=200,
        help_text="For example: Police Department, records unit.",
    )
    addressee = forms.ModelChoiceField(
        User.objects.none(),
        label=REQUEST_LABELS["addressee"],
        required=False,
        empty_label="No one; we write to the office",
        help_text="They can see the request here, answer it and send files.",
    )
    contact_email = forms.EmailField(
        label=REQUEST_LABELS["contact_email"],
        required=False,
        help_text="We send reminders here if you do not name anyone with an account.",
    )
    asked_on = forms.DateField(label=REQUEST_LABELS["asked_on"], initial=clock.today)
    due_on = forms.DateField(label=REQUEST_LABELS["due_on"], initial=_default_due_date)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        people: Any = self.fields["addressee"]
        people.queryset = User.objects.holding(Permission.ANSWER_REQUESTS)

    def values(self, *, is_demonstration: bool) -> RequestInput:
        """Return the values that the person typed."""
        names = REQUEST_LABELS.keys() - {"is_demonstration"}
        stated = {name: self.cleaned_data[name] for name in names}
        return RequestInput(**stated, is_demonstration=is_demonstration)


class RequestCreateForm(_RequestFields, CreateForm):
    """Asks for documents."""

    is_sent_by_us = forms.BooleanField(
        label="We send it ourselves, by letter or in person", required=False
    )
    groups = [
        _RequestFields.groups[0],
        ("Who you are asking", ["office", "addressee", "contact_email", "is_sent_by_us"]),
        _RequestFields.groups[2],
    ]


class RequestEditForm(_RequestFields, ReviseForm):
    """Changes a request."""


class NoteForm(CreateForm):
    """A note, a call or a letter."""

    kind = forms.ChoiceField(label="Type", choices=[(kind.value, kind.label) for kind in NOTABLE])
    text = _long_text_field("What was said")
    is_shared = forms.BooleanField(
        label="The addressee can read it here", required=False, initial=False
    )


class StatusForm(ReviseForm):
    """The outcome of a request whose answer came outside the portal."""

    needed = {
        "stated_by": "required if the record does not exist",
        "grounds": "required for a refusal, and for what arrived outside the portal",
        "citation": "required for a refusal",
    }
    to = forms.ChoiceField(label="New status")
    on = forms.DateField(label="Date", initial=clock.today)
    stated_by = forms.CharField(
        label="Who said so",
        max_length=200,
        required=False,
        help_text="Enter the office, not the person’s name.",
    )
    grounds = _long_text_field(
        "What arrived and how, or the reason", rows=3, required=False, max_length=2_000
    )
    citation = forms.CharField(
        label="Law or rule cited",
        max_length=200,
        required=False,
        help_text="For example: RSMo 610.100.",
    )

    def __init__(self, *args: Any, request: DocumentRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        allowed = REQUEST_TRANSITIONS[RequestStatus(request.status)] - {RequestStatus.WITHDRAWN}
        choices = [(s.value, s.label) for s in RequestStatus if s in allowed]
        self.fields["to"].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]

    def show_stored(self, record: DocumentRequest) -> None:
        super().show_stored(record)
        self.stored = [("Title", record.title), ("Status", record.status_words), *self.stored]


class AnswerForm(CreateForm):
    """The addressee's answer without files."""

    TYPED = ("kind", "until", "text", "citation")
    needed = {"until": "required if you need more time", "citation": "required for a refusal"}
    kind = forms.ChoiceField(
        label="Your answer",
        widget=forms.RadioSelect,
        choices=[
            (AnswerKind.DOES_NOT_EXIST.value, "It does not exist"),
            (AnswerKind.REFUSED.value, "We refuse"),
            (AnswerKind.QUESTION.value, "We have a question"),
            (AnswerKind.MORE_TIME.value, "We need more time"),
        ],
    )
    until = forms.DateField(
        label="New date you need", required=False, help_text="A day after today, as month/day/year"
    )
    text = _long_text_field(
        "In your words",
        max_length=2_000,
        help_text="What you looked for and who looked, the reason for a refusal, or your question.",
    )
    citation = forms.CharField(
        label="Law or rule cited",
        max_length=200,
        required=False,
        help_text="For example: RSMo 610.100.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("auto_id", "answer_%s")  # the form for files is on the same page
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        until = cleaned.get("until")
        if cleaned.get("kind") == AnswerKind.MORE_TIME and not (until and until > clock.today()):
            self.add_error("until", "Enter the date you need, after today.")
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the answer for the action; a request for more time begins with its day."""
        values = dict(self.cleaned_data)
        until = values.pop("until")
        if values["kind"] == AnswerKind.MORE_TIME:
            values["text"] = f"We need more time, until {day(until)}. {values['text'].strip()}"
        return values


class DecideForm(PortalForm):
    """Accepts an answer or sends it back; a question is only answered."""

    needed = {"note": "required if you send it back"}
    decision = forms.ChoiceField(label="Your decision", widget=forms.RadioSelect)
    note = _long_text_field(
        "Note to the addressee",
        rows=3,
        required=False,
        max_length=2_000,
        help_text="Say what is missing.",
    )
    due_on = forms.DateField(
        label="New due date", required=False, help_text="Only if you give more time."
    )
    close_links = forms.BooleanField(
        label="Close the upload links of this request",
        required=False,
        initial=True,
        help_text="This happens only if everything has arrived.",
    )

    def __init__(self, *args: Any, answer: Answer, has_link: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        kind = answer.answer_kind
        if not (kind.is_files and has_link):
            del self.fields["close_links"]
        if kind.is_answered_in_words:
            del self.fields["decision"]
            note = self.fields["note"]
            note.label, note.required = "Your answer", True
            note.help_text = "The addressee reads it here. Up to 2,000 characters."
            return
        del self.fields["due_on"]
        self.fields["decision"].choices = kind.decisions  # type: ignore[attr-defined]

    def decision_input(self) -> DecisionInput:
        """Return the decision; a question is always accepted, with the note as its answer."""
        chosen = self.cleaned_data.get("decision")
        return DecisionInput(
            is_accepted=chosen != SEND_BACK,
            note=self.cleaned_data["note"],
            is_partial=chosen == RequestStatus.PARTIAL,
            due_on=self.cleaned_data.get("due_on"),
            closes_links=bool(self.cleaned_data.get("close_links")),
        )


class LinkForm(CreateForm):
    """Makes an upload link."""

    expires_on = forms.DateField(
        label="Works through",
        initial=lambda: clock.today() + timedelta(days=14),
        help_text=f"At most {LONGEST_DAYS} days from today.",
    )
    max_files = forms.IntegerField(
        label="Maximum number of files", min_value=1, max_value=2_000, initial=500
    )
    max_megabytes = forms.IntegerField(
        label="Maximum size in megabytes", min_value=1, max_value=4_000, initial=500
    )
    send_to = forms.EmailField(
        label="E-mail it to",
        required=False,
        help_text="Leave this empty to copy the link yourself. It is shown only once.",
    )

    def expires_at(self) -> datetime:
        """Return the last second of the chosen day in Clayton."""
        last = self.cleaned_data["expires_on"]
        return datetime.combine(last, time(23, 59, 59), tzinfo=clock.CLAYTON)
