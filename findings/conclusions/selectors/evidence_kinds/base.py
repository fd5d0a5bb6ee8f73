"""The base of all kinds of evidence: all that depends on the kind, with defaults.

A new kind is one file beside this with a subclass, and its instance in `KINDS`. The rest of the
portal asks the kind and never looks at its name. Only excerpts can be quoted, as a constraint of
`EvidenceLink` sees to; of records of another kind nothing is shown to the public but what the kind
releases in `public_words` and lets pass in `without_hidden_words`.
"""

import uuid
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q, QuerySet

from clayton_review.accounts.models import User
from findings.conclusions.inputs import EvidenceSource
from findings.conclusions.models.evidence import EvidenceLink

MAX_CHOICES = 20
MAX_WORDS = 8


@dataclass(frozen=True)
class EvidenceTexts:
    """Texts of a piece of evidence on the team's pages, with the way to its source."""

    heading: str
    lines: tuple[str, ...]
    url: str
    url_words: str
    warning: str = ""


@dataclass(frozen=True)
class PublicWords:
    """Words of a piece of evidence that may be published; all empty where they stay inside.

    A figure has its name, the question that was asked and who was asked it.
    """

    words: str = ""
    label: str = ""
    reference: str = ""
    figure: str = ""
    question: str = ""
    asked: str = ""


@dataclass(frozen=True)
class PublicEvidence:
    """One published piece of evidence.

    `words` are empty where they stay inside or may no longer be shown. `source_label` is the kind
    in words; a document has its reference.
    """

    stance: str
    kind: str
    source_label: str
    words: str = ""
    label: str = ""
    reference: str = ""
    figure: str = ""
    question: str = ""
    asked: str = ""
    is_quote: bool = False


class EvidenceKind:
    """One kind of evidence: how it is searched, shown to the team, released and printed.

    The base itself is the kind of pieces in releases that are older than kinds.
    """

    # Names
    name = ""  # in `EvidenceLink.kind` and in released content
    key = ""  # in the address of its search
    label = ""  # for the team
    source_label = ""  # under released findings, where its words stay inside
    public_label = ""  # beside its released words; empty if they are never released
    unprinted_label = ""  # in the printed table, where its words stay inside

    is_quote = False  # a person said it, so it may be quoted where the person agreed
    is_figure = False

    # Search
    def choices(self, words: str, user: User) -> list[tuple[str, str]]:
        """List up to twenty pieces of evidence with all these words, as (key, label)."""
        raise NotImplementedError  # pieces older than kinds are read, never searched or linked

    def find(self, key: str, user: User) -> EvidenceSource | None:
        """Return the source behind a chosen key, or None if this person may not see it."""
        raise NotImplementedError  # pieces older than kinds are read, never searched or linked

    def chosen_label(self, source: EvidenceSource) -> str:
        """Return the label of a chosen source, which stays chosen after another search."""
        raise NotImplementedError  # pieces older than kinds are read, never searched or linked

    # On the team's pages
    def texts(self, link: EvidenceLink, large: frozenset[str]) -> EvidenceTexts:
        """Return the texts of a piece on the thread; `large` are the groups that may be named."""
        raise NotImplementedError  # pieces older than kinds are read, never searched or linked

    # In releases
    def source_labels(self) -> list[str]:
        """List the sources that a released finding can name for this kind."""
        return [self.source_label]

    def source_of(self, link: EvidenceLink) -> str:
        """Return the source that a released finding names for this piece."""
        return self.source_label

    def public_words(self, link: EvidenceLink, large: frozenset[str]) -> PublicWords:
        """Return the words that may be published when the finding is released."""
        return PublicWords()

    def without_hidden_words(
        self, evidence: PublicEvidence, *, labels: set[str] | None, documents: frozenset[str]
    ) -> PublicEvidence:
        """Return a released piece without what may not be shown now.

        `labels` are those under which its words may be quoted now, or None if they may not be;
        `documents` are the references of public documents.
        """
        return evidence

    def printed_text(self, evidence: PublicEvidence) -> str:
        """Return the words of a released piece, or its kind where they stay inside."""
        return evidence.words or self.unprinted_label


class RecordKind(EvidenceKind):
    """A kind of evidence whose pieces are records, linked by a foreign key named like the kind.

    A record can be withdrawn after the release: nothing of it is shown unless the kind says what.
    """

    lookups: tuple[str, ...]  # the fields in which words are searched

    def rows(self, user: User) -> QuerySet[Any]:
        """Return the records that this person may link."""
        raise NotImplementedError  # each kind names its own records

    def row_label(self, row: Any) -> str:
        """Return the label of a record in the search."""
        return str(row)

    def choices(self, words: str, user: User) -> list[tuple[str, str]]:
        rows = self.rows(user)
        conditions = [
            reduce(or_, [Q(**{lookup: word}) for lookup in self.lookups])
            for word in words.split()[:MAX_WORDS]
        ]
        matches = rows.filter(reduce(and_, conditions)).distinct() if conditions else rows
        return [(str(row.pk), self.row_label(row)) for row in matches[:MAX_CHOICES]]

    def find(self, key: str, user: User) -> EvidenceSource | None:
        try:
            row = self.rows(user).filter(pk=uuid.UUID(key)).first()
        except ValueError:
            return None
        return None if row is None else EvidenceSource(**{self.name: row})

    def chosen_label(self, source: EvidenceSource) -> str:
        return self.row_label(getattr(source, self.name))

    def without_hidden_words(
        self, evidence: PublicEvidence, *, labels: set[str] | None, documents: frozenset[str]
    ) -> PublicEvidence:
        return replace(evidence, words="", label="", reference="")
