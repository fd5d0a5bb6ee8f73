"""Requests to the city: what is asked of whom, what became of it, and who was reminded when."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.records import Record, RecordQuerySet
from clayton_review.figures import State
from clayton_review.web.formatting import count_phrase, day


class RequestStatus(models.TextChoices):
    ASKED = "asked", "Asked"
    PARTIAL = "partial", "Received in part"
    RECEIVED = "received", "Received"
    REFUSED = "refused", "Refused"
    DOES_NOT_EXIST = "does_not_exist", "Does not exist"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @property
    def audit_verb(self) -> str:
        """Return the act that brings a request to this status, for the audit record."""
        verbs = {
            RequestStatus.ASKED: "reopened a request",
            RequestStatus.PARTIAL: "recorded that part arrived",
            RequestStatus.RECEIVED: "recorded that everything arrived",
            RequestStatus.REFUSED: "recorded a refusal",
            RequestStatus.DOES_NOT_EXIST: "recorded that nothing exists",
            RequestStatus.WITHDRAWN: "withdrew a request",
        }
        return verbs.get(self, f"set the status “{self.label}”")

    def count_words(self, n_requests: int) -> str:
        """Return the number of requests with this status as a clause: `2 are open`."""
        verb = "is" if n_requests == 1 else "are"
        clauses = {
            RequestStatus.ASKED: f"{n_requests} {verb} open",
            RequestStatus.PARTIAL: f"{n_requests} {verb} answered in part",
            RequestStatus.RECEIVED: f"{n_requests} {verb} answered in full",
            RequestStatus.REFUSED: f"{n_requests} {verb} refused",
            RequestStatus.DOES_NOT_EXIST: f"for {n_requests} the record does not exist",
        }
        return clauses.get(self, f"{n_requests} {verb} “{self.label}”")


_ANSWERS = {RequestStatus.RECEIVED, RequestStatus.REFUSED, RequestStatus.DOES_NOT_EXIST}
REQUEST_TRANSITIONS: dict[RequestStatus, frozenset[RequestStatus]] = {
    RequestStatus.ASKED: frozenset({*_ANSWERS, RequestStatus.PARTIAL, RequestStatus.WITHDRAWN}),
    RequestStatus.PARTIAL: frozenset({*_ANSWERS, RequestStatus.WITHDRAWN}),
    RequestStatus.RECEIVED: frozenset({RequestStatus.PARTIAL}),
    RequestStatus.REFUSED: frozenset(
        {RequestStatus.ASKED, RequestStatus.PARTIAL, *(_ANSWERS - {RequestStatus.REFUSED})}
    ),
    RequestStatus.DOES_NOT_EXIST: frozenset(
        {RequestStatus.ASKED, RequestStatus.PARTIAL, RequestStatus.RECEIVED}
    ),
    RequestStatus.WITHDRAWN: frozenset(),
}
OPEN = (RequestStatus.ASKED, RequestStatus.PARTIAL)
CAME = (RequestStatus.PARTIAL, RequestStatus.RECEIVED)
ANSWERED = tuple(status for status in RequestStatus if status in _ANSWERS)


@dataclass(frozen=True)
class RequestInput:
    """Input of a request: exact words, period, reason, addressee and due date."""

    title: str
    wording: str
    office: str
    asked_on: date
    due_on: date
    reason: str = ""
    period_from: date | None = None
    period_until: date | None = None
    addressee: User | None = None
    contact_email: str = ""
    is_demonstration: bool = False


# The labels of the form, also in the history when one of them changes.
REQUEST_LABELS = {
    "title": "Title",
    "wording": "Exact words",
    "period_from": "Period from",
    "period_until": "Period to",
    "reason": "Why it is needed",
    "office": "Office",
    "addressee": "Person with an account",
    "contact_email": "The office’s e-mail address",
    "asked_on": "Request date",
    "due_on": "Due date",
    "is_demonstration": "Demonstration",
}


class RequestQuerySet(RecordQuerySet):
    """Requests by who may see them, and by what needs doing."""

    def visible_to(self, user: User) -> Self:
        """Return all requests for the team; for city staff and police, those addressed to them."""
        if user.may(Permission.READ_DOCUMENTS):
            return self
        if user.may(Permission.ANSWER_REQUESTS):
            return self.filter(addressee=user)
        return self.none()

    def open(self) -> Self:
        """Return requests that are not answered yet, or only in part."""
        return self.filter(status__in=OPEN)

    def overdue(self, today: date) -> Self:
        """Return open requests past their due date."""
        return self.open().filter(due_on__lt=today)


class DocumentRequest(Record):
    """One request; its words are what was asked, and its status what came of it."""

    reference = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=200)
    wording = models.TextField()
    reason = models.TextField(blank=True)
    period_from = models.DateField(null=True, blank=True)
    period_until = models.DateField(null=True, blank=True)
    office = models.CharField(max_length=200)
    addressee = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="requests_to_answer"
    )
    contact_email = models.EmailField(blank=True)
    asked_on = models.DateField()
    due_on = models.DateField()
    status = models.CharField(
        max_length=16, choices=RequestStatus.choices, default=RequestStatus.ASKED
    )
    answered_on = models.DateField(null=True, blank=True)
    stated_by = models.CharField(max_length=200, blank=True)
    grounds = models.TextField(blank=True)
    citation = models.CharField(max_length=200, blank=True)
    is_demonstration = models.BooleanField(default=False)

    objects = RequestQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["-reference"]
        verbose_name = "request"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(status__in=RequestStatus.values), name="request_status_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(wording="") & ~Q(office=""),
                name="request_says_what_and_of_whom",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("asked_on")), name="request_is_due_after_asked"
            ),
            models.CheckConstraint(
                condition=Q(period_from__isnull=True)
                | Q(period_until__isnull=True)
                | Q(period_until__gte=models.F("period_from")),
                name="request_period_is_in_order",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, status__in=[*OPEN, RequestStatus.WITHDRAWN])
                | Q(
                    answered_on__isnull=False,
                    answered_on__gte=models.F("asked_on"),
                    status__in=ANSWERED,
                ),
                name="request_answer_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(status=RequestStatus.WITHDRAWN, withdrawn_on__isnull=False)
                | (~Q(status=RequestStatus.WITHDRAWN) & Q(withdrawn_on__isnull=True)),
                name="request_withdrawn_says_so_twice",
            ),
            models.CheckConstraint(
                condition=~Q(status=RequestStatus.REFUSED) | (~Q(grounds="") & ~Q(citation="")),
                name="request_refusal_has_reason_and_citation",
            ),
            models.CheckConstraint(
                condition=~Q(status=RequestStatus.DOES_NOT_EXIST) | ~Q(stated_by=""),
                name="request_absence_says_who_said_so",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("requests:detail", args=[self.reference])

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def ended_on(self) -> date | None:
        """Return the day it was answered or withdrawn; None while it is open."""
        return self.answered_on or self.withdrawn_on

    @property
    def days_open(self) -> int:
        """Count the days from asking to the answer, or to today."""
        return max(((self.ended_on or clock.today()) - self.asked_on).days, 0)

    @property
    def days_late(self) -> int:
        """Count the days past the due date; 0 if it is not overdue."""
        return max((clock.today() - self.due_on).days, 0) if self.is_open else 0

    @property
    def condition(self) -> State:
        """Return the state that gives shape and color to the status words."""
        if self.days_late or self.status == RequestStatus.REFUSED:
            return State.ATTENTION
        if self.is_open:
            return State.WATCH
        return State.ON_TRACK if self.status == RequestStatus.RECEIVED else State.NONE

    @property
    def status_words(self) -> str:
        """Return the status in words, with the days overdue, the due date or the day it ended."""
        label = str(self.get_status_display())
        if late := self.days_late:
            return f"{label}, {count_phrase(late, 'day', 'days')} overdue"
        if self.is_open:
            return f"{label}, due {day(self.due_on)}"
        return f"{label}, {day(self.ended_on)}"

    @property
    def time_words(self) -> str:
        """Return the days it has been open, or the days the answer took."""
        days = count_phrase(self.days_open, "day", "days")
        if self.is_open:
            return f"open for {days}" if self.days_open else "asked today"
        if self.is_withdrawn:
            return f"withdrawn after {days}" if self.days_open else "withdrawn the same day"
        return f"answered after {days}" if self.days_open else "answered the same day"

    @property
    def source_label(self) -> str:
        """Return the meaning of `stated_by`: the sender, or who said there is nothing."""
        return "Sent by" if self.status in CAME else "Who said so"

    @property
    def grounds_label(self) -> str:
        """Return the meaning of `grounds`: what arrived and how, or why nothing did."""
        return "What arrived" if self.status in CAME else "Reason given"

    @property
    def period_words(self) -> str:
        """Return the period asked for, in words; empty if none is stated."""
        parts = [
            f"{word} {day(value)}"
            for word, value in (("from", self.period_from), ("to", self.period_until))
            if value
        ]
        return " ".join(parts)

    @property
    def recipient(self) -> str:
        """Return the email address for reminders; empty if there is none."""
        return self.addressee.email if self.addressee else self.contact_email


class EntryKind(models.TextChoices):
    ASKED = "asked", "Asked"
    NOTE = "note", "Note"
    CALL = "call", "Phone call"
    LETTER = "letter", "Letter or e-mail"
    ANSWER = "answer", "Answer"
    REPLY = "reply", "Reply to a question"
    SENT_BACK = "sent_back", "Answer sent back"
    STATUS = "status", "Status"
    CHANGE = "change", "Request changed"
    LINK = "link", "Upload link"
    INTAKE = "intake", "Files"

    @property
    def audit_verb(self) -> str:
        """Return the act of adding such an entry, for the audit record."""
        verbs = {
            EntryKind.NOTE: "added a note",
            EntryKind.CALL: "added a phone call",
            EntryKind.LETTER: "added a letter",
        }
        return verbs.get(self, f"added “{self.label}”")


NOTABLE = (EntryKind.NOTE, EntryKind.CALL, EntryKind.LETTER)


class Entry(models.Model):
    """One line of a request's history; `status` is what held after it."""

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(DocumentRequest, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    text = models.TextField()
    status = models.CharField(max_length=16, choices=RequestStatus.choices)
    is_shared = models.BooleanField(default=False)  # whether the addressee reads it
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    said_by = models.CharField(max_length=200, blank=True)  # somebody without an account
    form_id = models.UUIDField(unique=True, default=uuid.uuid4)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=EntryKind.values), name="entry_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=RequestStatus.values), name="entry_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | ~Q(said_by=""), name="entry_has_its_author"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"

    @property
    def author(self) -> str:
        """Return the sender as shown."""
        return self.by.name if self.by else self.said_by
