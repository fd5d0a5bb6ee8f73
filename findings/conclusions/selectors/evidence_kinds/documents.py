"""Documents of the library as evidence."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass
from clayton_review.documents.models import Document
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.selectors.evidence_kinds.base import (
    EvidenceTexts,
    PublicEvidence,
    PublicWords,
    RecordKind,
)


class DocumentEvidence(RecordKind):
    """Documents; the title and reference of a public one are released."""

    name = key = "document"
    label = "Document"
    source_label = gettext_noop("Documents")
    public_label = gettext_noop("Public document")
    unprinted_label = "A document that is not public"
    lookups = ("title__icontains", "source__icontains", "reference__icontains")

    def rows(self, user: User) -> QuerySet[Any]:
        return Document.objects.visible_to(user).current()

    def texts(self, link: EvidenceLink, large: frozenset[str]) -> EvidenceTexts:
        document = _document_of(link)
        return EvidenceTexts(
            heading=document.title,
            lines=(f"{document.source} · {document.reference}",),
            url=document.get_absolute_url(),
            url_words="See the document",
        )

    def public_words(self, link: EvidenceLink, large: frozenset[str]) -> PublicWords:
        document = _document_of(link)
        if document.disclosure_class != DisclosureClass.PUBLIC or document.is_withdrawn:
            return PublicWords()
        return PublicWords(document.title, reference=document.reference)

    def without_hidden_words(
        self, evidence: PublicEvidence, *, labels: set[str] | None, documents: frozenset[str]
    ) -> PublicEvidence:
        if evidence.reference in documents:
            return evidence
        return replace(evidence, words="", reference="")


def _document_of(link: EvidenceLink) -> Document:
    assert link.document is not None  # noqa: S101  # the kind says so
    return link.document
