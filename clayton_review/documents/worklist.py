"""Record types and work queues of documents, requests and deliveries."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import READERS, Permission, Role
from clayton_review.documents import work_queues
from clayton_review.documents.models import Document, DocumentRequest, Intake, IntakeFile, PageText
from clayton_review.documents.selectors import public_documents
from clayton_review.web import record_types, worklist
from clayton_review.web.record_types import RecordType
from clayton_review.web.worklist import QuickStart, WorklistNotice

READ = Permission.READ_DOCUMENTS
# Acts on a request that its addressee reads too: nothing that is for the team alone.
SHARED_ACTS = frozenset(
    {
        "asked for documents",
        "changed a request",
        "accepted an answer",
        "sent an answer back",
    }
)


def control(field: str) -> Any:
    """Return an expression for the control number, such as `CLY-000123`."""
    return record_types.numbered("CLY", field, 6)


def _received_files(user: User) -> Any:
    return IntakeFile.objects.received().filter(intake__in=_intakes(user).values("pk"))


def _intakes(user: User) -> Any:
    return Intake.objects.visible_to(user).order_by()


def _pages(user: User) -> Any:
    """Return pages of received files, each with the number of the first file that has it."""
    files = _received_files(user).filter(file=OuterRef("file")).order_by("number")
    pages = PageText.objects.filter(Exists(files))
    return pages.annotate(of_file=Subquery(files.values("number")[:1]))


DOCUMENT = RecordType(
    name="documents",
    label="Documents",
    noun="document",
    model=Document,
    permission=READ,
    rows=lambda user: Document.objects.visible_to(user).current(),
    heading=record_types.cited("reference", "title", " · "),
    url_name="documents:detail",
    search_fields=("title", "source", "note"),
)
PUBLIC_DOCUMENT = RecordType(
    name="public documents",
    label="Public documents",
    noun="document",
    model=Document,
    permission=Permission.USE_ACCOUNT,
    unless=frozenset({READ}),
    is_in_changes=False,
    rows=lambda user: public_documents().order_by(),
    heading=record_types.cited("reference", "title", " · "),
    url_name="dashboard:documents",
    address=(),
    search_fields=("title", "source"),
)
REQUEST: dict[str, Any] = {
    "label": "Requests",
    "noun": "request",
    "model": DocumentRequest,
    "heading": record_types.cited("reference", "title", " · "),
    "search_fields": ("title", "wording", "reason", "office", "grounds", "citation"),
    "verb_phrases": {
        "asked for documents": "asked for it",
        "changed a request": "changed it",
        "reminded of requests": "sent reminders",
        "reopened a request": "reopened it",
        "recorded that part arrived": "recorded that part of it arrived",
        "recorded that everything arrived": "recorded that it arrived",
        "recorded a refusal": "recorded that it was refused",
        "recorded that nothing exists": "recorded that it does not exist",
    },
}
TEAM_REQUEST = RecordType(
    name="requests",
    permission=READ,
    rows=lambda user: DocumentRequest.objects.visible_to(user).current(),
    url_name="requests:detail",
    **REQUEST,
)
ASKED_REQUEST = RecordType(
    name="requests to you",
    permission=Permission.ANSWER_REQUESTS,
    unless=frozenset({READ}),
    rows=lambda user: DocumentRequest.objects.visible_to(user).current(),
    url_name="requests:answer",
    verbs=SHARED_ACTS,
    **REQUEST,
)
DELIVERY = RecordType(
    name="deliveries",
    label="Deliveries",
    noun="delivery",
    model=Intake,
    permission=READ,
    rows=_intakes,
    heading=Concat(
        F("reference"),
        Value(" · "),
        Coalesce("request__title", "sender", Value(""), output_field=TextField()),
        output_field=TextField(),
    ),
    url_name="requests:intake",
    search_fields=("sender", "request__title", "request__reference", "undone_reason"),
    newest="-received_at",
    verbs=frozenset({"sent files", "finished an intake", "undid an intake", "sent a receipt"}),
    verb_phrases={
        "finished an intake": "finished processing the files",
        "undid an intake": "undid it",
    },
)
RECEIVED = RecordType(
    name="received files",
    label="Received files",
    noun="received file",
    model=IntakeFile,
    permission=READ,
    rows=_received_files,
    heading=Concat(control("number"), Value(" · "), F("path"), output_field=TextField()),
    url_name="requests:received_file",
    address=(control("number"),),
    key="pk",
    search_fields=("path",),
    newest="-number",
    number=("CLY", "number"),
)
PAGE = RecordType(
    name="words in received files",
    label="Words in received files",
    noun="page of a received file",
    model=PageText,
    permission=READ,
    rows=_pages,
    heading=Concat(
        control("of_file"), Value(", page "), Cast("number", TextField()), output_field=TextField()
    ),
    url_name="requests:received_file",
    address=(control("of_file"),),
    key="pk",
    search_fields=("text",),
    search_column="words",
    is_large=True,
    is_in_changes=False,
    newest="-id",
)
record_types.register(
    DOCUMENT, PUBLIC_DOCUMENT, TEAM_REQUEST, ASKED_REQUEST, DELIVERY, RECEIVED, PAGE
)
worklist.register(*work_queues.QUEUES)
worklist.register_quick_starts(
    QuickStart("File a document", "documents:create", Permission.WRITE_DOCUMENTS),
    QuickStart("Request documents", "requests:create", Permission.WRITE_DOCUMENTS),
    QuickStart("Requests to you", "requests:city_list", Permission.ANSWER_REQUESTS),
    QuickStart("Issued reports", "dashboard:reports", Permission.SEE_DASHBOARD, READERS),
    QuickStart("Public documents", "dashboard:documents", Permission.SEE_DASHBOARD, READERS),
)


def custodian_notice(user: User) -> list[WorklistNotice]:
    """Return the notice that tells a records custodian what the portal offers."""
    if user.role != Role.CUSTODIAN:
        return []
    text = (
        "Here you can read what anyone can read: issued reports and public documents. "
        "The portal does not handle records requests or retention yet."
    )
    return [WorklistNotice(text, reverse("dashboard:documents"), "")]


worklist.register_notices(Permission.SEE_DASHBOARD, custodian_notice)
