"""Values of findings, evidence and comments that a person enters."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from clayton_review.accounts.models import User
from clayton_review.documents.models import Document
from clayton_review.figures import Figure
from findings.coding.models.codes import Code
from findings.coding.models.excerpts import Excerpt
from findings.conclusions.models.comments import Comment
from findings.conclusions.models.evidence import EVIDENCE_RECORDS
from incidents.models import Claim


@dataclass(frozen=True)
class FindingInput:
    """Values of a finding."""

    statement: str
    kind: str
    pillar: str
    condition: str = ""
    criteria: str = ""
    cause: str = ""
    effect: str = ""
    theme: Code | None = None


@dataclass(frozen=True)
class EvidenceSource:
    """Source of a piece of evidence: exactly one of the first four fields is set."""

    excerpt: Excerpt | None = None
    claim: Claim | None = None
    document: Document | None = None
    figure: Figure | None = None
    as_of: datetime | None = None

    def records(self) -> dict[str, Model]:
        """Return the records that are set, by the name of their foreign key in `EvidenceLink`."""
        rows = {name: getattr(self, name) for name in EVIDENCE_RECORDS}
        return {name: row for name, row in rows.items() if row is not None}


@dataclass(frozen=True)
class CommentInput:
    """Values of a comment: text, the part it is about, and the person it asks."""

    text: str
    element: str = ""
    mentioned: User | None = None
    reply_to: Comment | None = None
