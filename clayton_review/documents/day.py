"""What the library brings to search and to what changed."""

from clayton_review.accounts.roles import Permission
from clayton_review.documents.models import Document
from clayton_review.web import day, kinds
from clayton_review.web.kinds import Kind

DOCUMENT = Kind(
    name="documents",
    label="Documents",
    noun="document",
    model=Document,
    permission=Permission.READ_DOCUMENTS,
    rows=lambda user: Document.objects.visible_to(user).current(),
    heading=kinds.cited("reference", "title", " · "),
    url_name="documents:detail",
    words=("title", "source", "note"),
)
kinds.register(DOCUMENT)
day.register_ways(day.Way("File a document", "documents:create", Permission.WRITE_DOCUMENTS))
