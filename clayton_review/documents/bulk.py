"""Several documents at once: a class for each."""

from dataclasses import replace
from typing import Any

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass, Permission
from clayton_review.documents.actions import amend_document
from clayton_review.documents.forms import ClassField
from clayton_review.documents.models import Document, DocumentInput
from clayton_review.refusals import Refused
from clayton_review.web.bulk import Bulk, BulkAct
from clayton_review.web.forms import PortalForm


class ClassForm(PortalForm):
    """The people who may open them."""

    disclosure_class = ClassField(choices=DisclosureClass.choices)


def _give_class(row: Document, revision: int, values: dict[str, Any], by: User) -> None:
    stored = DocumentInput(**{n: getattr(row, n) for n in DocumentInput.__dataclass_fields__})
    changed = replace(stored, disclosure_class=values["disclosure_class"])
    amend_document(document=row, revision=revision, values=changed, by=by)


DOCUMENTS = Bulk(
    url_name="documents:several",
    list_name="documents:list",
    acts=(
        BulkAct(
            name="class",
            label="Change the class",
            consequence="People the new class excludes can no longer open them. “Public” "
            "lets everyone read them.",
            permission=Permission.WRITE_DOCUMENTS,
            form=ClassForm,
            apply=_give_class,
            refusals=(Refused,),
        ),
    ),
)
