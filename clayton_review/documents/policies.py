"""Rules for opening documents, giving them a class, and moving requests on."""

from datetime import date

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass, Permission
from clayton_review.citable.dates import check_happened
from clayton_review.citable.records import classes_open_to
from clayton_review.documents.models import (
    CAME,
    REQUEST_TRANSITIONS,
    Answer,
    AnswerKind,
    AnswerState,
    DocumentRequest,
    Intake,
    IntakeFile,
    IntakeState,
    RequestInput,
    RequestStatus,
)
from clayton_review.refusals import Refused, impossible_step


def can_open(user: User, disclosure_class: str) -> bool:
    """True if this person may open records of this class."""
    return disclosure_class in classes_open_to(user)


def check_class(user: User, disclosure_class: str) -> None:
    """Raise `Refused` if this person could not open the class they are about to file."""
    if not can_open(user, disclosure_class):
        label = DisclosureClass(disclosure_class).label.lower()
        words = f"Only the lead consultant can file a record as “{label}”. Choose another class."
        raise Refused(words, field="disclosure_class")


def check_request(values: RequestInput) -> None:
    """Raise `Refused` for dates out of order and an addressee who cannot answer."""
    check_happened(values.asked_on, "The request date", "asked_on")
    if values.due_on < values.asked_on:
        raise Refused("The due date is before the request date.", field="due_on")
    if values.period_from and values.period_until and values.period_until < values.period_from:
        raise Refused("The period ends before it begins.", field="period_until")
    if values.addressee and not values.addressee.may(Permission.ANSWER_REQUESTS):
        raise Refused(
            "Only city staff and the police liaison can answer requests.", field="addressee"
        )


def check_can_be_sent(values: RequestInput, *, is_sent_by_us: bool) -> None:
    """Raise `Refused` for a request that would reach no one."""
    if not (values.addressee or values.contact_email or is_sent_by_us):
        raise Refused(
            "Choose a person, or enter the office’s e-mail address. If you send the request "
            "yourself, check the box for that.",
            field="addressee",
        )


def check_says_what_came(request: DocumentRequest, to: str, note: str) -> None:
    """Raise `Refused` when something is said to have arrived, without a note and without a file."""
    if to not in CAME or note.strip():
        return
    if not IntakeFile.objects.received().filter(intake__request=request).exists():
        raise Refused("Say what arrived and how, or upload the files first.", field="grounds")


def check_status(
    request: DocumentRequest, to: str, *, on: date, grounds: str, citation: str, stated_by: str
) -> None:
    """Raise `Refused` unless the mapping allows the step and everything it rests on is stated."""
    if to not in REQUEST_TRANSITIONS[RequestStatus(request.status)]:
        present, target = request.get_status_display().lower(), RequestStatus(to).label.lower()
        raise impossible_step("A request", present, target)
    if not request.asked_on <= on <= clock.today():
        raise Refused("Enter a date between the request date and today.", field="on")
    if to == RequestStatus.REFUSED and not grounds.strip():
        raise Refused("Say why it was refused.", field="grounds")
    if to == RequestStatus.REFUSED and not citation.strip():
        raise Refused("Cite the law or rule behind the refusal.", field="citation")
    if to == RequestStatus.DOES_NOT_EXIST and not stated_by.strip():
        raise Refused("Say who told you that it does not exist.", field="stated_by")


def check_answer(request: DocumentRequest, kind: str, *, text: str, citation: str) -> None:
    """Raise `Refused` if the request is no longer open, or if the answer says nothing."""
    if request.is_withdrawn:
        raise Refused("This request was withdrawn and needs no answer.")
    if missing := AnswerKind(kind).missing_statement(text=text, citation=citation):
        words, field = missing
        raise Refused(words, field=field)


def check_decision(answer: Answer, by: User) -> None:
    """Raise `Refused` when the answer was decided already, or by its own author."""
    if answer.state != AnswerState.WAITING:
        raise Refused("Someone has already decided on this answer.")
    if answer.by_id == by.pk:
        raise Refused("You cannot accept your own answer. Someone else must decide.")


def check_new_due_date(request: DocumentRequest, due_on: date) -> None:
    """Raise `Refused` unless the request is open and the day lies ahead of it and of today."""
    if not request.is_open:
        words = (
            "This request is no longer open, so it cannot have a new due date. Leave the "
            "date empty."
        )
        raise Refused(words, field="due_on")
    if due_on <= request.due_on:
        raise Refused("Enter a date after the present due date.", field="due_on")
    if due_on < clock.today():
        raise Refused("That date has passed. Enter today or a later date.", field="due_on")


def check_undo(intake: Intake) -> None:
    """Raise `Refused` unless the intake is complete and nothing cites one of its files."""
    if intake.state != IntakeState.DONE:
        raise Refused("You can undo a delivery only after all its files have been processed.")
    cited = intake.files.filter(document__withdrawn_on__isnull=True, document__isnull=False)
    if first := cited.select_related("document").first():
        document = first.document.reference if first.document else ""
        raise Refused(
            f"{first.control} is in the library as {document}. Withdraw that document first."
        )
    later = (
        intake.files.filter(duplicates__isnull=False)
        .exclude(duplicates__intake=intake)
        .exclude(duplicates__intake__state=IntakeState.UNDONE)
    )
    if first := later.first():
        raise Refused(
            f"A later delivery contains a copy of {first.control}. Undo that delivery first."
        )
